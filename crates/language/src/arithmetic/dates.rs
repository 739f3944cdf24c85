//! Dates and durations: the operators that .NET defines on them.
//!
//! `None` means that the operands are no case of this file.

use crate::Runtime;
use remora_psobject::{DateTime, DateTimeKind, Exception, TimeSpan, TypeId, Value};

use super::promote::number_of;
use crate::convert;
use crate::error::{LanguageError, Result};
use crate::invoke;

/// The right operand as a duration, as the call of an operator converts its second argument.
fn span_argument(name: &str, right: &Value, runtime: &dyn Runtime) -> Result<TimeSpan> {
    match convert::to_type(right, TypeId::TIME_SPAN, runtime) {
        Ok(converted) => match converted.base() {
            Value::TimeSpan(span) => Ok(*span),
            _ => Ok(TimeSpan::ZERO),
        },
        Err(error) => Err(invoke::argument_error("1", right, name, TypeId::TIME_SPAN, &error)),
    }
}

fn date_overflow() -> Box<LanguageError> {
    LanguageError::thrown(Exception::new(
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        "The added or subtracted value results in an un-representable DateTime. (Parameter 't')",
    ))
}

fn span_overflow() -> Box<LanguageError> {
    LanguageError::thrown(Exception::new(
        TypeId::OVERFLOW_EXCEPTION,
        "TimeSpan overflowed because the duration is too long.",
    ))
}

fn shifted(date: DateTime, span: TimeSpan) -> Result {
    date.checked_add(span).map(Value::DateTime).ok_or_else(date_overflow)
}

fn shifted_offset(date: remora_psobject::DateTimeOffset, span: TimeSpan) -> Result {
    let local = date.local().checked_add(span).ok_or_else(date_overflow)?;
    remora_psobject::DateTimeOffset::new(local, date.offset_minutes())
        .map(Value::from)
        .ok_or_else(date_overflow)
}

fn span(ticks: Option<i64>) -> Result {
    ticks.map(|ticks| Value::TimeSpan(TimeSpan(ticks))).ok_or_else(span_overflow)
}

pub(super) fn add(left: &Value, right: &Value, runtime: &dyn Runtime) -> Option<Result> {
    let right_span = || span_argument("op_Addition", right, runtime);
    Some(match left {
        Value::DateTime(date) => right_span().and_then(|span| shifted(*date, span)),
        Value::DateTimeOffset(date) => right_span().and_then(|span| shifted_offset(**date, span)),
        Value::TimeSpan(a) => right_span().and_then(|b| span(a.0.checked_add(b.0))),
        _ => return None,
    })
}

pub(super) fn subtract(left: &Value, right: &Value, runtime: &dyn Runtime) -> Option<Result> {
    let name = "op_Subtraction";
    Some(match (left, right.base()) {
        (Value::DateTime(a), Value::DateTime(b)) => {
            Ok(Value::TimeSpan(TimeSpan(a.ticks() - b.ticks())))
        }
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => {
            Ok(Value::TimeSpan(TimeSpan(a.utc_ticks() - b.utc_ticks())))
        }
        (Value::DateTimeOffset(a), Value::DateTime(b)) => {
            let ticks =
                if b.kind() == DateTimeKind::Utc { a.utc_ticks() } else { a.local().ticks() };
            Ok(Value::TimeSpan(TimeSpan(ticks - b.ticks())))
        }
        (Value::DateTime(date), other) => {
            // A text may be a date or a duration, and neither is the better guess.
            if matches!(other, Value::Str(_)) {
                return Some(Err(invoke::ambiguous_overloads(name, 2)));
            }
            span_argument(name, right, runtime)
                .and_then(|span| shifted(*date, TimeSpan(span.0.wrapping_neg())))
        }
        (Value::DateTimeOffset(date), _) => span_argument(name, right, runtime)
            .and_then(|span| shifted_offset(**date, TimeSpan(span.0.wrapping_neg()))),
        (Value::TimeSpan(a), _) => {
            span_argument(name, right, runtime).and_then(|b| span(a.0.checked_sub(b.0)))
        }
        _ => return None,
    })
}

/// Ticks times a factor, to the nearest tick.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "durations are scaled as doubles; the range is checked before the cast"
)]
fn scaled(ticks: i64, factor: f64) -> Result {
    let product = (ticks as f64 * factor).round();
    if factor.is_nan() || product.abs() >= 9.3e18 {
        return Err(span_overflow());
    }
    Ok(Value::TimeSpan(TimeSpan(product as i64)))
}

pub(super) fn multiply(left: &Value, right: &Value) -> Option<Result> {
    match left {
        Value::TimeSpan(span) => {
            let factor = number_of(right)?;
            Some(scaled(span.0, factor.to_f64()))
        }
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss, reason = "the quotient is a double")]
pub(super) fn divide(left: &Value, right: &Value) -> Option<Result> {
    match (left, right) {
        (Value::TimeSpan(a), Value::TimeSpan(b)) => Some(Ok(Value::F64(a.0 as f64 / b.0 as f64))),
        (Value::TimeSpan(span), _) => {
            let divisor = number_of(right)?;
            Some(scaled(span.0, 1.0 / divisor.to_f64()))
        }
        _ => None,
    }
}
