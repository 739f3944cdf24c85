//! Functions of the session.

use remora_engine::Value;
use remora_engine::command::{CommandInfo, CommandResult, ParameterSpec};
use remora_engine::providers::ProviderRuntime;
use remora_engine::script::ScriptBlock;
use remora_engine::session::{FunctionEntry, ItemOptions};
use remora_psobject::PsString;

use super::Store;
use super::store::{OPTIONS, invalid_value, not_allowed, requested_options};

/// The functions and filters that the caller sees.
#[derive(Clone, Copy, Debug, Default)]
pub struct Functions;

/// The block that a value stands for.
fn block_of(runtime: &mut ProviderRuntime<'_, '_>, value: &Value) -> CommandResult<ScriptBlock> {
    if let Some(block) = value.downcast::<ScriptBlock>() {
        return Ok(block.clone());
    }
    if let Some(block) = value.downcast::<CommandInfo>().and_then(CommandInfo::script_block) {
        return Ok(block.clone());
    }
    match value.as_string().cloned() {
        Some(text) => runtime.context().parse_script(&text),
        None => Err(invalid_value().into()),
    }
}

impl Store for Functions {
    const NAME: &'static str = "Function";
    const CLASS: &'static str = "Microsoft.PowerShell.Commands.FunctionProvider";
    const DRIVE: &'static str = "Function";
    const DESCRIPTION: &'static str =
        "Drive that contains a view of the functions stored in a session state.";
    const PARAMETERS: &'static [ParameterSpec] = OPTIONS;

    fn names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>> {
        let functions = runtime.session().functions();
        Ok(functions.into_iter().map(|entry| entry.name.clone()).collect())
    }

    fn item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
    ) -> CommandResult<Option<Value>> {
        let function = runtime.session().function(name);
        Ok(function.map(|entry| Value::live_arc(entry.info().clone())))
    }

    fn set(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
        value: Value,
    ) -> CommandResult {
        let options = requested_options(runtime);
        let known =
            runtime.session().function(name).map(|entry| (entry.block.clone(), entry.options));
        if value.is_null() && options.is_none() {
            return self.remove(runtime, name);
        }
        if known.is_some() && options.is_some_and(|asked| asked.contains(ItemOptions::CONSTANT)) {
            let message = format!(
                "Existing function {name} cannot be made constant. Functions can be made constant only at creation time."
            );
            return Err(not_allowed(message, "FunctionCannotBeMadeConstant", name).into());
        }
        let block = match (&known, value.is_null()) {
            (Some((block, _)), true) => block.clone(),
            _ => block_of(runtime, &value)?,
        };
        let mut entry = FunctionEntry::new(name, block, None);
        if let Some(options) = options.or(known.map(|(_, options)| options)) {
            entry.options = options;
        }
        let force = runtime.options.force;
        runtime.session().set_function(entry, force)
    }

    fn remove(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult {
        let options = runtime.session().function(name).map(|entry| entry.options);
        let fixed = options.is_some_and(|options| {
            options.contains(ItemOptions::CONSTANT)
                || (options.contains(ItemOptions::READ_ONLY) && !runtime.options.force)
        });
        if fixed {
            let message =
                format!("Cannot remove function {name} because it is constant or read-only.");
            return Err(not_allowed(message, "FunctionNotRemovable", name).into());
        }
        runtime.session().remove_function(name);
        Ok(())
    }

    fn content(&self, item: &Value) -> Value {
        let block = item.downcast::<CommandInfo>().and_then(CommandInfo::script_block);
        block.map_or(Value::Null, |block| Value::live(block.clone()))
    }
}
