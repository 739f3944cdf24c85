//! `System.Char`

use super::convertible;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Char",
    methods: &[
        ("CompareTo", compare_to),
        ("Equals", super::numeric::equals),
        ("GetTypeCode", get_type_code),
        ("ToBoolean", convertible::to_boolean),
        ("ToByte", convertible::to_byte),
        ("ToChar", convertible::to_char),
        ("ToInt16", convertible::to_int16),
        ("ToInt32", convertible::to_int32),
        ("ToInt64", convertible::to_int64),
        ("ToSByte", convertible::to_sbyte),
        ("ToType", convertible::to_type),
        ("ToUInt16", convertible::to_uint16),
        ("ToUInt32", convertible::to_uint32),
        ("ToUInt64", convertible::to_uint64),
    ],
    static_methods: &[
        ("ConvertFromUtf32", convert_from_utf32),
        ("ConvertToUtf32", convert_to_utf32),
        ("GetNumericValue", get_numeric_value),
        ("GetUnicodeCategory", get_unicode_category),
        ("IsAscii", |call| test(call, |c| c.is_ascii())),
        ("IsAsciiDigit", |call| test(call, |c| c.is_ascii_digit())),
        ("IsAsciiHexDigit", |call| test(call, |c| c.is_ascii_hexdigit())),
        ("IsAsciiLetter", |call| test(call, |c| c.is_ascii_alphabetic())),
        ("IsAsciiLetterLower", |call| test(call, |c| c.is_ascii_lowercase())),
        ("IsAsciiLetterOrDigit", |call| test(call, |c| c.is_ascii_alphanumeric())),
        ("IsAsciiLetterUpper", |call| test(call, |c| c.is_ascii_uppercase())),
        ("IsBetween", is_between),
        ("IsControl", |call| test(call, char::is_control)),
        ("IsDigit", |call| test(call, is_decimal_digit)),
        ("IsHighSurrogate", |call| test_unit(call, |u| (0xD800..0xDC00).contains(&u))),
        ("IsLetter", |call| test(call, char::is_alphabetic)),
        ("IsLetterOrDigit", |call| test(call, |c| c.is_alphabetic() || is_decimal_digit(c))),
        ("IsLower", |call| test(call, char::is_lowercase)),
        ("IsLowSurrogate", |call| test_unit(call, |u| (0xDC00..0xE000).contains(&u))),
        ("IsNumber", |call| test(call, char::is_numeric)),
        ("IsPunctuation", |call| test(call, is_punctuation)),
        ("IsSeparator", |call| test(call, |c| c.is_whitespace() && !c.is_control())),
        ("IsSurrogate", |call| test_unit(call, |u| (0xD800..0xE000).contains(&u))),
        ("IsSurrogatePair", is_surrogate_pair),
        ("IsSymbol", |call| test(call, is_symbol)),
        ("IsUpper", |call| test(call, char::is_uppercase)),
        ("IsWhiteSpace", |call| test(call, char::is_whitespace)),
        ("Parse", parse),
        ("ToLower", |call| map(call, lower_unit, false)),
        ("ToLowerInvariant", |call| map(call, lower_unit, true)),
        ("ToString", |call| Ok(PsString::from_units(&[unit_of(call)?]).into())),
        ("ToUpper", |call| map(call, upper_unit, false)),
        ("ToUpperInvariant", |call| map(call, upper_unit, true)),
        ("TryParse", try_parse),
    ],
    ..Implementation::EMPTY
};

/// A code unit in capitals, where that is a single unit.
pub(crate) fn upper_unit(unit: u16, culture: &Culture) -> u16 {
    if unit == u16::from(b'i') && super::string::has_dotted_i(culture) {
        return 0x130;
    }
    let Some(character) = char::from_u32(u32::from(unit)) else {
        return unit;
    };
    // The dotless i has no capital of its own outside Turkish.
    if unit == 0x131 && !super::string::has_dotted_i(culture) && culture.name.is_empty() {
        return unit;
    }
    single(character.to_uppercase()).unwrap_or(unit)
}

/// A code unit in small letters, where that is a single unit.
pub(crate) fn lower_unit(unit: u16, culture: &Culture) -> u16 {
    if super::string::has_dotted_i(culture) {
        match unit {
            0x49 => return 0x131,
            0x130 => return 0x69,
            _ => {}
        }
    }
    if unit == 0x130 {
        return if culture.name.is_empty() { unit } else { 0x69 };
    }
    char::from_u32(u32::from(unit))
        .and_then(|character| single(character.to_lowercase()))
        .unwrap_or(unit)
}

fn single(mut mapped: impl Iterator<Item = char>) -> Option<u16> {
    let first = mapped.next()?;
    if mapped.next().is_some() {
        return None;
    }
    u16::try_from(u32::from(first)).ok()
}

/// The code unit that a member is about: a character, or one of a string.
fn unit_of(call: &Call<'_>) -> Result<u16, Exception> {
    match call.argument(0).base() {
        Value::Char(unit) => Ok(*unit),
        Value::Str(text) => usize::try_from(call.int(1))
            .ok()
            .and_then(|index| text.unit_at(index))
            .ok_or_else(|| {
                errors::out_of_range(
                    "index",
                    "Index was out of range. Must be non-negative and less than the size of the collection.",
                )
            }),
        _ => Err(errors::argument_null("s")),
    }
}

fn test(call: &Call<'_>, question: impl Fn(char) -> bool) -> Outcome {
    let unit = unit_of(call)?;
    Ok(char::from_u32(u32::from(unit)).is_some_and(question).into())
}

fn test_unit(call: &Call<'_>, question: impl Fn(u16) -> bool) -> Outcome {
    Ok(question(unit_of(call)?).into())
}

fn map(call: &Call<'_>, change: impl Fn(u16, &Culture) -> u16, invariant: bool) -> Outcome {
    let culture = if invariant { Culture::invariant() } else { call.culture_at(1) };
    Ok(Value::Char(change(unit_of(call)?, &culture)))
}

fn is_decimal_digit(character: char) -> bool {
    category(character) == 8
}

/// The number of a character in `System.Globalization.UnicodeCategory`, for the categories that the
/// standard library can tell apart.
pub(crate) fn category(character: char) -> i64 {
    match character {
        _ if character.is_ascii_digit() => 8,
        _ if character.is_uppercase() => 0,
        _ if character.is_lowercase() => 1,
        _ if character.is_control() => 14,
        '\u{2028}' => 12,
        '\u{2029}' => 13,
        _ if character.is_whitespace() => 11,
        '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' => 2,
        '\u{2b0}'..='\u{2c1}' => 3,
        '\u{300}'..='\u{36f}' => 5,
        '\u{660}'..='\u{669}'
        | '\u{6f0}'..='\u{6f9}'
        | '\u{966}'..='\u{96f}'
        | '\u{ff10}'..='\u{ff19}' => 8,
        '\u{2160}'..='\u{2188}' => 9,
        _ if character.is_alphabetic() => 4,
        _ if character.is_numeric() => 10,
        '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' => 15,
        '_' | '\u{203f}' | '\u{2040}' => 18,
        '-' | '\u{2010}'..='\u{2015}' => 19,
        '(' | '[' | '{' | '\u{201a}' | '\u{201e}' => 20,
        ')' | ']' | '}' => 21,
        '\u{ab}' | '\u{2018}' | '\u{201b}' | '\u{201c}' | '\u{2039}' => 22,
        '\u{bb}' | '\u{2019}' | '\u{201d}' | '\u{203a}' => 23,
        '+'
        | '<'
        | '='
        | '>'
        | '|'
        | '~'
        | '\u{ac}'
        | '\u{b1}'
        | '\u{d7}'
        | '\u{f7}'
        | '\u{2200}'..='\u{22ff}' => 25,
        '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' => 26,
        '^' | '`' | '\u{a8}' | '\u{af}' | '\u{b4}' | '\u{b8}' => 27,
        '\u{a6}'
        | '\u{a9}'
        | '\u{ae}'
        | '\u{b0}'
        | '\u{2100}'..='\u{214f}'
        | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{27bf}' => 28,
        '!'..='/'
        | ':'
        | ';'
        | '?'
        | '@'
        | '\\'
        | '\u{a1}'
        | '\u{a7}'
        | '\u{b6}'
        | '\u{b7}'
        | '\u{bf}'
        | '\u{2016}'..='\u{205e}'
        | '\u{3001}'..='\u{3003}' => 24,
        _ => 29,
    }
}

fn is_punctuation(character: char) -> bool {
    (18..=24).contains(&category(character))
}

fn is_symbol(character: char) -> bool {
    (25..=28).contains(&category(character))
}

fn get_unicode_category(call: &mut Call<'_>) -> Outcome {
    let unit = unit_of(call)?;
    let number = char::from_u32(u32::from(unit)).map_or(16, category);
    Ok(enum_value("System.Globalization.UnicodeCategory", number))
}

fn get_numeric_value(call: &mut Call<'_>) -> Outcome {
    let unit = unit_of(call)?;
    let value = char::from_u32(u32::from(unit)).and_then(|c| match c {
        '\u{bd}' => Some(0.5),
        '\u{bc}' => Some(0.25),
        '\u{be}' => Some(0.75),
        '\u{660}'..='\u{669}' => Some(f64::from(u32::from(c) - 0x660)),
        '\u{2160}'..='\u{216b}' => Some(f64::from(u32::from(c) - 0x215f)),
        _ => c.to_digit(10).map(f64::from),
    });
    Ok(Value::F64(value.unwrap_or(-1.0)))
}

fn is_between(call: &mut Call<'_>) -> Outcome {
    let number = |index| call.argument(index).as_i64().unwrap_or(0);
    Ok((number(1) <= number(0) && number(0) <= number(2)).into())
}

fn is_surrogate_pair(call: &mut Call<'_>) -> Outcome {
    let (high, low) = match call.argument(0).base() {
        Value::Str(text) => {
            let index = usize::try_from(call.int(1)).unwrap_or(usize::MAX - 1);
            (text.unit_at(index), text.unit_at(index + 1))
        }
        _ => {
            let unit = |index| match call.argument(index) {
                Value::Char(unit) => Some(*unit),
                _ => None,
            };
            (unit(0), unit(1))
        }
    };
    let good = high.is_some_and(|unit| (0xD800..0xDC00).contains(&unit))
        && low.is_some_and(|unit| (0xDC00..0xE000).contains(&unit));
    Ok(good.into())
}

fn convert_from_utf32(call: &mut Call<'_>) -> Outcome {
    u32::try_from(call.int(0))
        .ok()
        .and_then(char::from_u32)
        .map(|character| PsString::from(character).into())
        .ok_or_else(|| {
            errors::out_of_range(
                "utf32",
                "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).",
            )
        })
}

fn convert_to_utf32(call: &mut Call<'_>) -> Outcome {
    let (high, low) = match call.argument(0).base() {
        Value::Str(text) => {
            let index = usize::try_from(call.int(1)).unwrap_or(usize::MAX - 1);
            (text.unit_at(index), text.unit_at(index + 1))
        }
        Value::Char(high) => match call.argument(1) {
            Value::Char(low) => (Some(*high), Some(*low)),
            _ => (Some(*high), None),
        },
        _ => (None, None),
    };
    let units: Vec<u16> = high.into_iter().chain(low).collect();
    let first = char::decode_utf16(units).next();
    match first {
        Some(Ok(character)) => Ok(Value::I32(u32::from(character).cast_signed())),
        _ => Err(errors::argument_for(
            "s",
            "Found a high surrogate char without a following low surrogate at index: 0. The input may not be in this encoding, or may not contain valid Unicode (UTF-16) characters.",
        )),
    }
}

fn parse(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "s")?;
    match (text.unit_at(0), text.unit_len()) {
        (Some(unit), 1) => Ok(Value::Char(unit)),
        _ => Err(errors::format("String must be exactly one character long.")),
    }
}

fn try_parse(call: &mut Call<'_>) -> Outcome {
    let found = call
        .string(0)
        .filter(|text| text.unit_len() == 1)
        .and_then(|text| text.unit_at(0))
        .map(Value::Char);
    call.try_result(found, Value::Char(0))
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    match (call.this.base(), call.argument(0).base()) {
        (Value::Char(a), Value::Char(b)) => Ok(Value::I32(i32::from(*a) - i32::from(*b))),
        (_, Value::Null | Value::AutomationNull) => Ok(Value::I32(1)),
        _ => Err(errors::argument("Object must be of type Char.")),
    }
}

fn get_type_code(_: &mut Call<'_>) -> Outcome {
    Ok(enum_named("System.TypeCode", "Char"))
}
