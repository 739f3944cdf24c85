//! Text to numbers.

use num_bigint::{BigInt, Sign};
use num_traits::{ToPrimitive, Zero};
use remora_psobject::{Decimal, Exception, TypeId, Value};

use super::NumberStyles;
use crate::culture::{Culture, NumberFormat};
use crate::errors;

/// What was read: `digits × 10^exponent`.
struct Scanned {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// Characters that count as blanks around numbers.
fn is_blank(byte: char) -> bool {
    byte == ' ' || ('\t'..='\r').contains(&byte)
}

struct Scanner<'a> {
    rest: &'a str,
    styles: NumberStyles,
    culture: &'a NumberFormat,
}

impl<'a> Scanner<'a> {
    fn take(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => self.take_space_separator(text),
        }
    }

    /// A separator that is a space of any kind matches every other.
    fn take_space_separator(&mut self, text: &str) -> bool {
        const SPACES: [&str; 3] = ["\u{a0}", "\u{202f}", " "];
        if !SPACES.contains(&text) {
            return false;
        }
        for space in SPACES {
            if let Some(rest) = self.rest.strip_prefix(space) {
                self.rest = rest;
                return true;
            }
        }
        false
    }

    fn skip_blanks(&mut self, allowed: bool) {
        if allowed {
            self.rest = self.rest.trim_start_matches(is_blank);
        }
    }

    fn take_sign(&mut self) -> Option<bool> {
        let negative = self.culture.negative_sign.clone();
        let positive = self.culture.positive_sign.clone();
        if self.take(&negative) || self.take("-") || self.take("\u{2212}") {
            return Some(true);
        }
        (self.take(&positive) || self.take("+")).then_some(false)
    }

    /// Sign, parenthesis and currency symbol before or after the digits.
    fn affixes(&mut self, state: &mut Affixes, before: bool) {
        let blanks =
            if before { NumberStyles::LEADING_WHITE } else { NumberStyles::TRAILING_WHITE };
        let sign_flag =
            if before { NumberStyles::LEADING_SIGN } else { NumberStyles::TRAILING_SIGN };
        let currency = self.culture.currency_symbol.clone();
        loop {
            let start = self.rest.len();
            self.skip_blanks(self.styles.has(blanks));
            if !state.signed
                && self.styles.has(sign_flag)
                && let Some(negative) = self.take_sign()
            {
                state.signed = true;
                state.negative = negative;
            }
            if before
                && !state.signed
                && self.styles.has(NumberStyles::PARENTHESES)
                && self.take("(")
            {
                state.signed = true;
                state.negative = true;
                state.parenthesis = true;
            }
            if !before && state.parenthesis && self.take(")") {
                state.parenthesis = false;
            }
            if !state.currency
                && self.styles.has(NumberStyles::CURRENCY_SYMBOL)
                && self.take(&currency)
            {
                state.currency = true;
            }
            if self.rest.len() == start {
                return;
            }
        }
    }

    fn number(mut self) -> Option<Scanned> {
        let mut state = Affixes::default();
        self.affixes(&mut state, true);
        let currency = self.styles.has(NumberStyles::CURRENCY_SYMBOL) && state.currency;
        let points = [
            self.culture.number_decimal_separator.clone(),
            if currency { self.culture.currency_decimal_separator.clone() } else { String::new() },
        ];
        let groups = [
            self.culture.number_group_separator.clone(),
            if currency { self.culture.currency_group_separator.clone() } else { String::new() },
        ];
        let mut digits = String::new();
        let mut exponent = 0_i64;
        let (mut any, mut after_point) = (false, false);
        loop {
            let digit = self.rest.chars().next().filter(char::is_ascii_digit);
            if let Some(digit) = digit {
                any = true;
                self.rest = self.rest.get(1..).unwrap_or_default();
                digits.push(digit);
                if after_point {
                    exponent -= 1;
                }
            } else if !after_point
                && self.styles.has(NumberStyles::DECIMAL_POINT)
                && points.iter().any(|point| self.take(point))
            {
                after_point = true;
            } else if any
                && !after_point
                && self.styles.has(NumberStyles::THOUSANDS)
                && groups.iter().any(|group| self.take(group))
            {
            } else {
                break;
            }
        }
        if !any {
            return None;
        }
        if self.styles.has(NumberStyles::EXPONENT) {
            exponent += self.exponent().unwrap_or(0);
        }
        self.affixes(&mut state, false);
        let rest = self.rest.trim_end_matches('\0');
        (rest.is_empty() && !state.parenthesis).then_some(Scanned {
            negative: state.negative,
            digits,
            exponent,
        })
    }

    fn exponent(&mut self) -> Option<i64> {
        let before = self.rest;
        let rest = self.rest.strip_prefix(['e', 'E'])?;
        self.rest = rest;
        let negative = self.take_sign().unwrap_or(false);
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            self.rest = before;
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        let size = digits.parse::<i64>().unwrap_or(99_999).min(99_999);
        Some(if negative { -size } else { size })
    }
}

#[derive(Default)]
struct Affixes {
    signed: bool,
    negative: bool,
    parenthesis: bool,
    currency: bool,
}

fn scan(text: &str, styles: NumberStyles, culture: &Culture) -> Option<Scanned> {
    Scanner { rest: text, styles, culture: &culture.number }.number()
}

/// The whole number that the digits make; `None` where there is a fraction.
fn whole(scanned: &Scanned) -> Option<BigInt> {
    let digits = scanned.digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(BigInt::zero());
    }
    let mut kept = digits;
    let mut exponent = scanned.exponent;
    while exponent < 0 {
        kept = kept.strip_suffix('0')?;
        exponent += 1;
    }
    if exponent > 10_000 {
        return None;
    }
    let magnitude: BigInt = kept.parse().ok()?;
    let magnitude = magnitude * BigInt::from(10).pow(u32::try_from(exponent).ok()?);
    Some(if scanned.negative { -magnitude } else { magnitude })
}

/// Digits of base 16 or 2 as the bits of an integer; blanks as the styles allow.
fn radix(text: &str, styles: NumberStyles) -> Option<(BigInt, usize)> {
    let mut body = text;
    if styles.has(NumberStyles::LEADING_WHITE) {
        body = body.trim_start_matches(is_blank);
    }
    if styles.has(NumberStyles::TRAILING_WHITE) {
        body = body.trim_end_matches(is_blank);
    }
    let (base, bits) = if styles.has(NumberStyles::BINARY_SPECIFIER) { (2, 1) } else { (16, 4) };
    if body.is_empty() || !body.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let number = BigInt::parse_bytes(body.as_bytes(), base)?;
    let significant = body.trim_start_matches('0').len().max(1);
    Some((number, significant * bits))
}

fn bits_of(type_id: TypeId) -> u32 {
    match type_id {
        TypeId::BYTE | TypeId::SBYTE => 8,
        TypeId::INT16 | TypeId::UINT16 => 16,
        TypeId::INT64 | TypeId::UINT64 => 64,
        _ => 32,
    }
}

fn is_signed(type_id: TypeId) -> bool {
    matches!(type_id, TypeId::SBYTE | TypeId::INT16 | TypeId::INT32 | TypeId::INT64)
}

/// An integer of the type, from a large one; `None` where it does not fit.
pub(crate) fn integer_value(number: &BigInt, type_id: TypeId) -> Option<Value> {
    Some(match type_id {
        TypeId::BYTE => Value::U8(number.to_u8()?),
        TypeId::SBYTE => Value::I8(number.to_i8()?),
        TypeId::INT16 => Value::I16(number.to_i16()?),
        TypeId::UINT16 => Value::U16(number.to_u16()?),
        TypeId::UINT32 => Value::U32(number.to_u32()?),
        TypeId::INT64 => Value::I64(number.to_i64()?),
        TypeId::UINT64 => Value::U64(number.to_u64()?),
        _ => Value::I32(number.to_i32()?),
    })
}

/// An integer of one of the eight integer types.
///
/// # Errors
/// `FormatException` or `OverflowException`, as `Int32.Parse` throws them.
pub fn parse_integer(
    text: &str,
    type_id: TypeId,
    styles: NumberStyles,
    culture: &Culture,
) -> Result<Value, Exception> {
    let radix_flags = NumberStyles::HEX_SPECIFIER | NumberStyles::BINARY_SPECIFIER;
    if styles.0 & radix_flags != 0 {
        let (mut number, bits) = radix(text, styles).ok_or_else(|| errors::not_a_number(text))?;
        let size = bits_of(type_id);
        if bits > usize::try_from(size).unwrap_or(64) {
            return Err(errors::overflow_of(type_id));
        }
        if is_signed(type_id) && number.bit(u64::from(size) - 1) {
            number -= BigInt::from(1) << size;
        }
        return integer_value(&number, type_id).ok_or_else(|| errors::overflow_of(type_id));
    }
    let scanned = scan(text, styles, culture).ok_or_else(|| errors::not_a_number(text))?;
    whole(&scanned)
        .and_then(|number| integer_value(&number, type_id))
        .ok_or_else(|| errors::overflow_of(type_id))
}

/// A double. Numbers that are too large are infinite.
///
/// # Errors
/// `FormatException`
pub fn parse_double(text: &str, styles: NumberStyles, culture: &Culture) -> Result<f64, Exception> {
    if let Some(scanned) = scan(text, styles, culture) {
        let sign = if scanned.negative { "-" } else { "" };
        let written = format!("{sign}{}e{}", scanned.digits, scanned.exponent);
        return written.parse().map_err(|_| errors::not_a_number(text));
    }
    symbol(text, culture).ok_or_else(|| errors::not_a_number(text))
}

/// A single.
///
/// # Errors
/// `FormatException`
pub fn parse_single(text: &str, styles: NumberStyles, culture: &Culture) -> Result<f32, Exception> {
    if let Some(scanned) = scan(text, styles, culture) {
        let sign = if scanned.negative { "-" } else { "" };
        let written = format!("{sign}{}e{}", scanned.digits, scanned.exponent);
        return written.parse().map_err(|_| errors::not_a_number(text));
    }
    symbol(text, culture).map(|number| number as f32).ok_or_else(|| errors::not_a_number(text))
}

/// The names of what is no finite number.
fn symbol(text: &str, culture: &Culture) -> Option<f64> {
    let text = text.trim_matches(is_blank);
    let format = &culture.number;
    let is = |symbol: &str| remora_psobject::string::eq_ignore_case(text, symbol);
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let rest_is = |symbol: &str| remora_psobject::string::eq_ignore_case(rest, symbol);
    if is(&format.positive_infinity_symbol) {
        Some(f64::INFINITY)
    } else if is(&format.negative_infinity_symbol) {
        Some(f64::NEG_INFINITY)
    } else if is(&format.nan_symbol) || rest_is(&format.nan_symbol) {
        Some(f64::NAN)
    } else if text.starts_with('+') && rest_is(&format.positive_infinity_symbol) {
        Some(f64::INFINITY)
    } else {
        None
    }
}

/// A decimal; more digits than it can hold are rounded.
///
/// # Errors
/// `FormatException` or `OverflowException`
pub fn parse_decimal(
    text: &str,
    styles: NumberStyles,
    culture: &Culture,
) -> Result<Decimal, Exception> {
    let scanned = scan(text, styles, culture).ok_or_else(|| errors::not_a_number(text))?;
    decimal_of(&scanned).ok_or_else(|| errors::overflow_of(TypeId::DECIMAL))
}

fn decimal_of(scanned: &Scanned) -> Option<Decimal> {
    let trimmed = scanned.digits.trim_start_matches('0');
    let mut digits = if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
    let mut exponent = scanned.exponent;
    if digits == "0" {
        let scale = u32::try_from((-exponent).clamp(0, 28)).ok()?;
        return Some(Decimal::new(0, scale));
    }
    if exponent > 0 {
        if exponent > 29 {
            return None;
        }
        digits.push_str(&"0".repeat(usize::try_from(exponent).ok()?));
        exponent = 0;
    }
    let limit: BigInt = (BigInt::from(1) << 96) - 1;
    let mut number: BigInt = digits.parse().ok()?;
    let mut scale = -exponent;
    let mut dropped_more = false;
    while scale > 28 || (scale > 0 && number > limit) {
        let last = (&number % 10_u8).to_u8()?;
        number /= 10_u8;
        scale -= 1;
        let done = scale <= 28 && number <= limit;
        if done {
            let odd = number.bit(0);
            if last > 5 || (last == 5 && (dropped_more || odd)) {
                number += 1;
            }
        }
        dropped_more = dropped_more || last != 0;
    }
    if number > limit {
        if scale == 0 {
            return None;
        }
        number /= 10_u8;
        scale -= 1;
    }
    let (sign, magnitude) = number.into_parts();
    let mantissa = BigInt::from_biguint(sign, magnitude).to_i128()?;
    let mantissa = if scanned.negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

/// A large integer.
///
/// # Errors
/// `FormatException`
pub fn parse_big_integer(
    text: &str,
    styles: NumberStyles,
    culture: &Culture,
) -> Result<BigInt, Exception> {
    let bad = || errors::format("The value could not be parsed.");
    let radix_flags = NumberStyles::HEX_SPECIFIER | NumberStyles::BINARY_SPECIFIER;
    if styles.0 & radix_flags != 0 {
        let (number, _) = radix(text, styles).ok_or_else(bad)?;
        let trimmed = text.trim_matches(is_blank);
        let (first_bits, top) =
            if styles.has(NumberStyles::HEX_SPECIFIER) { (4, "89abcdefABCDEF") } else { (1, "1") };
        let negative = trimmed.starts_with(|first| top.contains(first));
        let size = trimmed.len() * first_bits;
        return Ok(if negative { number - (BigInt::from(1) << size) } else { number });
    }
    let scanned = scan(text, styles, culture).ok_or_else(bad)?;
    whole(&scanned).ok_or_else(|| errors::overflow("The number has a fractional part."))
}

/// A number of any numeric type.
///
/// # Errors
/// `FormatException` or `OverflowException`
pub fn parse_to(
    text: &str,
    type_id: TypeId,
    styles: NumberStyles,
    culture: &Culture,
) -> Result<Value, Exception> {
    Ok(match type_id {
        TypeId::DOUBLE => Value::F64(parse_double(text, styles, culture)?),
        TypeId::SINGLE => Value::F32(parse_single(text, styles, culture)?),
        TypeId::DECIMAL => parse_decimal(text, styles, culture)?.into(),
        TypeId::BIG_INTEGER => parse_big_integer(text, styles, culture)?.into(),
        _ => parse_integer(text, type_id, styles, culture)?,
    })
}

/// The sign of a large integer as -1, 0 or 1.
pub(crate) fn sign_of(number: &BigInt) -> i32 {
    match number.sign() {
        Sign::Minus => -1,
        Sign::NoSign => 0,
        Sign::Plus => 1,
    }
}
