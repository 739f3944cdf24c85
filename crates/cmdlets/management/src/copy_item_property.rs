//! `Copy-ItemProperty`

use remora_engine::prelude::*;

use crate::paths::Selection;
use crate::property_target;

/// # Synopsis
/// Copies properties from one item to another.
///
/// # Description
/// Only providers whose items have properties of their own choice support it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/copy-itemproperty
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Copy",
    noun = "ItemProperty",
    class = "Microsoft.PowerShell.Commands.CopyItemPropertyCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct CopyItemProperty {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// The names. Wildcards are allowed.
    #[parameter(position = 2, mandatory, by_name, aliases("PSProperty"))]
    name: PsString,
    /// Where to.
    #[parameter(position = 1, mandatory, by_name)]
    destination: PsString,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
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

impl Cmdlet for CopyItemProperty {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        if !property_target::destination_exists(runtime, &self.destination)? {
            return Ok(());
        }
        // No provider of the session has properties that can be made or moved.
        property_target::refuse(runtime, &selection)
    }
}
