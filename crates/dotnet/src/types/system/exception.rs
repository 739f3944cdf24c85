//! `System.Exception` and everything that derives from it.

use std::sync::Arc;

use remora_psobject::{Exception, PsString, TypeId, Value};

use crate::call::Call;
use crate::registry::Implementation;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Exception",
    constructor: Some(construct),
    methods: &[("GetBaseException", get_base_exception), ("ToString", to_string)],
    ..Implementation::EMPTY
};

/// The messages of exceptions that are made without one.
const DEFAULT_MESSAGES: &[(&str, &str)] = &[
    ("System.SystemException", "System error."),
    ("System.ApplicationException", "Error in the application."),
    ("System.ArgumentException", "Value does not fall within the expected range."),
    ("System.ArgumentNullException", "Value cannot be null."),
    (
        "System.ArgumentOutOfRangeException",
        "Specified argument was out of the range of valid values.",
    ),
    ("System.ArithmeticException", "Overflow or underflow in the arithmetic operation."),
    ("System.DivideByZeroException", "Attempted to divide by zero."),
    ("System.OverflowException", "Arithmetic operation resulted in an overflow."),
    ("System.FormatException", "One of the identified items was in an invalid format."),
    ("System.InvalidCastException", "Specified cast is not valid."),
    (
        "System.InvalidOperationException",
        "Operation is not valid due to the current state of the object.",
    ),
    ("System.ObjectDisposedException", "Cannot access a disposed object."),
    ("System.NotSupportedException", "Specified method is not supported."),
    ("System.NotImplementedException", "The method or operation is not implemented."),
    ("System.PlatformNotSupportedException", "Operation is not supported on this platform."),
    ("System.NullReferenceException", "Object reference not set to an instance of an object."),
    ("System.IndexOutOfRangeException", "Index was outside the bounds of the array."),
    (
        "System.Collections.Generic.KeyNotFoundException",
        "The given key was not present in the dictionary.",
    ),
    ("System.TimeoutException", "The operation has timed out."),
    ("System.UnauthorizedAccessException", "Attempted to perform an unauthorized operation."),
    (
        "System.OutOfMemoryException",
        "Insufficient memory to continue the execution of the program.",
    ),
    ("System.OperationCanceledException", "The operation was canceled."),
    ("System.Threading.Tasks.TaskCanceledException", "A task was canceled."),
    ("System.AggregateException", "One or more errors occurred."),
    ("System.IO.IOException", "I/O error occurred."),
    ("System.IO.FileNotFoundException", "Unable to find the specified file."),
    ("System.IO.DirectoryNotFoundException", "Attempted to access a path that is not on the disk."),
    (
        "System.IO.DriveNotFoundException",
        "Could not find the drive. The drive might not be ready or might not be mapped.",
    ),
    ("System.IO.EndOfStreamException", "Attempted to read past the end of the stream."),
    (
        "System.IO.PathTooLongException",
        "The specified file name or path is too long, or a component of the specified path is too long.",
    ),
    ("System.IO.InvalidDataException", "Found invalid data while decoding."),
    (
        "System.RankException",
        "Attempted to operate on an array with the incorrect number of dimensions.",
    ),
    (
        "System.ArrayTypeMismatchException",
        "Attempted to access an element as a type incompatible with the array.",
    ),
    ("System.StackOverflowException", "Operation caused a stack overflow."),
    ("System.Security.SecurityException", "Security error."),
    ("System.MemberAccessException", "Cannot access member."),
    ("System.MissingMemberException", "Attempted to access a missing member."),
    ("System.MissingMethodException", "Attempted to access a missing method."),
    ("System.TypeLoadException", "Failure has occurred while loading a type."),
    ("System.Runtime.Serialization.SerializationException", "Serialization error."),
    ("System.Management.Automation.RuntimeException", "System error."),
];

fn default_message(id: TypeId) -> String {
    let own = DEFAULT_MESSAGES.iter().find(|(name, _)| *name == id.full_name());
    match own {
        Some((_, message)) => (*message).to_owned(),
        None => format!("Exception of type '{}' was thrown.", id.full_name()),
    }
}

/// What a parameter of a constructor means.
enum Role {
    Message,
    Inner,
    Property(&'static str),
    Ignored,
}

fn role(name: &str, id: TypeId) -> Role {
    match name {
        "message" | "msg" => Role::Message,
        "innerException" | "inner" => Role::Inner,
        "paramName" => Role::Property("ParamName"),
        "actualValue" => Role::Property("ActualValue"),
        "fileName" => Role::Property("FileName"),
        "objectName" => Role::Property("ObjectName"),
        "hresult" | "errorCode" => Role::Property("HResult"),
        "errorRecord" => Role::Property("ErrorRecord"),
        _ if id == TypeId::EXCEPTION => Role::Ignored,
        _ => Role::Ignored,
    }
}

/// All constructors of all exceptions: the names of the parameters say what the arguments are.
pub fn construct(call: &mut Call<'_>) -> Result<Value, Exception> {
    let id = call.type_id;
    let mut message: Option<PsString> = None;
    let mut inner: Option<Arc<Exception>> = None;
    let mut properties: Vec<(&'static str, Value)> = Vec::new();
    let parameters = call.overload.map(|overload| overload.parameters()).unwrap_or_default();
    for (parameter, argument) in parameters.iter().zip(call.arguments) {
        match role(parameter.name, id) {
            Role::Message => message = argument.as_string().cloned(),
            Role::Inner => inner = argument.downcast_arc::<Exception>(),
            Role::Property(name) => properties.push((name, argument.clone())),
            Role::Ignored => {}
        }
    }
    let mut text = message.map_or_else(|| default_message(id), |message| message.to_string());
    let property = |wanted: &str| {
        properties
            .iter()
            .find(|(name, value)| *name == wanted && !value.is_null())
            .map(|(_, value)| value)
    };
    if let Some(name) = property("ParamName").and_then(Value::as_str)
        && !name.is_empty()
    {
        text.push_str(&format!(" (Parameter '{name}')"));
    }
    if let Some(actual) = property("ActualValue") {
        let actual = crate::text::to_text(actual, &call.context.culture());
        text.push_str(&format!("\nActual value was {actual}."));
    }
    if let Some(name) = property("ObjectName").and_then(Value::as_str)
        && !name.is_empty()
    {
        text.push_str(&format!("\nObject name: '{name}'."));
    }
    let mut exception = Exception::new(id, text);
    for (name, value) in properties {
        exception = exception.with_property(name, value);
    }
    if let Some(inner) = inner {
        exception = exception.with_inner(inner);
    }
    Ok(Value::live(exception))
}

fn get_base_exception(call: &mut Call<'_>) -> Result<Value, Exception> {
    let mut current = call.this.downcast_arc::<Exception>();
    while let Some(inner) = current.as_ref().and_then(|exception| exception.inner().cloned()) {
        current = Some(inner);
    }
    Ok(current.map_or(Value::Null, Value::live_arc))
}

fn to_string(call: &mut Call<'_>) -> Result<Value, Exception> {
    Ok(Value::Str(crate::text::to_text(call.this, &call.context.culture())))
}
