//! To numbers and characters, from numbers and texts.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use remora_psobject::{Decimal, Exception, TypeId, Value};

use super::errors::{no_conversion, with_cause};
use crate::arithmetic::{Number, decimal_from_double, decimal_from_single, number_of};
use crate::error::Result;
use crate::number_scan;

const FROM_TEXT: &str = "InvalidCastFromStringToInteger";
const BETWEEN: &str = "InvalidCastIConvertible";

/// Whether this is one of the eight integer types, `BigInteger` not counted.
pub fn is_integer_type(id: TypeId) -> bool {
    matches!(
        id,
        TypeId::SBYTE
            | TypeId::BYTE
            | TypeId::INT16
            | TypeId::UINT16
            | TypeId::INT32
            | TypeId::UINT32
            | TypeId::INT64
            | TypeId::UINT64
    )
}

/// Whether this is a numeric type: an integer type, `float`, `double` or `decimal`.
pub fn is_numeric_type(id: TypeId) -> bool {
    is_integer_type(id) || matches!(id, TypeId::SINGLE | TypeId::DOUBLE | TypeId::DECIMAL)
}

fn overflow(target: TypeId) -> Exception {
    let what = match target {
        TypeId::SBYTE => "a signed byte",
        TypeId::BYTE => "an unsigned byte",
        TypeId::INT16 => "an Int16",
        TypeId::UINT16 => "a UInt16",
        TypeId::INT32 => "an Int32",
        TypeId::UINT32 => "a UInt32",
        TypeId::INT64 => "an Int64",
        TypeId::UINT64 => "a UInt64",
        TypeId::CHAR => "a character",
        TypeId::SINGLE => "a Single",
        TypeId::DOUBLE => "a Double",
        _ => "a Decimal",
    };
    Exception::new(
        TypeId::OVERFLOW_EXCEPTION,
        format!("Value was either too large or too small for {what}."),
    )
}

fn not_a_number(text: &str) -> Exception {
    Exception::new(
        TypeId::FORMAT_EXCEPTION,
        format!("The input string '{text}' was not in a correct format."),
    )
}

/// An integer as a value of an integer type, if it fits.
pub(crate) fn fit(number: &BigInt, target: TypeId) -> Option<Value> {
    Some(match target {
        TypeId::SBYTE => Value::I8(number.to_i8()?),
        TypeId::BYTE => Value::U8(number.to_u8()?),
        TypeId::INT16 => Value::I16(number.to_i16()?),
        TypeId::UINT16 => Value::U16(number.to_u16()?),
        TypeId::INT32 => Value::I32(number.to_i32()?),
        TypeId::UINT32 => Value::U32(number.to_u32()?),
        TypeId::INT64 => Value::I64(number.to_i64()?),
        TypeId::UINT64 => Value::U64(number.to_u64()?),
        TypeId::CHAR => Value::Char(number.to_u16()?),
        _ => return None,
    })
}

fn fit_i64(number: i64, target: TypeId) -> Option<Value> {
    Some(match target {
        TypeId::SBYTE => Value::I8(i8::try_from(number).ok()?),
        TypeId::BYTE => Value::U8(u8::try_from(number).ok()?),
        TypeId::INT16 => Value::I16(i16::try_from(number).ok()?),
        TypeId::UINT16 => Value::U16(u16::try_from(number).ok()?),
        TypeId::INT32 => Value::I32(i32::try_from(number).ok()?),
        TypeId::UINT32 => Value::U32(u32::try_from(number).ok()?),
        TypeId::INT64 => Value::I64(number),
        TypeId::UINT64 => Value::U64(u64::try_from(number).ok()?),
        TypeId::CHAR => Value::Char(u16::try_from(number).ok()?),
        _ => return None,
    })
}

/// To an integer type or `char`, with a check of the range; halves are rounded to even.
///
/// # Errors
/// `InvalidCastIConvertible`, `InvalidCastFromStringToInteger`, `ConvertToFinalInvalidCastException`.
pub fn to_integer(value: &Value, target: TypeId) -> Result {
    let base = value.base();
    if let Value::Str(text) = base {
        return string_to_integer(text, target);
    }
    let Some(number) = number_of(base) else {
        return Err(no_number(base, target));
    };
    if target == TypeId::CHAR
        && matches!(base, Value::Bool(_) | Value::F32(_) | Value::F64(_) | Value::Decimal(_))
    {
        return Err(no_number(base, target));
    }
    let found = match &number {
        Number::I32(n) => fit_i64(i64::from(*n), target),
        Number::U32(n) => fit_i64(i64::from(*n), target),
        Number::I64(n) => fit_i64(*n, target),
        Number::U64(n) => fit(&BigInt::from(*n), target),
        Number::BigInt(n) => fit(n, target),
        Number::F64(n) => {
            BigInt::from_f64(n.round_ties_even()).and_then(|rounded| fit(&rounded, target))
        }
        Number::Decimal(n) => {
            let rounded =
                n.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointNearestEven);
            rounded.to_string().parse::<BigInt>().ok().and_then(|rounded| fit(&rounded, target))
        }
    };
    found.ok_or_else(|| {
        // 64 bits are reached by a checked cast, which words its failure in general terms.
        let cause = if matches!(number, Number::F64(_))
            && matches!(target, TypeId::INT64 | TypeId::UINT64)
        {
            Exception::new(
                TypeId::OVERFLOW_EXCEPTION,
                "Arithmetic operation resulted in an overflow.",
            )
        } else {
            overflow(target)
        };
        // A BigInteger is converted by an operator of its own.
        let error_id = match number {
            Number::BigInt(_) => "InvalidCastTargetInvocationExceptionop_Explicit",
            _ => BETWEEN,
        };
        with_cause(error_id, base, target, cause)
    })
}

/// A value that is no number, next to a numeric type.
fn no_number(value: &Value, target: TypeId) -> Box<crate::LanguageError> {
    let from = match value {
        Value::DateTime(_) => "DateTime",
        Value::Bool(_) => "Boolean",
        Value::F32(_) => "Single",
        Value::F64(_) => "Double",
        Value::Decimal(_) => "Decimal",
        _ => return no_conversion(value, target),
    };
    let cause = Exception::new(
        TypeId::INVALID_CAST_EXCEPTION,
        format!("Invalid cast from '{from}' to '{}'.", target.short_name()),
    );
    with_cause(BETWEEN, value, target, cause)
}

/// A text as `int`, with the error of a cast.
///
/// # Errors
/// `InvalidCastFromStringToInteger`
pub fn string_to_i32(text: &str) -> Result<i32> {
    string_to_integer(text, TypeId::INT32).map(|value| value.as_i32().unwrap_or_default())
}

/// Hexadecimal digits as `Convert.ToInt32(text, 16)` reads them; none at all are zero.
fn hexadecimal_bits(digits: &str) -> std::result::Result<u64, Exception> {
    let malformed = |message| Err(Exception::new(TypeId::FORMAT_EXCEPTION, message));
    if digits.is_empty() {
        return Ok(0);
    }
    if !digits.starts_with(|character: char| character.is_ascii_hexdigit()) {
        return malformed("Could not find any recognizable digits.");
    }
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return malformed("Additional non-parsable characters are at the end of the string.");
    }
    u64::from_str_radix(digits, 16).map_err(|_| overflow(TypeId::UINT64))
}

/// Plain digits with a sign, or hexadecimal digits after `0x`, `&h` or `#`. `Err` says whether it
/// was a number at all.
fn system_integer(text: &str, target: TypeId) -> std::result::Result<Value, Exception> {
    let lower = text.to_ascii_lowercase();
    let hexadecimal = ["0x", "&h", "#"].into_iter().find_map(|mark| lower.strip_prefix(mark));
    if let Some(digits) = hexadecimal {
        let bits = hexadecimal_bits(digits)?;
        let signed = match target {
            TypeId::SBYTE => u8::try_from(bits).map(|b| i64::from(b.cast_signed())).ok(),
            TypeId::INT16 => u16::try_from(bits).map(|b| i64::from(b.cast_signed())).ok(),
            TypeId::INT32 => u32::try_from(bits).map(|b| i64::from(b.cast_signed())).ok(),
            TypeId::INT64 => Some(bits.cast_signed()),
            _ => None,
        };
        return match signed {
            Some(number) => fit_i64(number, target),
            None => fit(&BigInt::from(bits), target),
        }
        .ok_or_else(|| overflow(target));
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    let number: BigInt = text.parse().map_err(|_| not_a_number(text))?;
    fit(&number, target).ok_or_else(|| overflow(target))
}

fn string_to_integer(text: &str, target: TypeId) -> Result {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(fit_i64(0, target).unwrap_or(Value::I32(0)));
    }
    let cause = match system_integer(trimmed, target) {
        Ok(number) => return Ok(number),
        Err(cause) => cause,
    };
    let scanned = number_scan::scan(trimmed)
        .or_else(|| parse_double(trimmed).map(Value::F64))
        .and_then(|number| to_integer(&number, target).ok());
    scanned.ok_or_else(|| with_cause(FROM_TEXT, &Value::from(text), target, cause))
}

/// A double as .NET reads it in the invariant culture: thousands are separated by commas.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    match unsigned {
        "nan" => return Some(f64::NAN),
        "infinity" | "∞" if !unsigned.starts_with('∞') => {
            let infinite = if lower.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
            return Some(infinite);
        }
        _ => {}
    }
    let mut digits = String::with_capacity(text.len());
    let mut seen_point = false;
    for character in lower.chars() {
        match character {
            ',' if !seen_point && !digits.is_empty() => {}
            '.' | 'e' => {
                seen_point = true;
                digits.push(character);
            }
            '0'..='9' | '+' | '-' => digits.push(character),
            _ => return None,
        }
    }
    if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// To `float`, `double` or `decimal`.
///
/// # Errors
/// `InvalidCastIConvertible`, `InvalidCastFromStringToDoubleOrSingle`, `InvalidCastFromStringToDecimal`,
/// `ConvertToFinalInvalidCastException`.
pub fn to_real(value: &Value, target: TypeId) -> Result {
    let base = value.base();
    if let Value::Str(text) = base {
        return string_to_real(text, target);
    }
    let Some(number) = number_of(base) else {
        return Err(no_number(base, target));
    };
    real_of(base, &number, target)
        .ok_or_else(|| with_cause(BETWEEN, base, target, overflow(target)))
}

fn real_of(base: &Value, number: &Number, target: TypeId) -> Option<Value> {
    Some(match target {
        TypeId::DOUBLE => match base {
            Value::F64(n) => Value::F64(*n),
            _ => Value::F64(number.to_f64()),
        },
        TypeId::SINGLE => Value::F32(narrowed(number.to_f64())),
        _ => match (base, number) {
            (Value::F32(n), _) => Value::from(decimal_from_single(*n)?),
            (_, Number::F64(n)) => Value::from(decimal_from_double(*n)?),
            (_, Number::I32(n)) => Value::from(Decimal::from(*n)),
            (_, Number::U32(n)) => Value::from(Decimal::from(*n)),
            (_, Number::I64(n)) => Value::from(Decimal::from(*n)),
            (_, Number::U64(n)) => Value::from(Decimal::from(*n)),
            (_, Number::Decimal(n)) => Value::from(*n),
            (_, Number::BigInt(n)) => Value::from(Decimal::from_str_exact(&n.to_string()).ok()?),
        },
    })
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a double beyond the range of a single becomes infinite, as in .NET"
)]
fn narrowed(number: f64) -> f32 {
    number as f32
}

fn string_to_real(text: &str, target: TypeId) -> Result {
    let source = Value::from(text);
    if target == TypeId::DECIMAL {
        let fail =
            || with_cause("InvalidCastFromStringToDecimal", &source, target, not_a_number(text));
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(Value::from(Decimal::ZERO));
        }
        // A text is read as a literal first, and a literal with a point is a double.
        if let Some(scanned) = number_scan::scan(trimmed)
            && let Ok(number) = to_real(&scanned, target)
        {
            return Ok(number);
        }
        return parse_decimal(trimmed).map(Value::from).ok_or_else(fail);
    }
    if text.trim().is_empty() {
        return to_real(&Value::I32(0), target);
    }
    let found = parse_double(text)
        .map(Value::F64)
        .or_else(|| number_scan::scan(text))
        .and_then(|number| to_real(&number, target).ok());
    found.ok_or_else(|| {
        with_cause("InvalidCastFromStringToDoubleOrSingle", &source, target, not_a_number(text))
    })
}

/// Digits with a sign, a point and commas between thousands; no exponent. The scale is kept.
fn parse_decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let good = |part: &str, extra: char| {
        part.chars().all(|character| character.is_ascii_digit() || character == extra)
    };
    if !good(digits, ',') || !good(fraction, '0') || (digits.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut plain: String = text.chars().filter(|character| *character != ',').collect();
    if digits.is_empty() {
        plain = plain.replacen('.', "0.", 1);
    }
    let plain = plain.strip_suffix('.').unwrap_or(&plain);
    Decimal::from_str_exact(plain).or_else(|_| plain.parse::<Decimal>()).ok()
}

/// To `BigInteger`; fractions are cut off.
///
/// # Errors
/// `InvalidCastFromStringToInteger`, `ConvertToFinalInvalidCastException`.
pub fn to_big_integer(value: &Value) -> Result {
    let base = value.base();
    let target = TypeId::BIG_INTEGER;
    if let Value::Str(text) = base {
        let trimmed = text.trim();
        let plain: String = trimmed.chars().filter(|c| *c != ',').collect();
        if trimmed.is_empty() {
            return Ok(Value::from(BigInt::ZERO));
        }
        // A text is read as a literal first, and a literal that no decimal holds is a double.
        if let Some(number) = number_scan::scan(trimmed) {
            return to_big_integer(&number);
        }
        if let Ok(number) = plain.parse::<BigInt>() {
            return Ok(Value::from(number));
        }
        let cause = Exception::new(TypeId::FORMAT_EXCEPTION, "The value could not be parsed.");
        return Err(with_cause(FROM_TEXT, base, target, cause));
    }
    let number = match number_of(base) {
        Some(Number::I32(n)) => BigInt::from(n),
        Some(Number::U32(n)) => BigInt::from(n),
        Some(Number::I64(n)) => BigInt::from(n),
        Some(Number::U64(n)) => BigInt::from(n),
        Some(Number::BigInt(n)) => n,
        Some(Number::Decimal(n)) => n.trunc().to_string().parse().unwrap_or_default(),
        Some(Number::F64(n)) => match BigInt::from_f64(n.trunc()) {
            Some(number) => number,
            None => {
                let message = if n.is_nan() {
                    "The value is not a number."
                } else {
                    "BigInteger cannot represent infinity."
                };
                let cause = Exception::new(TypeId::OVERFLOW_EXCEPTION, message);
                return Err(with_cause("InvalidCastConstructorException", base, target, cause));
            }
        },
        None => return Err(no_conversion(base, target)),
    };
    Ok(Value::from(number))
}
