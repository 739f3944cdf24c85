//! Numbers, dates and durations in 69 cultures, against what .NET writes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

use remora_dotnet::{Culture, datetime, format, number};
use remora_psobject::time::DateTimeKind;
use remora_psobject::{DateTime, Value};

fn value_of(text: &str, pattern: &str) -> Value {
    let invariant = Culture::invariant();
    if let Some((month, rest)) = text.split_once('/') {
        let part = |text: &str| text.parse::<u32>().unwrap();
        let (date, time) = rest.split_once(' ').unwrap();
        let (day, year) = date.split_once('/').unwrap();
        let time: Vec<u32> = time.split(':').map(part).collect();
        let ticks = if month == "02" { 7_890_000 } else { 0 };
        return Value::DateTime(
            DateTime::from_parts(
                (year.parse().unwrap(), part(month), part(day)),
                (time[0], time[1], time[2]),
                ticks,
                DateTimeKind::Utc,
            )
            .unwrap(),
        );
    }
    if text.contains(':') {
        return Value::TimeSpan(remora_dotnet::timespan::parse(text, &invariant).unwrap());
    }
    if pattern.starts_with('D') {
        return Value::I64(text.parse().unwrap());
    }
    let styles = number::NumberStyles::FLOAT;
    if text.len() > 17 {
        return number::parse_decimal(text, styles, &invariant).unwrap().into();
    }
    Value::F64(number::parse_double(text, styles, &invariant).unwrap())
}

/// Calendars other than the Gregorian one are not implemented.
fn is_gregorian(culture: &Culture) -> bool {
    matches!(culture.calendar.as_str(), "GregorianCalendar" | "ThaiBuddhistCalendar")
}

#[test]
fn samples_of_all_cultures() {
    let samples = include_str!("data/culture_samples.txt");
    let (mut checked, mut wrong) = (0, Vec::new());
    for line in samples.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, text, pattern, expected] = fields[..] else {
            panic!("{line}");
        };
        let name = if name == "invariant" { "" } else { name };
        let culture = Culture::find(name).unwrap();
        let value = value_of(text, pattern);
        if matches!(value, Value::DateTime(_)) && !is_gregorian(&culture) {
            continue;
        }
        checked += 1;
        let utc = datetime::Surroundings::fixed().zone;
        let actual = format::format_value(&value, pattern, &culture, &utc)
            .map_or_else(|error| error.to_string(), |text| text.to_string());
        if actual != expected {
            wrong.push(format!("{line} | {actual}"));
        }
    }
    assert!(checked > 4000, "{checked}");
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
}
