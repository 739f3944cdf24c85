//! Standard formats: one letter and a precision.

use num_bigint::{BigInt, Sign};
use remora_psobject::{Exception, Value};

use super::digits::{Digits, character};
use super::{digits_of, not_numeric, special, to_big_integer};
use crate::culture::NumberFormat;
use crate::errors;

/// Positive currency patterns: `$` is the symbol, `n` the number.
const CURRENCY_POSITIVE: [&str; 4] = ["$n", "n$", "$ n", "n $"];
const CURRENCY_NEGATIVE: [&str; 17] = [
    "($n)", "-$n", "$-n", "$n-", "(n$)", "-n$", "n-$", "n$-", "-n $", "-$ n", "n $-", "$ n-",
    "$ -n", "n- $", "($ n)", "(n $)", "$- n",
];
const PERCENT_POSITIVE: [&str; 4] = ["n %", "n%", "%n", "% n"];
const PERCENT_NEGATIVE: [&str; 12] =
    ["-n %", "-n%", "-%n", "%-n", "%n-", "n-%", "n%-", "-% n", "n %-", "% n-", "% -n", "n- %"];
const NUMBER_NEGATIVE: [&str; 5] = ["(n)", "-n", "- n", "n-", "n -"];

fn is_integer(value: &Value) -> bool {
    !matches!(value, Value::F64(_) | Value::F32(_) | Value::Decimal(_))
}

/// The number in a standard format.
pub(super) fn format(
    value: &Value,
    specifier: char,
    precision: Option<usize>,
    culture: &NumberFormat,
) -> Result<String, Exception> {
    let letter = specifier.to_ascii_uppercase();
    if !"CDEFGNPRXB".contains(letter) {
        return Err(errors::bad_format_specifier());
    }
    if matches!(letter, 'D' | 'X' | 'B') && !is_integer(value) {
        return Err(errors::bad_format_specifier());
    }
    if let Some(text) = special(value, culture) {
        return Ok(text);
    }
    let out = match letter {
        'D' => decimal_integer(&integer(value)?, precision, culture),
        'X' => radix(value, precision, 16, specifier == 'X')?,
        'B' => radix(value, precision, 2, false)?,
        // Only floating-point numbers and large integers know the format R.
        'R' if !matches!(value, Value::F64(_) | Value::F32(_) | Value::BigInt(_)) => {
            return Err(errors::bad_format_specifier());
        }
        'R' => general(value, None, specifier, culture)?,
        'G' => general(value, precision, specifier, culture)?,
        'E' => {
            let decimals = precision.unwrap_or(6);
            let digits = rounded_significant(value, decimals + 1)?;
            scientific(&digits, decimals, specifier, 3, culture)
        }
        'F' => {
            let decimals = precision.unwrap_or_else(|| count(culture.number_decimal_digits));
            let digits = drop_zero_sign(rounded_decimals(value, decimals)?, value);
            let body = fixed(&digits, decimals, &culture.number_decimal_separator, "", &[]);
            signed(&digits, body, culture)
        }
        'N' => grouped(value, precision, &Grouping::number(culture), culture)?,
        'C' => grouped(value, precision, &Grouping::currency(culture), culture)?,
        _ => percent(value, precision, culture)?,
    };
    Ok(out)
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(2)
}

fn integer(value: &Value) -> Result<BigInt, Exception> {
    to_big_integer(value).ok_or_else(not_numeric)
}

fn decimal_integer(number: &BigInt, precision: Option<usize>, culture: &NumberFormat) -> String {
    let digits = number.magnitude().to_string();
    let zeros = precision.unwrap_or(0).saturating_sub(digits.len());
    let sign = if number.sign() == Sign::Minus { culture.negative_sign.as_str() } else { "" };
    format!("{sign}{}{digits}", "0".repeat(zeros))
}

/// Hexadecimal or binary; negative numbers as the bits of their type.
fn radix(
    value: &Value,
    precision: Option<usize>,
    base: u32,
    upper: bool,
) -> Result<String, Exception> {
    let number = integer(value)?;
    let text = match value {
        Value::BigInt(_) => big_radix(&number, base),
        _ => {
            let bits = match value {
                Value::I8(v) => u64::from(v.cast_unsigned()),
                Value::I16(v) => u64::from(v.cast_unsigned()),
                Value::I32(v) => u64::from(v.cast_unsigned()),
                Value::I64(v) => v.cast_unsigned(),
                Value::U64(v) => *v,
                other => other.as_i64().unwrap_or(0).cast_unsigned(),
            };
            if base == 16 { format!("{bits:x}") } else { format!("{bits:b}") }
        }
    };
    let fill = match value {
        Value::BigInt(_) if number.sign() == Sign::Minus => {
            if base == 16 {
                "f"
            } else {
                "1"
            }
        }
        _ => "0",
    };
    let zeros = precision.unwrap_or(0).saturating_sub(text.len());
    let text = format!("{}{text}", fill.repeat(zeros));
    Ok(if upper { text.to_ascii_uppercase() } else { text })
}

/// The two's complement with as few digits as show the sign.
fn big_radix(number: &BigInt, base: u32) -> String {
    let bytes = number.to_signed_bytes_be();
    let mut text: String = bytes
        .iter()
        .map(|byte| if base == 16 { format!("{byte:02x}") } else { format!("{byte:08b}") })
        .collect();
    let (sign_digit, is_sign): (char, fn(char) -> bool) = match (base, number.sign()) {
        (16, Sign::Minus) => ('f', |next| next >= '8'),
        (16, _) => ('0', |next| next < '8'),
        (_, Sign::Minus) => ('1', |next| next == '1'),
        (_, _) => ('0', |next| next == '0'),
    };
    while text.len() > 1 && text.starts_with(sign_digit) && text.chars().nth(1).is_some_and(is_sign)
    {
        text.remove(0);
    }
    text
}

/// Rounded to so many significant digits.
fn rounded_significant(value: &Value, digits: usize) -> Result<Digits, Exception> {
    Ok(match value {
        Value::F64(number) => Digits::significant(*number, digits),
        Value::F32(number) => Digits::significant(f64::from(*number), digits),
        other => {
            let mut all = digits_of(other).ok_or_else(not_numeric)?;
            all.round(i32::try_from(digits).unwrap_or(i32::MAX));
            all
        }
    })
}

/// Rounded to so many digits after the point.
fn rounded_decimals(value: &Value, decimals: usize) -> Result<Digits, Exception> {
    Ok(match value {
        Value::F64(number) => Digits::decimals(*number, decimals),
        Value::F32(number) => Digits::decimals(f64::from(*number), decimals),
        other => {
            let mut all = digits_of(other).ok_or_else(not_numeric)?;
            let keep = all.scale.saturating_add(i32::try_from(decimals).unwrap_or(i32::MAX));
            all.round(keep);
            all
        }
    })
}

/// Digits with a point, groups and so many decimals, without a sign.
fn fixed(
    digits: &Digits,
    decimals: usize,
    point: &str,
    separator: &str,
    group_sizes: &[i32],
) -> String {
    let mut whole: String = (0..digits.scale).map(|at| character(digits.at(at))).collect();
    if whole.is_empty() {
        whole.push('0');
    }
    let mut out = group(&whole, separator, group_sizes);
    if decimals > 0 {
        out.push_str(point);
        let count = i32::try_from(decimals).unwrap_or(i32::MAX);
        out.extend((0..count).map(|at| character(digits.at(digits.scale.saturating_add(at)))));
    }
    out
}

/// Whole digits in groups; the last size counts for all further groups, and 0 ends the grouping.
pub(super) fn group(whole: &str, separator: &str, sizes: &[i32]) -> String {
    if separator.is_empty() || sizes.is_empty() {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = whole;
    let mut index = 0;
    while let Some(size) = sizes
        .get(index)
        .or(sizes.last())
        .and_then(|size| usize::try_from(*size).ok())
        .filter(|size| *size > 0 && *size < rest.len())
    {
        let (before, part) = rest.split_at(rest.len() - size);
        parts.push(part);
        rest = before;
        index += 1;
    }
    parts.push(rest);
    parts.reverse();
    parts.join(separator)
}

/// With the sign of the culture.
fn signed(digits: &Digits, body: String, culture: &NumberFormat) -> String {
    if digits.negative { format!("{}{body}", culture.negative_sign) } else { body }
}

struct Grouping<'a> {
    decimals: i32,
    point: &'a str,
    separator: &'a str,
    sizes: &'a [i32],
    symbol: &'a str,
    positive: &'a str,
    negative: &'a str,
}

fn pattern<'a>(patterns: &[&'a str], number: i32) -> &'a str {
    usize::try_from(number)
        .ok()
        .and_then(|number| patterns.get(number))
        .or(patterns.first())
        .copied()
        .unwrap_or("n")
}

impl<'a> Grouping<'a> {
    fn number(culture: &'a NumberFormat) -> Self {
        Self {
            decimals: culture.number_decimal_digits,
            point: &culture.number_decimal_separator,
            separator: &culture.number_group_separator,
            sizes: &culture.number_group_sizes,
            symbol: "",
            positive: "n",
            negative: pattern(&NUMBER_NEGATIVE, culture.number_negative_pattern),
        }
    }

    fn currency(culture: &'a NumberFormat) -> Self {
        Self {
            decimals: culture.currency_decimal_digits,
            point: &culture.currency_decimal_separator,
            separator: &culture.currency_group_separator,
            sizes: &culture.currency_group_sizes,
            symbol: &culture.currency_symbol,
            positive: pattern(&CURRENCY_POSITIVE, culture.currency_positive_pattern),
            negative: pattern(&CURRENCY_NEGATIVE, culture.currency_negative_pattern),
        }
    }

    fn percent(culture: &'a NumberFormat) -> Self {
        Self {
            decimals: culture.percent_decimal_digits,
            point: &culture.percent_decimal_separator,
            separator: &culture.percent_group_separator,
            sizes: &culture.percent_group_sizes,
            symbol: &culture.percent_symbol,
            positive: pattern(&PERCENT_POSITIVE, culture.percent_positive_pattern),
            negative: pattern(&PERCENT_NEGATIVE, culture.percent_negative_pattern),
        }
    }

    fn write(&self, digits: &Digits, decimals: usize, culture: &NumberFormat) -> String {
        let number = fixed(digits, decimals, self.point, self.separator, self.sizes);
        let pattern = if digits.negative { self.negative } else { self.positive };
        let mut out = String::new();
        for character in pattern.chars() {
            match character {
                'n' => out.push_str(&number),
                '$' | '%' => out.push_str(self.symbol),
                '-' => out.push_str(&culture.negative_sign),
                other => out.push(other),
            }
        }
        out
    }
}

fn grouped(
    value: &Value,
    precision: Option<usize>,
    grouping: &Grouping<'_>,
    culture: &NumberFormat,
) -> Result<String, Exception> {
    let decimals = precision.unwrap_or_else(|| count(grouping.decimals));
    let digits = rounded_decimals(value, decimals)?;
    Ok(grouping.write(&drop_zero_sign(digits, value), decimals, culture))
}

/// Only floating-point numbers keep the sign of what rounds to zero.
fn drop_zero_sign(mut digits: Digits, value: &Value) -> Digits {
    if digits.is_zero() && !matches!(value, Value::F64(_) | Value::F32(_)) {
        digits.negative = false;
    }
    digits
}

fn percent(
    value: &Value,
    precision: Option<usize>,
    culture: &NumberFormat,
) -> Result<String, Exception> {
    let grouping = Grouping::percent(culture);
    let decimals = precision.unwrap_or_else(|| count(grouping.decimals));
    let places = i32::try_from(decimals).unwrap_or(i32::MAX);
    let mut digits = match value {
        // Two more decimals than shown, since the point moves by two.
        Value::F64(number) => Digits::decimals(*number, decimals.saturating_add(2)),
        Value::F32(number) => Digits::decimals(f64::from(*number), decimals.saturating_add(2)),
        other => digits_of(other).ok_or_else(not_numeric)?,
    };
    if !digits.is_zero() {
        digits.scale += 2;
    }
    let keep = digits.scale.saturating_add(places);
    digits.round(keep);
    Ok(grouping.write(&drop_zero_sign(digits, value), decimals, culture))
}

/// `1.234E+005`: digits, decimals, and at least `exponent_digits` digits of the exponent.
pub(super) fn scientific(
    digits: &Digits,
    decimals: usize,
    letter: char,
    exponent_digits: usize,
    culture: &NumberFormat,
) -> String {
    let mut out = String::new();
    if digits.negative {
        out.push_str(&culture.negative_sign);
    }
    out.push(character(digits.at(0)));
    if decimals > 0 {
        out.push_str(&culture.number_decimal_separator);
        let count = i32::try_from(decimals).unwrap_or(i32::MAX);
        out.extend((1..=count).map(|at| character(digits.at(at))));
    }
    let exponent = if digits.is_zero() { 0 } else { digits.scale - 1 };
    out.push(letter);
    out.push_str(&exponent_text(exponent, exponent_digits, true, culture));
    out
}

pub(super) fn exponent_text(
    exponent: i32,
    digits: usize,
    plus: bool,
    culture: &NumberFormat,
) -> String {
    let sign = if exponent < 0 {
        culture.negative_sign.as_str()
    } else if plus {
        culture.positive_sign.as_str()
    } else {
        ""
    };
    format!("{sign}{:0digits$}", exponent.unsigned_abs())
}

/// The shorter of fixed and scientific.
fn general(
    value: &Value,
    precision: Option<usize>,
    specifier: char,
    culture: &NumberFormat,
) -> Result<String, Exception> {
    let precision = precision.filter(|precision| *precision > 0);
    let (digits, limit) = match (value, precision) {
        (Value::F64(_), None) | (Value::F32(_), None) => {
            let digits = digits_of(value).ok_or_else(not_numeric)?;
            let least = if matches!(value, Value::F64(_)) { 15 } else { 7 };
            let limit = digits.len().max(least);
            (digits, limit)
        }
        (_, None) => {
            let digits = digits_of(value).ok_or_else(not_numeric)?;
            if matches!(value, Value::Decimal(_)) {
                return Ok(plain_decimal(&digits, culture));
            }
            let number = integer(value)?;
            return Ok(decimal_integer(&number, None, culture));
        }
        (_, Some(precision)) => (
            rounded_significant(value, precision)?.trimmed(),
            i32::try_from(precision).unwrap_or(i32::MAX),
        ),
    };
    let letter = if specifier.is_ascii_uppercase() { 'E' } else { 'e' };
    if digits.scale > limit || (digits.scale < -3 && !digits.is_zero()) {
        let decimals = usize::try_from(digits.len() - 1).unwrap_or(0);
        return Ok(scientific(&digits, decimals, letter, 2, culture));
    }
    let decimals = usize::try_from(digits.len() - digits.scale).unwrap_or(0);
    let body = fixed(&digits, decimals, &culture.number_decimal_separator, "", &[]);
    Ok(signed(&digits, body, culture))
}

/// A decimal with the zeros that its scale keeps.
fn plain_decimal(digits: &Digits, culture: &NumberFormat) -> String {
    let decimals = usize::try_from(digits.len() - digits.scale).unwrap_or(0);
    let body = fixed(digits, decimals, &culture.number_decimal_separator, "", &[]);
    if digits.negative && !digits.is_zero() {
        format!("{}{body}", culture.negative_sign)
    } else {
        body
    }
}
