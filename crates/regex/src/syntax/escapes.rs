//! Backslash escapes.

use std::sync::Arc;

use super::error::ParseErrorKind as Kind;
use super::groups::GroupTable;
use super::options::Options;
use super::scan::{Result, Scanner};
use super::tree::{Anchor, Node};
use crate::unicode::{CharSet, categories, property};

impl Scanner<'_> {
    /// Reads an escape outside a class; the position is behind the backslash.
    pub(super) fn scan_backslash(&mut self, groups: &GroupTable) -> Result<Node> {
        let ecma = self.has(Options::ECMASCRIPT);
        let anchor = match self.peek() {
            'b' if ecma => Anchor::EcmaBoundary,
            'b' => Anchor::Boundary,
            'B' if ecma => Anchor::EcmaNotBoundary,
            'B' => Anchor::NotBoundary,
            'A' => Anchor::Start,
            'G' => Anchor::SearchStart,
            'Z' => Anchor::EndOrFinalLineFeed,
            'z' => Anchor::End,
            letter @ ('w' | 'W' | 's' | 'S' | 'd' | 'D') => {
                self.position += 1;
                return Ok(Node::Set(self.shorthand(letter)));
            }
            letter @ ('p' | 'P') => {
                self.position += 1;
                let set = self.scan_property()?;
                let set = if letter == 'P' { Arc::new(set.negate()) } else { set };
                return Ok(Node::Set(set));
            }
            _ => return self.scan_reference_or_character(groups),
        };
        self.position += 1;
        Ok(Node::Anchor(anchor))
    }

    /// The set of `\w`, `\d`, `\s` and their negations under the current options.
    pub(super) fn shorthand(&self, letter: char) -> Arc<CharSet> {
        let ecma = self.has(Options::ECMASCRIPT);
        let set = match letter.to_ascii_lowercase() {
            'w' if ecma => Arc::new(categories::ecma_word()),
            'w' => Arc::clone(categories::word()),
            'd' if ecma => Arc::new(categories::ecma_digit()),
            'd' => categories::digit(),
            _ if ecma => Arc::new(categories::ecma_space()),
            _ => categories::space(),
        };
        if letter.is_ascii_uppercase() { Arc::new(set.negate()) } else { set }
    }

    /// Reads `{Name}` behind `\p` or `\P`.
    pub(super) fn scan_property(&mut self) -> Result<Arc<CharSet>> {
        if self.remaining() < 3 {
            return Err(self.error(Kind::InvalidUnicodePropertyEscape));
        }
        if self.next() != '{' {
            return Err(self.error(Kind::MalformedUnicodePropertyEscape));
        }
        let start = self.position;
        while self.is_word_here() || self.peek() == '-' {
            self.position += 1;
        }
        let name = String::from_utf16_lossy(&self.units[start..self.position]);
        if self.at_end() || self.next() != '}' {
            return Err(self.error(Kind::InvalidUnicodePropertyEscape));
        }
        property(&name).ok_or_else(|| self.error_about(Kind::UnrecognizedUnicodeProperty, &name))
    }

    /// A back-reference, or what remains: one escaped character.
    fn scan_reference_or_character(&mut self, groups: &GroupTable) -> Result<Node> {
        let start = self.position;
        if let Some(slot) = self.scan_reference(groups)? {
            return Ok(Node::BackReference {
                slot,
                ignore_case: self.has(Options::IGNORE_CASE),
                empty_when_unset: self.has(Options::ECMASCRIPT),
            });
        }
        self.position = start;
        let unit = self.scan_character_escape()?;
        Ok(self.unit_node(unit))
    }

    fn scan_reference(&mut self, groups: &GroupTable) -> Result<Option<usize>> {
        let mut close = None;
        let mut first = self.peek();
        if first == 'k' {
            if self.remaining() > 1 {
                self.position += 1;
                close = closing_quote(self.next());
            }
            if close.is_none() || self.at_end() {
                return Err(self.error(Kind::MalformedNamedReference));
            }
            first = self.peek();
        } else if let Some(quote) = closing_quote(first).filter(|_| self.remaining() > 1) {
            close = Some(quote);
            self.position += 1;
            first = self.peek();
        }
        match close {
            Some(close) if first.is_ascii_digit() => {
                let number = self.scan_decimal()?;
                if self.at_end() || self.next() != close {
                    return Ok(None);
                }
                let slot = groups.slot_of_number(number);
                slot.map(Some).ok_or_else(|| {
                    self.error_about(Kind::UndefinedNumberedReference, &number.to_string())
                })
            }
            Some(close) if self.is_word_here() => {
                let name = self.scan_name();
                if self.at_end() || self.next() != close {
                    return Ok(None);
                }
                let slot = groups.slot_of_given_name(&name);
                slot.map(Some).ok_or_else(|| self.error_about(Kind::UndefinedNamedReference, &name))
            }
            None if matches!(first, '1'..='9') => {
                if self.has(Options::ECMASCRIPT) {
                    Ok(self.scan_ecma_reference(groups))
                } else {
                    self.scan_numbered_reference(groups)
                }
            }
            _ => Ok(None),
        }
    }

    fn scan_numbered_reference(&mut self, groups: &GroupTable) -> Result<Option<usize>> {
        let number = self.scan_decimal()?;
        match groups.slot_of_number(number) {
            None if number <= 9 => {
                Err(self.error_about(Kind::UndefinedNumberedReference, &number.to_string()))
            }
            slot => Ok(slot),
        }
    }

    /// ECMAScript: the longest run of digits that names a group opened before this place.
    fn scan_ecma_reference(&mut self, groups: &GroupTable) -> Option<usize> {
        let here = self.position - 1;
        let mut best = None;
        let mut number = 0u32;
        let mut cursor = self.position;
        while let Some(digit) = char::from_u32(u32::from(self.unit_at(cursor)))
            .and_then(|c| c.to_digit(10))
            .filter(|_| cursor < self.units.len())
        {
            number = number.saturating_mul(10).saturating_add(digit);
            cursor += 1;
            if number > groups.last_number() {
                break;
            }
            if let Some(slot) = groups.slot_of_number(number)
                && groups.position(slot) < here
            {
                best = Some((slot, cursor));
            }
        }
        let (slot, end) = best?;
        self.position = end;
        Some(slot)
    }

    /// As [`Scanner::scan_character_escape`], but the text may end behind the backslash.
    pub(crate) fn scan_final_escape(&mut self) -> Result<u16> {
        if self.at_end() {
            return Err(self.error(Kind::UnescapedEndingBackslash));
        }
        self.scan_character_escape()
    }

    /// Reads the escape of one character; the position is behind the backslash.
    pub(super) fn scan_character_escape(&mut self) -> Result<u16> {
        let unit = self.unit_at(self.position);
        let letter = self.next();
        Ok(match letter {
            '0'..='7' => {
                self.position -= 1;
                self.scan_octal()
            }
            'x' => self.scan_hex(2)?,
            'u' => self.scan_hex(4)?,
            'a' => 0x07,
            'b' => 0x08,
            'e' => 0x1B,
            'f' => 0x0C,
            'n' => 0x0A,
            'r' => 0x0D,
            't' => 0x09,
            'v' => 0x0B,
            'c' => self.scan_control()?,
            _ if !self.has(Options::ECMASCRIPT) && categories::is_boundary_word(unit) => {
                let text = String::from_utf16_lossy(&[unit]);
                return Err(self.error_about(Kind::UnrecognizedEscape, &text));
            }
            _ => unit,
        })
    }

    fn scan_octal(&mut self) -> u16 {
        let mut value = 0u16;
        for _ in 0..3 {
            let Some(digit) = self.peek().to_digit(8) else {
                break;
            };
            self.position += 1;
            value = value * 8 + digit as u16;
            if self.has(Options::ECMASCRIPT) && value >= 0x20 {
                break;
            }
        }
        value & 0xFF
    }

    fn scan_hex(&mut self, digits: usize) -> Result<u16> {
        if self.remaining() < digits {
            return Err(self.error(Kind::InsufficientOrInvalidHexDigits));
        }
        let mut value = 0u32;
        for _ in 0..digits {
            let digit = self.next().to_digit(16);
            value = value * 16
                + digit.ok_or_else(|| self.error(Kind::InsufficientOrInvalidHexDigits))?;
        }
        Ok(value as u16)
    }

    /// Reads the character behind `\c`.
    pub(super) fn scan_control(&mut self) -> Result<u16> {
        if self.at_end() {
            return Err(self.error(Kind::MissingControlCharacter));
        }
        match self.next().to_ascii_uppercase() {
            c @ '@'..='_' => Ok(c as u16 - '@' as u16),
            _ => Err(self.error(Kind::UnrecognizedControlCharacter)),
        }
    }
}

fn closing_quote(open: char) -> Option<char> {
    match open {
        '<' => Some('>'),
        '\'' => Some('\''),
        _ => None,
    }
}
