//! `Rename-Item`

use remora_engine::prelude::*;
use remora_engine::providers::ProviderOptions;

use crate::paths;

/// # Synopsis
/// Gives items another name.
///
/// # Description
/// The item stays where it is. Move-Item gives another place.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/rename-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Rename",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.RenameItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "ByPath",
    should_process,
    aliases("ren", "rni")
)]
pub(crate) struct RenameItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    path: Option<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// The new name.
    #[parameter(position = 1, mandatory, by_name)]
    new_name: PsString,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for RenameItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = self.literal_path.is_some();
        let path = self.literal_path.clone().or(self.path.clone()).unwrap_or_default();
        let options = ProviderOptions {
            force: *self.force,
            literal,
            credential: self.credential.clone(),
            ..ProviderOptions::default()
        };
        let items = match paths::expand(runtime, &options, &path, literal) {
            Ok(items) => items,
            Err(flow) if literal && flow.error().is_some_and(is_missing) => {
                let message = format!("Cannot rename because item at '{path}' does not exist.");
                let record = invalid_operation(message, "InvalidOperation", path);
                return runtime.write_error(record);
            }
            Err(flow) => return paths::report(runtime, flow),
        };
        let [item] = items.as_slice() else {
            let message = if items.is_empty() {
                format!("Cannot rename because item at '{path}' does not exist.")
            } else {
                "Cannot rename multiple items. More than one item matches the path.".to_owned()
            };
            return runtime.write_error(invalid_operation(message, "InvalidOperation", path));
        };
        if paths::holds_location(runtime, item) {
            let shown = paths::shown(item);
            let message = format!("Cannot rename the item at '{shown}' because it is in use.");
            return runtime.write_error(invalid_operation(message, "InvalidOperation", shown));
        }
        let renamed = paths::with_provider(runtime, &options, item, |lent| {
            item.provider.rename_item(lent, &item.provider_path, &self.new_name, *self.pass_thru)
        });
        match renamed {
            Err(flow) => paths::report(runtime, flow),
            Ok(()) => Ok(()),
        }
    }
}

fn is_missing(record: &std::sync::Arc<ErrorRecord>) -> bool {
    record.exception.exception_type() == TypeId::ITEM_NOT_FOUND_EXCEPTION
}
