//! `Invoke-Item`

use remora_engine::prelude::*;

use crate::paths::Selection;

/// # Synopsis
/// Opens items as the desktop would.
///
/// # Description
/// A program starts, a document opens in the program for it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/invoke-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.InvokeItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("ii")
)]
pub(crate) struct InvokeItem {
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
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for InvokeItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path).filtered(
            self.filter.as_ref(),
            &self.include,
            &self.exclude,
        );
        selection.for_each(runtime, |lent, item| {
            let target = format!("Item: {}", item.provider_path);
            if lent.should_process(target, "Invoke Item")? {
                item.provider.invoke_item(lent, &item.provider_path)
            } else {
                Ok(())
            }
        })
    }
}
