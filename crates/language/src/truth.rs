//! What counts as true.

use remora_psobject::Value;

use crate::enumerate;

/// `[bool]value`: zero, the empty string, null and the empty collection are false. A collection of
/// one item is as true as its item; one of more items is true.
#[inline]
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Null | Value::AutomationNull => false,
        Value::I32(number) => *number != 0,
        Value::Str(text) => text.unit_len() != 0,
        other => slow(other),
    }
}

fn slow(value: &Value) -> bool {
    match value.base() {
        Value::Null | Value::AutomationNull => false,
        Value::Bool(flag) | Value::Switch(flag) => *flag,
        Value::Str(text) => text.unit_len() != 0,
        Value::Char(unit) => *unit != 0,
        Value::F32(number) => *number != 0.0,
        Value::F64(number) => *number != 0.0,
        Value::Decimal(number) => !number.is_zero(),
        Value::BigInt(number) => **number != num_bigint::BigInt::ZERO,
        Value::U64(number) => *number != 0,
        Value::Array(array) => match array.len() {
            0 => false,
            1 => array.get(0).is_some_and(|item| of_item(&item)),
            _ => true,
        },
        Value::List(list) => match list.len() {
            0 => false,
            1 => list.get(0).is_some_and(|item| of_item(&item)),
            _ => true,
        },
        other => match other.as_i64() {
            Some(number) => number != 0,
            None => true,
        },
    }
}

/// The only item of a collection: a collection in its turn is true unless it is empty.
fn of_item(item: &Value) -> bool {
    match enumerate::list_length(item) {
        Some(length) => length > 0,
        None => is_true(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_of_common_values() {
        let one = |value: Value| Value::array(vec![value]);
        for (value, truth) in [
            (Value::Null, false),
            (Value::I32(0), false),
            (Value::I32(-1), true),
            (Value::from("0"), true),
            (Value::from(""), false),
            (Value::F64(0.0), false),
            (Value::F64(f64::NAN), true),
            (Value::Char(0), false),
            (Value::array(vec![]), false),
            (one(Value::I32(0)), false),
            (one(Value::Null), false),
            (one(one(Value::I32(1))), true),
            (one(Value::array(vec![])), false),
            (Value::array(vec![Value::I32(0), Value::I32(0)]), true),
            (Value::from(remora_psobject::DictionaryObject::hashtable()), true),
            (Value::TimeSpan(remora_psobject::TimeSpan::ZERO), true),
        ] {
            assert_eq!(is_true(&value), truth, "{value:?}");
        }
    }
}
