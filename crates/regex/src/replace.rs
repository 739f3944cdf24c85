//! Replacing matches.

use crate::found::Match;
use crate::matcher::{Budget, Stopped};
use crate::regex::Regex;
use crate::subject::{Subject, TextBuilder};
use crate::syntax::{GroupTable, Options, ParseError, Scanner};
use crate::unicode::CaseCulture;

/// A piece of a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// `$1`, `${name}`, `$&`, `$+`: the slot of a group.
    Group(usize),
    /// ``$` ``: the text before the match.
    Before,
    /// `$'`: the text behind the match.
    After,
    /// `$_`: the whole text.
    Input,
}

/// A replacement pattern, read for one regular expression: which numbers and names are groups
/// depends on it. What is no substitution is literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pieces: Vec<Piece>,
}

impl Replacement {
    /// Reads a replacement pattern. A group number beyond `Int32.MaxValue` is an error.
    pub fn new(pattern: &str, regex: &Regex) -> Result<Self, ParseError> {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let mut scanner = Scanner::new(&units, Options::NONE, CaseCulture::Neutral);
        let ecma = regex.options().contains(Options::ECMASCRIPT);
        let mut pieces = Vec::new();
        let mut literal = Vec::new();
        while let Some(&unit) = units.get(scanner.position()) {
            scanner.skip(1);
            let piece = match unit {
                0x24 => scanner.scan_substitution(regex.table(), ecma)?,
                _ => None,
            };
            let Some(substitution) = piece else {
                literal.push(unit);
                continue;
            };
            if !literal.is_empty() {
                pieces.push(Piece::Literal(String::from_utf16_lossy(&literal)));
                literal.clear();
            }
            match substitution {
                Substitution::Dollar => literal.push(unit),
                Substitution::Piece(piece) => pieces.push(piece),
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(String::from_utf16_lossy(&literal)));
        }
        Ok(Self { pieces })
    }

    /// What the replacement is for one match (`Match.Result`).
    pub fn expand(&self, subject: &Subject<'_>, found: &Match) -> String {
        let mut text = TextBuilder::new(subject);
        self.append(&mut text, subject, found);
        text.finish()
    }

    fn append(&self, text: &mut TextBuilder, subject: &Subject<'_>, found: &Match) {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Group(slot) => {
                    if let Some(capture) = found.group(*slot).and_then(|group| group.capture()) {
                        text.push_part(subject, capture.index, capture.end());
                    }
                }
                Piece::Before => text.push_part(subject, 0, found.index()),
                Piece::After => text.push_part(subject, found.end(), subject.len()),
                Piece::Input => text.push_part(subject, 0, subject.len()),
            }
        }
    }
}

/// What a dollar sign begins.
enum Substitution {
    /// `$$`.
    Dollar,
    Piece(Piece),
}

impl Scanner<'_> {
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn skip(&mut self, units: usize) {
        self.position += units;
    }

    /// Reads what stands behind a dollar sign; `None`, with the position unchanged, when it is no
    /// substitution.
    fn scan_substitution(
        &mut self,
        table: &GroupTable,
        ecma: bool,
    ) -> Result<Option<Substitution>, ParseError> {
        let piece = match self.peek() {
            '$' => {
                self.skip(1);
                return Ok(Some(Substitution::Dollar));
            }
            '&' => Piece::Group(0),
            '`' => Piece::Before,
            '\'' => Piece::After,
            '+' => Piece::Group(table.len() - 1),
            '_' => Piece::Input,
            _ => {
                let slot = self.scan_group(table, ecma)?;
                return Ok(slot.map(|slot| Substitution::Piece(Piece::Group(slot))));
            }
        };
        self.skip(1);
        Ok(Some(Substitution::Piece(piece)))
    }

    fn scan_group(&mut self, table: &GroupTable, ecma: bool) -> Result<Option<usize>, ParseError> {
        let start = self.position();
        let braced = self.peek() == '{' && self.remaining() > 1;
        if braced {
            self.skip(1);
        }
        let slot = if self.peek().is_ascii_digit() {
            if ecma && !braced {
                self.scan_longest_number(table)
            } else {
                table.slot_of_number(self.scan_decimal()?)
            }
        } else if braced && self.is_word_here() {
            let name = self.scan_name();
            table.slot_of_given_name(&name)
        } else {
            None
        };
        let closed = !braced || self.peek() == '}';
        match slot.filter(|_| closed) {
            Some(slot) => {
                self.skip(usize::from(braced));
                Ok(Some(slot))
            }
            None => {
                self.position = start;
                Ok(None)
            }
        }
    }

    /// ECMAScript: the longest run of digits that is a group's number.
    fn scan_longest_number(&mut self, table: &GroupTable) -> Option<usize> {
        let mut best = None;
        let mut number = 0u32;
        let mut ahead = 0;
        while let Some(digit) = self.peek_at(ahead).to_digit(10) {
            number = number.saturating_mul(10).saturating_add(digit);
            ahead += 1;
            if let Some(slot) = table.slot_of_number(number) {
                best = Some((slot, ahead));
            }
        }
        let (slot, length) = best?;
        self.skip(length);
        Some(slot)
    }
}

impl Regex {
    /// Replaces up to `count` matches (`None`: all), searching from `start` on.
    pub fn replace(
        &self,
        subject: &Subject<'_>,
        replacement: &Replacement,
        count: Option<usize>,
        start: usize,
        budget: &mut dyn Budget,
    ) -> Result<String, Stopped> {
        self.replace_each(subject, count, start, budget, |text, found| {
            replacement.append(text, subject, found);
            Ok(())
        })
    }

    /// Replaces up to `count` matches (`None`: all) by what `evaluate` makes of each, searching from
    /// `start` on. The callback's error ends the work.
    pub fn replace_with<E: From<Stopped>>(
        &self,
        subject: &Subject<'_>,
        count: Option<usize>,
        start: usize,
        budget: &mut dyn Budget,
        mut evaluate: impl FnMut(&Match) -> Result<String, E>,
    ) -> Result<String, E> {
        if !self.right_to_left() {
            return self.replace_each(subject, count, start, budget, |text, found| {
                text.push_str(&evaluate(found)?);
                Ok(())
            });
        }
        // The callback sees the matches in the order of the search, the text needs them reversed.
        let mut found = Vec::new();
        self.each_match(subject, count, start, budget, |one| {
            let text = evaluate(&one)?;
            found.push((one, text));
            Ok::<(), E>(())
        })?;
        let mut text = TextBuilder::new(subject);
        let mut copied = 0;
        for (one, replacement) in found.iter().rev() {
            text.push_part(subject, copied, one.index());
            text.push_str(replacement);
            copied = one.end();
        }
        text.push_part(subject, copied, subject.len());
        Ok(text.finish())
    }

    fn replace_each<E: From<Stopped>>(
        &self,
        subject: &Subject<'_>,
        count: Option<usize>,
        start: usize,
        budget: &mut dyn Budget,
        mut append: impl FnMut(&mut TextBuilder, &Match) -> Result<(), E>,
    ) -> Result<String, E> {
        let mut text = TextBuilder::new(subject);
        let mut copied = 0;
        if self.right_to_left() {
            let mut found = Vec::new();
            self.each_match(subject, count, start, budget, |one| {
                found.push(one);
                Ok::<(), E>(())
            })?;
            for one in found.iter().rev() {
                text.push_part(subject, copied, one.index());
                append(&mut text, one)?;
                copied = one.end();
            }
        } else {
            self.each_match(subject, count, start, budget, |one| {
                text.push_part(subject, copied, one.index());
                append(&mut text, &one)?;
                copied = one.end();
                Ok::<(), E>(())
            })?;
        }
        text.push_part(subject, copied, subject.len());
        Ok(text.finish())
    }

    fn each_match<E: From<Stopped>>(
        &self,
        subject: &Subject<'_>,
        count: Option<usize>,
        start: usize,
        budget: &mut dyn Budget,
        mut take: impl FnMut(Match) -> Result<(), E>,
    ) -> Result<(), E> {
        for found in self.matches(subject, start, budget).take(count.unwrap_or(usize::MAX)) {
            take(found?)?;
        }
        Ok(())
    }
}
