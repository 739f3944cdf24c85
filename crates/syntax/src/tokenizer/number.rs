//! Number literals: their shape and the value and type they stand for.

use super::chars;
use crate::ast::{ConstantValue, DecimalLiteral};

/// The type suffixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int64,
    Unsigned,
    UInt64,
    Decimal,
    BigInteger,
}

/// How the digits are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Integer,
    Real,
    Hexadecimal,
    Binary,
}

/// A number literal taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberLiteral<'t> {
    negative: bool,
    /// Without sign, prefix, suffix and multiplier; reals with point and exponent.
    digits: &'t str,
    notation: Notation,
    suffix: Suffix,
    /// A power of 1024.
    multiplier: u64,
    /// How many bytes the literal takes.
    pub(crate) length: usize,
}

/// Takes the number literal at the start of `text` apart; `None` when there is none. What follows
/// the literal is for the caller to judge.
pub(crate) fn scan(text: &str) -> Option<NumberLiteral<'_>> {
    let mut position = 0;
    let mut negative = false;
    let first = text.chars().next()?;
    if first == '+' || chars::is_dash(first) {
        negative = first != '+';
        position = first.len_utf8();
    }
    let bytes = text.as_bytes();
    let at = |position: usize| bytes.get(position).copied().unwrap_or(0);
    let run = |from: usize, belongs: fn(&u8) -> bool| {
        bytes.iter().skip(from).take_while(|byte| belongs(byte)).count()
    };
    let mut start = position;
    let notation;
    if at(position) == b'0' && matches!(at(position + 1), b'x' | b'X') {
        notation = Notation::Hexadecimal;
        start += 2;
        position = start + run(start, u8::is_ascii_hexdigit);
    } else if at(position) == b'0' && matches!(at(position + 1), b'b' | b'B') {
        notation = Notation::Binary;
        start += 2;
        position = start + run(start, |byte| matches!(byte, b'0' | b'1'));
        if position == start {
            return None;
        }
    } else {
        let integer_digits = run(position, u8::is_ascii_digit);
        position += integer_digits;
        let mut real = false;
        if at(position) == b'.' && (at(position + 1) != b'.' || integer_digits == 0) {
            real = true;
            let fraction_digits = run(position + 1, u8::is_ascii_digit);
            if integer_digits + fraction_digits == 0 {
                return None;
            }
            position += 1 + fraction_digits;
        }
        if integer_digits == 0 && !real {
            return None;
        }
        if matches!(at(position), b'e' | b'E') {
            real = true;
            position += 1;
            let sign = text.get(position..)?.chars().next();
            if let Some(sign) = sign.filter(|sign| *sign == '+' || chars::is_dash(*sign)) {
                position += sign.len_utf8();
            }
            let exponent_digits = run(position, u8::is_ascii_digit);
            if exponent_digits == 0 {
                return None;
            }
            position += exponent_digits;
        }
        notation = if real { Notation::Real } else { Notation::Integer };
    }
    let digits = text.get(start..position)?;
    let (suffix, suffix_length) = match (at(position) | 0x20, at(position + 1) | 0x20) {
        (b'u', b'l') => (Suffix::UInt64, 2),
        (b'u', b's') => (Suffix::UInt16, 2),
        (b'u', b'y') => (Suffix::Byte, 2),
        (b'u', _) => (Suffix::Unsigned, 1),
        (b's', _) => (Suffix::Int16, 1),
        (b'l', _) => (Suffix::Int64, 1),
        (b'd', _) => (Suffix::Decimal, 1),
        (b'y', _) => (Suffix::SByte, 1),
        (b'n', _) => (Suffix::BigInteger, 1),
        _ => (Suffix::None, 0),
    };
    position += suffix_length;
    let power = match at(position) | 0x20 {
        b'k' => 1,
        b'm' => 2,
        b'g' => 3,
        b't' => 4,
        b'p' => 5,
        _ => 0,
    };
    if power > 0 {
        if at(position + 1) | 0x20 != b'b' {
            return None;
        }
        position += 2;
    }
    let multiplier = 1_u64 << (10 * power);
    Some(NumberLiteral { negative, digits, notation, suffix, multiplier, length: position })
}

/// The number that all of `text` (blanks around it do not count) spells, as PowerShell reads a
/// string that is used as a number: literals of every kind with an optional sign.
pub fn parse_number(text: &str) -> Option<ConstantValue> {
    let text = text.trim();
    let literal = scan(text)?;
    (literal.length == text.len()).then(|| literal.value()).flatten()
}

impl NumberLiteral<'_> {
    /// The value in the type that suffix and size ask for; `None` when it does not fit.
    pub(crate) fn value(&self) -> Option<ConstantValue> {
        match self.notation {
            Notation::Real if self.suffix == Suffix::Decimal => self.real_decimal(),
            Notation::Real => self.real(),
            Notation::Integer => match self.digits.parse::<i128>() {
                Ok(value) => self.integer(self.signed(value), self.suffix),
                Err(_) => self.huge(self.digits),
            },
            Notation::Hexadecimal => self.radix(16),
            Notation::Binary => self.radix(2),
        }
    }

    fn signed(&self, value: i128) -> i128 {
        if self.negative { -value } else { value }
    }

    fn float(&self) -> Option<f64> {
        let mut text = String::with_capacity(self.digits.len() + 1);
        if self.negative {
            text.push('-');
        }
        text.extend(self.digits.chars().map(|c| if chars::is_dash(c) { '-' } else { c }));
        text.parse::<f64>().ok()
    }

    fn real(&self) -> Option<ConstantValue> {
        let value = self.float()? * self.multiplier as f64;
        if self.suffix == Suffix::None {
            return Some(ConstantValue::Double(value));
        }
        if !value.is_finite() {
            return None;
        }
        let rounded = value.round_ties_even();
        if self.suffix == Suffix::BigInteger {
            return Some(ConstantValue::BigInteger(format!("{rounded:.0}").into()));
        }
        (rounded.abs() < 1e30).then(|| narrow(rounded as i128, self.suffix)).flatten()
    }

    fn real_decimal(&self) -> Option<ConstantValue> {
        let (mantissa, exponent) = match self.digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let exponent: String =
                    exponent.chars().map(|c| if chars::is_dash(c) { '-' } else { c }).collect();
                (mantissa, exponent.parse::<i32>().ok()?)
            }
            None => (self.digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        while scale < 0 {
            digits.push(0);
            scale += 1;
            if digits.len() > 64 {
                return None;
            }
        }
        let mut value = round_digits(&digits, &mut scale)?;
        value = value.checked_mul(u128::from(self.multiplier))?;
        while value >= DECIMAL_LIMIT && scale > 0 {
            value = divide_to_even(value, 10);
            scale -= 1;
        }
        (value < DECIMAL_LIMIT).then_some(ConstantValue::Decimal(DecimalLiteral {
            negative: self.negative,
            mantissa: value,
            scale: scale as u8,
        }))
    }

    fn integer(&self, value: i128, suffix: Suffix) -> Option<ConstantValue> {
        match value.checked_mul(i128::from(self.multiplier)) {
            Some(value) => match suffix {
                Suffix::None => Some(self.fit(value)?),
                _ => narrow(value, suffix),
            },
            None => self.huge(&value.unsigned_abs().to_string()),
        }
    }

    /// The smallest of the types that numbers without suffix have.
    fn fit(&self, value: i128) -> Option<ConstantValue> {
        if let Ok(value) = i32::try_from(value) {
            return Some(ConstantValue::Int32(value));
        }
        if let Ok(value) = i64::try_from(value) {
            return Some(ConstantValue::Int64(value));
        }
        if self.notation != Notation::Integer {
            return None;
        }
        narrow(value, Suffix::Decimal).or(Some(ConstantValue::Double(value as f64)))
    }

    /// Integers of more than 127 bits.
    fn huge(&self, digits: &str) -> Option<ConstantValue> {
        let digits = multiply_digits(digits, self.multiplier);
        let sign = if self.negative { "-" } else { "" };
        match self.suffix {
            Suffix::BigInteger => Some(ConstantValue::BigInteger(format!("{sign}{digits}").into())),
            Suffix::None if self.notation == Notation::Integer => {
                format!("{sign}{digits}").parse().ok().map(ConstantValue::Double)
            }
            _ => None,
        }
    }

    /// Hexadecimal and binary digits. A full set of them (8, 16, … bits) is in two's complement.
    fn radix(&self, radix: u32) -> Option<ConstantValue> {
        let unsigned = matches!(
            self.suffix,
            Suffix::Byte | Suffix::UInt16 | Suffix::Unsigned | Suffix::UInt64
        );
        let count = self.digits.len();
        let mut suffix = self.suffix;
        let signed_bits = if radix == 16 {
            // Without a suffix up to 15 digits are an int where that fits, 16 are a long.
            let full = match suffix {
                Suffix::SByte => 2,
                Suffix::Int16 => 4,
                Suffix::Int64 => 16,
                _ if count < 15 => 8,
                _ => 16,
            };
            if matches!(suffix, Suffix::None) && (15..=16).contains(&count) {
                suffix = Suffix::Int64;
            } else if suffix == Suffix::Unsigned && count == 15 {
                suffix = Suffix::UInt64;
            }
            (!unsigned && count == full).then_some(4 * count)
        } else {
            if count == 64 && suffix == Suffix::None {
                suffix = Suffix::Int64;
            } else if count == 64 && suffix == Suffix::Unsigned {
                suffix = Suffix::UInt64;
            }
            let full = matches!(count, 8 | 16 | 32 | 64 | 96) || count >= 128;
            (!unsigned && full).then_some(count)
        };
        let first_bit = match self.digits.chars().next().and_then(|c| c.to_digit(radix)) {
            Some(digit) => digit >= radix / 2,
            None => return self.integer(0, suffix),
        };
        let bits = signed_bits.filter(|_| first_bit);
        if self.digits.trim_start_matches('0').len() > 120 / if radix == 16 { 4 } else { 1 } {
            return self.huge_radix(radix, bits);
        }
        let mut value = i128::from_str_radix(self.digits, radix).ok()?;
        if let Some(bits) = bits {
            value -= 1_i128 << bits;
        }
        self.integer(self.signed(value), suffix)
    }

    fn huge_radix(&self, radix: u32, complement_bits: Option<usize>) -> Option<ConstantValue> {
        if self.suffix != Suffix::BigInteger {
            return None;
        }
        let mut digits: Vec<u32> =
            self.digits.chars().filter_map(|digit| digit.to_digit(radix)).collect();
        if complement_bits.is_some() {
            // The magnitude of a negative number: invert and add one.
            let mut carry = 1;
            for digit in digits.iter_mut().rev() {
                let inverted = radix - 1 - *digit + carry;
                *digit = inverted % radix;
                carry = inverted / radix;
            }
        }
        let mut decimal = String::from("0");
        for digit in digits {
            decimal = add_digit(&multiply_digits(&decimal, u64::from(radix)), digit);
        }
        let decimal = multiply_digits(&decimal, self.multiplier);
        let sign = if self.negative ^ complement_bits.is_some() { "-" } else { "" };
        Some(ConstantValue::BigInteger(format!("{sign}{decimal}").into()))
    }
}

const DECIMAL_LIMIT: u128 = 1 << 96;

/// `value` in the type of `suffix`; `None` when it does not fit.
fn narrow(value: i128, suffix: Suffix) -> Option<ConstantValue> {
    Some(match suffix {
        Suffix::SByte => ConstantValue::SByte(value.try_into().ok()?),
        Suffix::Byte => ConstantValue::Byte(value.try_into().ok()?),
        Suffix::Int16 => ConstantValue::Int16(value.try_into().ok()?),
        Suffix::UInt16 => ConstantValue::UInt16(value.try_into().ok()?),
        Suffix::Int64 => ConstantValue::Int64(value.try_into().ok()?),
        Suffix::UInt64 => ConstantValue::UInt64(value.try_into().ok()?),
        Suffix::Unsigned => match u32::try_from(value) {
            Ok(value) => ConstantValue::UInt32(value),
            Err(_) => ConstantValue::UInt64(value.try_into().ok()?),
        },
        Suffix::Decimal => {
            let mantissa = value.unsigned_abs();
            if mantissa >= DECIMAL_LIMIT {
                return None;
            }
            ConstantValue::Decimal(DecimalLiteral { negative: value < 0, mantissa, scale: 0 })
        }
        Suffix::BigInteger => ConstantValue::BigInteger(value.to_string().into()),
        Suffix::None => return None,
    })
}

/// The digits as a mantissa of at most 96 bits; `scale` shrinks by what is rounded away.
fn round_digits(digits: &[u8], scale: &mut i32) -> Option<u128> {
    let mut value: u128 = 0;
    let mut digits = digits.iter().copied().skip_while(|digit| *digit == 0).peekable();
    let mut rest: Vec<u8> = Vec::new();
    while let Some(digit) = digits.next() {
        let next = value * 10 + u128::from(digit);
        if next >= DECIMAL_LIMIT {
            rest.push(digit);
            rest.extend(digits);
            break;
        }
        value = next;
    }
    let mut dropped = i32::try_from(rest.len()).ok()?;
    if dropped > *scale {
        return None;
    }
    let excess = *scale - dropped - 28;
    for _ in 0..excess.max(0) {
        rest.insert(0, (value % 10) as u8);
        value /= 10;
        dropped += 1;
    }
    *scale -= dropped;
    let half = rest.first().copied().unwrap_or(0);
    let beyond = rest.iter().skip(1).any(|digit| *digit != 0);
    if half > 5 || half == 5 && (beyond || value % 2 == 1) {
        value += 1;
    }
    Some(value)
}

fn divide_to_even(value: u128, divisor: u128) -> u128 {
    let (quotient, remainder) = (value / divisor, value % divisor);
    let twice = remainder * 2;
    if twice > divisor || twice == divisor && quotient % 2 == 1 { quotient + 1 } else { quotient }
}

/// Decimal digits times a small number.
fn multiply_digits(digits: &str, factor: u64) -> String {
    let mut result: Vec<u8> = Vec::with_capacity(digits.len() + 20);
    let mut carry = 0_u128;
    for digit in digits.bytes().rev() {
        let product = u128::from(digit - b'0') * u128::from(factor) + carry;
        result.push(b'0' + (product % 10) as u8);
        carry = product / 10;
    }
    while carry > 0 {
        result.push(b'0' + (carry % 10) as u8);
        carry /= 10;
    }
    let text: String = result.iter().rev().map(|byte| *byte as char).collect();
    let trimmed = text.trim_start_matches('0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}

/// Decimal digits plus a small number.
fn add_digit(digits: &str, add: u32) -> String {
    let mut result: Vec<u8> = Vec::with_capacity(digits.len() + 1);
    let mut carry = add;
    for digit in digits.bytes().rev() {
        let sum = u32::from(digit - b'0') + carry;
        result.push(b'0' + (sum % 10) as u8);
        carry = sum / 10;
    }
    while carry > 0 {
        result.push(b'0' + (carry % 10) as u8);
        carry /= 10;
    }
    result.iter().rev().map(|byte| *byte as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i32) -> Option<ConstantValue> {
        Some(ConstantValue::Int32(value))
    }

    #[test]
    fn widens_from_int_to_double() {
        assert_eq!(parse_number("2147483647"), int(i32::MAX));
        assert_eq!(parse_number("2147483648"), Some(ConstantValue::Int64(1 << 31)));
        let decimal = |mantissa| {
            Some(ConstantValue::Decimal(DecimalLiteral { negative: false, mantissa, scale: 0 }))
        };
        assert_eq!(parse_number("9223372036854775808"), decimal(1 << 63));
        assert_eq!(
            parse_number("99999999999999999999999999999999"),
            Some(ConstantValue::Double(1e32))
        );
        assert_eq!(parse_number("-2147483648"), int(i32::MIN));
    }

    #[test]
    fn suffixes_choose_the_type() {
        assert_eq!(parse_number("255uy"), Some(ConstantValue::Byte(255)));
        assert_eq!(parse_number("256uy"), None);
        assert_eq!(parse_number("-1u"), None);
        assert_eq!(parse_number("5000000000u"), Some(ConstantValue::UInt64(5_000_000_000)));
        assert_eq!(parse_number("2.5l"), Some(ConstantValue::Int64(2)));
        assert_eq!(parse_number("1.5n"), Some(ConstantValue::BigInteger("2".into())));
        assert_eq!(parse_number("5uyy"), None);
    }

    #[test]
    fn multipliers_apply_before_the_type_is_chosen() {
        assert_eq!(parse_number("1kb"), int(1024));
        assert_eq!(parse_number("2gb"), Some(ConstantValue::Int64(2 << 30)));
        assert_eq!(parse_number("1.5KB"), Some(ConstantValue::Double(1536.0)));
        assert_eq!(parse_number("1k"), None);
    }

    #[test]
    fn full_sets_of_digits_are_in_twos_complement() {
        assert_eq!(parse_number("0xFFFFFFFF"), int(-1));
        assert_eq!(parse_number("0xFF"), int(255));
        assert_eq!(parse_number("0xFFy"), Some(ConstantValue::SByte(-1)));
        assert_eq!(parse_number("0xFFFFFFFFu"), Some(ConstantValue::UInt32(u32::MAX)));
        assert_eq!(parse_number("0xFFFFFFFFFFFFFFFF"), Some(ConstantValue::Int64(-1)));
        assert_eq!(parse_number("0b11111111"), int(-1));
        assert_eq!(parse_number("0b101"), int(5));
        assert_eq!(parse_number("0x"), int(0));
    }

    #[test]
    fn decimals_keep_their_scale() {
        let decimal = |negative, mantissa, scale| {
            Some(ConstantValue::Decimal(DecimalLiteral { negative, mantissa, scale }))
        };
        assert_eq!(parse_number("1.50d"), decimal(false, 150, 2));
        assert_eq!(parse_number("-1e3d"), decimal(true, 1000, 0));
        assert_eq!(parse_number("1.5kb"), Some(ConstantValue::Double(1536.0)));
        assert_eq!(parse_number("1.5dkb"), decimal(false, 15360, 1));
    }

    #[test]
    fn big_integers_have_any_size() {
        let text = "123456789012345678901234567890123456789012345";
        assert_eq!(parse_number(&format!("{text}n")), Some(ConstantValue::BigInteger(text.into())));
        let hex = format!("0x0{}n", "F".repeat(40));
        let expected = "1461501637330902918203684832716283019655932542975";
        assert_eq!(parse_number(&hex), Some(ConstantValue::BigInteger(expected.into())));
    }
}
