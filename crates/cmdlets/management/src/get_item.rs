//! `Get-Item`

use remora_engine::prelude::*;

use crate::paths::Selection;

/// # Synopsis
/// Gets items themselves.
///
/// # Description
/// A container is given as one object, not what is in it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.GetItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("gi")
)]
pub(crate) struct GetItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl GetItem {
    pub(crate) const EXAMPLES: &[Example] =
        &[Example { title: "Gets a folder", script: "(Get-Item /usr).Name", output: "usr" }];
}

impl Cmdlet for GetItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        selection.for_each(runtime, |lent, item| item.provider.get_item(lent, &item.provider_path))
    }
}
