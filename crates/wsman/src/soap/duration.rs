//! `xs:duration`, as far as time-outs need it (MS-WSMV 3.1.4.1.6 wsman:OperationTimeout).

use std::time::Duration;

use crate::Error;

/// Reads an ISO 8601 duration such as `PT20S`, `PT180.000S` or `P0DT0H1M2S`.
///
/// A year counts as 365 days and a month as 30. What does not fit is the longest duration.
///
/// # Errors
/// [`Error::Malformed`] for any other text, negative durations included.
pub fn parse_duration(text: &str) -> Result<Duration, Error> {
    parse(text.trim()).ok_or_else(|| Error::malformed("a non-negative duration was expected"))
}

fn parse(text: &str) -> Option<Duration> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return None,
        None if rest.is_empty() => return None,
        None => (rest, ""),
    };
    let days = [('Y', 31_536_000), ('M', 2_592_000), ('D', 86_400)];
    let clock = [('H', 3600), ('M', 60), ('S', 1)];
    Some(fields(date, &days)?.saturating_add(fields(time, &clock)?))
}

/// Reads `12X34Y` where the designators keep the order of `units`; only seconds have a fraction.
fn fields(mut text: &str, units: &[(char, u64)]) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = text.split_at_checked(end)?;
        let mut characters = tail.chars();
        let designator = characters.next()?;
        text = characters.as_str();
        let (_, seconds) = units.find(|(unit, _)| *unit == designator)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || (number.contains('.') && (*seconds != 1 || fraction.is_empty())) {
            return None;
        }
        // Saturates: a number of seconds beyond u64 is as good as for ever.
        let whole = whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(*seconds);
        total = total.saturating_add(Duration::from_secs(whole));
        total = total.saturating_add(Duration::from_nanos(nanoseconds(fraction)?));
    }
    Some(total)
}

fn nanoseconds(fraction: &str) -> Option<u64> {
    let mut value = 0_u64;
    let mut scale = 100_000_000_u64;
    for digit in fraction.chars() {
        value += u64::from(digit.to_digit(10)?) * scale;
        scale /= 10;
    }
    Some(value)
}

/// Writes a time-out the way Windows does: seconds with three decimals, `PT180.000S`.
#[must_use]
pub fn format_timeout(duration: Duration) -> String {
    format!("PT{}.{:03}S", duration.as_secs(), duration.subsec_millis())
}

/// Writes an elapsed time the way Windows does: whole days, hours, minutes and seconds,
/// `P0DT0H1M2S`.
#[must_use]
pub fn format_elapsed(duration: Duration) -> String {
    let seconds = duration.as_secs();
    format!(
        "P{}DT{}H{}M{}S",
        seconds / 86_400,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::{format_elapsed, format_timeout, parse_duration};
    use std::time::Duration;

    #[test]
    fn forms_that_clients_send() {
        for (text, milliseconds) in [
            ("PT20S", 20_000),
            ("PT60.000S", 60_000),
            ("PT180.000S", 180_000),
            ("PT0.5S", 500),
            ("PT2147483.647S", 2_147_483_647),
            ("P0DT0H1M2S", 62_000),
            ("P1Y2M3DT4H5M6S", ((365 + 60 + 3) * 86_400 + 4 * 3600 + 5 * 60 + 6) * 1000),
            ("P1D", 86_400_000),
            ("PT1M", 60_000),
            (" PT4H ", 14_400_000),
        ] {
            assert_eq!(
                parse_duration(text).unwrap(),
                Duration::from_millis(milliseconds),
                "{text}"
            );
        }
        assert!(
            parse_duration("PT99999999999999999999999S").unwrap() >= Duration::from_secs(1 << 60)
        );
    }

    #[test]
    fn forms_that_are_none() {
        for text in [
            "", "P", "PT", "-PT1S", "PT-1S", "20", "PT1", "P1S", "PT1.5H", "PT1S1M", "PT.5S",
            "PT1.S", "PT1.2.3S", "P1DT", "pt1s", "PTS", "PT1é",
        ] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn written_as_windows_writes() {
        assert_eq!(format_timeout(Duration::from_millis(7_200_000)), "PT7200.000S");
        assert_eq!(format_timeout(Duration::from_millis(2_147_483_647)), "PT2147483.647S");
        assert_eq!(format_elapsed(Duration::from_secs(62)), "P0DT0H1M2S");
        assert_eq!(format_elapsed(Duration::from_secs(90_061)), "P1DT1H1M1S");
    }
}
