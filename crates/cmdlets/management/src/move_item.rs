//! `Move-Item`

use remora_engine::prelude::*;

use crate::paths::{self, Selection};

/// # Synopsis
/// Moves items.
///
/// # Description
/// An item gets a new place on the same provider. A file in the way is replaced only by force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/move-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Move",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.MoveItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("mi", "move")
)]
pub(crate) struct MoveItem {
    /// The paths. Wildcards are expanded.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// The paths, taken as they are: no character is a wildcard.
    #[parameter(set = "LiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Where to.
    #[parameter(position = 1, by_name)]
    destination: Option<PsString>,
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
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
}

impl Cmdlet for MoveItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &Vec::new());
        let destination = self.destination.clone().filter(|path| !path.is_empty());
        let destination = destination.unwrap_or_else(|| ".".into());
        let destination = match paths::resolve(runtime, &destination) {
            Ok(destination) => destination,
            Err(flow) => return paths::report(runtime, flow),
        };
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                if item.info().name != destination.info().name {
                    runtime.write_error(invalid_argument(
                        "Source and destination path did not resolve to the same provider.",
                        "MoveItemSourceAndDestinationNotSameProvider",
                        Value::strings([item.provider_path.clone()]),
                    ))?;
                    continue;
                }
                if paths::holds_location(runtime, &item) {
                    let shown = paths::shown(&item);
                    let message =
                        format!("Cannot move the item at '{shown}' because it is in use.");
                    runtime.write_error(invalid_operation(
                        message,
                        "InvalidOperation",
                        Value::Null,
                    ))?;
                    continue;
                }
                let moved = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.move_item(
                        lent,
                        &item.provider_path,
                        &destination.provider_path,
                        *self.pass_thru,
                    )
                });
                if let Err(flow) = moved {
                    paths::report(runtime, flow)?;
                }
            }
        }
        Ok(())
    }
}
