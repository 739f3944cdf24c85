//! `[powershell]`, `[runspacefactory]` and the objects around them: other sessions of this process, as
//! scripts start and use them.
//!
//! A fresh session is a [`LocalRunspace`](crate::LocalRunspace) with the tables of the session that made
//! it, on a thread of its own.

mod collection;
mod command;
mod initial;
mod instance;
mod pool;
mod run;
mod session;

use std::collections::HashMap;
use std::sync::Arc;

use remora_hosting::{InvocationState, RunspaceState};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, LiveObject, PsString, TypeId, Value};

use crate::context::{ExecutionContext, NativeMethod};
use crate::errors::Flow;
use crate::session::SessionBuilder;

type Method = (&'static str, NativeMethod);

/// What sessions are made from; `None` in a session that nobody can make another of.
#[derive(Default)]
pub(crate) struct SessionSource(pub(crate) Option<Arc<SessionBuilder>>);

/// Adds the methods of these types.
pub(crate) fn install(methods: &mut HashMap<&'static str, Vec<Method>>) {
    for (type_name, bodies) in [
        instance::METHODS,
        command::COMMAND_METHODS,
        command::PS_COMMAND_METHODS,
        command::PARAMETERS_METHODS,
        collection::METHODS,
        collection::STREAMS_METHODS,
        session::METHODS,
        session::STATIC_METHODS,
        session::PROXY_METHODS,
        session::FACTORY_METHODS,
        pool::METHODS,
        initial::METHODS,
        initial::VARIABLE_METHODS,
        initial::FUNCTION_METHODS,
    ] {
        methods.entry(type_name).or_default().extend(bodies);
    }
}

/// An object of which scripts know little but its properties: `InvocationStateInfo` and the like.
struct Facts {
    type_name: &'static str,
    properties: Vec<(&'static str, Value)>,
}

impl LiveObject for Facts {
    fn object_type(&self) -> TypeId {
        TypeId::register(self.type_name, Some(TypeId::OBJECT))
    }

    fn property_names(&self) -> Vec<PsString> {
        self.properties.iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let found = self.properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| Ok(value.clone()))
    }
}

fn enumeration(type_name: &'static str, number: i64) -> Value {
    TypeId::find(type_name).map_or(Value::I64(number), |id| Value::Enum(id, number))
}

/// `PSInvocationStateInfo`
fn invocation_info(state: InvocationState, reason: Option<&Arc<ErrorRecord>>) -> Value {
    let reason =
        reason.map_or(Value::Null, |record| Value::live_arc(Arc::clone(&record.exception)));
    let state =
        enumeration("System.Management.Automation.PSInvocationState", i64::from(state as i32));
    Value::live(Facts {
        type_name: "System.Management.Automation.PSInvocationStateInfo",
        properties: vec![("State", state), ("Reason", reason)],
    })
}

/// `RunspaceStateInfo`
fn runspace_info(state: RunspaceState) -> Value {
    let state = enumeration(
        "System.Management.Automation.Runspaces.RunspaceState",
        i64::from(state as i32),
    );
    Value::live(Facts {
        type_name: "System.Management.Automation.Runspaces.RunspaceStateInfo",
        properties: vec![("State", state), ("Reason", Value::Null)],
    })
}

/// An error of a call: its exception tells what is wrong.
fn refused(exception_type: TypeId, message: &str) -> Flow {
    ErrorRecord::new(
        Exception::new(exception_type, message),
        exception_type.short_name(),
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}

fn invalid_operation(message: &str) -> Flow {
    refused(TypeId::PS_INVALID_OPERATION_EXCEPTION, message)
}

/// A call that this engine has no meaning for.
fn no_overload(name: &str, count: usize) -> Flow {
    refused(
        TypeId::METHOD_EXCEPTION,
        &format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
    )
}

/// The object behind a target of this type.
fn this<T: LiveObject>(target: &Value) -> Result<Arc<T>, Flow> {
    target
        .downcast_arc::<T>()
        .ok_or_else(|| invalid_operation("The object is not of the type that has this method."))
}

/// The text of an argument.
fn text(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> PsString {
    arguments.get(index).map_or_else(PsString::empty, |value| context.text(value))
}
