//! Arguments that are collections.

use std::sync::Arc;

use remora_psobject::{Exception, TypeId, Value};

use crate::errors;
use crate::registry::{self, TypeKind};

/// The items of an array, a list, a dictionary or any object that enumerates; another value is one item,
/// and null is none. A string is its characters.
pub fn items_of(value: &Value) -> Vec<Value> {
    match value.base() {
        Value::Null | Value::AutomationNull => Vec::new(),
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        Value::Str(text) => text.units().iter().map(|unit| Value::Char(*unit)).collect(),
        Value::Dictionary(dictionary) => dictionary
            .entries()
            .into_iter()
            .map(|(key, value)| crate::types::entry_of(dictionary.type_id(), key, value))
            .collect(),
        Value::Live(live) => match live.enumerate() {
            Some(items) => items.collect(),
            None => vec![value.clone()],
        },
        other => vec![other.clone()],
    }
}

/// Whether the value is a collection.
pub fn is_collection(value: &Value) -> bool {
    match value.base() {
        Value::Array(_) | Value::List(_) | Value::Dictionary(_) => true,
        Value::Live(live) => live.enumerate().is_some(),
        _ => false,
    }
}

/// Whether a value is a script block or a delegate.
pub fn is_callable(value: &Value) -> bool {
    value.type_id().is_some_and(|id| {
        id == TypeId::SCRIPT_BLOCK
            || registry::definition(id).is_some_and(|known| known.kind == TypeKind::Delegate)
    })
}

/// The bytes of a `byte[]` or of a collection of bytes.
pub fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    match value.base() {
        Value::Array(array) => array.to_bytes().or_else(|| {
            array
                .to_vec()
                .iter()
                .map(|item| item.as_i64().and_then(|number| u8::try_from(number).ok()))
                .collect()
        }),
        Value::Null | Value::AutomationNull | Value::Str(_) => None,
        other => items_of(other)
            .iter()
            .map(|item| item.as_i64().and_then(|number| u8::try_from(number).ok()))
            .collect(),
    }
}

/// A place in a collection of `count` items.
///
/// # Errors
/// `ArgumentOutOfRangeException`
pub fn index_in(index: i32, count: usize) -> Result<usize, Exception> {
    usize::try_from(index)
        .ok()
        .filter(|index| *index < count)
        .ok_or_else(errors::index_out_of_collection)
}

/// A range of a collection of `count` items.
///
/// # Errors
/// `ArgumentOutOfRangeException` where a number is negative, `ArgumentException` where the range ends
/// behind the collection.
pub fn range_in(
    index: i32,
    length: i32,
    count: usize,
) -> Result<std::ops::Range<usize>, Exception> {
    let start = usize::try_from(index)
        .map_err(|_| errors::out_of_range("index", "Non-negative number required."))?;
    let length = usize::try_from(length)
        .map_err(|_| errors::out_of_range("count", "Non-negative number required."))?;
    if start + length > count {
        return Err(errors::argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
        ));
    }
    Ok(start..start + length)
}

/// A count as .NET's `int`.
pub fn count(number: usize) -> Value {
    Value::I32(i32::try_from(number).unwrap_or(i32::MAX))
}

/// Replaces the content of an array from a place on.
///
/// # Errors
/// `ArgumentException` where there is no room.
pub fn copy_to(items: &[Value], target: &Value, index: i32) -> Result<(), Exception> {
    let Value::Array(array) = target.base() else {
        return Err(errors::argument_null("array"));
    };
    let array = Arc::clone(array);
    let start = usize::try_from(index)
        .map_err(|_| errors::out_of_range("index", "Non-negative number required."))?;
    if start + items.len() > array.len() {
        return Err(errors::argument(
            "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
        ));
    }
    for (at, item) in items.iter().enumerate() {
        array.set(start + at, item.clone());
    }
    Ok(())
}
