//! To arrays, lists and other collections, item by item.

use std::sync::Arc;

use remora_psobject::{
    DictionaryObject, Exception, ListObject, Sequence, SequenceKind, TypeId, Value,
};

use super::to_type;
use crate::Runtime;
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::type_name::net_text;

/// To an array of this element type: each item is converted; what does not enumerate becomes the
/// only item.
pub(super) fn to_array(
    value: &Value,
    target: TypeId,
    element: TypeId,
    runtime: &dyn Runtime,
) -> Result {
    let base = value.base();
    if element == TypeId::CHAR
        && let Value::Str(text) = base
    {
        let units = text.units().iter().copied().map(Value::Char).collect();
        return Ok(Value::array_of(element, units));
    }
    let items = enumerate::items(base).unwrap_or_else(|| vec![value.clone()]);
    let mut converted = Vec::with_capacity(items.len());
    for item in &items {
        converted.push(to_type(item, element, runtime)?);
    }
    let array = Value::array_of(element, converted);
    if target != element.array_of() {
        // There is no way from one dimension to several.
        return Err(LanguageError::thrown(Exception::new(
            TypeId::INVALID_CAST_EXCEPTION,
            format!(
                "Unable to cast object of type '{}' to type '{}'.",
                net_text(element.array_of()),
                net_text(target)
            ),
        )));
    }
    Ok(array)
}

/// To a list, queue or stack; `None`: not such a case.
pub(super) fn to_collection(
    value: &Value,
    target: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result> {
    let base = value.base();
    if target == TypeId::HASHTABLE
        && let Value::Dictionary(table) = base
    {
        return Some(Ok(to_hashtable(table)));
    }
    let (open, element) = match target.generic() {
        Some((open, [element])) => (open, *element),
        Some(_) => return None,
        None => (target, TypeId::OBJECT),
    };
    if !matches!(
        open,
        TypeId::ARRAY_LIST
            | TypeId::QUEUE
            | TypeId::STACK
            | TypeId::GENERIC_LIST
            | TypeId::GENERIC_QUEUE
            | TypeId::GENERIC_STACK
            | TypeId::COLLECTION
    ) {
        return None;
    }
    let items = match enumerate::items(base) {
        Some(items) => items,
        // A scalar becomes a generic list of one item, but no ArrayList.
        None if target.generic().is_some() && !matches!(base, Value::Dictionary(_)) => {
            match to_type(value, element, runtime) {
                Ok(item) => vec![item],
                Err(error) => return Some(Err(error)),
            }
        }
        None => return None,
    };
    let mut converted = Vec::with_capacity(items.len());
    for item in &items {
        match to_type(item, element, runtime) {
            Ok(item) => converted.push(item),
            Err(_) => return Some(Err(super::errors::no_conversion(value, target))),
        }
    }
    Some(Ok(match open {
        TypeId::QUEUE | TypeId::GENERIC_QUEUE => {
            Value::live(Sequence::new(SequenceKind::Queue, target, converted))
        }
        TypeId::STACK | TypeId::GENERIC_STACK => {
            Value::live(Sequence::new(SequenceKind::Stack, target, converted))
        }
        _ => Value::List(Arc::new(ListObject::new(target, converted))),
    }))
}

fn to_hashtable(source: &Arc<DictionaryObject>) -> Value {
    let table = DictionaryObject::hashtable();
    for (key, value) in source.entries() {
        table.insert(key, value);
    }
    Value::from(table)
}
