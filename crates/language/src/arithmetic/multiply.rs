//! `*`: numbers; strings and arrays are repeated.

use crate::Runtime;
use remora_dotnet::number::decimal_scale;
use remora_psobject::{Exception, PsString, TypeId, Value};

use super::promote::{Number, Pair, decimal_overflow, number_of, promote, right_number};
use super::{dates, objects};
use crate::convert;
use crate::enumerate;
use crate::error::{LanguageError, Result};

pub(super) fn multiply(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let base = left.base();
    match base {
        Value::Null | Value::AutomationNull => return Ok(Value::Null),
        Value::Str(text) => return repeat_text(text, times(right)?),
        _ => {}
    }
    if matches!(base, Value::Char(_) | Value::Bool(_)) && number_of(right).is_some() {
        return Err(objects::not_defined(left, "*", right));
    }
    if let Some(number) = number_of(base) {
        return match right_number(right)? {
            Some(other) => numbers(&number, &other),
            None => objects::operator("op_Multiply", left, right, runtime),
        };
    }
    if let Some(product) = dates::multiply(base, right.base()) {
        return product;
    }
    if let Some(items) = enumerate::items(base) {
        let element = match base {
            Value::Array(array) => array.element_type(),
            _ => TypeId::OBJECT,
        };
        let count = times(right)?;
        let total = items.len().checked_mul(count);
        if total.is_none_or(|total| total > LIMIT) {
            return Err(out_of_memory());
        }
        let mut repeated = Vec::with_capacity(items.len() * count);
        for _ in 0..count {
            repeated.extend_from_slice(&items);
        }
        return Ok(Value::array_of(element, repeated));
    }
    objects::operator("op_Multiply", left, right, runtime)
}

/// .NET holds no longer string or array.
const LIMIT: usize = 0x3FFF_FFDF;

/// How often something is repeated.
fn times(right: &Value) -> Result<usize> {
    let count = convert::to_i32(right)?;
    usize::try_from(count).map_err(|_| {
        LanguageError::thrown(
            Exception::new(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                "Specified argument was out of the range of valid values. (Parameter 'times')",
            )
            .with_property("ParamName", "times"),
        )
    })
}

fn repeat_text(text: &PsString, count: usize) -> Result {
    if text.unit_len().checked_mul(count).is_none_or(|total| total > LIMIT) {
        return Err(out_of_memory());
    }
    if text.has_lone_surrogates() {
        return Ok(Value::Str(PsString::from_units(&text.units().repeat(count))));
    }
    Ok(Value::Str(text.as_str().repeat(count).into()))
}

fn out_of_memory() -> Box<LanguageError> {
    LanguageError::thrown(Exception::new(
        TypeId::OUT_OF_MEMORY_EXCEPTION,
        "Insufficient memory to continue the execution of the program.",
    ))
}

/// The double next to an integer on the side of zero: products of 64 bits that do not fit come by way
/// of a `BigInteger`, which is cut, not rounded.
#[allow(clippy::cast_precision_loss, reason = "the bits beyond a double's precision are zero")]
fn truncated(number: i128) -> f64 {
    let magnitude = number.unsigned_abs();
    let excess = (128 - magnitude.leading_zeros()).saturating_sub(53);
    let kept = ((magnitude >> excess) << excess) as f64;
    if number < 0 { -kept } else { kept }
}

#[allow(clippy::cast_precision_loss, reason = "the bits beyond a double's precision are zero")]
fn product_of_unsigned(a: u64, b: u64) -> f64 {
    let magnitude = u128::from(a) * u128::from(b);
    let excess = (128 - magnitude.leading_zeros()).saturating_sub(53);
    ((magnitude >> excess) << excess) as f64
}

fn numbers(left: &Number, right: &Number) -> Result {
    Ok(match promote(left, right)? {
        Pair::I32(a, b) => match a.checked_mul(b) {
            Some(product) => Value::I32(product),
            None => Value::F64(f64::from(a) * f64::from(b)),
        },
        Pair::U32(a, b) => match a.checked_mul(b) {
            Some(product) => Value::U32(product),
            None => Value::F64(f64::from(a) * f64::from(b)),
        },
        Pair::I64(a, b) => match a.checked_mul(b) {
            Some(product) => Value::I64(product),
            None => Value::F64(truncated(i128::from(a) * i128::from(b))),
        },
        Pair::U64(a, b) => match a.checked_mul(b) {
            Some(product) => Value::U64(product),
            None => Value::F64(product_of_unsigned(a, b)),
        },
        Pair::F64(a, b) => Value::F64(a * b),
        Pair::Decimal(a, b) => {
            decimal_scale::multiply(a, b).map(Value::from).ok_or_else(decimal_overflow)?
        }
        Pair::BigInt(a, b) => Value::from(a * b),
    })
}
