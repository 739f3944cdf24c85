//! `xs:duration` (MS-PSRP section 2.2.5.1.9, Duration).

use remora_psobject::TimeSpan;
use remora_psobject::time::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// Days, hours, minutes, seconds; what is zero is left out.
pub(crate) fn write(duration: TimeSpan) -> String {
    let ticks = i128::from(duration.0).unsigned_abs();
    let unit = |size: i64| u128::from(size.unsigned_abs());
    let mut out = String::from(if duration.0 < 0 { "-P" } else { "P" });
    let days = ticks / unit(TICKS_PER_DAY);
    if days > 0 {
        out += &format!("{days}D");
    }
    let rest = ticks % unit(TICKS_PER_DAY);
    if rest == 0 && days > 0 {
        return out;
    }
    out.push('T');
    let hours = rest / unit(TICKS_PER_HOUR);
    let minutes = rest / unit(TICKS_PER_MINUTE) % 60;
    let seconds = rest / unit(TICKS_PER_SECOND) % 60;
    let fraction = rest % unit(TICKS_PER_SECOND);
    if hours > 0 {
        out += &format!("{hours}H");
    }
    if minutes > 0 {
        out += &format!("{minutes}M");
    }
    if fraction > 0 {
        out += format!("{seconds}.{fraction:07}").trim_end_matches('0');
        out.push('S');
    } else if seconds > 0 || rest == 0 {
        out += &format!("{seconds}S");
    }
    out
}

/// Reads years to seconds; a year counts 365 days and a month 30, as .NET counts them.
pub(crate) fn parse(text: &str) -> Option<TimeSpan> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let body = text.strip_prefix('P')?;
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (body, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let day = i128::from(TICKS_PER_DAY);
    let date_ticks = parts(date, &[('Y', day * 365), ('M', day * 30), ('D', day)])?;
    let time_ticks = parts(
        time,
        &[
            ('H', i128::from(TICKS_PER_HOUR)),
            ('M', i128::from(TICKS_PER_MINUTE)),
            ('S', i128::from(TICKS_PER_SECOND)),
        ],
    )?;
    let ticks = date_ticks.checked_add(time_ticks)?;
    i64::try_from(if negative { -ticks } else { ticks }).ok().map(TimeSpan)
}

/// The sum of numbers with units, each unit at most once and in this order; the last may have a
/// fraction.
fn parts(text: &str, units: &[(char, i128)]) -> Option<i128> {
    let mut rest = text;
    let mut sum = 0_i128;
    for (mark, size) in units {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(digits)?;
        let Some(after) = after.strip_prefix(*mark) else {
            continue;
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (!fraction.is_empty() || number.contains('.')) && *mark != 'S' {
            return None;
        }
        let whole: i128 = whole.parse::<u64>().ok()?.into();
        sum = sum.checked_add(whole.checked_mul(*size)?)?;
        if !fraction.is_empty() {
            let ticks: String = fraction.chars().chain("0000000".chars()).take(7).collect();
            sum = sum.checked_add(ticks.parse::<u64>().ok()?.into())?;
        }
        rest = after;
    }
    rest.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for (ticks, text) in [
            (0, "PT0S"),
            (1, "PT0.0000001S"),
            (TICKS_PER_DAY, "P1D"),
            (
                TICKS_PER_DAY + TICKS_PER_HOUR * 2 + TICKS_PER_MINUTE * 3 + TICKS_PER_SECOND * 4,
                "P1DT2H3M4S",
            ),
            (-TICKS_PER_HOUR * 2, "-PT2H"),
            (TICKS_PER_MINUTE + 5_000_000, "PT1M0.5S"),
            (i64::MIN, "-P10675199DT2H48M5.4775808S"),
        ] {
            assert_eq!(write(TimeSpan(ticks)), text);
            assert_eq!(parse(text), Some(TimeSpan(ticks)), "{text}");
        }
        assert_eq!(parse("P1Y"), Some(TimeSpan(365 * TICKS_PER_DAY)));
        for bad in ["", "P", "PT", "1D", "P1H", "PT1.5M", "P99999999999999999999D", "PT1S2M"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
