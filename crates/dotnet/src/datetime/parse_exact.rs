//! Text to dates in a given format.

use super::parse::{expand_year, fraction};
use super::{DateTimeStyles, Parsed};
use crate::culture::{Culture, DateTimeFormat};

/// The pieces of a date that is written in exactly this format.
pub(super) fn parse(
    text: &str,
    format: &str,
    culture: &Culture,
    styles: DateTimeStyles,
) -> Option<Parsed> {
    let mut text = text;
    if styles.has(DateTimeStyles::LEADING_WHITE) {
        text = text.trim_start();
    }
    if styles.has(DateTimeStyles::TRAILING_WHITE) {
        text = text.trim_end();
    }
    let names = &culture.date_time;
    let mut letters = format.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return Reader::read(text, format, names, styles);
    };
    let invariant = Culture::invariant();
    let standard = &invariant.date_time;
    match letter {
        'd' => any(text, &names.all_short_date, names, styles),
        'D' => any(text, &names.all_long_date, names, styles),
        't' => any(text, &names.all_short_time, names, styles),
        'T' => any(text, &names.all_long_time, names, styles),
        'm' | 'M' => any(text, &names.all_month_day, names, styles),
        'y' | 'Y' => any(text, &names.all_year_month, names, styles),
        'f' => joined(text, &names.all_long_date, &names.all_short_time, names, styles),
        'F' | 'U' => joined(text, &names.all_long_date, &names.all_long_time, names, styles),
        'g' => joined(text, &names.all_short_date, &names.all_short_time, names, styles),
        'G' => joined(text, &names.all_short_date, &names.all_long_time, names, styles),
        'o' | 'O' => {
            ["yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK", "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffzzz"]
                .iter()
                .find_map(|pattern| Reader::read(text, pattern, standard, styles))
        }
        's' => Reader::read(text, &standard.sortable_pattern, standard, styles),
        'u' | 'r' | 'R' => {
            let pattern = if letter == 'u' {
                &standard.universal_sortable_pattern
            } else {
                &standard.rfc1123_pattern
            };
            let mut parsed = Reader::read(text, pattern, standard, styles)?;
            if styles.has(DateTimeStyles::ADJUST_TO_UNIVERSAL) {
                parsed.offset = Some(0);
                parsed.is_utc = true;
            }
            Some(parsed)
        }
        _ => None,
    }
}

fn any(
    text: &str,
    patterns: &[String],
    names: &DateTimeFormat,
    styles: DateTimeStyles,
) -> Option<Parsed> {
    patterns.iter().find_map(|pattern| Reader::read(text, pattern, names, styles))
}

fn joined(
    text: &str,
    dates: &[String],
    times: &[String],
    names: &DateTimeFormat,
    styles: DateTimeStyles,
) -> Option<Parsed> {
    dates.iter().find_map(|date| {
        times.iter().find_map(|time| Reader::read(text, &format!("{date} {time}"), names, styles))
    })
}

struct Reader<'a> {
    rest: &'a str,
    names: &'a DateTimeFormat,
    result: Parsed,
}

impl<'a> Reader<'a> {
    fn read(
        text: &'a str,
        format: &str,
        names: &'a DateTimeFormat,
        styles: DateTimeStyles,
    ) -> Option<Parsed> {
        let mut reader = Self { rest: text, names, result: Parsed::default() };
        let picture: Vec<char> = format.chars().collect();
        let mut at = 0;
        while let Some(symbol) = picture.get(at).copied() {
            if styles.has(DateTimeStyles::INNER_WHITE) {
                reader.rest = reader.rest.trim_start();
                if symbol == ' ' {
                    at += 1;
                    continue;
                }
            }
            let run = picture
                .get(at..)
                .map_or(1, |rest| rest.iter().take_while(|c| **c == symbol).count());
            at += match symbol {
                'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'm' | 'M' | 's' | 't' | 'y' | 'z' | 'K' => {
                    let run = if symbol == 'K' { 1 } else { run };
                    // A run of digits that another number follows has a fixed length.
                    let followed = picture.get(at + run).is_some_and(|c| "dfFhHmMsy".contains(*c));
                    reader.part(symbol, run, followed)?;
                    run
                }
                ':' => {
                    reader.literal(names.time_separator.as_str())?;
                    1
                }
                '/' => {
                    reader.literal(names.date_separator.as_str())?;
                    1
                }
                '\'' | '"' => {
                    let end = picture.get(at + 1..)?.iter().position(|c| *c == symbol)?;
                    let text: String = picture.get(at + 1..at + 1 + end)?.iter().collect();
                    reader.literal(&text)?;
                    end + 2
                }
                '%' => 1,
                '\\' => {
                    reader.literal(picture.get(at + 1)?.encode_utf8(&mut [0; 4]))?;
                    2
                }
                '.' if picture.get(at + 1) == Some(&'F') && !reader.rest.starts_with('.') => 1,
                other => {
                    reader.literal(other.encode_utf8(&mut [0; 4]))?;
                    1
                }
            };
        }
        reader.rest.is_empty().then_some(reader.result)
    }

    fn literal(&mut self, text: &str) -> Option<()> {
        if let Some(rest) = self.rest.strip_prefix(text) {
            self.rest = rest;
            return Some(());
        }
        // Narrow and ordinary blanks stand for each other.
        let first = self.rest.chars().next()?;
        if text.trim().is_empty() && first.is_whitespace() {
            self.rest = self.rest.get(first.len_utf8()..)?;
            return Some(());
        }
        None
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<(i64, usize)> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if count < least.max(1) {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some((digits.parse().ok()?, count))
    }

    fn small(&mut self, run: usize, followed: bool) -> Option<u32> {
        let least = if run >= 2 { 2 } else { 1 };
        let most = if run == 1 && followed { 1 } else { 2 };
        let (value, _) = self.digits(least, most.max(least))?;
        u32::try_from(value).ok()
    }

    fn name(&mut self, lists: &[&[String]]) -> Option<u32> {
        let mut best: Option<(usize, usize)> = None;
        for list in lists {
            for (index, name) in list.iter().enumerate() {
                let Some(head) = self.rest.get(..name.len()) else {
                    continue;
                };
                let longer = best.is_none_or(|(_, length)| name.len() > length);
                if !name.is_empty() && longer && remora_psobject::string::eq_ignore_case(head, name)
                {
                    best = Some((index, name.len()));
                }
            }
        }
        let (index, length) = best?;
        self.rest = self.rest.get(length..)?;
        u32::try_from(index).ok()
    }

    fn part(&mut self, symbol: char, run: usize, followed: bool) -> Option<()> {
        let names = self.names;
        match symbol {
            'd' if run <= 2 => self.result.day = Some(self.small(run, followed)?),
            'd' if run == 3 => {
                self.result.day_of_week = Some(self.name(&[&names.abbreviated_day_names])?);
            }
            'd' => self.result.day_of_week = Some(self.name(&[&names.day_names])?),
            'M' if run <= 2 => self.result.month = Some(self.small(run, followed)?),
            'M' if run == 3 => {
                let lists: [&[String]; 2] =
                    [&names.abbreviated_month_names, &names.abbreviated_month_genitive_names];
                self.result.month = Some(self.name(&lists)? + 1);
            }
            'M' => {
                let lists: [&[String]; 2] = [&names.month_names, &names.month_genitive_names];
                self.result.month = Some(self.name(&lists)? + 1);
            }
            'y' => {
                let (value, length) = match run {
                    1 => self.digits(1, 2)?,
                    2 => self.digits(2, 2)?,
                    3 => self.digits(3, 4)?,
                    run => self.digits(run, run)?,
                };
                let length = if run <= 2 { 2 } else { length.max(3) };
                self.result.year = Some(expand_year(value, length)?);
            }
            'H' => self.result.hour = Some(self.small(run, followed)?),
            'h' => {
                self.result.hour = Some(self.small(run, followed)?);
                self.result.twelve_hours = true;
            }
            'm' => self.result.minute = Some(self.small(run, followed)?),
            's' => self.result.second = Some(self.small(run, followed)?),
            'f' => {
                let (value, length) = self.digits(run, run)?;
                self.result.ticks = Some(fraction(value, length)?);
            }
            'F' => {
                if let Some((value, length)) = self.digits(1, run) {
                    self.result.ticks = Some(fraction(value, length)?);
                }
            }
            't' => self.designator(run)?,
            'z' => self.offset(run)?,
            'K' => {
                if let Some(rest) = self.rest.strip_prefix(['Z', 'z']) {
                    self.rest = rest;
                    self.result.offset = Some(0);
                    self.result.is_utc = true;
                } else if self.rest.starts_with(['+', '-']) {
                    self.offset(3)?;
                }
            }
            _ => self.literal(&names.era)?,
        }
        Some(())
    }

    fn designator(&mut self, run: usize) -> Option<()> {
        for (name, afternoon) in
            [(&self.names.am_designator, false), (&self.names.pm_designator, true)]
        {
            let name = if run == 1 {
                name.chars().next().map(String::from).unwrap_or_default()
            } else {
                name.clone()
            };
            let Some(head) = self.rest.get(..name.len()) else {
                continue;
            };
            if !name.is_empty() && remora_psobject::string::eq_ignore_case(head, &name) {
                self.rest = self.rest.get(name.len()..)?;
                self.result.afternoon = Some(afternoon);
                return Some(());
            }
        }
        None
    }

    fn offset(&mut self, run: usize) -> Option<()> {
        let sign = match self.rest.chars().next()? {
            '-' => -1,
            '+' => 1,
            _ => return None,
        };
        self.rest = self.rest.get(1..)?;
        let (hours, _) = self.digits(if run == 1 { 1 } else { 2 }, 2)?;
        let mut minutes = 0;
        if run >= 3 {
            self.rest = self.rest.strip_prefix(':').unwrap_or(self.rest);
            minutes = self.digits(2, 2)?.0;
        }
        self.result.offset = Some(sign * i32::try_from(hours * 60 + minutes).ok()?);
        Some(())
    }
}
