//! `++` and `--`.

use crate::Runtime;
use remora_psobject::Value;

use super::promote::number_of;
use crate::error::{LanguageError, Result};
use crate::type_name;

/// The value that `++` leaves behind; null counts as zero.
///
/// # Errors
/// `OperatorRequiresNumber`
#[inline]
pub fn increment(value: &Value, runtime: &dyn Runtime) -> Result {
    match value {
        Value::I32(number) if *number < i32::MAX => Ok(Value::I32(number + 1)),
        _ => step(value, 1, "++", runtime),
    }
}

/// The value that `--` leaves behind; null counts as zero.
///
/// # Errors
/// `OperatorRequiresNumber`
#[inline]
pub fn decrement(value: &Value, runtime: &dyn Runtime) -> Result {
    match value {
        Value::I32(number) if *number > i32::MIN => Ok(Value::I32(number - 1)),
        _ => step(value, -1, "--", runtime),
    }
}

fn step(value: &Value, by: i32, operator: &str, runtime: &dyn Runtime) -> Result {
    if value.is_null() {
        return Ok(Value::I32(by));
    }
    if number_of(value).is_none() {
        let id = value.type_id().unwrap_or(remora_psobject::TypeId::OBJECT);
        return Err(LanguageError::runtime(
            "OperatorRequiresNumber",
            format!(
                "The '{operator}' operator works only on numbers. The operand is a '{}'.",
                type_name::net_text(id)
            ),
        ));
    }
    if by < 0 {
        super::subtract::subtract(value, &Value::I32(1), runtime)
    } else if let Some(number) = number_of(value) {
        // A character counts as its code here.
        let sum = super::add::numbers(&number, &super::promote::Number::I32(1))?;
        Ok(super::objects::as_enum_of(value.base(), sum))
    } else {
        Ok(Value::Null)
    }
}
