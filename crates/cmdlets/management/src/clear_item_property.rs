//! `Clear-ItemProperty`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};
use crate::property_target::report_property;

/// # Synopsis
/// Takes the values of properties of items away.
///
/// # Description
/// The property stays, without a value. On the file system only Attributes can be cleared.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-itemproperty
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "ItemProperty",
    class = "Microsoft.PowerShell.Commands.ClearItemPropertyCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("clp")
)]
pub(crate) struct ClearItemProperty {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// The names. Wildcards are allowed.
    #[parameter(position = 1, mandatory, by_name)]
    name: PsString,
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

impl Cmdlet for ClearItemProperty {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        let names = [self.name.clone()];
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                let cleared = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.clear_property(lent, &item.provider_path, &names)?;
                    if *self.pass_thru {
                        item.provider.get_property(lent, &item.provider_path, &names)
                    } else {
                        Ok(())
                    }
                });
                report_property(runtime, cleared, "IPropertyCmdletProvider")?;
            }
        }
        Ok(())
    }
}
