//! `Clear-Item`

use remora_engine::prelude::*;

use crate::paths::Selection;

/// # Synopsis
/// Takes the value of items away.
///
/// # Description
/// Works on drives whose items have values, such as variables; the item stays where the provider
/// keeps empty ones.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.ClearItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("cli")
)]
pub(crate) struct ClearItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// A pattern in the language of the provider, which it applies itself.
    #[parameter]
    filter: Option<PsString>,
    /// Patterns of names: only items that match one are taken.
    #[parameter]
    include: Vec<PsString>,
    /// Patterns of names: items that match one are left out.
    #[parameter]
    exclude: Vec<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for ClearItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        selection
            .for_each(runtime, |lent, item| item.provider.clear_item(lent, &item.provider_path))
    }
}
