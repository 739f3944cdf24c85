//! `Get-ItemProperty`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};
use crate::property_target::report_property;

/// # Synopsis
/// Gets properties of items.
///
/// # Description
/// Without names the item with all its properties is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-itemproperty
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ItemProperty",
    class = "Microsoft.PowerShell.Commands.GetItemPropertyCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    aliases("gp")
)]
pub(crate) struct GetItemProperty {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// The names of the properties.
    #[parameter(position = 1, aliases("PSProperty"))]
    name: Vec<PsString>,
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

impl Cmdlet for GetItemProperty {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path).filtered(
            self.filter.as_ref(),
            &self.include,
            &self.exclude,
        );
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                let got = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.get_property(lent, &item.provider_path, &self.name)
                });
                report_property(runtime, got, "IPropertyCmdletProvider")?;
            }
        }
        Ok(())
    }
}
