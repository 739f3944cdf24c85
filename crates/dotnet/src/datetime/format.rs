//! Dates to text: standard letters and pictures.

use jiff::tz::TimeZone;
use remora_psobject::time::{DateTimeKind, TICKS_PER_MINUTE};
use remora_psobject::{DateTime, DateTimeOffset, Exception};

use crate::culture::{Culture, DateTimeFormat};
use crate::errors;
use crate::system::clock_math;

/// A date and the distance of its clock from UTC, where it is known.
struct Moment<'a> {
    date: DateTime,
    /// Minutes east of UTC of a `DateTimeOffset`.
    offset: Option<i16>,
    zone: &'a TimeZone,
    culture: &'a Culture,
}

/// `DateTime.ToString(format, culture)`. An empty format is `G`. `zone` is that of local times.
///
/// # Errors
/// `FormatException`
pub fn format(
    date: DateTime,
    format: &str,
    culture: &Culture,
    zone: &TimeZone,
) -> Result<String, Exception> {
    Moment { date, offset: None, zone, culture }.write(format)
}

/// `DateTimeOffset.ToString(format, culture)`. An empty format is `G` with the offset.
///
/// # Errors
/// `FormatException`
pub fn format_offset(
    value: DateTimeOffset,
    format: &str,
    culture: &Culture,
) -> Result<String, Exception> {
    let moment = Moment {
        date: value.local(),
        offset: Some(value.offset_minutes()),
        zone: &TimeZone::UTC,
        culture,
    };
    if format.is_empty() {
        let pattern = format!("{} zzz", culture.date_time.general_long());
        return moment.picture(&pattern);
    }
    moment.write(format)
}

impl Moment<'_> {
    fn write(&self, format: &str) -> Result<String, Exception> {
        let mut characters = format.chars();
        match (characters.next(), characters.next()) {
            (None, _) => self.standard('G'),
            (Some(letter), None) => self.standard(letter),
            _ => self.picture(format),
        }
    }

    fn standard(&self, letter: char) -> Result<String, Exception> {
        let names = &self.culture.date_time;
        let pattern = match letter {
            'd' => names.short_date_pattern.clone(),
            'D' => names.long_date_pattern.clone(),
            'f' => names.long_date_short_time(),
            'F' => names.full_date_time_pattern.clone(),
            'g' => names.general_short(),
            'G' => names.general_long(),
            'm' | 'M' => names.month_day_pattern.clone(),
            't' => names.short_time_pattern.clone(),
            'T' => names.long_time_pattern.clone(),
            'y' | 'Y' => names.year_month_pattern.clone(),
            'o' | 'O' => {
                return self.invariant(self.date).picture("yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK");
            }
            's' => {
                return self.invariant(self.date).picture("yyyy'-'MM'-'dd'T'HH':'mm':'ss");
            }
            'r' | 'R' => {
                return self
                    .invariant(self.offset_to_utc())
                    .picture("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'");
            }
            'u' => {
                return self
                    .invariant(self.offset_to_utc())
                    .picture("yyyy'-'MM'-'dd HH':'mm':'ss'Z'");
            }
            'U' if self.offset.is_none() => {
                let utc = self.universal();
                let moment = Moment { date: utc, ..*self };
                return moment.picture(&names.full_date_time_pattern);
            }
            _ => return Err(errors::bad_format_string()),
        };
        self.picture(&pattern)
    }

    fn invariant(&self, date: DateTime) -> Moment<'_> {
        static INVARIANT: std::sync::LazyLock<Culture> =
            std::sync::LazyLock::new(Culture::invariant);
        Moment { date, culture: &INVARIANT, ..*self }
    }

    /// The formats `r` and `u` show a date with an offset in UTC, and other dates as they are.
    fn offset_to_utc(&self) -> DateTime {
        let minutes = i64::from(self.offset.unwrap_or(0));
        DateTime::new(self.date.ticks() - minutes * TICKS_PER_MINUTE, self.date.kind())
            .unwrap_or(self.date)
    }

    fn universal(&self) -> DateTime {
        if self.date.kind() == DateTimeKind::Utc {
            return self.date;
        }
        let offset = clock_math::offset_at_local(self.zone, self.date.ticks());
        DateTime::new(self.date.ticks() - offset, DateTimeKind::Utc).unwrap_or(self.date)
    }

    fn offset_minutes(&self) -> i64 {
        match (self.offset, self.date.kind()) {
            (Some(minutes), _) => i64::from(minutes),
            (None, DateTimeKind::Utc) => 0,
            (None, _) => {
                clock_math::offset_at_local(self.zone, self.date.ticks()) / TICKS_PER_MINUTE
            }
        }
    }

    fn kind_suffix(&self) -> String {
        match (self.offset, self.date.kind()) {
            (None, DateTimeKind::Utc) => "Z".to_owned(),
            (None, DateTimeKind::Unspecified) => String::new(),
            _ => self.offset_text(3),
        }
    }

    fn offset_text(&self, length: usize) -> String {
        let minutes = self.offset_minutes();
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        match length {
            1 => format!("{sign}{hours}"),
            2 => format!("{sign}{hours:02}"),
            _ => format!("{sign}{hours:02}:{rest:02}"),
        }
    }

    fn year(&self) -> i32 {
        let (year, ..) = self.date.date();
        if self.culture.calendar == "ThaiBuddhistCalendar" { year + 543 } else { year }
    }

    fn picture(&self, pattern: &str) -> Result<String, Exception> {
        let picture: Vec<char> = pattern.chars().collect();
        let mut out = String::new();
        let mut at = 0;
        while let Some(symbol) = picture.get(at).copied() {
            let run = picture
                .get(at..)
                .map_or(1, |rest| rest.iter().take_while(|c| **c == symbol).count());
            let length = match symbol {
                'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'm' | 'M' | 's' | 't' | 'y' | 'z' => {
                    self.part(&picture, at, symbol, run, &mut out)?;
                    run
                }
                'K' => {
                    out.push_str(&self.kind_suffix());
                    1
                }
                ':' => {
                    out.push_str(&self.culture.date_time.time_separator);
                    1
                }
                '/' => {
                    out.push_str(&self.culture.date_time.date_separator);
                    1
                }
                '\'' | '"' => quoted(&picture, at, &mut out)?,
                '%' => {
                    let next = picture.get(at + 1).filter(|next| **next != '%');
                    let next = next.ok_or_else(errors::bad_format_string)?;
                    // The letter after the sign stands for itself, without its neighbours.
                    out.push_str(&self.picture_of_one(*next)?);
                    2
                }
                '\\' => {
                    let next = picture.get(at + 1).ok_or_else(errors::bad_format_string)?;
                    out.push(*next);
                    2
                }
                other => {
                    out.push(other);
                    1
                }
            };
            at += length;
        }
        Ok(out)
    }

    fn picture_of_one(&self, symbol: char) -> Result<String, Exception> {
        self.picture(symbol.encode_utf8(&mut [0; 4]))
    }

    fn part(
        &self,
        picture: &[char],
        at: usize,
        symbol: char,
        run: usize,
        out: &mut String,
    ) -> Result<(), Exception> {
        let names = &*self.culture.date_time;
        let (_, month, day) = self.date.date();
        let (hour, minute, second, ticks) = self.date.time_of_day();
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        match symbol {
            'd' if run <= 2 => number(out, day, run),
            'd' if run == 3 => name(out, &names.abbreviated_day_names, self.date.day_of_week()),
            'd' => name(out, &names.day_names, self.date.day_of_week()),
            'M' if run <= 2 => number(out, month, run),
            'M' => {
                let genitive = stands_with_day(picture, at, run);
                let list = month_names(names, run, genitive);
                name(out, list, month - 1);
            }
            'y' => {
                let year = self.year().unsigned_abs();
                match run {
                    1 | 2 => number(out, year % 100, run),
                    _ => number(out, year, run),
                }
            }
            'h' => number(out, twelve, run.min(2)),
            'H' => number(out, hour, run.min(2)),
            'm' => number(out, minute, run.min(2)),
            's' => number(out, second, run.min(2)),
            'f' | 'F' => {
                if run > 7 {
                    return Err(errors::bad_format_string());
                }
                let digits = format!("{ticks:07}");
                let shown = digits.get(..run).unwrap_or(&digits);
                if symbol == 'f' {
                    out.push_str(shown);
                } else {
                    let shown = shown.trim_end_matches('0');
                    if shown.is_empty() && out.ends_with('.') {
                        out.pop();
                    }
                    out.push_str(shown);
                }
            }
            't' => {
                let designator =
                    if hour < 12 { &names.am_designator } else { &names.pm_designator };
                if run == 1 {
                    out.extend(designator.chars().next());
                } else {
                    out.push_str(designator);
                }
            }
            'z' => out.push_str(&self.offset_text(run)),
            _ => out.push_str(&names.era),
        }
        Ok(())
    }
}

/// The month's names: abbreviated or whole, in the genitive where they stand with a day.
fn month_names(names: &DateTimeFormat, run: usize, genitive: bool) -> &[String] {
    match (run, genitive) {
        (3, false) => &names.abbreviated_month_names,
        (3, true) => &names.abbreviated_month_genitive_names,
        (_, false) => &names.month_names,
        (_, true) => &names.month_genitive_names,
    }
}

fn number(out: &mut String, value: u32, width: usize) {
    out.push_str(&format!("{value:0width$}"));
}

fn name(out: &mut String, names: &[String], index: u32) {
    let index = usize::try_from(index).unwrap_or(0);
    out.push_str(names.get(index).map_or("", String::as_str));
}

/// Copies a quoted part and gives its length in the picture.
fn quoted(picture: &[char], at: usize, out: &mut String) -> Result<usize, Exception> {
    let quote = picture.get(at);
    let mut end = at + 1;
    loop {
        match picture.get(end) {
            None => return Err(errors::bad_format_string()),
            same if same == quote => return Ok(end + 1 - at),
            Some('\\') => {
                end += 1;
                out.extend(picture.get(end));
            }
            Some(other) => out.push(*other),
        }
        end += 1;
    }
}

/// Whether the nearest `d` or `dd` before or after the month is a day of the month.
fn stands_with_day(picture: &[char], at: usize, run: usize) -> bool {
    let run_length = |mut place: usize, forward: bool| {
        let mut length = 0;
        while picture.get(place) == Some(&'d') {
            length += 1;
            if forward {
                place += 1;
            } else if place == 0 {
                break;
            } else {
                place -= 1;
            }
        }
        length
    };
    let before = picture
        .get(..at)
        .and_then(|head| head.iter().rposition(|c| *c == 'd'))
        .map(|place| run_length(place, false));
    if before.is_some_and(|length| length <= 2) {
        return true;
    }
    let rest = at + run;
    picture
        .get(rest..)
        .and_then(|tail| tail.iter().position(|c| *c == 'd'))
        .map(|place| run_length(rest + place, true))
        .is_some_and(|length| length <= 2)
}
