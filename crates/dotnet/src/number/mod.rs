//! Numbers as text and back, by the rules of .NET Core 3.0 and later.

mod custom;
pub mod decimal_scale;
mod digits;
mod parse;
mod standard;
mod styles;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use remora_psobject::{Decimal, Exception, Value};

use crate::culture::Culture;
use crate::errors;

use digits::Digits;
pub(crate) use parse::{integer_value, sign_of};
pub use parse::{
    parse_big_integer, parse_decimal, parse_double, parse_integer, parse_single, parse_to,
};
pub use styles::NumberStyles;

/// `ToString(format, culture)` of a number. An empty format is `G`.
///
/// # Errors
/// `FormatException` where the format does not fit the type of the number.
pub fn format(value: &Value, format: &str, culture: &Culture) -> Result<String, Exception> {
    let value = value.base();
    let Some((specifier, precision)) = standard_specifier(format) else {
        return custom::format(value, format, &culture.number);
    };
    standard::format(value, specifier, precision, &culture.number)
}

/// The letter and the precision of a standard format; an empty format is `G`.
fn standard_specifier(format: &str) -> Option<(char, Option<usize>)> {
    let mut characters = format.chars();
    let Some(letter) = characters.next() else {
        return Some(('G', None));
    };
    let rest = characters.as_str();
    if !letter.is_ascii_alphabetic()
        || rest.len() > 9
        || !rest.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    Some((letter, rest.parse().ok()))
}

/// Any number as floating-point.
pub fn to_f64(value: &Value) -> Option<f64> {
    Some(match value.base() {
        Value::F64(number) => *number,
        Value::F32(number) => f64::from(*number),
        Value::Decimal(number) => decimal_to_f64(number),
        Value::BigInt(number) => number.to_f64()?,
        Value::U64(number) => *number as f64,
        Value::TimeSpan(_) => return None,
        other => other.as_i64()? as f64,
    })
}

/// A decimal as the nearest double.
pub fn decimal_to_f64(number: &Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

/// A double as a decimal of 15 significant digits, as .NET converts.
pub fn decimal_from_f64(number: f64) -> Option<Decimal> {
    decimal_from_digits(number, 14)
}

/// A single as a decimal of 7 significant digits, as .NET converts.
pub fn decimal_from_f32(number: f32) -> Option<Decimal> {
    decimal_from_digits(f64::from(number), 6)
}

fn decimal_from_digits(number: f64, decimals: usize) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    if exponent < -28 {
        return Some(Decimal::ZERO);
    }
    let negative = mantissa.starts_with('-');
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some(Decimal::ZERO);
    }
    let count = i32::try_from(digits.len()).ok()?;
    let mut plain = String::new();
    if negative {
        plain.push('-');
    }
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if exponent < 0 {
        plain.push_str("0.");
        plain.push_str(&zeros(-exponent - 1));
        plain.push_str(digits);
    } else if count <= exponent + 1 {
        plain.push_str(digits);
        plain.push_str(&zeros(exponent + 1 - count));
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(exponent + 1).ok()?);
        plain.push_str(whole);
        plain.push('.');
        plain.push_str(fraction);
    }
    plain.parse().ok()
}

/// The shortest text that reads back as the same double, in the invariant form of .NET.
pub fn double_to_string(number: f64) -> String {
    general(&Value::F64(number))
}

/// The shortest text that reads back as the same single, in the invariant form of .NET.
pub fn single_to_string(number: f32) -> String {
    general(&Value::F32(number))
}

fn general(value: &Value) -> String {
    standard::format(value, 'G', None, &Culture::invariant().number).unwrap_or_default()
}

/// The value of an integer of any kind as a large integer; `None` for other types.
pub fn to_big_integer(value: &Value) -> Option<BigInt> {
    Some(match value.base() {
        Value::BigInt(number) => (**number).clone(),
        Value::U64(number) => BigInt::from(*number),
        Value::Enum(..) | Value::Char(_) => return None,
        other => BigInt::from(other.as_i64()?),
    })
}

/// The digits of any number; `None` for values that are none, and for infinities.
fn digits_of(value: &Value) -> Option<Digits> {
    Some(match value {
        Value::F64(number) if number.is_finite() => Digits::shortest(*number),
        Value::F32(number) if number.is_finite() => Digits::shortest_single(*number),
        Value::Decimal(number) => Digits::of_decimal(number),
        Value::F64(_) | Value::F32(_) => return None,
        other => Digits::of_integer(&to_big_integer(other)?),
    })
}

/// What is not a finite number, as the culture writes it.
fn special(value: &Value, culture: &crate::culture::NumberFormat) -> Option<String> {
    let number = match value {
        Value::F64(number) => *number,
        Value::F32(number) => f64::from(*number),
        _ => return None,
    };
    if number.is_nan() {
        return Some(culture.nan_symbol.clone());
    }
    if number.is_finite() {
        return None;
    }
    Some(if number > 0.0 {
        culture.positive_infinity_symbol.clone()
    } else {
        culture.negative_infinity_symbol.clone()
    })
}

/// A value that is no number where one is needed.
fn not_numeric() -> Exception {
    errors::bad_format_specifier()
}
