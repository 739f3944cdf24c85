//! `target[index]`

use std::sync::Arc;

use remora_psobject::{DictionaryKind, DictionaryObject, ErrorCategory, TypeId, Value};

use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::StrictMode;

fn cannot_index(target: &Value) -> Flow {
    let name = target.type_id().map_or_else(String::new, remora_language::type_name::net_text);
    errors::make::runtime(
        format!("Unable to index into an object of type \"{name}\"."),
        "CannotIndex",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}

fn null_array() -> Flow {
    errors::make::runtime(
        "Cannot index into a null array.",
        "NullArray",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}

fn null_index() -> Flow {
    errors::make::runtime(
        "Index operation failed; the array index evaluated to null.",
        "NullArrayIndex",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}

/// A position from the start for an index that may count from the end.
fn position(index: i64, length: usize) -> Option<usize> {
    if index >= 0 {
        usize::try_from(index).ok().filter(|at| *at < length)
    } else {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    }
}

fn integer(context: &mut ExecutionContext, index: &Value) -> Result<i64, Flow> {
    match index {
        Value::I32(number) => Ok(i64::from(*number)),
        other => {
            let converted = context.convert(other, TypeId::INT32)?;
            Ok(converted.as_i64().unwrap_or(0))
        }
    }
}

fn out_of_range(context: &ExecutionContext, target: &Value) -> Result<Value, Flow> {
    if !context.session.is_strict(StrictMode::V3) {
        return Ok(Value::Null);
    }
    if matches!(target, Value::List(_)) {
        return Err(list_out_of_range());
    }
    {
        let inner = remora_psobject::Exception::new(
            TypeId::INDEX_OUT_OF_RANGE_EXCEPTION,
            "Index was outside the bounds of the array.",
        );
        Err(remora_psobject::ErrorRecord::new(
            inner,
            "System.IndexOutOfRangeException",
            ErrorCategory::OperationStopped,
            Value::Null,
        )
        .into())
    }
}

fn list_out_of_range() -> Flow {
    array_assignment(
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
        "System.ArgumentOutOfRangeException",
    )
}

/// Whether an index stands for several.
fn several(index: &Value) -> Option<Vec<Value>> {
    match index.base() {
        Value::Array(array) => Some(array.to_vec()),
        Value::List(list) => Some(list.to_vec()),
        _ => None,
    }
}

/// The item at an index.
pub(super) fn get(
    context: &mut ExecutionContext,
    target: &Value,
    index: &Value,
) -> Result<Value, Flow> {
    match (target.base(), index) {
        (Value::Array(array), Value::I32(number)) if array.rank() == 1 => {
            let number = i64::from(*number);
            let at = if number >= 0 {
                usize::try_from(number).ok()
            } else {
                position(number, array.len())
            };
            match at.and_then(|at| array.get(at)) {
                Some(value) => Ok(value),
                None => out_of_range(context, target.base()),
            }
        }
        (Value::Null | Value::AutomationNull, _) => Err(null_array()),
        (Value::Dictionary(table), _) => dictionary(context, table, index),
        (Value::Array(array), _) if array.rank() > 1 => by_rules(context, target, index),
        (Value::Array(_) | Value::List(_) | Value::Str(_), _) => {
            if let Some(indexes) = several(index) {
                let mut found = Vec::with_capacity(indexes.len());
                for at in &indexes {
                    let number = integer(context, at)?;
                    match item(target.base(), number) {
                        Some(item) => found.push(item),
                        None => drop(out_of_range(context, target.base())?),
                    }
                }
                return Ok(Value::array(found));
            }
            if index.is_null() {
                return Err(null_index());
            }
            let number = match integer(context, index) {
                Ok(number) => number,
                // What is no number is no place of an array.
                Err(Flow::Throw(_)) if matches!(target.base(), Value::Array(_)) => {
                    return out_of_range(context, target.base());
                }
                Err(flow) => return Err(flow),
            };
            match item(target.base(), number) {
                Some(value) => Ok(value),
                None => out_of_range(context, target.base()),
            }
        }
        (Value::Live(_) | Value::Object(_), _) => of_object(context, target, index),
        _ => scalar(context, target, index),
    }
}

fn item(target: &Value, index: i64) -> Option<Value> {
    match target {
        Value::Array(array) => array.get(position(index, array.len())?),
        Value::List(list) => list.get(position(index, list.len())?),
        Value::Str(text) => text.unit_at(position(index, text.unit_len())?).map(Value::Char),
        _ => None,
    }
}

/// A single value is a collection of one.
fn scalar(context: &mut ExecutionContext, target: &Value, index: &Value) -> Result<Value, Flow> {
    let number = integer(context, index)?;
    if number == 0 || number == -1 {
        return Ok(target.clone());
    }
    out_of_range(context, target.base())
}

fn dictionary(
    context: &mut ExecutionContext,
    table: &Arc<DictionaryObject>,
    index: &Value,
) -> Result<Value, Flow> {
    if let Some(keys) = several(index)
        && !table.contains(index)
    {
        let mut found = Vec::with_capacity(keys.len());
        for key in &keys {
            found.push(one_of_dictionary(context, table, key)?);
        }
        return Ok(Value::array(found));
    }
    one_of_dictionary(context, table, index)
}

fn one_of_dictionary(
    context: &mut ExecutionContext,
    table: &Arc<DictionaryObject>,
    index: &Value,
) -> Result<Value, Flow> {
    let key = index.base();
    if key.is_null() {
        return match table.kind() {
            DictionaryKind::Hashtable | DictionaryKind::Sorted => Err(null_index()),
            _ => Err(null_index()),
        };
    }
    if table.kind() == DictionaryKind::Ordered
        && let Some(number) =
            key.as_i64().filter(|_| !matches!(key, Value::Char(_) | Value::Enum(..)))
    {
        let at = usize::try_from(number).ok();
        return Ok(at.and_then(|at| table.entry_at(at)).map_or(Value::Null, |(_, value)| value));
    }
    if let Some(value) = table.get(key) {
        return Ok(value);
    }
    if table.kind() == DictionaryKind::Generic {
        if let Some((_, [key_type, ..])) = table.type_id().generic()
            && key.type_id() != Some(*key_type)
            && let Ok(converted) = context.convert(key, *key_type)
            && let Some(value) = table.get(&converted)
        {
            return Ok(value);
        }
        return Ok(Value::Null);
    }
    Ok(Value::Null)
}

/// Objects with an indexer, and collections that only enumerate.
fn of_object(context: &mut ExecutionContext, target: &Value, index: &Value) -> Result<Value, Flow> {
    if let Some(collection) = target.downcast::<crate::types::view::MemberCollection>() {
        return Ok(collection.find(&context.text(index)));
    }
    if target.downcast::<crate::types::view::TypeNames>().is_some() {
        return context.invoke_method(target, "get_Item", std::slice::from_ref(index));
    }
    by_rules(context, target, index)
}

/// As the rules of the language have it: indexers of .NET, several dimensions, single values.
fn by_rules(context: &mut ExecutionContext, target: &Value, index: &Value) -> Result<Value, Flow> {
    let strict =
        context.session.strict_scopes > 0 && context.session.strict_mode() >= StrictMode::V3;
    context.bridged(|runtime| remora_language::index::get(target, index, strict, runtime))
}

/// Sets the item at an index.
pub(super) fn set(
    context: &mut ExecutionContext,
    target: &Value,
    index: &Value,
    value: Value,
) -> Result<(), Flow> {
    let value = value.or_null();
    match target.base() {
        Value::Null | Value::AutomationNull => Err(null_array()),
        Value::Dictionary(table) => set_entry(context, table, index, value),
        Value::Array(array) if array.rank() > 1 || several(index).is_some() => {
            context.bridged(|runtime| remora_language::index::set(target, index, value, runtime))
        }
        Value::Array(array) => {
            let value = if array.element_type() == TypeId::OBJECT {
                value
            } else {
                context.convert(&value, array.element_type())?
            };
            let number = integer(context, index)?;
            let at = position(number, array.len());
            match at {
                Some(at) if array.set(at, value) => Ok(()),
                _ => Err(array_assignment(
                    TypeId::INDEX_OUT_OF_RANGE_EXCEPTION,
                    "Index was outside the bounds of the array.",
                    "System.IndexOutOfRangeException",
                )),
            }
        }
        Value::List(list) => {
            let element = list.element_type();
            let value =
                if element == TypeId::OBJECT { value } else { context.convert(&value, element)? };
            let number = integer(context, index)?;
            match position(number, list.len()) {
                Some(at) if list.set(at, value) => Ok(()),
                _ => Err(list_out_of_range()),
            }
        }
        Value::Live(_) | Value::Object(_) => {
            context.bridged(|runtime| remora_language::index::set(target, index, value, runtime))
        }
        _ => Err(cannot_index(target)),
    }
}

fn array_assignment(exception: TypeId, message: &str, id: &str) -> Flow {
    errors::error(exception, message, id, ErrorCategory::OperationStopped, Value::Null).into()
}

fn set_entry(
    context: &mut ExecutionContext,
    table: &Arc<DictionaryObject>,
    index: &Value,
    value: Value,
) -> Result<(), Flow> {
    if table.is_read_only() {
        return Err(array_assignment(
            TypeId::NOT_SUPPORTED_EXCEPTION,
            "Collection is read-only.",
            "System.NotSupportedException",
        ));
    }
    let mut key = index.base().clone();
    if key.is_null() {
        return Err(null_index());
    }
    if table.kind() == DictionaryKind::Ordered
        && let Some(number) =
            key.as_i64().filter(|_| !matches!(key, Value::Char(_) | Value::Enum(..)))
    {
        let done = usize::try_from(number).is_ok_and(|at| table.set_at(at, value));
        if done {
            return Ok(());
        }
        return Err(array_assignment(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Specified argument was out of the range of valid values. (Parameter 'index')",
            "System.ArgumentOutOfRangeException",
        ));
    }
    let mut value = value;
    if let Some((_, [key_type, value_type])) = table.type_id().generic() {
        key = context.convert(&key, *key_type)?;
        value = context.convert(&value, *value_type)?;
    }
    table.insert(key, value);
    Ok(())
}
