//! Dates as text and back.

mod format;
mod parse;
mod parse_exact;
mod parsed;
mod styles;

use jiff::tz::TimeZone;
use remora_psobject::{DateTime, DateTimeOffset, Exception};

use crate::culture::Culture;
use crate::errors;
use crate::system::Clock;

pub use format::{format, format_offset};
pub use parsed::Parsed;
pub use styles::DateTimeStyles;

/// What reading and writing of dates needs besides the text: the zone of local times, and today.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The zone of local times.
    pub zone: TimeZone,
    /// The date that a text without one gets.
    pub today: DateTime,
}

impl Surroundings {
    /// Those of a clock.
    pub fn of(clock: &(impl Clock + ?Sized)) -> Self {
        Self { zone: clock.local_time_zone(), today: clock.now_local() }
    }

    /// UTC, and the first day of the year 1: for texts that name date and zone themselves.
    pub fn fixed() -> Self {
        Self { zone: TimeZone::UTC, today: DateTime::MIN }
    }
}

/// `DateTime.Parse`
///
/// # Errors
/// `FormatException`
pub fn parse(
    text: &str,
    culture: &Culture,
    styles: DateTimeStyles,
    around: &Surroundings,
) -> Result<DateTime, Exception> {
    parse::parse(text, culture)
        .and_then(|parsed| parsed.to_date_time(styles, around))
        .ok_or_else(|| unreadable(text, culture))
}

/// `DateTimeOffset.Parse`
///
/// # Errors
/// `FormatException`
pub fn parse_offset(
    text: &str,
    culture: &Culture,
    styles: DateTimeStyles,
    around: &Surroundings,
) -> Result<DateTimeOffset, Exception> {
    parse::parse(text, culture)
        .and_then(|parsed| parsed.to_offset(styles, around))
        .ok_or_else(|| unreadable(text, culture))
}

/// What is wrong with a text that is no date.
fn unreadable(text: &str, culture: &Culture) -> Exception {
    match parse::unknown_word(text, culture) {
        Some(index) => errors::format(format!(
            "The string '{text}' was not recognized as a valid DateTime. There is an unknown word starting at index '{index}'."
        )),
        None => errors::not_a_date(text),
    }
}

/// `DateTime.ParseExact` with any of these formats.
///
/// # Errors
/// `FormatException`
pub fn parse_exact(
    text: &str,
    formats: &[&str],
    culture: &Culture,
    styles: DateTimeStyles,
    around: &Surroundings,
) -> Result<DateTime, Exception> {
    formats
        .iter()
        .find_map(|format| {
            parse_exact::parse(text, format, culture, styles)?
                .to_date_time(styles.for_format(format), around)
        })
        .ok_or_else(|| errors::not_a_date(text))
}

/// `DateTimeOffset.ParseExact` with any of these formats.
///
/// # Errors
/// `FormatException`
pub fn parse_exact_offset(
    text: &str,
    formats: &[&str],
    culture: &Culture,
    styles: DateTimeStyles,
    around: &Surroundings,
) -> Result<DateTimeOffset, Exception> {
    formats
        .iter()
        .find_map(|format| {
            parse_exact::parse(text, format, culture, styles)?.to_offset(styles, around)
        })
        .ok_or_else(|| errors::not_a_date(text))
}

/// What a text says, piece by piece, before zones and defaults.
pub fn parse_parts(text: &str, culture: &Culture) -> Option<Parsed> {
    parse::parse(text, culture)
}

/// What a text says in one format.
pub fn parse_exact_parts(
    text: &str,
    format: &str,
    culture: &Culture,
    styles: DateTimeStyles,
) -> Option<Parsed> {
    parse_exact::parse(text, format, culture, styles)
}

/// A date in the round-trip form, with or without `Z`.
pub(crate) fn parse_round_trip(text: &str) -> Option<DateTime> {
    parse(
        text,
        &Culture::invariant(),
        DateTimeStyles(DateTimeStyles::ROUNDTRIP_KIND),
        &Surroundings::fixed(),
    )
    .ok()
}
