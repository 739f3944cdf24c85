//! `System.String`: members of one string.

use super::string_search;
use super::string_split::split;
use super::string_static;
use crate::types::prelude::*;
use crate::types::system::char::{lower_unit, upper_unit};
use crate::types::system_collections::enumerator;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.String",
    constructor: Some(construct),
    methods: &[
        ("Clone", clone),
        ("CompareTo", compare_to),
        ("Contains", string_search::contains),
        ("CopyTo", copy_to),
        ("EndsWith", string_search::ends_with),
        ("EnumerateRunes", |call| {
            let text = this(call).units().to_vec();
            let runes = char::decode_utf16(text)
                .map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER))
                .map(crate::types::system_text::rune::rune)
                .collect();
            Ok(Value::array_of(type_named("System.Text.Rune"), runes))
        }),
        ("Equals", equals),
        ("GetEnumerator", get_enumerator),
        ("GetTypeCode", get_type_code),
        ("IndexOf", string_search::index_of),
        ("IndexOfAny", string_search::index_of_any),
        ("Insert", insert),
        ("IsNormalized", is_normalized),
        ("LastIndexOf", string_search::last_index_of),
        ("LastIndexOfAny", string_search::last_index_of_any),
        ("Normalize", normalize),
        ("PadLeft", pad_left),
        ("PadRight", pad_right),
        ("Remove", remove),
        ("Replace", string_search::replace),
        ("ReplaceLineEndings", replace_line_endings),
        ("Split", split),
        ("StartsWith", string_search::starts_with),
        ("Substring", substring),
        ("ToBoolean", super::convertible::to_boolean),
        ("ToByte", super::convertible::to_byte),
        ("ToChar", super::convertible::to_char),
        ("ToCharArray", to_char_array),
        ("ToDateTime", super::convertible::to_date_time),
        ("ToDecimal", super::convertible::to_decimal),
        ("ToDouble", super::convertible::to_double),
        ("ToInt16", super::convertible::to_int16),
        ("ToInt32", super::convertible::to_int32),
        ("ToInt64", super::convertible::to_int64),
        ("ToLower", to_lower),
        ("ToLowerInvariant", to_lower_invariant),
        ("ToSByte", super::convertible::to_sbyte),
        ("ToSingle", super::convertible::to_single),
        ("ToString", to_string),
        ("ToType", super::convertible::to_type),
        ("ToUInt16", super::convertible::to_uint16),
        ("ToUInt32", super::convertible::to_uint32),
        ("ToUInt64", super::convertible::to_uint64),
        ("ToUpper", to_upper),
        ("ToUpperInvariant", to_upper_invariant),
        ("Trim", trim),
        ("TrimEnd", trim_end),
        ("TrimStart", trim_start),
    ],
    static_methods: string_static::METHODS,
    properties: &[("Length", length), ("Chars", chars)],
    ..Implementation::EMPTY
};

/// The string that a member is called on.
pub(super) fn this(call: &Call<'_>) -> PsString {
    call.this.as_string().cloned().unwrap_or_default()
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Value::Char(unit) = call.argument(0) {
        let count = usize::try_from(call.int(1))
            .map_err(|_| errors::out_of_range("count", "'count' must be non-negative."))?;
        return Ok(PsString::from_units(&vec![*unit; count]).into());
    }
    let units = units_of(&call.items(0));
    if call.count() >= 3 {
        let range = sequence::range_in(call.int(1), call.int(2), units.len())?;
        return Ok(PsString::from_units(units.get(range).unwrap_or(&[])).into());
    }
    Ok(PsString::from_units(&units).into())
}

/// Characters as code units.
pub(crate) fn units_of(items: &[Value]) -> Vec<u16> {
    items
        .iter()
        .filter_map(|item| match item.base() {
            Value::Char(unit) => Some(vec![*unit]),
            Value::Str(text) => Some(text.units().into_owned()),
            _ => None,
        })
        .flatten()
        .collect()
}

fn length(call: &mut Call<'_>) -> Outcome {
    Ok(sequence::count(this(call).unit_len()))
}

fn chars(call: &mut Call<'_>) -> Outcome {
    usize::try_from(call.int(0))
        .ok()
        .and_then(|index| this(call).unit_at(index))
        .map(Value::Char)
        .ok_or_else(errors::index_out_of_range)
}

fn clone(call: &mut Call<'_>) -> Outcome {
    Ok(call.this.base().clone())
}

fn to_string(call: &mut Call<'_>) -> Outcome {
    Ok(this(call).into())
}

fn get_type_code(_: &mut Call<'_>) -> Outcome {
    Ok(enum_named("System.TypeCode", "String"))
}

fn get_enumerator(call: &mut Call<'_>) -> Outcome {
    Ok(enumerator::over("System.CharEnumerator", sequence::items_of(call.this)))
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    let other = call.argument(0);
    if other.is_null() {
        return Ok(Value::I32(1));
    }
    let other =
        other.as_string().ok_or_else(|| errors::argument("Object must be of type String."))?;
    let order = call.context.compare_text(&this(call), other, false);
    Ok(Value::I32(order as i32))
}

fn equals(call: &mut Call<'_>) -> Outcome {
    let Some(other) = call.argument(0).as_string() else {
        return Ok(false.into());
    };
    let comparison = string_search::Comparison::of(call.argument(1));
    Ok(comparison.equals(call, &this(call), other).into())
}

fn copy_to(call: &mut Call<'_>) -> Outcome {
    let units = this(call).units().into_owned();
    let range = sequence::range_in(call.int(0), call.int(3), units.len())?;
    let items: Vec<Value> =
        units.get(range).unwrap_or(&[]).iter().map(|unit| Value::Char(*unit)).collect();
    sequence::copy_to(&items, call.argument(1), call.int(2))?;
    Ok(Value::AutomationNull)
}

fn substring(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    let size = text.unit_len();
    let start = call.int(0);
    let first = usize::try_from(start)
        .map_err(|_| errors::out_of_range("startIndex", "StartIndex cannot be less than zero."))?;
    if first > size {
        return Err(errors::out_of_range(
            "startIndex",
            "startIndex cannot be larger than length of string.",
        ));
    }
    let count = if call.count() < 2 {
        size - first
    } else {
        usize::try_from(call.int(1))
            .map_err(|_| errors::out_of_range("length", "Length cannot be less than zero."))?
    };
    text.substring(first, count).map(Value::Str).ok_or_else(|| {
        errors::out_of_range(
            "length",
            "Index and length must refer to a location within the string.",
        )
    })
}

fn insert(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    let added = call.required_string(1, "value")?;
    let size = text.unit_len();
    let at = usize::try_from(call.int(0))
        .ok()
        .filter(|at| *at <= size)
        .ok_or_else(|| {
            errors::out_of_range(
                "startIndex",
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            )
        })?;
    let head = text.substring(0, at).unwrap_or_default();
    let tail = text.substring(at, size - at).unwrap_or_default();
    Ok(head.concat(added).concat(&tail).into())
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    let size = text.unit_len();
    let start = usize::try_from(call.int(0))
        .map_err(|_| errors::out_of_range("startIndex", "StartIndex cannot be less than zero."))?;
    let count = if call.count() < 2 {
        if start > size {
            return Err(errors::out_of_range(
                "startIndex",
                "startIndex must be less than length of string.",
            ));
        }
        size - start
    } else {
        usize::try_from(call.int(1))
            .map_err(|_| errors::out_of_range("count", "Count cannot be less than zero."))?
    };
    if start + count > size {
        return Err(errors::out_of_range(
            "count",
            "Index and count must refer to a location within the string.",
        ));
    }
    let head = text.substring(0, start).unwrap_or_default();
    let tail = text.substring(start + count, size - start - count).unwrap_or_default();
    Ok(head.concat(&tail).into())
}

fn pad(call: &Call<'_>, left: bool) -> Outcome {
    let text = this(call);
    let width = usize::try_from(call.int(0))
        .map_err(|_| errors::out_of_range("totalWidth", "Non-negative number required."))?;
    let unit = match call.argument(1) {
        Value::Char(unit) => *unit,
        _ => u16::from(b' '),
    };
    let missing = width.saturating_sub(text.unit_len());
    if missing == 0 {
        return Ok(text.into());
    }
    let padding = PsString::from_units(&vec![unit; missing]);
    Ok(if left { padding.concat(&text) } else { text.concat(&padding) }.into())
}

fn pad_left(call: &mut Call<'_>) -> Outcome {
    pad(call, true)
}

fn pad_right(call: &mut Call<'_>) -> Outcome {
    pad(call, false)
}

/// Blanks as `Char.IsWhiteSpace` sees them.
pub(crate) fn is_white(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(char::is_whitespace)
}

fn trim_with(call: &Call<'_>, start: bool, end: bool) -> Outcome {
    let text = this(call);
    let wanted = match call.argument(0) {
        Value::Null | Value::AutomationNull => Vec::new(),
        Value::Char(unit) => vec![*unit],
        _ => units_of(&call.items(0)),
    };
    let drop = |unit: u16| {
        if wanted.is_empty() { is_white(unit) } else { wanted.contains(&unit) }
    };
    let units = text.units();
    let mut from = 0;
    let mut to = units.len();
    while start && from < to && units.get(from).is_some_and(|unit| drop(*unit)) {
        from += 1;
    }
    while end && from < to && units.get(to - 1).is_some_and(|unit| drop(*unit)) {
        to -= 1;
    }
    if from == 0 && to == units.len() {
        return Ok(text.clone().into());
    }
    Ok(text.substring(from, to - from).unwrap_or_default().into())
}

fn trim(call: &mut Call<'_>) -> Outcome {
    trim_with(call, true, true)
}

fn trim_start(call: &mut Call<'_>) -> Outcome {
    trim_with(call, true, false)
}

fn trim_end(call: &mut Call<'_>) -> Outcome {
    trim_with(call, false, true)
}

fn to_char_array(call: &mut Call<'_>) -> Outcome {
    let units = this(call).units().into_owned();
    let range = if call.count() >= 2 {
        sequence::range_in(call.int(0), call.int(1), units.len())?
    } else {
        0..units.len()
    };
    let items = units.get(range).unwrap_or(&[]);
    Ok(Value::array_of(TypeId::CHAR, items.iter().map(|unit| Value::Char(*unit)).collect()))
}

/// The text in capitals, character by character.
pub(crate) fn upper(text: &PsString, culture: &Culture) -> PsString {
    if text.is_ascii() && !has_dotted_i(culture) {
        return PsString::from(text.to_ascii_uppercase());
    }
    let units: Vec<u16> = text.units().iter().map(|unit| upper_unit(*unit, culture)).collect();
    PsString::from_units(&units)
}

/// The text in small letters, character by character.
pub(crate) fn lower(text: &PsString, culture: &Culture) -> PsString {
    if text.is_ascii() && !has_dotted_i(culture) {
        return PsString::from(text.to_ascii_lowercase());
    }
    let units: Vec<u16> = text.units().iter().map(|unit| lower_unit(*unit, culture)).collect();
    PsString::from_units(&units)
}

/// Turkish and Azeri have an `i` without a dot.
pub(crate) fn has_dotted_i(culture: &Culture) -> bool {
    matches!(culture.two_letter_iso.as_str(), "tr" | "az")
}

fn to_upper(call: &mut Call<'_>) -> Outcome {
    Ok(upper(&this(call), &call.culture_at(0)).into())
}

fn to_lower(call: &mut Call<'_>) -> Outcome {
    Ok(lower(&this(call), &call.culture_at(0)).into())
}

fn to_upper_invariant(call: &mut Call<'_>) -> Outcome {
    Ok(upper(&this(call), &Culture::invariant()).into())
}

fn to_lower_invariant(call: &mut Call<'_>) -> Outcome {
    Ok(lower(&this(call), &Culture::invariant()).into())
}

fn replace_line_endings(call: &mut Call<'_>) -> Outcome {
    let replacement = call.string(0).map_or("\n", PsString::as_str);
    let text = this(call).replace("\r\n", "\n");
    let text = text.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{0c}'], "\n");
    Ok(text.replace('\n', replacement).into())
}

fn is_normalized(call: &mut Call<'_>) -> Outcome {
    Ok(Value::Bool(this(call).is_ascii() || !this(call).chars().any(is_combining)))
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

fn normalize(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    if text.is_ascii() {
        return Ok(text.into());
    }
    let form = call.argument(0).as_i64().unwrap_or(1);
    Ok(super::normalization::normalize(&text, form).into())
}
