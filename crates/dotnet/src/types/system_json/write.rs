//! Trees as text of JSON, and values as trees.

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::read::Json;
use crate::types::prelude::*;

/// A tree as text; with `indent` on lines of its own.
pub(super) fn text(json: &Json, indent: bool) -> String {
    let mut out = String::new();
    write(json, indent, 0, &mut out);
    out
}

fn line(indent: bool, level: usize, out: &mut String) {
    if indent {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    }
}

fn write(json: &Json, indent: bool, level: usize, out: &mut String) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(text) => out.push_str(text),
        Json::Text(text) => quoted(text, out),
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                line(indent, level + 1, out);
                write(item, indent, level + 1, out);
            }
            line(indent, level, out);
            out.push(']');
        }
        Json::Object(members) if members.is_empty() => out.push_str("{}"),
        Json::Object(members) => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                line(indent, level + 1, out);
                quoted(name, out);
                out.push_str(if indent { ": " } else { ":" });
                write(value, indent, level + 1, out);
            }
            line(indent, level, out);
            out.push('}');
        }
    }
}

/// A text in quotes. All but plain ASCII is escaped, and the marks of HTML too.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '"' | '&' | '\'' | '+' | '<' | '>' | '`' => escape(character, out),
            ' '..='~' => out.push(character),
            other => escape(other, out),
        }
    }
    out.push('"');
}

fn escape(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04X}"));
    }
}

/// How values become trees.
pub(super) struct Style {
    /// Names of properties begin with a small letter.
    pub(super) camel: bool,
    /// The zone of local times.
    pub(super) zone: TimeZone,
}

impl Style {
    /// Names as they are.
    pub(super) fn plain(call: &Call<'_>) -> Self {
        Self { camel: false, zone: call.system().local_time_zone() }
    }
}

/// A value as a tree.
///
/// # Errors
/// Where a value holds more levels than 64.
pub(super) fn tree(value: &Value, style: &Style, depth: usize) -> Result<Json, Exception> {
    if depth > 64 {
        return Err(errors::of(
            "System.Text.Json.JsonException",
            "A possible object cycle was detected.",
        ));
    }
    let invariant = Culture::invariant();
    let shown = || crate::text::to_text(value, &invariant).to_string();
    Ok(match value.base() {
        Value::Null | Value::AutomationNull => Json::Null,
        Value::Bool(value) | Value::Switch(value) => Json::Bool(*value),
        Value::F64(number) if !number.is_finite() => return Err(not_a_number()),
        Value::F32(number) if !number.is_finite() => return Err(not_a_number()),
        Value::F64(_) | Value::F32(_) | Value::Decimal(_) => Json::Number(shown()),
        Value::Enum(_, number) => Json::Number(number.to_string()),
        Value::Char(unit) => Json::Text(String::from_utf16_lossy(&[*unit])),
        Value::Str(text) => Json::Text(text.to_string()),
        Value::DateTime(date) => {
            Json::Text(iso(&crate::datetime::format(*date, "o", &invariant, &style.zone)?))
        }
        Value::TimeSpan(span) => {
            let text = crate::timespan::format(*span, "c", &invariant)?;
            Json::Text(text.to_string())
        }
        Value::DateTimeOffset(_)
        | Value::Guid(_)
        | Value::Version(_)
        | Value::Uri(_)
        | Value::SemanticVersion(_)
        | Value::Type(_) => Json::Text(shown()),
        Value::Array(array) => match array.to_bytes() {
            Some(bytes) => {
                use base64::Engine as _;
                Json::Text(base64::engine::general_purpose::STANDARD.encode(bytes))
            }
            None => list(&array.to_vec(), style, depth)?,
        },
        Value::List(items) => list(&items.to_vec(), style, depth)?,
        Value::Dictionary(table) => {
            let mut members = IndexMap::new();
            for (key, item) in table.entries() {
                let name = crate::text::to_text(&key, &invariant).to_string();
                members.insert(name, tree(&item, style, depth + 1)?);
            }
            Json::Object(members)
        }
        Value::Live(live) => match (super::node::json_of(value), live.enumerate()) {
            (Some(json), _) => json,
            (None, Some(items)) => list(&items.collect::<Vec<_>>(), style, depth)?,
            (None, None) => {
                let mut members = IndexMap::new();
                for name in live.property_names() {
                    if let Some(Ok(item)) = live.property(&name) {
                        members.insert(cased(&name, style.camel), tree(&item, style, depth + 1)?);
                    }
                }
                Json::Object(members)
            }
        },
        Value::Object(object) => {
            let mut members = IndexMap::new();
            let mut failure = None;
            object.for_each_member(|member| {
                if let Some(item) = member.value() {
                    match tree(item, style, depth + 1) {
                        Ok(json) => {
                            members.insert(cased(&member.name, style.camel), json);
                        }
                        Err(error) => failure = Some(error),
                    }
                }
            });
            if let Some(failure) = failure {
                return Err(failure);
            }
            Json::Object(members)
        }
        other => Json::Number(crate::text::to_text(other, &invariant).to_string()),
    })
}

fn list(items: &[Value], style: &Style, depth: usize) -> Result<Json, Exception> {
    let items: Result<Vec<Json>, Exception> =
        items.iter().map(|item| tree(item, style, depth + 1)).collect();
    items.map(Json::Array)
}

fn cased(name: &str, camel: bool) -> String {
    let mut characters = name.chars();
    match characters.next() {
        Some(first) if camel => first.to_lowercase().chain(characters).collect(),
        _ => name.to_owned(),
    }
}

fn not_a_number() -> Exception {
    errors::argument(
        ".NET number values such as positive and negative infinity cannot be written as valid JSON. To make it work when using 'JsonSerializer', consider specifying 'JsonNumberHandling.AllowNamedFloatingPointLiterals' (see https://learn.microsoft.com/dotnet/api/system.text.json.serialization.jsonnumberhandling).",
    )
}

/// A date without the zeros at the end of its fraction.
fn iso(text: &str) -> String {
    let Some((head, rest)) = text.split_once('.') else {
        return text.to_owned();
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (fraction, zone) = rest.split_at(end);
    match fraction.trim_end_matches('0') {
        "" => format!("{head}{zone}"),
        fraction => format!("{head}.{fraction}{zone}"),
    }
}
