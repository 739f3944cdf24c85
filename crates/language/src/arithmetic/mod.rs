//! `+ - * / %`, bit operations, shifts, ranges, `++` and `--`.
//!
//! The common cases, two integers or two doubles, are decided inline and allocate nothing. All
//! others go through one promotion: both operands become a [`Pair`](promote::Pair) of one width.

mod add;
mod bits;
mod dates;
mod decimal;
mod increment;
mod multiply;
mod objects;
mod promote;
mod range;
mod subtract;

use crate::Runtime;
use remora_psobject::Value;

use crate::error::{Result, divide_by_zero};

pub use add::{append, append_to};
pub use bits::{bit_and, bit_not, bit_or, bit_xor, shift_left, shift_right};
pub use decimal::{from_double as decimal_from_double, from_single as decimal_from_single};
pub use increment::{decrement, increment};
pub use promote::{Number, Pair, number_of, pair_of, string_number as string_to_number};
pub use range::{Range, range, range_bounds};

/// `left + right`
///
/// # Errors
/// `InvalidCastFromStringToInteger`, `MethodNotFound` (`op_Addition`), `AddHashTableToNonHashTable`.
#[inline]
pub fn add(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(match a.checked_add(*b) {
            Some(sum) => Value::I32(sum),
            None => Value::F64(f64::from(*a) + f64::from(*b)),
        }),
        (Value::F64(a), Value::F64(b)) => Ok(Value::F64(a + b)),
        _ => add::slow(left, right, runtime),
    }
}

/// `left - right`
///
/// # Errors
/// `InvalidCastFromStringToInteger`, `MethodNotFound` (`op_Subtraction`).
#[inline]
pub fn subtract(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(match a.checked_sub(*b) {
            Some(difference) => Value::I32(difference),
            None => Value::F64(f64::from(*a) - f64::from(*b)),
        }),
        (Value::F64(a), Value::F64(b)) => Ok(Value::F64(a - b)),
        _ => subtract::subtract(left, right, runtime),
    }
}

/// `left * right`
///
/// # Errors
/// `InvalidCastFromStringToInteger`, `MethodNotFound` (`op_Multiply`).
#[inline]
pub fn multiply(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(match a.checked_mul(*b) {
            Some(product) => Value::I32(product),
            None => Value::F64(f64::from(*a) * f64::from(*b)),
        }),
        (Value::F64(a), Value::F64(b)) => Ok(Value::F64(a * b)),
        _ => multiply::multiply(left, right, runtime),
    }
}

/// `left / right`: an integer where it comes out even, a double otherwise.
///
/// # Errors
/// Division of integers and decimals by zero; else as [`subtract`].
#[inline]
pub fn divide(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => match (a.checked_rem(*b), a.checked_div(*b)) {
            (Some(0), Some(quotient)) => Ok(Value::I32(quotient)),
            _ if *b == 0 => Err(divide_by_zero()),
            _ => Ok(Value::F64(f64::from(*a) / f64::from(*b))),
        },
        (Value::F64(a), Value::F64(b)) => Ok(Value::F64(a / b)),
        _ => subtract::divide(left, right, runtime),
    }
}

/// `left % right`
///
/// # Errors
/// Division of integers and decimals by zero; else as [`subtract`].
#[inline]
pub fn remainder(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => match a.checked_rem(*b) {
            Some(rest) => Ok(Value::I32(rest)),
            None if *b == 0 => Err(divide_by_zero()),
            None => Ok(Value::I32(0)),
        },
        (Value::F64(a), Value::F64(b)) => Ok(Value::F64(a % b)),
        _ => subtract::remainder(left, right, runtime),
    }
}

/// `-value`
///
/// # Errors
/// As [`subtract`] from zero.
#[inline]
pub fn negate(value: &Value, runtime: &dyn Runtime) -> Result {
    match value {
        Value::F64(number) => Ok(Value::F64(-number)),
        Value::BigInt(number) => Ok(Value::from(-(**number).clone())),
        Value::Decimal(number) => Ok(Value::from(-**number)),
        Value::TimeSpan(span) => {
            Ok(Value::TimeSpan(remora_psobject::TimeSpan(span.0.wrapping_neg())))
        }
        other => {
            if let Value::Live(live) = other.base()
                && let Some(result) = crate::invoke::call_operator(
                    live.object_type(),
                    "op_UnaryNegation",
                    std::slice::from_ref(other),
                    runtime,
                )
            {
                return result;
            }
            subtract(&Value::I32(0), other, runtime)
        }
    }
}

/// `+value`
///
/// # Errors
/// As [`add`] to zero.
#[inline]
pub fn plus(value: &Value, runtime: &dyn Runtime) -> Result {
    match value {
        Value::I32(_) | Value::F64(_) => Ok(value.clone()),
        other => add(&Value::I32(0), other, runtime),
    }
}

#[cfg(test)]
mod tests;
