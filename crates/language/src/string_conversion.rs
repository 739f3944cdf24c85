//! `[string]value` and `"$value"`: the invariant culture, collections joined with `$OFS`.

use remora_dotnet::Culture;
use remora_psobject::{
    DateTime, DateTimeOffset, InstanceMember, MemberKind, ObjectKind, PsObject, PsString, TimeSpan,
    Value,
};

use crate::enumerate;
use crate::number_text;
use crate::type_name;

/// `[string]value` with the usual separator, a blank.
#[inline]
pub fn to_string(value: &Value) -> PsString {
    match value {
        Value::Str(text) => text.clone(),
        other => to_string_with(other, " "),
    }
}

/// `[string]value` with this `$OFS`.
pub fn to_string_with(value: &Value, separator: &str) -> PsString {
    if let Some(items) = enumerate::items(value) {
        return join(items.iter(), separator);
    }
    item_text(value)
}

/// Texts of items with a separator between them, as collections stand in strings.
pub fn join<'a>(items: impl Iterator<Item = &'a Value>, separator: &str) -> PsString {
    concat(items.map(item_text), separator)
}

/// As [`join`], numbers and dates in a culture: what `-join` does.
pub fn join_in<'a>(
    items: impl Iterator<Item = &'a Value>,
    separator: &str,
    culture: &Culture,
) -> PsString {
    concat(items.map(|item| item_text_in(item, culture)), separator)
}

/// The text of one item in a culture.
pub fn item_text_in(value: &Value, culture: &Culture) -> PsString {
    let base = value.base();
    let digits = match base {
        Value::F64(_) => "G15",
        Value::F32(_) => "G7",
        Value::Decimal(_) => "G",
        Value::DateTime(_) | Value::DateTimeOffset(_) => {
            return remora_dotnet::text::to_text(base, culture);
        }
        _ => return item_text(value),
    };
    remora_dotnet::number::format(base, digits, culture)
        .map_or_else(|_| item_text(value), PsString::from)
}

fn concat(texts: impl Iterator<Item = PsString>, separator: &str) -> PsString {
    let mut joined = String::new();
    let mut units: Option<Vec<u16>> = None;
    for (at, text) in texts.enumerate() {
        if text.has_lone_surrogates() && units.is_none() {
            units = Some(joined.encode_utf16().collect());
        }
        match &mut units {
            Some(units) => {
                if at > 0 {
                    units.extend(separator.encode_utf16());
                }
                units.extend_from_slice(&text.units());
            }
            None => {
                if at > 0 {
                    joined.push_str(separator);
                }
                joined.push_str(&text);
            }
        }
    }
    match units {
        Some(units) => PsString::from_units(&units),
        None => joined.into(),
    }
}

/// The text of one item: a collection inside a collection is only named.
pub fn item_text(value: &Value) -> PsString {
    match value {
        Value::Null | Value::AutomationNull => PsString::empty(),
        Value::Str(text) => text.clone(),
        Value::Bool(flag) | Value::Switch(flag) => if *flag { "True" } else { "False" }.into(),
        Value::Char(unit) => PsString::from_units(&[*unit]),
        Value::I8(number) => number.to_string().into(),
        Value::U8(number) => number.to_string().into(),
        Value::I16(number) => number.to_string().into(),
        Value::U16(number) => number.to_string().into(),
        Value::I32(number) => number.to_string().into(),
        Value::U32(number) => number.to_string().into(),
        Value::I64(number) => number.to_string().into(),
        Value::U64(number) => number.to_string().into(),
        Value::F32(number) => number_text::single_text(*number).into(),
        Value::F64(number) => number_text::double_text(*number).into(),
        Value::Decimal(number) => number_text::decimal_text(number).into(),
        Value::BigInt(number) => number.to_string().into(),
        Value::DateTime(date) => date_text(*date).into(),
        Value::DateTimeOffset(date) => offset_text(**date).into(),
        Value::TimeSpan(span) => span_text(*span).into(),
        Value::Guid(guid) => guid.to_string().into(),
        Value::Version(version) => version.to_string().into(),
        Value::SemanticVersion(version) => version.to_string().into(),
        Value::Enum(id, number) => match id.enum_definition() {
            Some(definition) => definition.text_of(*number).into(),
            None => number.to_string().into(),
        },
        Value::Type(id) => type_name::display(*id).into(),
        Value::Array(_) | Value::List(_) | Value::Dictionary(_) => {
            let id = value.type_id().unwrap_or(remora_psobject::TypeId::OBJECT);
            type_name::net_text(id).into()
        }
        Value::Uri(_) => remora_dotnet::text::to_text(value, &Culture::invariant()),
        Value::Live(live) => live.text(),
        Value::Object(object) => object_text(object),
    }
}

/// `@{a=1; b=x}` for a property bag, the text of the original for a deserialized object.
fn object_text(object: &PsObject) -> PsString {
    if let Some(text) = object.text() {
        return text;
    }
    if object.kind() == ObjectKind::Wrapper {
        return to_string(object.base());
    }
    let mut members: Vec<InstanceMember> = Vec::new();
    object.for_each_member(|member| {
        if member.is_property() && !member.hidden {
            members.push(member.clone());
        }
    });
    if members.is_empty() {
        return PsString::empty();
    }
    let mut text = String::from("@{");
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            text.push_str("; ");
        }
        text.push_str(&member.name);
        text.push('=');
        text.push_str(&property_text(member, object));
    }
    text.push('}');
    text.into()
}

/// A property inside `@{…}`. Script properties are not run for a text, and a property bag in a
/// property bag is left blank.
fn property_text(member: &InstanceMember, object: &PsObject) -> PsString {
    match &member.kind {
        MemberKind::Note(value) | MemberKind::DeserializedProperty(value) => match value {
            Value::Object(inner)
                if inner.kind() == ObjectKind::Custom && inner.text().is_none() =>
            {
                PsString::empty()
            }
            other => item_text(other),
        },
        MemberKind::Alias { target, .. } => {
            object.get(target).map_or_else(PsString::empty, |value| item_text(&value))
        }
        MemberKind::ScriptProperty { .. } => "System.Management.Automation.PSScriptProperty".into(),
        _ => PsString::empty(),
    }
}

/// `MM/dd/yyyy HH:mm:ss`
fn date_text(date: DateTime) -> String {
    let (year, month, day) = date.date();
    let (hour, minute, second, _) = date.time_of_day();
    format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}")
}

fn offset_text(date: DateTimeOffset) -> String {
    let minutes = date.offset_minutes();
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{} {sign}{:02}:{:02}", date_text(date.local()), minutes / 60, minutes % 60)
}

/// `[-][d.]hh:mm:ss[.fffffff]`
fn span_text(span: TimeSpan) -> String {
    use remora_psobject::time::TICKS_PER_SECOND;
    let ticks = span.0.unsigned_abs();
    let per_second = TICKS_PER_SECOND.unsigned_abs();
    let (seconds, fraction) = (ticks / per_second, ticks % per_second);
    let sign = if span.0 < 0 { "-" } else { "" };
    let days = match seconds / 86_400 {
        0 => String::new(),
        days => format!("{days}."),
    };
    let rest = seconds % 86_400;
    let tail = match fraction {
        0 => String::new(),
        fraction => format!(".{fraction:07}"),
    };
    format!("{sign}{days}{:02}:{:02}:{:02}{tail}", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_values() {
        let nested = Value::array(vec![Value::I32(1), Value::array(vec![Value::I32(2)])]);
        assert_eq!(to_string(&nested), "1 System.Object[]");
        let object = Value::custom_object([("a", Value::I32(1)), ("b", Value::from("x"))]);
        assert_eq!(to_string(&object), "@{a=1; b=x}");
        let outer = Value::custom_object([("o", object.clone()), ("n", Value::Null)]);
        assert_eq!(to_string(&outer), "@{o=; n=}");
        assert_eq!(to_string(&Value::array(vec![object])), "@{a=1; b=x}");
        assert_eq!(to_string(&Value::F64(1e20)), "1E+20");
        assert_eq!(to_string_with(&Value::array(vec![Value::I32(1), Value::I32(2)]), "-"), "1-2");
        assert_eq!(to_string(&Value::TimeSpan(TimeSpan(-937_230_050_000))), "-1.02:02:03.0050000");
        let bytes = Value::bytes(vec![97, 98]);
        assert_eq!(to_string(&bytes), "97 98");
        assert_eq!(to_string(&Value::Type(remora_psobject::TypeId::INT32)), "int");
    }
}
