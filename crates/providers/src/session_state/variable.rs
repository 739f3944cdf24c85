//! Variables of the session.

use std::sync::Arc;

use remora_engine::Value;
use remora_engine::command::CommandResult;
use remora_engine::providers::ProviderRuntime;
use remora_engine::session::{ItemOptions, ScopeSelector, Variable};
use remora_psobject::PsString;

use super::Store;

/// The variables that the caller sees.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionVariables;

impl Store for SessionVariables {
    const NAME: &'static str = "Variable";
    const CLASS: &'static str = "Microsoft.PowerShell.Commands.VariableProvider";
    const DRIVE: &'static str = "Variable";
    const DESCRIPTION: &'static str =
        "Drive that contains a view of those variables stored in a session state.";

    fn names(&self, runtime: &mut ProviderRuntime<'_, '_>) -> CommandResult<Vec<PsString>> {
        let variables = runtime.session().variables(ScopeSelector::Nearest);
        Ok(variables.iter().map(|variable| variable.name.clone()).collect())
    }

    fn item(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
    ) -> CommandResult<Option<Value>> {
        let (selector, bare) = ScopeSelector::of_name(name);
        if let Some(variable) = runtime.session().variable_object(bare, selector) {
            return Ok(Some(Value::live_arc(variable)));
        }
        // Automatic variables are worked out when somebody asks.
        let value = runtime.variable(name);
        Ok(value
            .map(|value| Value::live_arc(Arc::new(Variable::new(bare, value, ItemOptions::NONE)))))
    }

    fn set(
        &self,
        runtime: &mut ProviderRuntime<'_, '_>,
        name: &str,
        value: Value,
    ) -> CommandResult {
        let value = match value.downcast::<Variable>() {
            Some(variable) => variable.value(),
            None => value,
        };
        if runtime.options.force {
            let (selector, bare) = ScopeSelector::of_name(name);
            let known = runtime.session().variable_object(bare, selector);
            if let Some(variable) = known
                && variable.options().contains(ItemOptions::READ_ONLY)
                && !variable.options().contains(ItemOptions::CONSTANT)
            {
                variable.store(value);
                return Ok(());
            }
        }
        runtime.set_variable(name, value)
    }

    fn remove(&self, runtime: &mut ProviderRuntime<'_, '_>, name: &str) -> CommandResult {
        let (selector, bare) = ScopeSelector::of_name(name);
        let force = runtime.options.force;
        runtime.session().remove_variable(bare, selector, force)?;
        Ok(())
    }

    fn content(&self, item: &Value) -> Value {
        item.downcast::<Variable>().map_or(Value::Null, Variable::value)
    }
}
