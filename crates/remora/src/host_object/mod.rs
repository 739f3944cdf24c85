//! `$Host`: the host of a session as scripts see it.

mod colors;
mod raw;
mod ui;

use std::sync::Arc;

use remora_engine::ExecutionContext;
use remora_engine::context::NativeMethod;
use remora_engine::errors::Flow;
use remora_engine::session::SessionBuilder;
use remora_hosting::{Host, HostError};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, LiveObject, PsString, TypeId, Value};

use self::colors::ConsoleColors;
use self::ui::UserInterface;
use crate::session;

/// `$Host`
pub(crate) struct HostObject {
    host: Arc<dyn Host>,
    user_interface: Value,
    private_data: Value,
}

const TYPE_NAME: &str = "System.Management.Automation.Internal.Host.InternalHost";

const PROPERTIES: &[&str] = &[
    "Name",
    "Version",
    "InstanceId",
    "UI",
    "CurrentCulture",
    "CurrentUICulture",
    "PrivateData",
    "DebuggerEnabled",
    "IsRunspacePushed",
    "Runspace",
];

/// Adds the methods of the host and its parts to sessions.
pub(crate) fn extend(builder: SessionBuilder) -> SessionBuilder {
    builder
        .methods(TYPE_NAME, METHODS)
        .methods(ui::TYPE_NAME, ui::METHODS)
        .methods(raw::TYPE_NAME, raw::METHODS)
}

/// The object that stands for a host.
pub(crate) fn value(host: &Arc<dyn Host>) -> Value {
    let has_ui = host.ui().is_some();
    // Colours of its own has only the console; a host elsewhere keeps its own to itself.
    let is_console = is_console(&**host);
    Value::live(HostObject {
        user_interface: if has_ui {
            Value::live(UserInterface::new(Arc::clone(host)))
        } else {
            Value::Null
        },
        private_data: if is_console { Value::live(ConsoleColors::default()) } else { Value::Null },
        host: Arc::clone(host),
    })
}

fn is_console(host: &dyn Host) -> bool {
    host.name().as_str() == "ConsoleHost"
}

impl LiveObject for HostObject {
    fn object_type(&self) -> TypeId {
        let base =
            TypeId::register("System.Management.Automation.Host.PSHost", Some(TypeId::OBJECT));
        TypeId::register(TYPE_NAME, Some(base))
    }

    fn property_names(&self) -> Vec<PsString> {
        PROPERTIES.iter().copied().map(PsString::from).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let name = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        Some(Ok(match *name {
            "Name" => self.host.name().into(),
            "Version" => self.host.version().into(),
            "InstanceId" => self.host.instance_id().into(),
            "UI" => self.user_interface.clone(),
            "CurrentCulture" => session::culture_value(&self.host.current_culture()),
            "CurrentUICulture" => session::culture_value(&self.host.current_ui_culture()),
            "PrivateData" => self.private_data.clone(),
            "DebuggerEnabled" => true.into(),
            "IsRunspacePushed" => self.host.is_runspace_pushed().into(),
            _ => Value::Null,
        }))
    }
}

const METHODS: &[(&str, NativeMethod)] = &[
    ("SetShouldExit", |context, this, arguments| {
        let code = integer(context, arguments, 0)?;
        host_of(this)?.set_should_exit(code).map_err(|error| context.host_failure(error))?;
        Ok(Value::AutomationNull)
    }),
    ("EnterNestedPrompt", |context, this, _| {
        let done = host_of(this)?.enter_nested_prompt();
        done.map(|()| Value::AutomationNull).map_err(|error| context.host_failure(error))
    }),
    ("ExitNestedPrompt", |context, this, _| {
        let done = host_of(this)?.exit_nested_prompt();
        done.map(|()| Value::AutomationNull).map_err(|error| context.host_failure(error))
    }),
    ("PopRunspace", |context, this, _| {
        let done = host_of(this)?.pop_runspace();
        done.map(|()| Value::AutomationNull).map_err(|error| context.host_failure(error))
    }),
    ("NotifyBeginApplication", |_, this, _| {
        host_of(this)?.notify_begin_application();
        Ok(Value::AutomationNull)
    }),
    ("NotifyEndApplication", |_, this, _| {
        host_of(this)?.notify_end_application();
        Ok(Value::AutomationNull)
    }),
];

fn host_of(this: &Value) -> Result<Arc<dyn Host>, Flow> {
    let object = this.downcast_arc::<HostObject>();
    object.map(|object| Arc::clone(&object.host)).ok_or_else(not_here)
}

/// The error where an object has no screen or keyboard behind it.
fn not_here() -> Flow {
    refused(TypeId::PS_INVALID_OPERATION_EXCEPTION, "The host has no such part.".to_owned())
}

fn refused(exception_type: TypeId, message: String) -> Flow {
    ErrorRecord::new(
        Exception::new(exception_type, message),
        exception_type.short_name(),
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .into()
}

/// The error of a call that none of a method's forms takes.
fn no_overload(name: &str, count: usize) -> Flow {
    refused(
        TypeId::METHOD_EXCEPTION,
        format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
    )
}

/// The text of an argument; empty where it was not given.
fn text(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> PsString {
    arguments.get(index).map_or_else(PsString::empty, |value| context.text(value))
}

/// An argument as a value of a type.
fn converted(
    context: &mut ExecutionContext,
    arguments: &[Value],
    index: usize,
    target: TypeId,
) -> Result<Value, Flow> {
    let value = arguments.get(index).cloned().unwrap_or_default();
    context.convert(&value, target)
}

/// An argument as a whole number.
fn integer(context: &mut ExecutionContext, arguments: &[Value], index: usize) -> Result<i32, Flow> {
    Ok(converted(context, arguments, index, TypeId::INT32)?.as_i32().unwrap_or_default())
}

/// An argument as the number of a member of an enumeration.
fn enumeration_number(
    context: &mut ExecutionContext,
    arguments: &[Value],
    index: usize,
    type_name: &str,
) -> Result<i32, Flow> {
    let target = TypeId::find(type_name).unwrap_or(TypeId::INT32);
    let value = converted(context, arguments, index, target)?;
    Ok(number_of(&value).unwrap_or_default())
}

/// A whole number, or the number of an enumeration's member.
fn number_of(value: &Value) -> Option<i32> {
    match value.base() {
        Value::Enum(_, number) => i32::try_from(*number).ok(),
        other => other.as_i64().and_then(|number| i32::try_from(number).ok()),
    }
}

/// A number as a member of an enumeration.
fn enumeration(type_name: &str, number: i32) -> Value {
    TypeId::find(type_name).map_or(Value::I32(number), |id| Value::Enum(id, number.into()))
}

/// What a property's setter throws where the host cannot do it.
fn setter_failed(error: &HostError) -> Exception {
    Exception::new(TypeId::HOST_EXCEPTION, error.to_string())
}
