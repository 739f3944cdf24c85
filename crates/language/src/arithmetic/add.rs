//! `+`: numbers, strings, arrays, dictionaries.

use std::sync::Arc;

use crate::Runtime;
use remora_psobject::{DictionaryKind, DictionaryObject, Exception, TypeId, Value};

use super::promote::{Number, Pair, decimal_overflow, number_of, promote, right_number};
use super::{dates, objects};
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::string_conversion::to_string;

pub(super) fn slow(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let base = left.base();
    match base {
        Value::Null | Value::AutomationNull => {
            return Ok(right.clone().or_null());
        }
        Value::Str(text) => return Ok(Value::Str(text.concat(&to_string(right)))),
        // A character next to a number is a text, not a code.
        Value::Char(_) => return Ok(Value::Str(to_string(left).concat(&to_string(right)))),
        Value::Dictionary(table) => return add_tables(table, right),
        Value::Array(_) | Value::List(_) => return Ok(append(left, right)),
        _ => {}
    }
    if let Some(number) = number_of(base) {
        if let Some(other) = right_number(right)? {
            return numbers(&number, &other).map(|sum| objects::as_enum_of(base, sum));
        }
        return objects::operator("op_Addition", left, right, runtime);
    }
    if let Some(sum) = dates::add(base, right, runtime) {
        return sum;
    }
    if enumerate::is_enumerable(base) {
        return Ok(append(left, right));
    }
    objects::operator("op_Addition", left, right, runtime)
}

#[allow(clippy::cast_precision_loss, reason = "sums that do not fit become doubles")]
pub(super) fn numbers(left: &Number, right: &Number) -> Result {
    Ok(match promote(left, right)? {
        Pair::I32(a, b) => match a.checked_add(b) {
            Some(sum) => Value::I32(sum),
            None => Value::F64(f64::from(a) + f64::from(b)),
        },
        Pair::U32(a, b) => match a.checked_add(b) {
            Some(sum) => Value::U32(sum),
            None => Value::F64(f64::from(a) + f64::from(b)),
        },
        Pair::I64(a, b) => match a.checked_add(b) {
            Some(sum) => Value::I64(sum),
            None => Value::F64(a as f64 + b as f64),
        },
        Pair::U64(a, b) => match a.checked_add(b) {
            Some(sum) => Value::U64(sum),
            None => Value::F64(a as f64 + b as f64),
        },
        Pair::F64(a, b) => Value::F64(a + b),
        Pair::Decimal(a, b) => remora_dotnet::number::decimal_scale::add(a, b)
            .map(Value::from)
            .ok_or_else(decimal_overflow)?,
        Pair::BigInt(a, b) => Value::from(a + b),
    })
}

/// The items of `left` followed by `right`, or by its items if it enumerates: a new `object[]`.
pub fn append(left: &Value, right: &Value) -> Value {
    let mut items = enumerate::items(left).unwrap_or_else(|| vec![left.clone()]);
    match enumerate::items(right) {
        Some(more) => items.extend(more),
        None => items.push(right.clone().or_null()),
    }
    Value::array(items)
}

/// As [`append`], for an array that the caller gives up: where nobody else has it, its items move.
pub fn append_to(mut left: Value, right: &Value) -> Value {
    let grown = match &mut left {
        Value::Array(array) => Arc::get_mut(array).is_some_and(|array| match right {
            Value::I32(_) | Value::F64(_) | Value::Bool(_) | Value::Str(_) => {
                array.grow([right.clone()])
            }
            _ => false,
        }),
        _ => false,
    };
    if grown {
        return left;
    }
    let Value::Array(array) = &left else {
        return append(&left, right);
    };
    let more = enumerate::items(right).unwrap_or_else(|| vec![right.clone().or_null()]);
    let mut items = Vec::with_capacity(array.len() + more.len());
    if Arc::strong_count(array) == 1 {
        array.modify(|held| items.extend(held.iter_mut().map(std::mem::take)));
    } else {
        items.extend(array.to_vec());
    }
    items.extend(more);
    Value::array(items)
}

fn add_tables(left: &Arc<DictionaryObject>, right: &Value) -> Result {
    let Value::Dictionary(right) = right.base() else {
        return Err(LanguageError::runtime(
            "AddHashTableToNonHashTable",
            "A hash table can only be added to another hash table.",
        ));
    };
    let sum = match left.kind() {
        DictionaryKind::Ordered => DictionaryObject::ordered(),
        _ => DictionaryObject::hashtable(),
    };
    for (key, value) in left.entries().into_iter().chain(right.entries()) {
        if sum.contains(&key) {
            let known = sum
                .index_of(&key)
                .and_then(|at| sum.entry_at(at))
                .map_or_else(|| key.clone(), |(known, _)| known);
            return Err(LanguageError::thrown(Exception::new(
                TypeId::ARGUMENT_EXCEPTION,
                format!(
                    "Item has already been added. Key in dictionary: '{}'  Key being added: '{}'",
                    to_string(&known),
                    to_string(&key)
                ),
            )));
        }
        sum.insert(key, value);
    }
    Ok(Value::from(sum))
}
