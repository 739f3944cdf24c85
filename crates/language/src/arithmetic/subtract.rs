//! `-`, `/` and `%`: strings on the left become numbers.

use crate::Runtime;
use num_traits::Zero;
use remora_dotnet::number::decimal_scale;
use remora_psobject::{Exception, TypeId, Value};

use super::promote::{Number, Pair, decimal_overflow, promote, right_number};
use super::{dates, objects};
use crate::error::{LanguageError, Result, divide_by_zero};

/// What an operator does with two numbers, and what it is called on types of their own.
struct Operator {
    name: &'static str,
    numbers: fn(&Number, &Number) -> Result,
}

fn apply(operator: &Operator, left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    if let Some(number) = right_number(left)? {
        if let Some(other) = right_number(right)? {
            let result = (operator.numbers)(&number, &other)?;
            return Ok(if operator.name == "op_Subtraction" {
                objects::as_enum_of(left.base(), result)
            } else {
                result
            });
        }
        return objects::operator(operator.name, left, right, runtime);
    }
    objects::operator(operator.name, left, right, runtime)
}

pub(super) fn subtract(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    if let Some(difference) = dates::subtract(left.base(), right, runtime) {
        return difference;
    }
    let operator = Operator { name: "op_Subtraction", numbers: subtract_numbers };
    apply(&operator, left, right, runtime)
}

pub(super) fn divide(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    if let Some(quotient) = dates::divide(left.base(), right.base()) {
        return quotient;
    }
    let operator = Operator { name: "op_Division", numbers: divide_numbers };
    apply(&operator, left, right, runtime)
}

pub(super) fn remainder(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let operator = Operator { name: "op_Modulus", numbers: remainder_numbers };
    apply(&operator, left, right, runtime)
}

#[allow(clippy::cast_precision_loss, reason = "differences that do not fit become doubles")]
fn subtract_numbers(left: &Number, right: &Number) -> Result {
    Ok(match promote(left, right)? {
        Pair::I32(a, b) => match a.checked_sub(b) {
            Some(difference) => Value::I32(difference),
            None => Value::F64(f64::from(a) - f64::from(b)),
        },
        Pair::U32(a, b) => match a.checked_sub(b) {
            Some(difference) => Value::U32(difference),
            None => Value::F64(f64::from(a) - f64::from(b)),
        },
        Pair::I64(a, b) => match a.checked_sub(b) {
            Some(difference) => Value::I64(difference),
            None => Value::F64(a as f64 - b as f64),
        },
        Pair::U64(a, b) => match a.checked_sub(b) {
            Some(difference) => Value::U64(difference),
            None => Value::F64(a as f64 - b as f64),
        },
        Pair::F64(a, b) => Value::F64(a - b),
        Pair::Decimal(a, b) => {
            decimal_scale::subtract(a, b).map(Value::from).ok_or_else(decimal_overflow)?
        }
        Pair::BigInt(a, b) => Value::from(a - b),
    })
}

/// Division of big integers is a method call to PowerShell, and fails like one.
fn big_divide_by_zero(name: &str) -> Box<LanguageError> {
    let inner = Exception::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.");
    let exception = Exception::new(
        TypeId::METHOD_INVOCATION_EXCEPTION,
        format!("Exception calling \"{name}\" with \"2\" argument(s): \"{}\"", inner.message()),
    )
    .with_inner(inner);
    LanguageError::new(
        "DotNetMethodException",
        remora_psobject::ErrorCategory::NotSpecified,
        exception,
    )
}

#[allow(clippy::cast_precision_loss, reason = "quotients that do not come out even are doubles")]
fn divide_numbers(left: &Number, right: &Number) -> Result {
    match promote(left, right)? {
        Pair::I32(_, 0) | Pair::U32(_, 0) | Pair::I64(_, 0) | Pair::U64(_, 0) => {
            Err(divide_by_zero())
        }
        Pair::I32(a, b) => Ok(match (a.checked_rem(b), a.checked_div(b)) {
            (Some(0), Some(quotient)) => Value::I32(quotient),
            _ => Value::F64(f64::from(a) / f64::from(b)),
        }),
        Pair::U32(a, b) if a % b == 0 => Ok(Value::U32(a / b)),
        Pair::U32(a, b) => Ok(Value::F64(f64::from(a) / f64::from(b))),
        Pair::I64(a, b) => Ok(match (a.checked_rem(b), a.checked_div(b)) {
            (Some(0), Some(quotient)) => Value::I64(quotient),
            _ => Value::F64(a as f64 / b as f64),
        }),
        Pair::U64(a, b) if a % b == 0 => Ok(Value::U64(a / b)),
        Pair::U64(a, b) => Ok(Value::F64(a as f64 / b as f64)),
        Pair::F64(a, b) => Ok(Value::F64(a / b)),
        Pair::Decimal(_, b) if b.is_zero() => Err(divide_by_zero()),
        Pair::Decimal(a, b) => {
            decimal_scale::divide(a, b).map(Value::from).ok_or_else(decimal_overflow)
        }
        Pair::BigInt(_, b) if b.is_zero() => Err(big_divide_by_zero("op_Division")),
        Pair::BigInt(a, b) => Ok(Value::from(a / b)),
    }
}

fn remainder_numbers(left: &Number, right: &Number) -> Result {
    match promote(left, right)? {
        Pair::I32(_, 0) | Pair::U32(_, 0) | Pair::I64(_, 0) | Pair::U64(_, 0) => {
            Err(divide_by_zero())
        }
        Pair::I32(a, b) => Ok(Value::I32(a.checked_rem(b).unwrap_or(0))),
        Pair::U32(a, b) => Ok(Value::U32(a % b)),
        Pair::I64(a, b) => Ok(Value::I64(a.checked_rem(b).unwrap_or(0))),
        Pair::U64(a, b) => Ok(Value::U64(a % b)),
        Pair::F64(a, b) => Ok(Value::F64(a % b)),
        Pair::Decimal(_, b) if b.is_zero() => Err(divide_by_zero()),
        Pair::Decimal(a, b) => a.checked_rem(b).map(Value::from).ok_or_else(decimal_overflow),
        Pair::BigInt(_, b) if b.is_zero() => Err(big_divide_by_zero("op_Modulus")),
        Pair::BigInt(a, b) => Ok(Value::from(a % b)),
    }
}
