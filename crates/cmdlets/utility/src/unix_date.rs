//! Dates in the formats of the `date` program of Unix.

use remora_engine::prelude::*;
use remora_psobject::DateTime;

/// The .NET picture that a letter stands for.
fn picture(letter: char) -> Option<&'static str> {
    Some(match letter {
        'A' => "dddd",
        'a' => "ddd",
        'B' => "MMMM",
        'b' | 'h' => "MMM",
        'c' => "ddd dd MMM yyyy HH:mm:ss",
        'D' | 'x' => "MM/dd/yy",
        'd' => "dd",
        'F' => "yyyy-MM-dd",
        'G' | 'Y' => "yyyy",
        'g' | 'y' => "yy",
        'H' => "HH",
        'I' => "hh",
        'M' => "mm",
        'm' => "MM",
        'p' => "tt",
        'R' => "HH:mm",
        'r' => "hh:mm:ss tt",
        'S' => "ss",
        'T' | 'X' => "HH:mm:ss",
        'Z' => "zz",
        _ => return None,
    })
}

/// The text of a date in a format such as `%Y-%m-%d`.
///
/// # Errors
/// A format that ends with a single `%`.
pub(crate) fn format(
    runtime: &mut CommandRuntime<'_>,
    date: DateTime,
    format: &str,
) -> CommandResult<String> {
    const EPOCH_TICKS: i64 = 621_355_968_000_000_000;
    let (culture, zone) = (runtime.culture(), runtime.system().local_time_zone());
    let (year, ..) = date.date();
    let (hour, ..) = date.time_of_day();
    let mut text = String::new();
    let mut letters = format.strip_prefix('+').unwrap_or(format).chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let Some(letter) = letters.next() else {
            let id = TypeId::find("System.IndexOutOfRangeException").unwrap_or(TypeId::EXCEPTION);
            return Err(Exception::new(id, "Index was outside the bounds of the array.").into());
        };
        if let Some(picture) = picture(letter) {
            // A picture of one letter would be read as a standard format.
            let picture =
                if picture.len() == 1 { format!("%{picture}") } else { picture.to_owned() };
            let part = remora_dotnet::datetime::format(date, &picture, &culture, &zone);
            text += &part.map_err(Flow::from)?;
            continue;
        }
        match letter {
            'C' => text += &(year / 100).to_string(),
            'e' => text += &format!("{:2}", date.date().2),
            'j' => text += &format!("{:03}", date.day_of_year()),
            'k' => text += &format!("{hour:2}"),
            'l' => text += &format!("{:2}", (hour + 11) % 12 + 1),
            'n' => text.push('\n'),
            's' => {
                let offset = match date.kind() {
                    remora_psobject::DateTimeKind::Utc => 0,
                    _ => runtime.system().now_local().ticks() - runtime.system().now_utc_ticks(),
                };
                // The offset of now is that of the date only where the zone never changes.
                let universal = runtime
                    .invoke_method(&Value::DateTime(date), "ToUniversalTime", &[])
                    .ok()
                    .and_then(|value| match value.base() {
                        Value::DateTime(date) => Some(date.ticks()),
                        _ => None,
                    })
                    .unwrap_or(date.ticks() - offset);
                text += &((universal - EPOCH_TICKS).div_euclid(10_000_000)).to_string();
            }
            't' => text.push('\t'),
            'U' | 'W' => text += &(date.day_of_year() / 7).to_string(),
            'u' => text += &((date.day_of_week() + 6) % 7 + 1).to_string(),
            'V' => text += &format!("{:02}", iso_week(date)),
            'w' => text += &date.day_of_week().to_string(),
            other => text.push(other),
        }
    }
    Ok(text)
}

/// The week of the year by ISO 8601: the first week is that of the first Thursday.
fn iso_week(date: DateTime) -> u32 {
    let weekday = (date.day_of_week() + 6) % 7 + 1;
    let week = (date.day_of_year() + 10).saturating_sub(weekday) / 7;
    let (year, ..) = date.date();
    let first_weekday_of = |year: i32| {
        u32::try_from((remora_psobject::time::days_from_civil(year, 1, 1)).rem_euclid(7))
            .unwrap_or(0)
    };
    let weeks_of = |year: i32| {
        // The first day of the year 1 was a Monday, which is 0.
        let first = first_weekday_of(year);
        let leap = remora_psobject::time::is_leap_year(year);
        if first == 3 || (first == 2 && leap) { 53 } else { 52 }
    };
    match week {
        0 => weeks_of(year - 1),
        53 if weeks_of(year) == 52 => 1,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> DateTime {
        let days = remora_psobject::time::days_from_civil(year, month, day)
            - remora_psobject::time::days_from_civil(1, 1, 1);
        DateTime::new(days * 864_000_000_000, remora_psobject::DateTimeKind::Utc).expect("in range")
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        assert_eq!(iso_week(date(2024, 2, 9)), 6);
        assert_eq!(iso_week(date(2021, 1, 3)), 53);
        assert_eq!(iso_week(date(2018, 12, 31)), 1);
        assert_eq!(iso_week(date(2020, 12, 31)), 53);
    }
}
