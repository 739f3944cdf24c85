//! `System.Text.Rune`: one Unicode scalar value.

use crate::types::prelude::*;
use crate::types::system::char as char_type;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Text.Rune",
    constructor: Some(|call| {
        let code = match (call.argument(0), call.argument(1)) {
            (Value::Char(high), Value::Char(low)) => {
                let pair = [*high, *low];
                char::decode_utf16(pair).next().and_then(Result::ok)
            }
            (first, _) => first.as_i64().and_then(scalar),
        };
        code.map(rune).ok_or_else(|| {
            let name = match call.argument(0) {
                Value::Char(_) => "ch",
                _ => "value",
            };
            errors::out_of_range(name, "Specified argument was out of the range of valid values.")
        })
    }),
    methods: &[
        ("CompareTo", |call| {
            let other = of(call.argument(0));
            Ok(Value::I32(other.map_or(1, |other| i32_of(this(call)) - i32_of(other))))
        }),
        ("Equals", |call| Ok((of(call.argument(0)) == Some(this(call))).into())),
        ("GetHashCode", |call| Ok(Value::I32(i32_of(this(call))))),
    ],
    static_methods: &[
        ("GetNumericValue", |call| {
            let number = given(call).to_digit(10).map_or(-1.0, f64::from);
            Ok(Value::F64(number))
        }),
        ("GetRuneAt", |call| {
            let found = at(call)?;
            found.map(rune).ok_or_else(|| {
                errors::argument_for(
                    "index",
                    "Cannot extract a Unicode scalar value from the specified index in the input.",
                )
            })
        }),
        ("GetUnicodeCategory", |call| {
            let number = char_type::category(given(call));
            Ok(enum_value("System.Globalization.UnicodeCategory", number))
        }),
        ("IsControl", |call| Ok(given(call).is_control().into())),
        ("IsDigit", |call| Ok(in_categories(call, 8..=8))),
        ("IsLetter", |call| Ok(in_categories(call, 0..=4))),
        ("IsLetterOrDigit", |call| {
            let letter = in_categories(call, 0..=4).as_bool().unwrap_or(false);
            Ok((letter || in_categories(call, 8..=8).as_bool() == Some(true)).into())
        }),
        ("IsLower", |call| Ok(in_categories(call, 1..=1))),
        ("IsNumber", |call| Ok(in_categories(call, 8..=10))),
        ("IsPunctuation", |call| Ok(in_categories(call, 18..=24))),
        ("IsSeparator", |call| Ok(in_categories(call, 11..=13))),
        ("IsSymbol", |call| Ok(in_categories(call, 25..=28))),
        ("IsUpper", |call| Ok(in_categories(call, 0..=0))),
        ("IsValid", |call| Ok(call.argument(0).as_i64().and_then(scalar).is_some().into())),
        ("IsWhiteSpace", |call| Ok(given(call).is_whitespace().into())),
        ("ToLower", |call| Ok(rune(lower(given(call))))),
        ("ToLowerInvariant", |call| Ok(rune(lower(given(call))))),
        ("ToUpper", |call| Ok(rune(upper(given(call))))),
        ("ToUpperInvariant", |call| Ok(rune(upper(given(call))))),
        ("TryCreate", |call| {
            let found = match (call.argument(0), call.argument(1)) {
                (Value::Char(high), Value::Char(low)) if call.count() == 3 => {
                    char::decode_utf16([*high, *low]).next().and_then(Result::ok)
                }
                (first, _) => first.as_i64().and_then(scalar),
            };
            call.try_result(found.map(rune), rune('\0'))
        }),
        ("TryGetRuneAt", |call| {
            let found = at(call)?;
            call.try_result(found.map(rune), rune('\0'))
        }),
        ("op_Equality", |call| Ok((of(call.argument(0)) == of(call.argument(1))).into())),
        ("op_Explicit", |call| {
            call.argument(0).as_i64().and_then(scalar).map(rune).ok_or_else(|| {
                errors::out_of_range(
                    "value",
                    "Specified argument was out of the range of valid values.",
                )
            })
        }),
        ("op_GreaterThan", |call| Ok((of(call.argument(0)) > of(call.argument(1))).into())),
        ("op_GreaterThanOrEqual", |call| Ok((of(call.argument(0)) >= of(call.argument(1))).into())),
        ("op_Inequality", |call| Ok((of(call.argument(0)) != of(call.argument(1))).into())),
        ("op_LessThan", |call| Ok((of(call.argument(0)) < of(call.argument(1))).into())),
        ("op_LessThanOrEqual", |call| Ok((of(call.argument(0)) <= of(call.argument(1))).into())),
    ],
    properties: &[
        ("IsAscii", |call| Ok(this(call).is_ascii().into())),
        ("IsBmp", |call| Ok((u32::from(this(call)) < 0x1_0000).into())),
        ("Plane", |call| Ok(Value::I32(i32_of(this(call)) >> 16))),
        ("Utf16SequenceLength", |call| Ok(sequence::count(this(call).len_utf16()))),
        ("Utf8SequenceLength", |call| Ok(sequence::count(this(call).len_utf8()))),
        ("Value", |call| Ok(Value::I32(i32_of(this(call))))),
    ],
    static_properties: &[("ReplacementChar", |_| Ok(rune(char::REPLACEMENT_CHARACTER)))],
    ..Implementation::EMPTY
};

struct Rune(char);

/// A character as an object.
pub(crate) fn rune(character: char) -> Value {
    Value::live(Rune(character))
}

impl LiveObject for Rune {
    fn object_type(&self) -> TypeId {
        type_named("System.Text.Rune")
    }

    fn text(&self) -> PsString {
        self.0.to_string().into()
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        other.downcast::<Self>().map(|other| self.0 == other.0)
    }

    fn hash_code(&self) -> Option<u64> {
        Some(u64::from(u32::from(self.0)))
    }
}

fn scalar(code: i64) -> Option<char> {
    u32::try_from(code).ok().and_then(char::from_u32)
}

fn of(value: &Value) -> Option<char> {
    value.downcast::<Rune>().map(|rune| rune.0)
}

fn this(call: &Call<'_>) -> char {
    of(call.this).unwrap_or('\0')
}

fn given(call: &Call<'_>) -> char {
    of(call.argument(0)).unwrap_or('\0')
}

fn i32_of(character: char) -> i32 {
    i32::try_from(u32::from(character)).unwrap_or(0)
}

/// Whether the argument is of these categories, by their numbers in `UnicodeCategory`.
fn in_categories(call: &Call<'_>, wanted: std::ops::RangeInclusive<i64>) -> Value {
    wanted.contains(&char_type::category(given(call))).into()
}

/// The one character that a character becomes; itself where there would be several.
fn single(mut mapped: impl Iterator<Item = char>, character: char) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}

fn lower(character: char) -> char {
    single(character.to_lowercase(), character)
}

fn upper(character: char) -> char {
    single(character.to_uppercase(), character)
}

/// The character at a place of a text, counted in UTF-16.
fn at(call: &Call<'_>) -> Result<Option<char>, Exception> {
    let units = call.required_string(0, "input")?.units().to_vec();
    let index = call.int(1);
    let start = usize::try_from(index).ok().filter(|at| *at < units.len()).ok_or_else(|| {
        errors::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        )
    })?;
    let rest = units.get(start..).unwrap_or(&[]).iter().copied();
    Ok(char::decode_utf16(rest).next().and_then(Result::ok))
}
