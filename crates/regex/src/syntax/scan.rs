//! Reading the pattern unit by unit: what the group scan and the parser share.

use super::error::{ParseError, ParseErrorKind};
use super::groups::{GroupCollector, GroupTable};
use super::options::Options;
use crate::unicode::{CaseCulture, categories};

/// A position in the pattern with the options that hold there.
pub(crate) struct Scanner<'p> {
    pub(super) units: &'p [u16],
    pub(crate) position: usize,
    pub(super) options: Options,
    pub(super) culture: CaseCulture,
}

pub(crate) type Result<T> = std::result::Result<T, ParseError>;

impl<'p> Scanner<'p> {
    pub(crate) fn new(units: &'p [u16], options: Options, culture: CaseCulture) -> Self {
        Self { units, position: 0, options, culture }
    }

    /// The unit `ahead` of the position as a character; `'\0'` stands for none and for surrogates,
    /// so it is only for comparisons with syntax characters.
    pub(crate) fn peek_at(&self, ahead: usize) -> char {
        self.units
            .get(self.position + ahead)
            .and_then(|&unit| char::from_u32(u32::from(unit)))
            .unwrap_or('\0')
    }

    pub(crate) fn peek(&self) -> char {
        self.peek_at(0)
    }

    pub(super) fn at_end(&self) -> bool {
        self.position >= self.units.len()
    }

    pub(crate) fn remaining(&self) -> usize {
        self.units.len().saturating_sub(self.position)
    }

    /// Takes the next unit as a syntax character.
    pub(super) fn next(&mut self) -> char {
        let c = self.peek();
        self.position += 1;
        c
    }

    pub(super) fn unit_at(&self, index: usize) -> u16 {
        self.units.get(index).copied().unwrap_or(0)
    }

    pub(super) fn has(&self, option: Options) -> bool {
        self.options.contains(option)
    }

    pub(super) fn error(&self, kind: ParseErrorKind) -> ParseError {
        self.error_about(kind, "")
    }

    pub(super) fn error_about(&self, kind: ParseErrorKind, argument: &str) -> ParseError {
        let offset = self.position.min(self.units.len());
        ParseError::new(kind, offset, self.units, argument)
    }

    pub(crate) fn is_word_here(&self) -> bool {
        self.units.get(self.position).is_some_and(|&unit| categories::is_boundary_word(unit))
    }

    /// Reads a run of word characters.
    pub(crate) fn scan_name(&mut self) -> String {
        let start = self.position;
        while self.is_word_here() {
            self.position += 1;
        }
        String::from_utf16_lossy(&self.units[start..self.position])
    }

    /// Reads decimal digits; no digit is zero.
    pub(crate) fn scan_decimal(&mut self) -> Result<u32> {
        const MAX: u32 = i32::MAX as u32;
        let mut value = 0u32;
        while let Some(digit) = self.peek().to_digit(10) {
            self.position += 1;
            value = value
                .checked_mul(10)
                .and_then(|tens| tens.checked_add(digit))
                .filter(|&sum| sum <= MAX)
                .ok_or_else(|| self.error(ParseErrorKind::QuantifierOrCaptureGroupOutOfRange))?;
        }
        Ok(value)
    }

    /// Skips `(?#…)` comments and, where white space means nothing, white space and `#` comments.
    pub(super) fn skip_blank(&mut self) -> Result<()> {
        loop {
            if self.has(Options::IGNORE_PATTERN_WHITESPACE) {
                while is_pattern_space(self.peek()) {
                    self.position += 1;
                }
                if self.peek() == '#' {
                    while !self.at_end() && self.peek() != '\n' {
                        self.position += 1;
                    }
                    continue;
                }
            }
            if !(self.peek() == '(' && self.peek_at(1) == '?' && self.peek_at(2) == '#') {
                return Ok(());
            }
            while !self.at_end() && self.peek() != ')' {
                self.position += 1;
            }
            if self.at_end() {
                return Err(self.error(ParseErrorKind::UnterminatedComment));
            }
            self.position += 1;
        }
    }

    /// Reads inline option letters as far as there are any.
    pub(super) fn scan_options(&mut self) {
        let mut on = true;
        while !self.at_end() {
            let option = match self.peek().to_ascii_lowercase() {
                '-' => {
                    on = false;
                    self.position += 1;
                    continue;
                }
                '+' => {
                    on = true;
                    self.position += 1;
                    continue;
                }
                'i' => Options::IGNORE_CASE,
                'm' => Options::MULTILINE,
                'n' => Options::EXPLICIT_CAPTURE,
                's' => Options::SINGLELINE,
                'x' => Options::IGNORE_PATTERN_WHITESPACE,
                _ => return,
            };
            self.options = self.options.with(option, on);
            self.position += 1;
        }
    }

    /// Finds the pattern's groups without building anything.
    pub(crate) fn collect_groups(mut self) -> Result<GroupTable> {
        let mut collector = GroupCollector::default();
        let mut outer_options = Vec::new();
        let mut next_is_condition = false;
        while !self.at_end() {
            let start = self.position;
            match self.next() {
                '\\' if !self.at_end() => self.skip_escape()?,
                '#' if self.has(Options::IGNORE_PATTERN_WHITESPACE) => {
                    self.position -= 1;
                    self.skip_blank()?;
                }
                '[' => {
                    self.scan_class(false)?;
                }
                ')' => {
                    if let Some(options) = outer_options.pop() {
                        self.options = options;
                    }
                }
                '(' => {
                    if self.peek() == '?' && self.peek_at(1) == '#' {
                        self.position -= 1;
                        self.skip_blank()?;
                    } else {
                        outer_options.push(self.options);
                        let plain =
                            self.collect_opening(&mut collector, &mut outer_options, start)?;
                        match plain {
                            Opening::Condition => {
                                next_is_condition = true;
                                continue;
                            }
                            Opening::Plain
                                if !next_is_condition && !self.has(Options::EXPLICIT_CAPTURE) =>
                            {
                                collector.unnamed(start);
                            }
                            Opening::Plain | Opening::Other => {}
                        }
                    }
                    next_is_condition = false;
                }
                _ => {}
            }
        }
        Ok(collector.finish())
    }

    /// An escape can hide a bracket or a parenthesis; that is all the group scan must know of it.
    fn skip_escape(&mut self) -> Result<()> {
        match self.peek() {
            'p' | 'P' => {
                self.position += 1;
                self.scan_property().map(|_| ())
            }
            'c' => {
                self.position += 1;
                self.scan_control().map(|_| ())
            }
            _ => {
                self.position += 1;
                Ok(())
            }
        }
    }

    fn collect_opening(
        &mut self,
        collector: &mut GroupCollector,
        outer_options: &mut Vec<Options>,
        start: usize,
    ) -> Result<Opening> {
        if self.peek() != '?' {
            return Ok(Opening::Plain);
        }
        self.position += 1;
        if self.remaining() > 1 && matches!(self.peek(), '<' | '\'') {
            self.position += 1;
            if self.peek() != '0' && self.is_word_here() {
                if self.peek().is_ascii_digit() {
                    let number = self.scan_decimal()?;
                    collector.number(number, start);
                } else {
                    collector.name(self.scan_name(), start);
                }
            }
            return Ok(Opening::Other);
        }
        self.scan_options();
        match self.peek() {
            ')' => {
                // `(?i)` holds until the enclosing group ends.
                self.position += 1;
                outer_options.pop();
                Ok(Opening::Other)
            }
            '(' => Ok(Opening::Condition),
            _ => Ok(Opening::Other),
        }
    }
}

/// What the group scan met behind an opening parenthesis.
enum Opening {
    /// `(`: a capturing group, unless something says otherwise.
    Plain,
    /// `(?(`: the parenthesis that follows is a condition and does not capture.
    Condition,
    Other,
}

/// White space that `x` mode skips. The vertical tab is not among it.
fn is_pattern_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\x0C' | '\r')
}
