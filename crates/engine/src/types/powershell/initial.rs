//! `InitialSessionState`: what a fresh session starts with beside the usual.

use std::sync::Arc;

use remora_hosting::Command;
use remora_psobject::{Exception, ListObject, LiveObject, PsString, TypeId, Value};

use super::session::{run_in, set_variable};
use super::{Facts, Method, text};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::runspace::LocalRunspace;

const STATE: &str = "System.Management.Automation.Runspaces.InitialSessionState";
const VARIABLE: &str = "System.Management.Automation.Runspaces.SessionStateVariableEntry";
const FUNCTION: &str = "System.Management.Automation.Runspaces.SessionStateFunctionEntry";

/// Variables and functions to begin with.
pub(super) struct InitialState {
    variables: Arc<ListObject>,
    commands: Arc<ListObject>,
}

impl InitialState {
    fn new() -> Self {
        let list = || {
            let type_id = TypeId::COLLECTION.generic_of(&[TypeId::OBJECT]);
            Arc::new(ListObject::new(type_id, Vec::new()))
        };
        Self { variables: list(), commands: list() }
    }

    /// Gives a session that was opened what it is to begin with.
    pub(super) fn apply(
        &self,
        context: &mut ExecutionContext,
        runspace: &LocalRunspace,
    ) -> Result<(), Flow> {
        let fact = |entry: &Value, name: &str| {
            let facts = entry.downcast::<Facts>();
            facts.and_then(|facts| facts.property(name)?.ok()).unwrap_or_default()
        };
        for entry in self.variables.to_vec() {
            let name = context.text(&fact(&entry, "Name"));
            set_variable(context, runspace, name, fact(&entry, "Value"))?;
        }
        for entry in self.commands.to_vec() {
            let name = context.text(&fact(&entry, "Name"));
            let definition = context.text(&fact(&entry, "Definition"));
            let command = Command::named("Set-Item")
                .parameter("LiteralPath", format!("Function:global:{name}"))
                .parameter("Value", Value::Str(definition));
            run_in(context, runspace, command)?;
        }
        Ok(())
    }
}

impl LiveObject for InitialState {
    fn object_type(&self) -> TypeId {
        TypeId::register(STATE, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        ["Commands", "Variables"].map(PsString::from).to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "commands" => Value::List(Arc::clone(&self.commands)),
            "variables" => Value::List(Arc::clone(&self.variables)),
            _ => return None,
        }))
    }
}

pub(super) const METHODS: (&str, &[Method]) = (
    STATE,
    &[
        ("CreateDefault", |_, _, _| Ok(Value::live(InitialState::new()))),
        ("CreateDefault2", |_, _, _| Ok(Value::live(InitialState::new()))),
    ],
);

pub(super) const VARIABLE_METHODS: (&str, &[Method]) = (
    VARIABLE,
    &[("new", |context, _, arguments| {
        let name = Value::Str(text(context, arguments, 0));
        let value = arguments.get(1).cloned().unwrap_or_default();
        let description = Value::Str(text(context, arguments, 2));
        let properties = vec![("Name", name), ("Value", value), ("Description", description)];
        Ok(Value::live(Facts { type_name: VARIABLE, properties }))
    })],
);

pub(super) const FUNCTION_METHODS: (&str, &[Method]) = (
    FUNCTION,
    &[("new", |context, _, arguments| {
        let name = Value::Str(text(context, arguments, 0));
        let definition = Value::Str(text(context, arguments, 1));
        let properties = vec![("Name", name), ("Definition", definition)];
        Ok(Value::live(Facts { type_name: FUNCTION, properties }))
    })],
);
