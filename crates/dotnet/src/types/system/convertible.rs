//! `System.IConvertible`: conversions between the primitive types, by the rules of `System.Convert`.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use remora_psobject::Decimal;

use crate::number::{self, NumberStyles};
use crate::types::prelude::*;

/// What `Convert.ToX` gives for any primitive value.
///
/// # Errors
/// `InvalidCastException`, `FormatException` or `OverflowException`
pub(crate) fn convert(
    value: &Value,
    target: TypeId,
    culture: &Culture,
    call: &Call<'_>,
) -> Outcome {
    let base = value.base();
    if base.type_id() == Some(target) {
        return Ok(base.clone());
    }
    if base.is_null() {
        return null_as(target);
    }
    match target {
        TypeId::STRING => Ok(Value::Str(crate::text::to_text(base, culture))),
        TypeId::BOOLEAN => to_bool(base),
        TypeId::CHAR => to_unit(base),
        TypeId::DATE_TIME => match base {
            Value::Str(text) => {
                let around = crate::datetime::Surroundings::of(call.system().as_ref());
                Ok(crate::datetime::parse(text, culture, Default::default(), &around)?.into())
            }
            _ => Err(errors::invalid_cast(base, target)),
        },
        TypeId::DOUBLE => match base {
            Value::Str(text) => {
                number::parse_double(text, NumberStyles::FLOAT_THOUSANDS, culture).map(Value::F64)
            }
            _ => floating(base, target).map(Value::F64),
        },
        TypeId::SINGLE => match base {
            Value::Str(text) => {
                number::parse_single(text, NumberStyles::FLOAT_THOUSANDS, culture).map(Value::F32)
            }
            _ => floating(base, target).map(|number| Value::F32(number as f32)),
        },
        TypeId::DECIMAL => decimal(base, culture).map(Value::from),
        TypeId::BIG_INTEGER => integer(base, target).map(Value::from),
        TypeId::OBJECT => Ok(base.clone()),
        _ if is_integer_type(target) => match base {
            Value::Str(text) => number::parse_integer(text, target, NumberStyles::INTEGER, culture),
            _ => number_to_integer(base, target),
        },
        _ => call.context.convert(value, target),
    }
}

/// The eight integer types.
pub(crate) fn is_integer_type(id: TypeId) -> bool {
    matches!(
        id,
        TypeId::BYTE
            | TypeId::SBYTE
            | TypeId::INT16
            | TypeId::UINT16
            | TypeId::INT32
            | TypeId::UINT32
            | TypeId::INT64
            | TypeId::UINT64
    )
}

fn null_as(target: TypeId) -> Outcome {
    Ok(match target {
        TypeId::STRING => Value::string(""),
        TypeId::BOOLEAN => Value::Bool(false),
        TypeId::CHAR => Value::Char(0),
        TypeId::DOUBLE => Value::F64(0.0),
        TypeId::SINGLE => Value::F32(0.0),
        TypeId::DECIMAL => Decimal::ZERO.into(),
        TypeId::DATE_TIME => Value::DateTime(remora_psobject::DateTime::MIN),
        _ if is_integer_type(target) => {
            number::integer_value(&BigInt::from(0), target).unwrap_or(Value::Null)
        }
        _ => Value::Null,
    })
}

fn to_bool(value: &Value) -> Outcome {
    Ok(Value::Bool(match value {
        Value::Str(text) => parse_bool(text).ok_or_else(|| {
            errors::format(format!("String '{text}' was not recognized as a valid Boolean."))
        })?,
        Value::Char(_) | Value::DateTime(_) => {
            return Err(errors::invalid_cast(value, TypeId::BOOLEAN));
        }
        Value::BigInt(number) => **number != BigInt::from(0),
        other => match number::to_f64(other) {
            Some(number) => number != 0.0,
            None => return Err(errors::invalid_cast(value, TypeId::BOOLEAN)),
        },
    }))
}

/// `True` and `False` in any case, blanks around them allowed.
pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn to_unit(value: &Value) -> Outcome {
    match value {
        Value::Str(text) => match (text.unit_at(0), text.unit_len()) {
            (Some(unit), 1) => Ok(Value::Char(unit)),
            _ => Err(errors::format("String must be exactly one character long.")),
        },
        Value::F64(_) | Value::F32(_) | Value::Decimal(_) | Value::Bool(_) | Value::DateTime(_) => {
            Err(errors::invalid_cast(value, TypeId::CHAR))
        }
        other => other
            .as_i64()
            .and_then(|number| u16::try_from(number).ok())
            .map(Value::Char)
            .ok_or_else(|| errors::overflow_of(TypeId::CHAR)),
    }
}

fn floating(value: &Value, target: TypeId) -> Result<f64, Exception> {
    match value {
        Value::Bool(flag) | Value::Switch(flag) => Ok(f64::from(u8::from(*flag))),
        Value::Char(_) | Value::DateTime(_) => Err(errors::invalid_cast(value, target)),
        other => number::to_f64(other).ok_or_else(|| errors::invalid_cast(value, target)),
    }
}

fn decimal(value: &Value, culture: &Culture) -> Result<Decimal, Exception> {
    let too_large = || errors::overflow_of(TypeId::DECIMAL);
    match value {
        Value::Str(text) => number::parse_decimal(text, NumberStyles::NUMBER, culture),
        Value::Bool(flag) => Ok(Decimal::from(u8::from(*flag))),
        Value::F64(number) => number::decimal_from_f64(*number).ok_or_else(too_large),
        Value::F32(number) => number::decimal_from_f32(*number).ok_or_else(too_large),
        Value::Char(_) | Value::DateTime(_) => Err(errors::invalid_cast(value, TypeId::DECIMAL)),
        other => number::to_big_integer(other)
            .or_else(|| other.as_i64().map(BigInt::from))
            .ok_or_else(|| errors::invalid_cast(value, TypeId::DECIMAL))?
            .to_i128()
            .and_then(Decimal::from_i128)
            .ok_or_else(too_large),
    }
}

/// The nearest integer, halves to the even one.
pub(crate) fn integer(value: &Value, target: TypeId) -> Result<BigInt, Exception> {
    match value {
        Value::Bool(flag) | Value::Switch(flag) => Ok(BigInt::from(u8::from(*flag))),
        Value::F64(_) | Value::F32(_) => {
            let number = number::to_f64(value).unwrap_or(f64::NAN);
            BigInt::from_f64(number.round_ties_even()).ok_or_else(|| errors::overflow_of(target))
        }
        Value::Decimal(number) => {
            number.round().to_i128().map(BigInt::from).ok_or_else(|| errors::overflow_of(target))
        }
        Value::DateTime(_) | Value::TimeSpan(_) | Value::Guid(_) => {
            Err(errors::invalid_cast(value, target))
        }
        other => number::to_big_integer(other)
            .or_else(|| other.as_i64().map(BigInt::from))
            .ok_or_else(|| errors::invalid_cast(value, target)),
    }
}

/// A number as an integer of a type, halves to the even one.
pub(crate) fn number_to_integer(value: &Value, target: TypeId) -> Outcome {
    let number = integer(value, target)?;
    number::integer_value(&number, target).ok_or_else(|| errors::overflow_of(target))
}

fn to(call: &Call<'_>, target: TypeId) -> Outcome {
    convert(call.this, target, &call.culture_at(0), call)
}

pub(super) fn to_boolean(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::BOOLEAN)
}
pub(super) fn to_byte(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::BYTE)
}
pub(super) fn to_char(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::CHAR)
}
pub(super) fn to_date_time(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::DATE_TIME)
}
pub(super) fn to_decimal(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::DECIMAL)
}
pub(super) fn to_double(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::DOUBLE)
}
pub(super) fn to_int16(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::INT16)
}
pub(super) fn to_int32(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::INT32)
}
pub(super) fn to_int64(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::INT64)
}
pub(super) fn to_sbyte(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::SBYTE)
}
pub(super) fn to_single(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::SINGLE)
}
pub(super) fn to_uint16(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::UINT16)
}
pub(super) fn to_uint32(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::UINT32)
}
pub(super) fn to_uint64(call: &mut Call<'_>) -> Outcome {
    to(call, TypeId::UINT64)
}

pub(super) fn to_type(call: &mut Call<'_>) -> Outcome {
    match call.argument(0) {
        Value::Type(target) => convert(call.this, *target, &call.culture_at(1), call),
        _ => Err(errors::argument_null("conversionType")),
    }
}
