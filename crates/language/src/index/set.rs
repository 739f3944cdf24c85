//! Writing an element.

use std::sync::Arc;

use remora_psobject::{DictionaryKind, DictionaryObject, TypeId, Value};

use super::errors::{
    cannot_index, no_slices, null_index, null_target, out_of_bounds, out_of_list, out_of_order,
    wrong_dimensions,
};
use super::get::{arguments, flat_place, indexer};
use super::place;
use crate::Runtime;
use crate::convert;
use crate::enumerate;
use crate::error::{LanguageError, Result};

/// `target[index] = value`. The value is converted to the type of the elements.
///
/// # Errors
/// `NullArray`, `NullArrayIndex`, `CannotIndex`, `ArraySliceAssignmentFailed`,
/// `NeedMultidimensionalIndex`, exceptions of range, failed conversions.
pub fn set(target: &Value, index: &Value, value: Value, runtime: &dyn Runtime) -> Result<()> {
    let value = value.or_null();
    let (base, key) = (target.base(), index.base());
    if base.is_null() {
        return Err(null_target());
    }
    if key.is_null() {
        return Err(null_index());
    }
    match base {
        Value::Array(array) if array.rank() > 1 => {
            let keys = enumerate::items(key).unwrap_or_else(|| vec![key.clone()]);
            if keys.len() != array.rank() {
                return Err(wrong_dimensions(array.rank(), &keys));
            }
            let at = flat_place(array, &keys)?.ok_or_else(out_of_bounds)?;
            array.set(at, convert::to_type(&value, array.element_type(), runtime)?);
            Ok(())
        }
        Value::Array(array) => {
            let at = one_place(key, array.len(), out_of_bounds)?;
            let value = convert::to_type(&value, array.element_type(), runtime)?;
            if array.set(at, value) { Ok(()) } else { Err(out_of_bounds()) }
        }
        Value::List(list) if list.is_read_only() => Err(cannot_index(base)),
        Value::List(list) => {
            let at = one_place(key, list.len(), out_of_list)?;
            let value = convert::to_type(&value, list.element_type(), runtime)?;
            if list.set(at, value) { Ok(()) } else { Err(out_of_list()) }
        }
        Value::Dictionary(table) => in_dictionary(table, key, value, runtime),
        _ => by_indexer(base, key, value, runtime),
    }
}

fn one_place(key: &Value, length: usize, outside: fn() -> Box<LanguageError>) -> Result<usize> {
    if let Some(keys) = enumerate::items(key) {
        return Err(no_slices(&keys));
    }
    place(convert::to_i32(key)?, length).ok_or_else(outside)
}

fn in_dictionary(
    table: &Arc<DictionaryObject>,
    key: &Value,
    value: Value,
    runtime: &dyn Runtime,
) -> Result<()> {
    if table.is_read_only() {
        return Err(cannot_index(&Value::Dictionary(Arc::clone(table))));
    }
    if table.kind() == DictionaryKind::Ordered
        && let Some(at) = key.as_i32()
        && !matches!(key, Value::Char(_) | Value::Enum(..))
        && !table.contains(key)
    {
        let at = usize::try_from(at).map_err(|_| out_of_order())?;
        return if table.set_at(at, value) { Ok(()) } else { Err(out_of_order()) };
    }
    let (key, value) = match table.type_id().generic() {
        Some((_, [key_type, value_type])) => (
            convert::to_type(key, *key_type, runtime)?,
            convert::to_type(&value, *value_type, runtime)?,
        ),
        _ => (key.clone(), value),
    };
    table.insert(key, value);
    Ok(())
}

fn by_indexer(target: &Value, key: &Value, value: Value, runtime: &dyn Runtime) -> Result<()> {
    let Some((id, property)) = indexer(target).filter(|(_, property)| property.can_write) else {
        return Err(cannot_index(target));
    };
    let Some(arguments) = arguments(property, key, id, runtime) else {
        return Err(cannot_index(target));
    };
    let wanted = property.type_ref.resolve(id).unwrap_or(TypeId::OBJECT);
    let value = convert::to_type(&value, wanted, runtime)?;
    property.set(target, &arguments?, value, id, runtime).map_err(LanguageError::thrown)
}
