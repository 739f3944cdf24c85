//! JSON texts to objects.

use std::sync::Arc;

use num_bigint::BigInt;
use remora_engine::prelude::*;
use remora_psobject::{
    DateTime, DateTimeKind, DictionaryKind, DictionaryObject, InstanceMember, KeyComparer,
    MemberBag, PsObject,
};

use super::scan::{Json, scan};

/// How a text is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadOptions {
    /// Ordered tables instead of objects.
    pub(crate) tables: bool,
    /// How many levels are allowed.
    pub(crate) depth: usize,
    /// `-DateKind` by name.
    pub(crate) dates: String,
}

/// Reads a text; `None` where it is empty.
///
/// # Errors
/// A text that is not JSON, or whose names objects cannot have.
pub(crate) fn read(
    runtime: &mut CommandRuntime<'_>,
    text: &str,
    options: &ReadOptions,
) -> CommandResult<Option<Value>> {
    let scanned = scan(text, options.depth).map_err(|wrong| {
        Flow::from(error(
            TypeId::ARGUMENT_EXCEPTION,
            format!("Conversion from JSON failed with error: {}", wrong.0),
            "System.ArgumentException",
            ErrorCategory::NotSpecified,
            Value::Null,
        ))
    })?;
    scanned.map(|json| build(runtime, json, options)).transpose()
}

fn build(
    runtime: &mut CommandRuntime<'_>,
    json: Json,
    options: &ReadOptions,
) -> CommandResult<Value> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(flag),
        Json::Number(text) => number(&text),
        Json::Text(text) => match date(&text) {
            Some(found) if !options.dates.eq_ignore_ascii_case("String") => {
                dated(runtime, &found, options)?
            }
            _ => Value::from(text),
        },
        Json::Array(items) => {
            let items: CommandResult<Vec<Value>> =
                items.into_iter().map(|item| build(runtime, item, options)).collect();
            Value::array(items?)
        }
        Json::Object(members) if options.tables => {
            let type_id = TypeId::find("System.Management.Automation.OrderedHashtable")
                .unwrap_or_else(|| {
                    TypeId::define(
                        "System.Management.Automation.OrderedHashtable".to_owned(),
                        Some(TypeId::HASHTABLE),
                    )
                });
            let table =
                DictionaryObject::new(type_id, DictionaryKind::Hashtable, KeyComparer::Ordinal);
            for (name, value) in members {
                table.insert(Value::from(name), build(runtime, value, options)?);
            }
            table.into()
        }
        Json::Object(members) => {
            let mut bag = MemberBag::default();
            for (name, value) in members {
                check_name(&bag, &name)?;
                bag.set(InstanceMember::note(name, build(runtime, value, options)?));
            }
            Value::Object(Arc::new(PsObject::custom_of(bag)))
        }
    })
}

fn check_name(bag: &MemberBag, name: &str) -> CommandResult {
    let refused = |error_id: &str, message: String| {
        Err(error(
            TypeId::INVALID_OPERATION_EXCEPTION,
            message,
            error_id,
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into())
    };
    if name.is_empty() {
        let message = "The provided JSON includes a property whose name is an empty string, this is only supported using the -AsHashTable switch.";
        return refused("EmptyKeyInJsonString", message.to_owned());
    }
    match bag.get(name) {
        Some(known) if known.name != *name => {
            let message = format!(
                "Cannot convert the JSON string because it contains keys with different casing. Please use the -AsHashTable switch instead. The key that was attempted to be added to the existing key '{}' was '{name}'.",
                known.name
            );
            refused("KeysWithDifferentCasingInJsonString", message)
        }
        _ => Ok(()),
    }
}

fn number(text: &str) -> Value {
    let digits = text.trim_start_matches(['-', '+']);
    let negative = text.starts_with('-');
    if let Some(hex) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        let value = i64::from_str_radix(hex, 16).unwrap_or(0);
        return Value::I64(if negative { -value } else { value });
    }
    match digits {
        "NaN" => return Value::F64(f64::NAN),
        "Infinity" => return Value::F64(if negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        _ => {}
    }
    if digits.chars().all(|letter| letter.is_ascii_digit()) {
        let whole = text.trim_start_matches('+');
        if let Ok(value) = whole.parse::<i64>() {
            return Value::I64(value);
        }
        if let Ok(value) = whole.parse::<BigInt>() {
            return value.into();
        }
    }
    Value::F64(text.parse().unwrap_or(0.0))
}

/// A date that stands in a text: its clock, and how far that is from UTC in minutes.
struct FoundDate {
    ticks: i64,
    offset: Option<i64>,
}

/// A text such as `2024-01-02T03:04:05Z`, or `/Date(0)/`.
fn date(text: &str) -> Option<FoundDate> {
    const EPOCH_TICKS: i64 = 621_355_968_000_000_000;
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        let end = inner.char_indices().skip(1).find(|(_, letter)| matches!(letter, '+' | '-'));
        let digits = end.map_or(inner, |(at, _)| inner.get(..at).unwrap_or(inner));
        let milliseconds: i64 = digits.parse().ok()?;
        let ticks = milliseconds.checked_mul(10_000)?.checked_add(EPOCH_TICKS)?;
        return Some(FoundDate { ticks, offset: Some(0) });
    }
    let bytes = text.as_bytes();
    if bytes.len() < 19 || bytes.get(4) != Some(&b'-') || bytes.get(10) != Some(&b'T') {
        return None;
    }
    let part = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    };
    let marks = [(7, b'-'), (13, b':'), (16, b':')];
    if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark)) {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let (year, month) = (i32::try_from(year).ok()?, u32::try_from(month).ok()?);
    let in_month = i64::from(remora_psobject::time::days_in_month(year, month));
    if year == 0 || day == 0 || day > in_month || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = remora_psobject::time::days_from_civil(year, month, 1) + day - 1;
    let mut ticks = (days * 86_400 + hour * 3_600 + minute * 60 + second) * 10_000_000;
    let mut rest = text.get(19..)?;
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        let digits: String =
            fraction.get(..length)?.chars().chain("0000000".chars()).take(7).collect();
        ticks += digits.parse::<i64>().ok().filter(|_| length > 0)?;
        rest = fraction.get(length..)?;
    }
    let offset = match rest {
        "" => None,
        "Z" => Some(0),
        zone => {
            let sign = match zone.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let hours: i64 = zone.get(1..3)?.parse().ok()?;
            let minutes: i64 = zone.get(3..)?.trim_start_matches(':').parse().ok()?;
            Some(sign * (hours * 60 + minutes))
        }
    };
    let local = matches!(rest.as_bytes().first(), Some(b'+' | b'-'));
    Some(FoundDate {
        ticks,
        offset: if local { offset.map(|offset| offset + LOCAL_MARK) } else { offset },
    })
}

/// Added to an offset that was written out: such dates become local ones.
const LOCAL_MARK: i64 = 1_000_000;

fn dated(
    runtime: &mut CommandRuntime<'_>,
    found: &FoundDate,
    options: &ReadOptions,
) -> CommandResult<Value> {
    let (ticks, kind, to_local) = match found.offset {
        None => (found.ticks, DateTimeKind::Unspecified, false),
        Some(0) => (found.ticks, DateTimeKind::Utc, false),
        Some(marked) => {
            (found.ticks - (marked - LOCAL_MARK) * 600_000_000, DateTimeKind::Utc, true)
        }
    };
    let value = Value::DateTime(DateTime::new(ticks, kind).unwrap_or(DateTime::MIN));
    let method = match options.dates.to_ascii_lowercase().as_str() {
        "utc" => Some("ToUniversalTime"),
        "local" => Some("ToLocalTime"),
        _ if to_local => Some("ToLocalTime"),
        _ => None,
    };
    match method {
        Some(method) => runtime.invoke_method(&value, method, &[]),
        None => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_get_the_type_that_holds_them() {
        assert!(matches!(number("1"), Value::I64(1)));
        assert!(matches!(number("-0"), Value::I64(0)));
        assert!(matches!(number("1e3"), Value::F64(v) if v == 1000.0));
        assert!(matches!(number("99999999999999999999"), Value::BigInt(_)));
        assert!(matches!(number("0x10"), Value::I64(16)));
    }

    #[test]
    fn only_full_dates_are_dates() {
        assert!(date("2024-01-02T03:04:05").is_some_and(|found| found.offset.is_none()));
        assert!(date("2024-01-02T03:04:05.1234567Z").is_some_and(|found| found.ticks % 10 == 7));
        for text in ["2024-01-02", "2024-01-02 03:04:05", "20240102", "2024-02-30T00:00:00"] {
            assert!(date(text).is_none(), "{text}");
        }
    }
}
