//! `System.Xml.XmlConvert`: values as XML Schema writes them.

use remora_psobject::TimeSpan;

use crate::types::prelude::*;
use crate::types::system::convertible;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Xml.XmlConvert",
    static_methods: &[
        ("IsWhitespaceChar", |call| {
            Ok(matches!(call.argument(0).base(), Value::Char(9 | 10 | 13 | 32)).into())
        }),
        ("ToBoolean", |call| match trimmed(call)?.as_str() {
            "true" | "1" => Ok(true.into()),
            "false" | "0" => Ok(false.into()),
            other => Err(not_allowed(other, "Boolean")),
        }),
        ("ToByte", |call| parsed(call, TypeId::BYTE)),
        ("ToDecimal", |call| parsed(call, TypeId::DECIMAL)),
        ("ToDouble", |call| match trimmed(call)?.as_str() {
            "INF" => Ok(Value::F64(f64::INFINITY)),
            "-INF" => Ok(Value::F64(f64::NEG_INFINITY)),
            _ => parsed(call, TypeId::DOUBLE),
        }),
        ("ToGuid", |call| parsed(call, TypeId::GUID)),
        ("ToInt16", |call| parsed(call, TypeId::INT16)),
        ("ToInt32", |call| parsed(call, TypeId::INT32)),
        ("ToInt64", |call| parsed(call, TypeId::INT64)),
        ("ToSByte", |call| parsed(call, TypeId::SBYTE)),
        ("ToSingle", |call| parsed(call, TypeId::SINGLE)),
        ("ToString", to_string),
        ("ToTimeSpan", |call| {
            let text = trimmed(call)?;
            duration(&text).map(Value::from).ok_or_else(|| not_allowed(&text, "TimeSpan"))
        }),
        ("ToUInt16", |call| parsed(call, TypeId::UINT16)),
        ("ToUInt32", |call| parsed(call, TypeId::UINT32)),
        ("ToUInt64", |call| parsed(call, TypeId::UINT64)),
    ],
    ..Implementation::EMPTY
};

fn trimmed(call: &Call<'_>) -> Result<String, Exception> {
    let text = call.required_string(0, "s")?;
    Ok(text.trim_matches([' ', '\t', '\r', '\n']).to_owned())
}

fn not_allowed(text: &str, kind: &str) -> Exception {
    errors::of(
        "System.FormatException",
        format!("The string '{text}' is not a valid {kind} value."),
    )
}

fn parsed(call: &Call<'_>, target: TypeId) -> Outcome {
    let text = trimmed(call)?;
    convertible::convert(&text.into(), target, &Culture::invariant(), call)
}

fn to_string(call: &mut Call<'_>) -> Outcome {
    let culture = Culture::invariant();
    Ok(match call.argument(0).base() {
        Value::Bool(flag) => if *flag { "true" } else { "false" }.into(),
        Value::TimeSpan(span) => duration_text(*span).into(),
        Value::F64(number) if number.is_infinite() => {
            if *number > 0.0 { "INF" } else { "-INF" }.into()
        }
        Value::DateTime(date) => {
            let format =
                call.string(1).map_or("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", |text| text.as_str());
            crate::datetime::format(*date, format, &culture, &call.system().local_time_zone())?
                .into()
        }
        other => crate::text::to_text(other, &culture).into(),
    })
}

const PER_SECOND: i64 = 10_000_000;
const PER_DAY: i64 = 86_400 * PER_SECOND;

/// `P3DT4H5M6.789S`
fn duration_text(span: TimeSpan) -> String {
    use std::fmt::Write;
    let ticks = span.0;
    let mut text = String::from(if ticks < 0 { "-P" } else { "P" });
    let rest = ticks.unsigned_abs();
    let unit = |ticks: i64| ticks.unsigned_abs();
    let days = rest / unit(PER_DAY);
    if days > 0 {
        // Writing to a string does not fail.
        let _ = write!(text, "{days}D");
    }
    let time = rest % unit(PER_DAY);
    if time > 0 {
        text.push('T');
        let (hours, time) = (time / unit(3_600 * PER_SECOND), time % unit(3_600 * PER_SECOND));
        let (minutes, time) = (time / unit(60 * PER_SECOND), time % unit(60 * PER_SECOND));
        if hours > 0 {
            let _ = write!(text, "{hours}H");
        }
        if minutes > 0 {
            let _ = write!(text, "{minutes}M");
        }
        if time > 0 {
            let (seconds, fraction) = (time / unit(PER_SECOND), time % unit(PER_SECOND));
            let _ = write!(text, "{seconds}");
            if fraction > 0 {
                let digits = format!("{fraction:07}");
                let _ = write!(text, ".{}", digits.trim_end_matches('0'));
            }
            text.push('S');
        }
    } else if days == 0 {
        text.push_str("T0S");
    }
    text
}

/// Reads a duration; a year has 365 days, a month 30.
fn duration(text: &str) -> Option<TimeSpan> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let date_units = [('Y', 365 * PER_DAY), ('M', 30 * PER_DAY), ('D', PER_DAY)];
    let time_units = [('H', 3_600 * PER_SECOND), ('M', 60 * PER_SECOND), ('S', PER_SECOND)];
    let ticks = parts(days, &date_units, false)?.checked_add(parts(time, &time_units, true)?)?;
    Some(TimeSpan(sign * ticks))
}

/// The sum of numbers with their units, which stand in this order.
fn parts(mut text: &str, units: &[(char, i64)], fractions: bool) -> Option<i64> {
    let mut total = 0_i64;
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (digits, rest) = text.split_at_checked(end)?;
        let letter = rest.chars().next()?;
        let (_, size) = units.find(|(known, _)| *known == letter)?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if digits.contains('.') && (!fractions || letter != 'S' || fraction.is_empty()) {
            return None;
        }
        total = total.checked_add(whole.parse::<i64>().ok()?.checked_mul(*size)?)?;
        if !fraction.is_empty() {
            let padded: String = fraction.chars().chain("0000000".chars()).take(7).collect();
            total = total.checked_add(padded.parse().ok()?)?;
        }
        text = rest.get(1..)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for text in ["PT1H30M", "P2DT0.5S", "P3DT4H5M6.789S", "-PT1S", "P1D"] {
            assert_eq!(duration_text(duration(text).unwrap()), text);
        }
        assert_eq!(duration_text(TimeSpan(0)), "PT0S");
        assert_eq!(duration("P1Y").unwrap().0, 365 * PER_DAY);
        for text in ["", "P", "PT", "1H", "PT1H2", "PT1.5H", "P1H"] {
            assert!(duration(text).is_none(), "{text}");
        }
    }
}
