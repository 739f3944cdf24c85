//! `Equals` and `GetHashCode` as .NET has them: no conversion, types count.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::value::Value;

/// `Object.Equals`: the same type and the same value, or the same object.
pub fn equals(left: &Value, right: &Value) -> bool {
    match (left.base(), right.base()) {
        (Value::Null | Value::AutomationNull, Value::Null | Value::AutomationNull) => true,
        (Value::Bool(a), Value::Bool(b)) | (Value::Switch(a), Value::Switch(b)) => a == b,
        (Value::Char(a), Value::Char(b)) => a == b,
        (Value::I8(a), Value::I8(b)) => a == b,
        (Value::U8(a), Value::U8(b)) => a == b,
        (Value::I16(a), Value::I16(b)) => a == b,
        (Value::U16(a), Value::U16(b)) => a == b,
        (Value::I32(a), Value::I32(b)) => a == b,
        (Value::U32(a), Value::U32(b)) => a == b,
        (Value::I64(a), Value::I64(b)) => a == b,
        (Value::U64(a), Value::U64(b)) => a == b,
        (Value::F32(a), Value::F32(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::F64(a), Value::F64(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Value::Decimal(a), Value::Decimal(b)) => a == b,
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a == b,
        (Value::DateTime(a), Value::DateTime(b)) => a == b,
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a == b,
        (Value::TimeSpan(a), Value::TimeSpan(b)) => a == b,
        (Value::Guid(a), Value::Guid(b)) => a == b,
        (Value::Version(a), Value::Version(b)) => a == b,
        (Value::SemanticVersion(a), Value::SemanticVersion(b)) => a == b,
        (Value::Uri(a), Value::Uri(b)) => a == b,
        (Value::Enum(ta, a), Value::Enum(tb, b)) => ta == tb && a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => Arc::ptr_eq(a, b),
        (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b),
        (Value::Dictionary(a), Value::Dictionary(b)) => Arc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        (Value::Live(a), right @ Value::Live(b)) => a.ptr_eq(b) || a.equals(right).unwrap_or(false),
        _ => false,
    }
}

/// A hash that agrees with [`equals`].
pub fn hash_code(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_into(value, &mut hasher);
    hasher.finish()
}

/// Feeds a value to a hasher, in agreement with [`equals`].
pub fn hash_into<H: Hasher>(value: &Value, state: &mut H) {
    let value = value.base();
    std::mem::discriminant(value).hash(state);
    match value {
        Value::Null | Value::AutomationNull => {}
        Value::Bool(v) | Value::Switch(v) => v.hash(state),
        Value::Char(v) | Value::U16(v) => v.hash(state),
        Value::I8(v) => v.hash(state),
        Value::U8(v) => v.hash(state),
        Value::I16(v) => v.hash(state),
        Value::I32(v) => v.hash(state),
        Value::U32(v) => v.hash(state),
        Value::I64(v) => v.hash(state),
        Value::U64(v) => v.hash(state),
        // Both zeros are equal, and so are all values that are no number.
        Value::F32(v) => hash_float(f64::from(*v), state),
        Value::F64(v) => hash_float(*v, state),
        Value::Decimal(v) => v.hash(state),
        Value::BigInt(v) => v.hash(state),
        Value::Str(v) => v.hash(state),
        Value::DateTime(v) => v.hash(state),
        Value::DateTimeOffset(v) => v.hash(state),
        Value::TimeSpan(v) => v.hash(state),
        Value::Guid(v) => v.hash(state),
        Value::Version(v) => v.hash(state),
        Value::SemanticVersion(v) => v.hash(state),
        Value::Uri(v) => v.hash(state),
        Value::Enum(id, v) => {
            id.hash(state);
            v.hash(state);
        }
        Value::Type(id) => id.hash(state),
        Value::Array(v) => Arc::as_ptr(v).addr().hash(state),
        Value::List(v) => Arc::as_ptr(v).addr().hash(state),
        Value::Dictionary(v) => Arc::as_ptr(v).addr().hash(state),
        Value::Object(v) => Arc::as_ptr(v).addr().hash(state),
        Value::Live(v) => match v.hash_code() {
            Some(code) => code.hash(state),
            None => v.identity().hash(state),
        },
    }
}

fn hash_float<H: Hasher>(number: f64, state: &mut H) {
    let canonical = if number == 0.0 {
        0.0
    } else if number.is_nan() {
        f64::NAN
    } else {
        number
    };
    canonical.to_bits().hash(state);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_count() {
        assert!(!equals(&Value::I32(1), &Value::I64(1)));
        assert!(!equals(&Value::string("a"), &Value::string("A")));
        assert!(equals(&Value::string("a"), &Value::string("a")));
        assert!(!equals(&Value::array(vec![]), &Value::array(vec![])));
        assert_eq!(hash_code(&Value::F64(0.0)), hash_code(&Value::F64(-0.0)));
    }
}
