//! Character classes in brackets.

use std::sync::Arc;

use super::error::ParseErrorKind as Kind;
use super::options::Options;
use super::scan::{Result, Scanner};
use crate::unicode::{CharSet, case};

/// Subtractions nest: `[a-[b-[c-[…]]]]`. Deeper than this is no pattern that someone wrote.
const MAX_SUBTRACTIONS: u32 = 200;

/// The elements of a class as they are read.
#[derive(Default)]
struct Elements {
    negated: bool,
    ranges: Vec<(u16, u16)>,
    sets: Vec<Arc<CharSet>>,
    subtraction: Option<CharSet>,
    /// The first end of a range whose second end comes next.
    pending: Option<u16>,
}

impl Elements {
    fn finish(mut self, scanner: &Scanner<'_>) -> CharSet {
        if scanner.has(Options::IGNORE_CASE) {
            case::close_under_case(&mut self.ranges, scanner.culture);
        }
        for set in &self.sets {
            self.ranges.extend_from_slice(set.ranges());
        }
        let mut set = CharSet::from_ranges(self.ranges);
        if self.negated {
            set = set.negate();
        }
        match self.subtraction {
            Some(subtraction) => set.subtract(&subtraction),
            None => set,
        }
    }
}

impl Scanner<'_> {
    /// Reads a class; the position is behind the opening bracket. With `build` false the class is
    /// only skipped, the way .NET does it: errors about its contents are left to the parser proper,
    /// which reports errors in the order of the pattern, and `[a-[` is read as a range.
    pub(super) fn scan_class(&mut self, build: bool) -> Result<CharSet> {
        self.scan_nested_class(build, 0)
    }

    fn scan_nested_class(&mut self, build: bool, depth: u32) -> Result<CharSet> {
        if depth > MAX_SUBTRACTIONS {
            return Err(self.error(Kind::Unknown));
        }
        let mut elements = Elements::default();
        if self.peek() == '^' {
            self.position += 1;
            elements.negated = true;
        }
        // Under ECMAScript rules `[^]` is the class of everything; otherwise a bracket that comes
        // first is a member.
        let ecma = self.has(Options::ECMASCRIPT);
        let mut first = !(elements.negated && ecma && self.peek() == ']');
        loop {
            if self.at_end() {
                return Err(self.error(Kind::UnterminatedBracket));
            }
            let mut unit = self.unit_at(self.position);
            let mut escaped = false;
            match self.next() {
                ']' if !first => return Ok(elements.finish(self)),
                '\\' if !self.at_end() => match self.scan_class_escape(&mut elements, build)? {
                    Some(literal) => {
                        unit = literal;
                        escaped = true;
                    }
                    None => {
                        first = false;
                        continue;
                    }
                },
                // `[::]` in a class is read over; only its bracket counts.
                '[' if elements.pending.is_none()
                    && self.peek() == ':'
                    && self.peek_at(1) == ':'
                    && self.peek_at(2) == ']' =>
                {
                    self.position += 3;
                }
                _ => {}
            }
            let is_bracket = unit == u16::from(b'[') && !escaped;
            if let Some(low) = elements.pending.take() {
                if is_bracket && build {
                    // `[a-[b]]`: the dash belongs to a subtraction, not to a range.
                    elements.ranges.push((low, low));
                    self.scan_subtraction(&mut elements, build, depth)?;
                } else if low > unit {
                    if build {
                        return Err(self.error(Kind::ReversedCharacterRange));
                    }
                } else {
                    elements.ranges.push((low, unit));
                }
            } else if self.remaining() > 1 && self.peek() == '-' && self.peek_at(1) != ']' {
                elements.pending = Some(unit);
                self.position += 1;
            } else if unit == u16::from(b'-') && !escaped && !first && self.peek() == '[' {
                self.position += 1;
                self.scan_subtraction(&mut elements, build, depth)?;
            } else {
                elements.ranges.push((unit, unit));
            }
            first = false;
        }
    }

    fn scan_subtraction(&mut self, elements: &mut Elements, build: bool, depth: u32) -> Result<()> {
        let subtraction = self.scan_nested_class(build, depth + 1)?;
        if build && !self.at_end() && self.peek() != ']' {
            return Err(self.error(Kind::ExclusionGroupNotLast));
        }
        elements.subtraction = Some(subtraction);
        Ok(())
    }

    /// Reads an escape in a class; `Some` is a literal that may begin or end a range.
    fn scan_class_escape(&mut self, elements: &mut Elements, build: bool) -> Result<Option<u16>> {
        match self.peek() {
            letter @ ('d' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P') => {
                self.position += 1;
                if build && elements.pending.is_some() {
                    let text = letter.to_string();
                    return Err(self.error_about(Kind::ShorthandClassInCharacterRange, &text));
                }
                let set = match letter {
                    'p' => self.scan_property()?,
                    'P' => Arc::new(self.scan_property()?.negate()),
                    _ if build => self.shorthand(letter),
                    _ => return Ok(None),
                };
                elements.sets.push(set);
                Ok(None)
            }
            '-' => {
                self.position += 1;
                let dash = u16::from(b'-');
                match elements.pending.take() {
                    Some(low) if low > dash => {
                        if build {
                            return Err(self.error(Kind::ReversedCharacterRange));
                        }
                    }
                    low => elements.ranges.push((low.unwrap_or(dash), dash)),
                }
                Ok(None)
            }
            _ => self.scan_character_escape().map(Some),
        }
    }
}
