//! What stands behind an opening parenthesis.

use super::error::ParseErrorKind as Kind;
use super::groups::GroupTable;
use super::options::Options;
use super::scan::{Result, Scanner};

/// The kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// The whole pattern.
    Root,
    NonCapturing,
    Capture {
        slot: Option<usize>,
        uncapture: Option<usize>,
    },
    Atomic,
    Look {
        behind: bool,
        negative: bool,
    },
    /// `(?(1)…|…)` or `(?(name)…|…)`.
    IfGroup {
        slot: usize,
    },
    /// `(?(…)…|…)`; the condition is the group that follows at once.
    IfLook,
}

/// State of the parser that opening a group needs.
pub(super) struct GroupOpener<'g> {
    pub(super) groups: &'g GroupTable,
    /// How many unnamed groups have been opened.
    pub(super) unnamed: u32,
    /// Whether the next plain parenthesis is a condition, which does not capture.
    pub(super) next_is_condition: bool,
}

impl GroupOpener<'_> {
    /// Reads what follows `(`. `None` means that it was `(?imnsx)`: options changed, no group.
    pub(super) fn open(&mut self, scanner: &mut Scanner<'_>) -> Result<Option<GroupKind>> {
        if scanner.peek() != '?' || scanner.peek_at(1) == ')' {
            return Ok(Some(self.open_plain(scanner)));
        }
        scanner.position += 1;
        if scanner.at_end() {
            return Err(scanner.error(Kind::InvalidGroupingConstruct));
        }
        let kind = match scanner.next() {
            ':' => GroupKind::NonCapturing,
            '=' => GroupKind::Look { behind: false, negative: false },
            '!' => GroupKind::Look { behind: false, negative: true },
            '>' => GroupKind::Atomic,
            quote @ ('<' | '\'') => self.open_named(scanner, quote)?,
            '(' => self.open_conditional(scanner)?,
            _ => {
                scanner.position -= 1;
                scanner.scan_options();
                match if scanner.at_end() { '\0' } else { scanner.next() } {
                    ')' => return Ok(None),
                    ':' => GroupKind::NonCapturing,
                    _ => return Err(scanner.error(Kind::InvalidGroupingConstruct)),
                }
            }
        };
        Ok(Some(kind))
    }

    fn open_plain(&mut self, scanner: &Scanner<'_>) -> GroupKind {
        if std::mem::take(&mut self.next_is_condition) || scanner.has(Options::EXPLICIT_CAPTURE) {
            return GroupKind::NonCapturing;
        }
        self.unnamed += 1;
        GroupKind::Capture { slot: self.groups.slot_of_number(self.unnamed), uncapture: None }
    }

    /// `(?<…` or `(?'…`: look-behind, named group, balancing group.
    fn open_named(&mut self, scanner: &mut Scanner<'_>, quote: char) -> Result<GroupKind> {
        let close = if quote == '<' { '>' } else { quote };
        if scanner.at_end() {
            return Err(scanner.error(Kind::InvalidGroupingConstruct));
        }
        if let sign @ ('=' | '!') = scanner.peek() {
            scanner.position += 1;
            if quote == '\'' {
                return Err(scanner.error(Kind::InvalidGroupingConstruct));
            }
            return Ok(GroupKind::Look { behind: true, negative: sign == '!' });
        }
        let mut slot = None;
        if scanner.peek().is_ascii_digit() {
            let number = scanner.scan_decimal()?;
            self.expect_end_of_name(scanner, close, true)?;
            if number == 0 {
                return Err(scanner.error(Kind::CaptureGroupOfZero));
            }
            slot = self.groups.slot_of_number(number);
        } else if scanner.is_word_here() {
            let name = scanner.scan_name();
            self.expect_end_of_name(scanner, close, true)?;
            slot = self.groups.slot_of_given_name(&name);
        } else if scanner.peek() != '-' {
            return Err(scanner.error(Kind::CaptureGroupNameInvalid));
        }
        let mut uncapture = None;
        if scanner.remaining() > 1 && scanner.peek() == '-' {
            scanner.position += 1;
            uncapture = Some(self.uncaptured_group(scanner, close)?);
        }
        if (slot.is_some() || uncapture.is_some()) && !scanner.at_end() && scanner.next() == close {
            Ok(GroupKind::Capture { slot, uncapture })
        } else {
            Err(scanner.error(Kind::InvalidGroupingConstruct))
        }
    }

    fn uncaptured_group(&self, scanner: &mut Scanner<'_>, close: char) -> Result<usize> {
        let slot = if scanner.peek().is_ascii_digit() {
            let number = scanner.scan_decimal()?;
            self.groups.slot_of_number(number).ok_or_else(|| {
                scanner.error_about(Kind::UndefinedNumberedReference, &number.to_string())
            })?
        } else if scanner.is_word_here() {
            let name = scanner.scan_name();
            self.groups
                .slot_of_given_name(&name)
                .ok_or_else(|| scanner.error_about(Kind::UndefinedNamedReference, &name))?
        } else {
            return Err(scanner.error(Kind::CaptureGroupNameInvalid));
        };
        self.expect_end_of_name(scanner, close, false)?;
        Ok(slot)
    }

    fn expect_end_of_name(&self, scanner: &Scanner<'_>, close: char, dash: bool) -> Result<()> {
        let next = scanner.peek();
        if scanner.at_end() || next == close || (dash && next == '-') {
            Ok(())
        } else {
            Err(scanner.error(Kind::CaptureGroupNameInvalid))
        }
    }

    /// `(?(…`: the position is behind the second parenthesis.
    fn open_conditional(&mut self, scanner: &mut Scanner<'_>) -> Result<GroupKind> {
        let parenthesis = scanner.position - 1;
        if scanner.peek().is_ascii_digit() {
            let number = scanner.scan_decimal()?;
            let text = number.to_string();
            if scanner.at_end() || scanner.next() != ')' {
                return Err(scanner.error_about(Kind::AlternationHasMalformedReference, &text));
            }
            return match self.groups.slot_of_number(number) {
                Some(slot) => Ok(GroupKind::IfGroup { slot }),
                None => Err(scanner.error_about(Kind::AlternationHasUndefinedReference, &text)),
            };
        }
        if scanner.is_word_here() {
            let name = scanner.scan_name();
            if let Some(slot) = self.groups.slot_of_given_name(&name)
                && scanner.peek() == ')'
            {
                scanner.position += 1;
                return Ok(GroupKind::IfGroup { slot });
            }
        }
        scanner.position = parenthesis;
        if scanner.peek_at(1) == '?' {
            let named = match scanner.peek_at(2) {
                '#' => return Err(scanner.error(Kind::AlternationHasComment)),
                '\'' => true,
                '<' => scanner.remaining() > 3 && !matches!(scanner.peek_at(3), '!' | '='),
                _ => false,
            };
            if named {
                return Err(scanner.error(Kind::AlternationHasNamedCapture));
            }
        }
        self.next_is_condition = true;
        Ok(GroupKind::IfLook)
    }
}
