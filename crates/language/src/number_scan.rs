//! Numbers in strings, read by the rules of PowerShell's number literals: `0x1F`, `0b11`, `1.5e3`,
//! type suffixes and multipliers (`10kb`, `5l`, `1.5d`, `1n`).

use num_bigint::BigInt;
use num_traits::{Num, ToPrimitive};
use remora_psobject::{Decimal, Value};

/// The suffixes that ask for a type, longest first.
const SUFFIXES: &[(&str, Suffix)] = &[
    ("uy", Suffix::U8),
    ("us", Suffix::U16),
    ("ul", Suffix::U64),
    ("y", Suffix::I8),
    ("s", Suffix::I16),
    ("l", Suffix::I64),
    ("u", Suffix::Unsigned),
    ("n", Suffix::BigInt),
    ("d", Suffix::Decimal),
];

#[derive(Clone, Copy, PartialEq)]
enum Suffix {
    None,
    I8,
    U8,
    I16,
    U16,
    I64,
    U64,
    Unsigned,
    BigInt,
    Decimal,
}

/// Reads a whole string as one number literal with an optional sign. `None` if it is not one, or
/// the number does not fit the type that its suffix asks for.
pub fn scan(text: &str) -> Option<Value> {
    let text = text.trim();
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let lower = rest.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        return radix(digits, 16, negative);
    }
    if let Some(digits) = lower.strip_prefix("0b") {
        return radix(digits, 2, negative);
    }
    decimal_digits(&lower, negative)
}

/// The multiplier at the end of a literal, and what stands before it.
fn multiplier(text: &str) -> (&str, i64) {
    for (at, name) in ["kb", "mb", "gb", "tb", "pb"].into_iter().enumerate() {
        if let Some(rest) = text.strip_suffix(name) {
            let power = u32::try_from(at + 1).unwrap_or(1);
            return (rest, 1024_i64.pow(power));
        }
    }
    (text, 1)
}

fn suffix(text: &str) -> (&str, Suffix) {
    for (name, suffix) in SUFFIXES {
        if let Some(rest) = text.strip_suffix(name) {
            return (rest, *suffix);
        }
    }
    (text, Suffix::None)
}

/// Hexadecimal and binary digits. Where the leading bit of 8, 16, 32 or 64 bits is set, the number
/// is negative unless the suffix says unsigned.
fn radix(text: &str, base: u32, negative: bool) -> Option<Value> {
    let (text, factor) = multiplier(text);
    // `d` is a digit of base 16.
    let (digits, suffix) = match suffix(text) {
        (_, Suffix::Decimal) if base == 16 => (text, Suffix::None),
        found => found,
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) {
        return None;
    }
    let mut number = BigInt::from_str_radix(digits, base).ok()?;
    let bits = digits.len() * if base == 16 { 4 } else { 1 };
    let width = match suffix {
        Suffix::I8 => 8,
        Suffix::I16 => 16,
        Suffix::I64 => 64,
        Suffix::None if bits <= 32 => 32,
        Suffix::None if bits <= 64 => 64,
        _ => 0,
    };
    let signed_by_top_bit = width != 0 && bits >= width && number.bit(width as u64 - 1);
    if signed_by_top_bit && number.bits() <= width as u64 {
        number -= BigInt::from(1) << width;
    }
    if negative {
        number = -number;
    }
    integer(number * factor, suffix)
}

fn decimal_digits(text: &str, negative: bool) -> Option<Value> {
    let (text, factor) = multiplier(text);
    let (digits, suffix) = suffix(text);
    let (mantissa, exponent) = match digits.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if unsigned.is_empty() || !all_digits(unsigned) {
            return None;
        }
    }
    let real = exponent.is_some() || mantissa.contains('.');
    if !real {
        let number: BigInt = whole.parse().ok()?;
        let number = if negative { -number } else { number } * factor;
        if suffix == Suffix::Decimal {
            return Decimal::from_str_exact(&number.to_string()).ok().map(Value::from);
        }
        return integer(number, suffix);
    }
    if suffix == Suffix::Decimal {
        let number =
            Decimal::from_scientific(digits).or_else(|_| Decimal::from_str_exact(digits)).ok()?;
        let number = number.checked_mul(Decimal::from(factor))?;
        return Some(Value::from(if negative { -number } else { number }));
    }
    #[allow(clippy::cast_precision_loss, reason = "powers of 1024 are exact in a double")]
    let number = digits.parse::<f64>().ok()? * factor as f64;
    let number = if negative { -number } else { number };
    match suffix {
        Suffix::None => Some(Value::F64(number)),
        _ => {
            // `1.5l` rounds half to even.
            let rounded = number.round_ties_even();
            integer(<BigInt as num_traits::FromPrimitive>::from_f64(rounded)?, suffix)
        }
    }
}

/// The number in the type of its suffix, or without one in the first of int, long, decimal and
/// double that holds it.
fn integer(number: BigInt, suffix: Suffix) -> Option<Value> {
    Some(match suffix {
        Suffix::I8 => Value::I8(number.to_i8()?),
        Suffix::U8 => Value::U8(number.to_u8()?),
        Suffix::I16 => Value::I16(number.to_i16()?),
        Suffix::U16 => Value::U16(number.to_u16()?),
        Suffix::I64 => Value::I64(number.to_i64()?),
        Suffix::U64 => Value::U64(number.to_u64()?),
        Suffix::Unsigned => match number.to_u32() {
            Some(small) => Value::U32(small),
            None => Value::U64(number.to_u64()?),
        },
        Suffix::BigInt => Value::from(number),
        Suffix::Decimal => Decimal::from_str_exact(&number.to_string()).ok().map(Value::from)?,
        Suffix::None => {
            if let Some(small) = number.to_i32() {
                Value::I32(small)
            } else if let Some(large) = number.to_i64() {
                Value::I64(large)
            } else if let Ok(decimal) = Decimal::from_str_exact(&number.to_string()) {
                Value::from(decimal)
            } else {
                Value::F64(number.to_f64()?)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_in_strings() {
        for (text, shown) in [
            ("5", "I32(5)"),
            (" -5 ", "I32(-5)"),
            ("0x1F", "I32(31)"),
            ("0xFFFFFFFF", "I32(-1)"),
            ("0xFFFFFFFFu", "U32(4294967295)"),
            ("-0x10", "I32(-16)"),
            ("0b11", "I32(3)"),
            ("1e2", "F64(100.0)"),
            (".5", "F64(0.5)"),
            ("1kb", "I32(1024)"),
            ("2gb", "I64(2147483648)"),
            ("1.5kb", "F64(1536.0)"),
            ("1d", "Decimal(1)"),
            ("5l", "I64(5)"),
            ("200uy", "U8(200)"),
            ("2147483648", "I64(2147483648)"),
            ("9223372036854775808", "Decimal(9223372036854775808)"),
            ("0xd", "I32(13)"),
        ] {
            let found = scan(text).map(|value| format!("{value:?}"));
            assert_eq!(found.as_deref(), Some(shown), "{text}");
        }
        for bad in ["", "x", "1x", "0x", "--1", "1,000", "1e", "300uy", "."] {
            assert!(scan(bad).is_none(), "{bad}");
        }
    }
}
