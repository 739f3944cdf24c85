//! Reading an element.

use std::sync::Arc;

use remora_dotnet::registry::{self, Property};
use remora_psobject::{ArrayObject, DictionaryKind, DictionaryObject, TypeId, Value};

use super::errors::{cannot_index, null_index, null_target, out_of_bounds, wrong_dimensions};
use super::{number, place};
use crate::Runtime;
use crate::convert;
use crate::enumerate;
use crate::error::Result;

/// `target[index]`. Several indexes arrive as an array.
///
/// What is not there is null, or with `strict` (strict mode 3) an `IndexOutOfRangeException`.
///
/// # Errors
/// `NullArray`, `NullArrayIndex`, `CannotIndex`, `NeedMultidimensionalIndex`.
#[inline]
pub fn get(target: &Value, index: &Value, strict: bool, runtime: &dyn Runtime) -> Result {
    match (target, index) {
        (Value::Array(array), Value::I32(at)) if array.rank() == 1 => {
            let found = place(*at, array.len()).and_then(|at| array.get(at));
            present(found, strict)
        }
        _ => slow(target, index, strict, runtime),
    }
}

fn present(found: Option<Value>, strict: bool) -> Result {
    match found {
        Some(value) => Ok(value),
        None if strict => Err(out_of_bounds()),
        None => Ok(Value::Null),
    }
}

fn slow(target: &Value, index: &Value, strict: bool, runtime: &dyn Runtime) -> Result {
    let (base, key) = (target.base(), index.base());
    if base.is_null() {
        return Err(null_target());
    }
    if key.is_null() {
        return Err(null_index());
    }
    match base {
        Value::Array(array) if array.rank() > 1 => of_dimensions(array, key, strict),
        Value::Array(array) => {
            each(key, &|key| number(key).and_then(|at| array.get(place(at, array.len())?)), strict)
        }
        Value::List(list) => {
            each(key, &|key| number(key).and_then(|at| list.get(place(at, list.len())?)), strict)
        }
        Value::Str(text) => each(
            key,
            &|key| {
                let at = place(number(key)?, text.unit_len())?;
                text.unit_at(at).map(Value::Char)
            },
            strict,
        ),
        Value::Dictionary(table) => of_dictionary(table, key, runtime),
        _ => match indexer(base) {
            Some((id, property)) => by_indexer(base, key, id, property, strict, runtime),
            None => of_scalar(target, key, strict),
        },
    }
}

/// One element, or for several indexes the elements that are there.
fn each(key: &Value, element: &dyn Fn(&Value) -> Option<Value>, strict: bool) -> Result {
    match enumerate::items(key) {
        Some(keys) => {
            let mut found = Vec::with_capacity(keys.len());
            for key in &keys {
                match element(key) {
                    Some(value) => found.push(value),
                    None if strict => return Err(out_of_bounds()),
                    None => {}
                }
            }
            Ok(Value::array(found))
        }
        None => present(element(key), strict),
    }
}

/// One element of an array of several dimensions, or for an array of index arrays several.
fn of_dimensions(array: &Arc<ArrayObject>, key: &Value, strict: bool) -> Result {
    let rank = array.rank();
    let keys = enumerate::items(key).unwrap_or_else(|| vec![key.clone()]);
    if !keys.is_empty() && keys.iter().all(|key| enumerate::items(key).is_some()) {
        let found: Result<Vec<Value>> =
            keys.iter().map(|key| of_dimensions(array, key, strict)).collect();
        return found.map(Value::array);
    }
    if keys.len() != rank {
        let error = wrong_dimensions(rank, &keys);
        return Err(if enumerate::items(key).is_some() {
            let indexes = convert_indexes(&keys)?;
            error.with_target(Value::array_of(TypeId::INT32, indexes))
        } else {
            error
        });
    }
    let flat = flat_place(array, &keys)?;
    match flat.and_then(|at| array.get(at)) {
        Some(value) => Ok(value),
        None if strict => Err(out_of_bounds()),
        None => Ok(Value::Null),
    }
}

fn convert_indexes(keys: &[Value]) -> Result<Vec<Value>> {
    keys.iter().map(|key| convert::to_i32(key).map(Value::I32)).collect()
}

/// Where an element of several dimensions is stored; negative indexes count from the end.
pub(super) fn flat_place(array: &ArrayObject, keys: &[Value]) -> Result<Option<usize>> {
    let mut places = Vec::with_capacity(keys.len());
    for (key, length) in keys.iter().zip(array.dimensions()) {
        match place(convert::to_i32(key)?, length) {
            Some(at) => places.push(at),
            None => return Ok(None),
        }
    }
    Ok(array.flat_index(&places))
}

fn of_dictionary(table: &Arc<DictionaryObject>, key: &Value, runtime: &dyn Runtime) -> Result {
    if let Some(value) = table.get(key) {
        return Ok(value);
    }
    if let Value::Array(keys) = key {
        let keys = keys.to_vec();
        let found: Result<Vec<Value>> =
            keys.iter().map(|key| of_dictionary(table, key, runtime)).collect();
        return found.map(Value::array);
    }
    if table.kind() == DictionaryKind::Ordered
        && let Some(at) = key.as_i32()
        && !matches!(key, Value::Char(_) | Value::Enum(..))
    {
        let found = place(at, table.len()).and_then(|at| table.entry_at(at));
        return Ok(found.map_or(Value::Null, |(_, value)| value));
    }
    if let Some((_, [key_type, _])) = table.type_id().generic() {
        let key = convert::to_type(key, *key_type, runtime)?;
        return Ok(table.get(&key).unwrap_or_default());
    }
    Ok(Value::Null)
}

/// The indexer of the value's type.
pub(super) fn indexer(value: &Value) -> Option<(TypeId, &'static Property)> {
    value.type_id()?.chain().find_map(|id| {
        let property = registry::definition(id)?.indexer()?;
        Some((id, property))
    })
}

/// The arguments of an indexer from an index. `None` where their numbers differ.
pub(super) fn arguments(
    property: &Property,
    key: &Value,
    id: TypeId,
    runtime: &dyn Runtime,
) -> Option<Result<Vec<Value>>> {
    let parameters = property.parameters();
    let keys = match enumerate::items(key) {
        Some(keys) if parameters.len() > 1 => keys,
        _ => vec![key.clone()],
    };
    if keys.len() != parameters.len() {
        return None;
    }
    let converted = keys.iter().zip(parameters).map(|(key, parameter)| {
        let wanted = parameter.type_ref.resolve(id).unwrap_or(TypeId::OBJECT);
        convert::to_type(key, wanted, runtime)
    });
    Some(converted.collect())
}

fn by_indexer(
    target: &Value,
    key: &Value,
    id: TypeId,
    property: &'static Property,
    strict: bool,
    runtime: &dyn Runtime,
) -> Result {
    let one_parameter = property.parameters().len() == 1;
    if one_parameter && let Some(keys) = enumerate::items(key) {
        let found: Result<Vec<Value>> =
            keys.iter().map(|key| by_indexer(target, key, id, property, strict, runtime)).collect();
        return found.map(Value::array);
    }
    let Some(arguments) = arguments(property, key, id, runtime) else {
        return Err(cannot_index(target));
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        // Other overloads of the indexer take what they are given, such as the name of a group.
        Err(_) if one_parameter && matches!(key, Value::Str(_)) => vec![key.clone()],
        Err(error) => return Err(error),
    };
    match property.get(target, &arguments, id, runtime) {
        Ok(value) => Ok(value),
        Err(cause) if strict => Err(crate::LanguageError::thrown(cause)),
        Err(_) => Ok(Value::Null),
    }
}

/// A single value is a collection of one.
fn of_scalar(target: &Value, key: &Value, strict: bool) -> Result {
    match number(key) {
        Some(0 | -1) if enumerate::items(key).is_none() => Ok(target.clone()),
        Some(_) => present(None, strict),
        None if enumerate::items(key).is_some() => {
            each(key, &|key| matches!(number(key), Some(0 | -1)).then(|| target.clone()), strict)
        }
        None => Err(cannot_index(target)),
    }
}
