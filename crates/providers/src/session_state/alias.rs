//! Aliases of the session.

use std::sync::Arc;

use remora_engine::Value;
use remora_engine::command::{CommandInfo, CommandKind, CommandResult, ParameterSpec};
use remora_engine::providers::ProviderRuntime;
use remora_engine::session::{AliasEntry, ItemOptions};
use remora_psobject::PsString;

use super::Store;
use super::store::{OPTIONS, not_allowed, requested_options};

/// The aliases that the caller sees.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aliases;

impl Store for Aliases {
    const NAME: &'static str = "Alias";
    const CLASS: &'static str = "Microsoft.PowerShell.Commands.AliasProvider";
    const DRIVE: &'static str = "Alias";
    const DESCRIPTION: &'static str =
        "Drive that contains a view of the aliases stored in a session state.";
    const PARAMETERS: &'static [ParameterSpec] = OPTIONS;

    fn names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>> {
        let aliases = runtime.session().aliases();
        Ok(aliases.into_iter().map(|entry| entry.name.clone()).collect())
    }

    fn item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
    ) -> CommandResult<Option<Value>> {
        let Some(entry) = runtime.session().alias(name).cloned() else {
            return Ok(None);
        };
        let resolved = runtime.find_command(&entry.definition).ok();
        let kind = CommandKind::Alias { definition: entry.definition, resolved };
        let info = CommandInfo::new(entry.name, kind).with_module(entry.module);
        Ok(Some(Value::live_arc(Arc::new(info))))
    }

    fn set(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
        value: Value,
    ) -> CommandResult {
        let options = requested_options(runtime);
        let known = runtime.session().alias(name).cloned();
        if value.is_null() && options.is_none() {
            return self.remove(runtime, name);
        }
        if known.is_some() && options.is_some_and(|asked| asked.contains(ItemOptions::CONSTANT)) {
            let message = format!(
                "Alias {name} cannot be made constant after it has been created. Aliases can only be made constant at creation time."
            );
            return Err(not_allowed(message, "AliasCannotBeMadeConstant", name).into());
        }
        let definition = match (value.downcast::<CommandInfo>(), &known) {
            (Some(command), _) => command.definition(),
            (None, Some(known)) if value.is_null() => known.definition.clone(),
            _ => runtime.text(&value),
        };
        let mut entry = AliasEntry::new(name, definition);
        if let Some(options) = options.or(known.map(|known| known.options)) {
            entry.options = options;
        }
        let force = runtime.options.force;
        runtime.session().set_alias(entry, force)
    }

    fn remove(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult {
        let options = runtime.session().alias(name).map(|entry| entry.options);
        let fixed = options.is_some_and(|options| {
            options.contains(ItemOptions::CONSTANT)
                || (options.contains(ItemOptions::READ_ONLY) && !runtime.options.force)
        });
        if fixed {
            let message =
                format!("Alias was not removed because alias {name} is constant or read-only.");
            return Err(not_allowed(message, "AliasNotRemovable", name).into());
        }
        runtime.session().remove_alias(name);
        Ok(())
    }

    fn content(&self, item: &Value) -> Value {
        item.downcast::<CommandInfo>()
            .map_or(Value::Null, |command| Value::Str(command.definition()))
    }
}
