//! `[System.Management.Automation.PSSerializer]`

use remora_engine::ExecutionContext;
use remora_engine::errors::{Exception, Flow};
use remora_psobject::{TypeId, Value};

use super::{read_document, write_document};

/// `Serialize(source)`, `Serialize(source, depth)`
///
/// # Errors
/// Where no overload takes the arguments.
pub(crate) fn serialize(
    context: &mut ExecutionContext,
    _: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let (source, depth) = match arguments {
        [source] => (source, 1),
        [source, depth] => {
            let depth = context.convert(depth, TypeId::INT32)?.as_i32().unwrap_or(1);
            let depth = u32::try_from(depth).ok().filter(|depth| *depth > 0);
            (source, depth.ok_or_else(|| {
                Exception::new(
                    TypeId::PS_ARGUMENT_EXCEPTION,
                    "Cannot process argument because the value of argument \"depth\" is not valid. Change the value of the \"depth\" argument and run the operation again.",
                )
            })?)
        }
        _ => return Err(no_overload("Serialize", arguments.len())),
    };
    // What was added to a text is lost in a call.
    let source = if matches!(source.base(), Value::Str(_)) { source.base() } else { source };
    // A name for the array would be lost in a call: the value is written as it stands.
    write_document(context, std::slice::from_ref(source), depth).map(Value::from)
}

/// `Deserialize(source)`: the one value, or all in an array.
///
/// # Errors
/// Where the text is no CLIXML.
pub(crate) fn deserialize(
    context: &mut ExecutionContext,
    _: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let mut values = read(context, "Deserialize", arguments)?;
    Ok(if values.len() == 1 { values.pop().unwrap_or_default() } else { Value::array(values) })
}

/// `DeserializeAsList(source)`
///
/// # Errors
/// Where the text is no CLIXML.
pub(crate) fn deserialize_as_list(
    context: &mut ExecutionContext,
    _: &Value,
    arguments: &[Value],
) -> Result<Value, Flow> {
    let values = read(context, "DeserializeAsList", arguments)?;
    Ok(Value::array(values))
}

fn read(
    context: &mut ExecutionContext,
    name: &str,
    arguments: &[Value],
) -> Result<Vec<Value>, Flow> {
    let [source] = arguments else {
        return Err(no_overload(name, arguments.len()));
    };
    let text = context.text(source);
    read_document(context, &text)
}

fn no_overload(name: &str, count: usize) -> Flow {
    let message =
        format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\".");
    Exception::new(TypeId::RUNTIME_EXCEPTION, message).into()
}
