//! Text to dates without a format: what people and programs commonly write.

use super::Parsed;
use crate::culture::{Culture, DateTimeFormat};

/// A piece of the text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// Digits: value and how many there were.
    Number(i64, usize),
    /// Letters.
    Word(String),
    /// Any other character.
    Mark(char),
    /// Blanks.
    Space,
}

fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.trim_matches(['\0', ' ', '\t', '\n', '\r']).chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = characters.get(at).copied() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic(), c.is_whitespace());
        let same = |c: &&char| class(**c) == class(first);
        let run: Vec<char> =
            characters.get(at..).unwrap_or(&[]).iter().take_while(same).copied().collect();
        let text: String = run.iter().collect();
        if first.is_ascii_digit() {
            out.push(Token::Number(text.parse().unwrap_or(i64::MAX), run.len()));
            at += run.len();
        } else if first.is_alphabetic() {
            at += run.len();
            out.push(Token::Word(text));
        } else if first.is_whitespace() {
            at += run.len();
            out.push(Token::Space);
        } else {
            out.push(Token::Mark(first));
            at += 1;
        }
    }
    out
}

/// The pieces of a date in any of the common forms.
pub(super) fn parse(text: &str, culture: &Culture) -> Option<Parsed> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return None;
    }
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        names: &culture.date_time,
        result: Parsed::default(),
        date_numbers: Vec::new(),
    };
    reader.run()?;
    reader.finish()
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    names: &'a DateTimeFormat,
    result: Parsed,
    /// Numbers of the date whose meaning depends on the order of the culture.
    date_numbers: Vec<(i64, usize)>,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn number(&self, ahead: usize) -> Option<(i64, usize)> {
        match self.peek(ahead) {
            Some(Token::Number(value, length)) => Some((*value, *length)),
            _ => None,
        }
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.peek(ahead) == Some(&Token::Mark(mark))
    }

    fn is_time_separator(&self, ahead: usize) -> bool {
        self.is_mark(ahead, ':')
            || matches!(
                (self.peek(ahead), self.names.time_separator.chars().next()),
                (Some(Token::Mark(mark)), Some(separator)) if *mark == separator && separator != '.'
            )
    }

    fn run(&mut self) -> Option<()> {
        while let Some(token) = self.peek(0).cloned() {
            match token {
                Token::Space | Token::Mark(',') => self.at += 1,
                Token::Mark('-' | '+') if self.result.hour.is_some() => self.offset()?,
                Token::Mark('-' | '/' | '.') if self.has_date_part() => self.at += 1,
                Token::Mark(_) => return None,
                Token::Word(word) => {
                    self.at += 1;
                    self.word(&word)?;
                }
                Token::Number(..) if self.is_time_separator(1) => self.time()?,
                Token::Number(value, length) => self.date_number(value, length)?,
            }
        }
        Some(())
    }

    fn has_date_part(&self) -> bool {
        !self.date_numbers.is_empty()
            || self.result.month.is_some()
            || self.result.day_of_week.is_some()
    }

    fn date_number(&mut self, value: i64, length: usize) -> Option<()> {
        // `3 PM`: an hour without minutes.
        let ahead = usize::from(self.peek(1) == Some(&Token::Space)) + 1;
        if let Some(Token::Word(word)) = self.peek(ahead)
            && self.result.hour.is_none()
            && let Some(afternoon) = self.designator(word)
        {
            self.result.hour = u32::try_from(value).ok().filter(|hour| *hour <= 12);
            self.result.hour?;
            self.result.afternoon = Some(afternoon);
            self.at += ahead + 1;
            return Some(());
        }
        self.date_numbers.push((value, length));
        self.at += 1;
        (self.date_numbers.len() <= 3).then_some(())
    }

    fn designator(&self, word: &str) -> Option<bool> {
        let is =
            |known: &str| !known.is_empty() && remora_psobject::string::eq_ignore_case(word, known);
        if is(&self.names.am_designator) || is("AM") || is("A") {
            Some(false)
        } else if is(&self.names.pm_designator) || is("PM") || is("P") {
            Some(true)
        } else {
            None
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is = |known: &str| remora_psobject::string::eq_ignore_case(word, known);
        if is("T") && (self.has_date_part()) && matches!(self.peek(0), Some(Token::Number(..))) {
            return Some(());
        }
        if (is("Z") || is("GMT")) && (self.result.hour.is_some() || self.has_date_part()) {
            self.result.offset = Some(0);
            self.result.is_utc = true;
            return Some(());
        }
        if self.result.hour.is_some()
            && self.result.afternoon.is_none()
            && let Some(afternoon) = self.designator(word)
        {
            self.result.afternoon = Some(afternoon);
            return Some(());
        }
        if let Some(month) = position(word, &self.names.month_names)
            .or_else(|| position(word, &self.names.abbreviated_month_names))
            .or_else(|| position(word, &self.names.month_genitive_names))
            .or_else(|| position(word, &self.names.abbreviated_month_genitive_names))
        {
            if self.result.month.is_some() {
                return None;
            }
            self.result.month = Some(month + 1);
            self.skip_dot();
            return Some(());
        }
        if let Some(day) = position(word, &self.names.day_names)
            .or_else(|| position(word, &self.names.abbreviated_day_names))
        {
            self.result.day_of_week = Some(day);
            self.skip_dot();
            return Some(());
        }
        // Words between the numbers of a long date, such as `de` in Spanish.
        let pattern = &self.names.long_date_pattern;
        pattern
            .split('\'')
            .skip(1)
            .step_by(2)
            .any(|literal| literal.split_whitespace().any(is))
            .then_some(())
    }

    fn skip_dot(&mut self) {
        if self.is_mark(0, '.') {
            self.at += 1;
        }
    }

    fn small(&self, ahead: usize, most: u32) -> Option<u32> {
        let (value, length) = self.number(ahead)?;
        (length <= 2).then(|| u32::try_from(value).ok()).flatten().filter(|value| *value <= most)
    }

    fn time(&mut self) -> Option<()> {
        if self.result.hour.is_some() {
            return None;
        }
        self.result.hour = Some(self.small(0, 24)?);
        self.result.minute = Some(self.small(2, 59)?);
        self.at += 3;
        if self.is_time_separator(0) {
            self.result.second = Some(self.small(1, 59)?);
            self.at += 2;
            if (self.is_mark(0, '.') || self.is_mark(0, ','))
                && let Some((value, length)) = self.number(1)
            {
                self.result.ticks = Some(fraction(value, length)?);
                self.at += 2;
            }
        }
        Some(())
    }

    /// `+02:00`, `-0530`, `+2`.
    fn offset(&mut self) -> Option<()> {
        let sign = if self.is_mark(0, '-') { -1 } else { 1 };
        let (value, length) = self.number(1)?;
        self.at += 2;
        let value = i32::try_from(value).ok()?;
        let (hours, minutes) = if length > 2 {
            (value / 100, value % 100)
        } else if self.is_mark(0, ':') {
            let minutes = i32::try_from(self.small(1, 59)?).ok()?;
            self.at += 2;
            (value, minutes)
        } else {
            (value, 0)
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        self.result.offset = Some(sign * (hours * 60 + minutes));
        Some(())
    }

    fn finish(mut self) -> Option<Parsed> {
        let year = |(value, length): (i64, usize)| expand_year(value, length);
        let part = |(value, _): (i64, usize)| u32::try_from(value).ok();
        let is_year = |(_, length): (i64, usize)| length > 2;
        let result = &mut self.result;
        let order = date_order(&self.names.short_date_pattern);
        match (self.date_numbers.as_slice(), result.month) {
            ([], None) => {}
            ([], Some(_)) => return None,
            ([only], Some(_)) if is_year(*only) => result.year = Some(year(*only)?),
            ([only], Some(_)) => result.day = Some(part(*only)?),
            ([first, second], Some(_)) => {
                let (day, years) = if is_year(*first) { (second, first) } else { (first, second) };
                result.day = Some(part(*day)?);
                result.year = Some(year(*years)?);
            }
            ([first, second], None) => {
                if is_year(*first) {
                    result.year = Some(year(*first)?);
                    result.month = Some(part(*second)?);
                } else if is_year(*second) {
                    result.month = Some(part(*first)?);
                    result.year = Some(year(*second)?);
                } else if order == ['d', 'M', 'y'] {
                    result.day = Some(part(*first)?);
                    result.month = Some(part(*second)?);
                } else {
                    result.month = Some(part(*first)?);
                    result.day = Some(part(*second)?);
                }
            }
            ([first, second, third], None) => {
                let order = if is_year(*first) { ['y', 'M', 'd'] } else { order };
                for (letter, value) in order.iter().zip([first, second, third]) {
                    match letter {
                        'y' => result.year = Some(year(*value)?),
                        'M' => result.month = Some(part(*value)?),
                        _ => result.day = Some(part(*value)?),
                    }
                }
            }
            _ => return None,
        }
        if result.month.is_some_and(|month| !(1..=12).contains(&month)) {
            return None;
        }
        if result.day_of_week.is_some() && result.month.is_none() && result.hour.is_none() {
            return None;
        }
        Some(self.result)
    }
}

/// Two digits mean a year from 1950 to 2049.
pub(super) fn expand_year(value: i64, length: usize) -> Option<i32> {
    let value = i32::try_from(value).ok()?;
    Some(match length {
        0..=2 if value < 50 => 2000 + value,
        0..=2 => 1900 + value,
        _ => value,
    })
}

/// Digits after the point of a second as ticks; digits past the seventh are rounded.
pub(super) fn fraction(value: i64, length: usize) -> Option<i64> {
    if length <= 7 {
        return Some(value * 10_i64.pow(u32::try_from(7 - length).ok()?));
    }
    let divisor = 10_i64.checked_pow(u32::try_from(length - 7).ok()?)?;
    Some(value / divisor + i64::from(value % divisor * 2 >= divisor))
}

/// Where a word begins that means nothing in a date, in UTF-16 units.
pub(super) fn unknown_word(text: &str, culture: &Culture) -> Option<usize> {
    let names = &culture.date_time;
    let lists = [
        &names.month_names,
        &names.abbreviated_month_names,
        &names.month_genitive_names,
        &names.abbreviated_month_genitive_names,
        &names.day_names,
        &names.abbreviated_day_names,
    ];
    let designators = [names.am_designator.as_str(), names.pm_designator.as_str()];
    let known = |word: &str| {
        lists.iter().any(|list| position(word, list).is_some())
            || designators
                .iter()
                .chain(&["AM", "PM", "A", "P", "T", "Z", "GMT"])
                .any(|name| remora_psobject::string::eq_ignore_case(word, name))
    };
    let mut rest = text;
    while let Some(at) = rest.find(char::is_alphabetic) {
        let tail = rest.get(at..)?;
        let length = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let word = tail.get(..length)?;
        if !known(word) {
            let before = text.len() - tail.len();
            return Some(text.get(..before)?.encode_utf16().count());
        }
        rest = tail.get(length..)?;
    }
    None
}

fn position(word: &str, names: &[String]) -> Option<u32> {
    names
        .iter()
        .position(|name| {
            let name = name.trim_end_matches('.');
            !name.is_empty() && remora_psobject::string::eq_ignore_case(word, name)
        })
        .and_then(|at| u32::try_from(at).ok())
}

/// In which order the culture writes the numbers of a date.
fn date_order(pattern: &str) -> [char; 3] {
    let mut letters: Vec<char> = Vec::new();
    for letter in pattern.chars().filter(|c| matches!(c, 'd' | 'M' | 'y')) {
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    match letters.as_slice() {
        [first, second, third] => [*first, *second, *third],
        _ => ['M', 'd', 'y'],
    }
}
