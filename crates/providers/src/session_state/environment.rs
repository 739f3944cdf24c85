//! Environment variables.

use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, error};
use remora_engine::providers::ProviderRuntime;
use remora_engine::{TypeId, Value};
use remora_psobject::PsString;

use super::Store;

/// The environment of the session.
#[derive(Clone, Copy, Debug, Default)]
pub struct Variables;

impl Store for Variables {
    const NAME: &'static str = "Environment";
    const CLASS: &'static str = "Microsoft.PowerShell.Commands.EnvironmentProvider";
    const DRIVE: &'static str = "Env";
    const DESCRIPTION: &'static str =
        "Drive that contains a view of the environment variables for the process.";

    fn names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>> {
        let variables = runtime.system().variables();
        Ok(variables.into_iter().map(|(name, _)| name.into()).collect())
    }

    fn item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
    ) -> CommandResult<Option<Value>> {
        let value = runtime.system().variable(name);
        Ok(value.map(|value| {
            remora_dotnet::types::entry_of(TypeId::HASHTABLE, name.into(), value.into())
        }))
    }

    fn set(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
        value: Value,
    ) -> CommandResult {
        if name.contains('=') {
            return Err(error(
                TypeId::ARGUMENT_EXCEPTION,
                "Environment variable name cannot contain equal character. (Parameter 'variable')",
                "System.ArgumentException",
                ErrorCategory::NotSpecified,
                Value::Null,
            )
            .into());
        }
        let text = match &value {
            value if value.is_null() => None,
            value => Some(entry_value(runtime, value)),
        };
        runtime.system().set_variable(name, text.as_deref());
        Ok(())
    }

    fn remove(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult {
        runtime.system().set_variable(name, None);
        Ok(())
    }

    fn content(&self, item: &Value) -> Value {
        match item.base() {
            Value::Live(live) => live.property("Value").and_then(Result::ok).unwrap_or_default(),
            _ => Value::Null,
        }
    }
}

/// The text of a value; of an entry its value's.
fn entry_value(runtime: &mut ProviderRuntime<'_, '_>, value: &Value) -> PsString {
    if value.type_id() == Some(TypeId::DICTIONARY_ENTRY) {
        let inner = Variables.content(value);
        return runtime.text(&inner);
    }
    runtime.text(value)
}
