//! `xs:dateTime` with the round-trip kinds of .NET (MS-PSRP section 2.2.5.1.8, Date/Time).

use remora_psobject::time::{MAX_TICKS, TICKS_PER_MINUTE};
use remora_psobject::{DateTime, DateTimeKind};

/// A date and time: `Z` for UTC, an offset for local time, nothing for an unspecified kind.
pub(crate) fn write(time: DateTime, local_offset: impl FnOnce(DateTime) -> i16) -> String {
    let (year, month, day) = time.date();
    let (hour, minute, second, ticks) = time.time_of_day();
    let mut out = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if ticks > 0 {
        out += format!(".{ticks:07}").trim_end_matches('0');
    }
    match time.kind() {
        DateTimeKind::Unspecified => {}
        DateTimeKind::Utc => out.push('Z'),
        DateTimeKind::Local => {
            let offset = local_offset(time);
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.unsigned_abs();
            out += &format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
    }
    out
}

/// Reads a date and time. One with an offset becomes local time.
pub(crate) fn parse(text: &str, local_offset: impl FnOnce(DateTime) -> i16) -> Option<DateTime> {
    let (date, time) = text.trim().split_once('T')?;
    let mut date = date.splitn(3, '-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone)?;
    let mut clock = clock.splitn(3, ':');
    let (hour, minute) = (digits(clock.next()?)?, digits(clock.next()?)?);
    let (second, fraction) = match clock.next()?.split_once('.') {
        Some((second, fraction)) => (digits(second)?, fraction),
        None => {
            return finish(
                (year, month, day),
                (hour, minute, last(time, zone)?),
                0,
                zone,
                local_offset,
            );
        }
    };
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let ticks: String = fraction.chars().chain("0000000".chars()).take(7).collect();
    let ticks = ticks.parse().ok()?;
    finish((year, month, day), (hour, minute, second), ticks, zone, local_offset)
}

/// The seconds of a time without a fraction.
fn last(time: &str, zone: &str) -> Option<u32> {
    digits(time.strip_suffix(zone)?.rsplit(':').next()?)
}

fn finish(
    (year, month, day): (u32, u32, u32),
    clock: (u32, u32, u32),
    ticks: i64,
    zone: &str,
    local_offset: impl FnOnce(DateTime) -> i16,
) -> Option<DateTime> {
    let kind = match zone {
        "" => DateTimeKind::Unspecified,
        "Z" => DateTimeKind::Utc,
        _ => DateTimeKind::Local,
    };
    let year = i32::try_from(year).ok()?;
    let (date, clock, extra) = match clock {
        // Midnight at the end of a day is the start of the next.
        (24, 0, 0) if ticks == 0 => ((year, month, day), (0, 0, 0), 1),
        clock => ((year, month, day), clock, 0),
    };
    let written = DateTime::from_parts(date, clock, ticks, kind)?;
    let written =
        written.checked_add(remora_psobject::TimeSpan(extra * 24 * 60 * TICKS_PER_MINUTE))?;
    if kind != DateTimeKind::Local {
        return Some(written);
    }
    let (sign, rest) = match zone.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, zone.strip_prefix('+')?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    let offset = sign * (i64::from(digits(hours)?) * 60 + i64::from(digits(minutes)?));
    let utc = DateTime::new(clamp(written.ticks() - offset * TICKS_PER_MINUTE), DateTimeKind::Utc)?;
    let local = utc.ticks() + i64::from(local_offset(utc)) * TICKS_PER_MINUTE;
    DateTime::new(clamp(local), DateTimeKind::Local)
}

fn clamp(ticks: i64) -> i64 {
    ticks.clamp(0, MAX_TICKS)
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for text in [
            "2024-01-02T03:04:05Z",
            "2024-01-02T03:04:05.1234567Z",
            "2024-01-02T03:04:05.5",
            "0001-01-01T00:00:00",
            "9999-12-31T23:59:59.9999999",
            "2024-01-02T03:04:05+02:00",
        ] {
            let time = parse(text, |_| 120).unwrap();
            assert_eq!(write(time, |_| 120), text);
        }
        let local = parse("2024-01-01T00:00:00+02:00", |_| 0).unwrap();
        assert_eq!(write(local, |_| 0), "2023-12-31T22:00:00+00:00");
        for bad in [
            "",
            "2024-01-02",
            "2024-13-02T00:00:00",
            "2024-01-02T00:00:00X",
            "2024-01-02T25:00:00Z",
            "2024-01-02T00:00:00.",
        ] {
            assert!(parse(bad, |_| 0).is_none(), "{bad}");
        }
    }
}
