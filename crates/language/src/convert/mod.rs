//! Casts: a value as another type, in PowerShell's order of preference.
//!
//! [`to_type`] tries, from the cheapest to the most inventive: the value as it is; the conversions of
//! the language itself (null, text, truth, numbers, enumerations, arrays); `Parse` for texts; a
//! constructor with one parameter; cast operators; a constructor without parameters followed by
//! setting properties. [`rank`](rank::rank) says how well a type fits without converting, for the
//! choice of overloads.

mod collections;
mod enumeration;
pub(crate) mod errors;
pub mod numeric;
mod objects;
pub mod rank;
mod text;

use remora_dotnet::registry;
use remora_psobject::{ObjectKind, TypeId, Value};

use crate::Runtime;
use crate::error::Result;
use crate::string_conversion::to_string;
use crate::truth::is_true;

pub use objects::{custom_object, set_properties};

/// `[int]value`
///
/// # Errors
/// See [`numeric::to_integer`].
#[inline]
pub fn to_i32(value: &Value) -> Result<i32> {
    match value {
        Value::I32(number) => Ok(*number),
        Value::Null | Value::AutomationNull => Ok(0),
        other => numeric::to_integer(other, TypeId::INT32)
            .map(|value| value.as_i32().unwrap_or_default()),
    }
}

/// `[long]value`
///
/// # Errors
/// See [`numeric::to_integer`].
pub fn to_i64(value: &Value) -> Result<i64> {
    match value {
        Value::I64(number) => Ok(*number),
        Value::Null | Value::AutomationNull => Ok(0),
        other => numeric::to_integer(other, TypeId::INT64)
            .map(|value| value.as_i64().unwrap_or_default()),
    }
}

/// `[double]value`
///
/// # Errors
/// See [`numeric::to_real`].
pub fn to_f64(value: &Value) -> Result<f64> {
    match value {
        Value::F64(number) => Ok(*number),
        Value::Null | Value::AutomationNull => Ok(0.0),
        other => numeric::to_real(other, TypeId::DOUBLE).map(|value| match value {
            Value::F64(number) => number,
            _ => 0.0,
        }),
    }
}

/// `[bool]value`
pub fn to_bool(value: &Value) -> bool {
    is_true(value)
}

/// Whether a value of type `from` can stand where `to` is asked for, as it is.
pub fn is_assignable(from: TypeId, to: TypeId) -> bool {
    if from == to || to == TypeId::OBJECT || from.derives_from(to) {
        return true;
    }
    if let (Some(a), Some(b)) = (from.element_type(), to.element_type()) {
        // Arrays of reference types are covariant.
        return !a.is_value_type() && !b.is_value_type() && is_assignable(a, b);
    }
    registry::implements(from, to)
}

/// `value -as [target]`: null where there is no conversion.
pub fn try_to_type(value: &Value, target: TypeId, runtime: &dyn Runtime) -> Option<Value> {
    to_type(value, target, runtime).ok()
}

/// `[target]value`
///
/// # Errors
/// A `PSInvalidCastException` under the id of the conversion that failed.
pub fn to_type(value: &Value, target: TypeId, runtime: &dyn Runtime) -> Result {
    match (value, target) {
        (Value::Str(_), TypeId::STRING)
        | (Value::I32(_), TypeId::INT32)
        | (Value::F64(_), TypeId::DOUBLE)
        | (Value::Bool(_), TypeId::BOOLEAN) => return Ok(value.clone()),
        (_, TypeId::OBJECT | TypeId::PS_OBJECT) => return Ok(value.clone().or_null()),
        (_, TypeId::VOID) => return Ok(Value::AutomationNull),
        _ => {}
    }
    if let Some((TypeId::NULLABLE, arguments)) = target.generic() {
        return match arguments.first() {
            Some(inner) if !value.is_null() => to_type(value, *inner, runtime),
            _ => Ok(Value::Null),
        };
    }
    let base = value.base();
    let Some(from) = base.type_id() else {
        return of_null(target);
    };
    if is_assignable(from, target) {
        let keeps_wrapper = !from.is_value_type() && from != TypeId::STRING;
        return Ok(if keeps_wrapper { value } else { base }.clone());
    }
    match target {
        TypeId::STRING => return Ok(Value::Str(to_string(value))),
        TypeId::BOOLEAN => return Ok(Value::Bool(is_true(base))),
        TypeId::BIG_INTEGER => return numeric::to_big_integer(base),
        TypeId::TYPE | TypeId::RUNTIME_TYPE => return text::to_type_object(value, runtime),
        TypeId::SWITCH_PARAMETER => {
            if let Value::Bool(flag) = base {
                return Ok(Value::Switch(*flag));
            }
            return Err(errors::no_conversion(value, target));
        }
        TypeId::CHAR => {
            return match base {
                Value::Str(text) => text::to_char(text),
                _ => numeric::to_integer(base, target),
            };
        }
        TypeId::PS_CUSTOM_OBJECT => return custom_object(value),
        TypeId::ARRAY => {
            return Ok(Value::array(
                crate::enumerate::items(base).unwrap_or_else(|| vec![value.clone()]),
            ));
        }
        _ => {}
    }
    if let Value::Switch(flag) = base {
        // A switch is a structure of its own and no number.
        let _ = flag;
        return Err(errors::no_conversion(value, target));
    }
    if numeric::is_integer_type(target) {
        return numeric::to_integer(base, target);
    }
    if numeric::is_numeric_type(target) {
        return numeric::to_real(base, target);
    }
    if target.enum_definition().is_some() {
        return enumeration::to_enum(base, target);
    }
    if let Some(element) = target.element_type() {
        return collections::to_array(value, target, element, runtime);
    }
    if let Value::Str(text) = base
        && let Some(result) = text::parse(text, target, runtime)
    {
        return result;
    }
    if let Some(result) = text::from_number(base, target) {
        return result;
    }
    if let Some(result) = collections::to_collection(value, target, runtime) {
        return result;
    }
    objects::convert(value, target, runtime)
}

/// Null as another type: zero, false or the empty string where the language has them.
fn of_null(target: TypeId) -> Result {
    Ok(match target {
        TypeId::STRING => Value::from(""),
        TypeId::BOOLEAN => Value::Bool(false),
        TypeId::SWITCH_PARAMETER => Value::Switch(false),
        TypeId::CHAR => Value::Char(0),
        TypeId::DOUBLE => Value::F64(0.0),
        TypeId::SINGLE => Value::F32(0.0),
        TypeId::DECIMAL => Value::from(remora_psobject::Decimal::ZERO),
        TypeId::BIG_INTEGER => Value::from(num_bigint::BigInt::ZERO),
        _ if numeric::is_integer_type(target) => numeric::to_integer(&Value::I32(0), target)?,
        _ if target.is_value_type() => return Err(errors::from_null(target)),
        _ => Value::Null,
    })
}

/// Whether the value is a property bag or what came of an object of another process.
fn is_bag(value: &Value) -> bool {
    matches!(value.base(), Value::Object(object) if object.kind() != ObjectKind::Wrapper)
}

#[cfg(test)]
mod tests;
