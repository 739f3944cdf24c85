//! `Remove-Item`

use remora_engine::command::ParameterSpec;
use remora_engine::prelude::*;
use remora_engine::providers::Operation;

use crate::paths::{self, Dynamic, Selection};

/// # Synopsis
/// Takes items away.
///
/// # Description
/// A container that holds items is taken away with them where -Recurse is given; otherwise the user
/// is asked.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-item
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Item",
    class = "Microsoft.PowerShell.Commands.RemoveItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process,
    aliases("del", "erase", "rd", "ri")
)]
pub(crate) struct RemoveItem {
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
    /// Works on all that is below too.
    #[parameter]
    recurse: Switch,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// The account to act as. No provider of the session supports one.
    #[parameter(by_name, type = "pscredential", credential)]
    credential: Value,
    dynamic: Dynamic,
    /// What the user said about items with children.
    confirmation: Confirmation,
}

impl RemoveItem {
    /// Whether to go on with an item: one in use stays, one with children may be asked about.
    fn may_remove(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        selection: &Selection,
        item: &remora_engine::providers::ResolvedPath,
    ) -> CommandResult<bool> {
        if paths::holds_location(runtime, item) {
            let message =
                format!("Cannot remove the item at '{}' because it is in use.", paths::shown(item));
            runtime.write_error(invalid_operation(message, "InvalidOperation", Value::Null))?;
            return Ok(false);
        }
        if *self.recurse {
            return Ok(true);
        }
        let provider = std::sync::Arc::clone(&item.provider);
        let has_children = paths::with_provider(runtime, &selection.options, item, |lent| {
            provider.has_child_items(lent, &item.provider_path)
        })?;
        if !has_children {
            return Ok(true);
        }
        let question = format!(
            "The item at {} has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?",
            paths::shown(item)
        );
        runtime.should_continue_all(question, "Confirm", &mut self.confirmation)
    }
}

impl Cmdlet for RemoveItem {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let selection = Selection::new(&self.path, &self.literal_path)
            .filtered(self.filter.as_ref(), &self.include, &self.exclude)
            .with(*self.force, &self.dynamic);
        for path in &selection.paths {
            let items = match selection.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    paths::report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                if !self.may_remove(runtime, &selection, &item)? {
                    continue;
                }
                let removed = paths::with_provider(runtime, &selection.options, &item, |lent| {
                    item.provider.remove_item(lent, &item.provider_path, true)
                });
                if let Err(flow) = removed {
                    paths::report(runtime, flow)?;
                }
            }
        }
        Ok(())
    }

    fn dynamic_parameters(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<&'static [ParameterSpec]> {
        let paths = if self.literal_path.is_empty() { &self.path } else { &self.literal_path };
        Ok(paths::dynamic_parameters(runtime, Operation::RemoveItem, paths))
    }

    fn bind_dynamic(&mut self, name: &str, value: Value) {
        self.dynamic.push((name.into(), value));
    }
}
