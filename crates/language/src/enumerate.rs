//! What a pipeline, `foreach` and the operators on arrays unroll.

use std::sync::Arc;

use remora_psobject::{ArrayObject, ListObject, Value};

/// The items of a value that enumerates, one at a time.
///
/// Strings, dictionaries and XML nodes are no collections here. A list that grows while it is read
/// is read to its new end.
pub enum Items {
    /// Items of an array.
    Array(Arc<ArrayObject>, usize),
    /// Items of a list.
    List(Arc<ListObject>, usize),
    /// Items of any other object.
    Other(Box<dyn Iterator<Item = Value> + Send>),
}

impl Iterator for Items {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        match self {
            Self::Array(array, at) => {
                let item = array.get(*at)?;
                *at += 1;
                Some(item)
            }
            Self::List(list, at) => {
                let item = list.get(*at)?;
                *at += 1;
                Some(item)
            }
            Self::Other(items) => items.next(),
        }
    }
}

/// The items that a pipeline makes of a value, or `None` where it stays one item.
#[inline]
pub fn enumerate(value: &Value) -> Option<Items> {
    match value {
        Value::Array(array) => Some(Items::Array(Arc::clone(array), 0)),
        Value::List(list) => Some(Items::List(Arc::clone(list), 0)),
        Value::Live(live) => live.enumerate().map(Items::Other),
        Value::Object(_) => match value.base() {
            Value::Object(_) => None,
            base => enumerate(base),
        },
        _ => None,
    }
}

/// Whether [`enumerate`] gives items.
pub fn is_enumerable(value: &Value) -> bool {
    match value.base() {
        Value::Array(_) | Value::List(_) => true,
        Value::Live(live) => live.enumerate().is_some(),
        _ => false,
    }
}

/// All items at once, or `None` where the value stays one item.
pub fn items(value: &Value) -> Option<Vec<Value>> {
    match value.base() {
        Value::Array(array) => Some(array.to_vec()),
        Value::List(list) => Some(list.to_vec()),
        Value::Live(live) => live.enumerate().map(Iterator::collect),
        _ => None,
    }
}

/// The number of items of an array or list (`IList`), which index and count alike.
pub fn list_length(value: &Value) -> Option<usize> {
    match value.base() {
        Value::Array(array) => Some(array.len()),
        Value::List(list) => Some(list.len()),
        _ => None,
    }
}
