//! Strings, here-strings and escapes.

use super::{ExpandableText, Lexeme, LexemeValue, Lexer, RawPart};
use crate::TokenKind;
use crate::parser::diagnostics::{
    INCOMPLETE_DOLLAR_SUBEXPRESSION_REFERENCE, INVALID_UNICODE_ESCAPE_SEQUENCE,
    INVALID_UNICODE_ESCAPE_SEQUENCE_VALUE, MISSING_UNICODE_ESCAPE_SEQUENCE_TERMINATOR,
    TERMINATOR_EXPECTED_AT_END_OF_STRING, TOO_MANY_DIGITS_IN_UNICODE_ESCAPE_SEQUENCE,
    UNEXPECTED_CHARACTERS_AFTER_HERE_STRING_HEADER, WHITESPACE_BEFORE_HERE_STRING_FOOTER,
};
use crate::tokenizer::chars;
use std::sync::Arc;

impl Lexer<'_> {
    pub(super) fn string_literal(&mut self) -> Lexeme {
        let mut value = String::new();
        self.string_literal_body(&mut value);
        self.token_with(TokenKind::StringLiteral, LexemeValue::Text(Arc::from(value)))
    }

    /// Appends a single-quoted string to `value`; the opening quote was taken.
    pub(super) fn string_literal_body(&mut self, value: &mut String) {
        let start = self.previous_character();
        loop {
            if self.at_end() {
                let end = self.position;
                self.report_incomplete(start, end, TERMINATOR_EXPECTED_AT_END_OF_STRING, "'");
                return;
            }
            let next = self.bump();
            if !chars::is_single_quote(next) {
                value.push(next);
            } else if let Some(second) = self.eat_if(chars::is_single_quote) {
                value.push(second);
            } else {
                return;
            }
        }
    }

    pub(super) fn string_expandable(&mut self) -> Lexeme {
        let mut value = String::new();
        let mut expandable = ExpandableText::default();
        self.expandable_body(&mut expandable, &mut value);
        self.expandable_token(TokenKind::StringExpandable, expandable, value)
    }

    fn expandable_token(
        &mut self,
        kind: TokenKind,
        mut expandable: ExpandableText,
        value: String,
    ) -> Lexeme {
        if expandable.parts.is_empty() {
            return self.token_with(kind, LexemeValue::Text(Arc::from(value)));
        }
        expandable.finish(value);
        self.token_with(kind, LexemeValue::Expandable(Box::new(expandable)))
    }

    /// Where the character that was taken last starts.
    fn previous_character(&self) -> usize {
        let before = self.text.get(..self.position).unwrap_or("");
        before.char_indices().next_back().map_or(0, |(index, _)| index)
    }

    /// Appends a double-quoted string to `value`; the opening quote was taken.
    pub(super) fn expandable_body(&mut self, expandable: &mut ExpandableText, value: &mut String) {
        let start = self.previous_character();
        loop {
            if self.at_end() {
                let end = self.position;
                self.report_incomplete(start, end, TERMINATOR_EXPECTED_AT_END_OF_STRING, "\"");
                return;
            }
            let next = self.bump();
            if chars::is_double_quote(next) {
                match self.eat_if(chars::is_double_quote) {
                    Some(second) => value.push(second),
                    None => return,
                }
            } else if next == '`' {
                self.escape(value);
            } else if next != '$' || !self.dollar(expandable, value, false) {
                value.push(next);
            }
        }
    }

    /// Reads the variable or subexpression behind a `$`; false when there is none.
    pub(super) fn dollar(
        &mut self,
        expandable: &mut ExpandableText,
        value: &mut String,
        here_string: bool,
    ) -> bool {
        let start = self.position - 1;
        let next = self.peek();
        let part = if self.at_end() {
            return false;
        } else if next == '(' {
            self.subexpression(here_string)
        } else if next == '{' {
            let path = self.braced_name(start, true);
            let extent = self.extent(start, self.position);
            RawPart::Variable { path, extent }
        } else if chars::starts_variable(next) {
            let path = self.plain_name();
            self.check_name(start, path);
            let extent = self.extent(start, self.position);
            RawPart::Variable { path: path.into(), extent }
        } else {
            return false;
        };
        expandable.end_piece(value);
        value.push_str(self.text.get(start..self.position).unwrap_or(""));
        expandable.end_without_piece(value);
        expandable.parts.push(part);
        true
    }

    /// Finds the end of `$( … )`. Only parentheses count: what is inside is read later. In a
    /// quoted string, doubled and escaped quotes stand for one.
    fn subexpression(&mut self, here_string: bool) -> RawPart {
        let start = self.position - 1;
        let mut depth = 0_usize;
        let mut doubled = Vec::new();
        loop {
            if self.at_end() {
                let end = self.position;
                self.report_incomplete(start, end, INCOMPLETE_DOLLAR_SUBEXPRESSION_REFERENCE, "");
                break;
            }
            let at = self.position;
            match self.bump() {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                next if !here_string
                    && (next == '`' || chars::is_double_quote(next))
                    && self.eat_if(chars::is_double_quote).is_some() =>
                {
                    doubled.push(at);
                }
                _ => {}
            }
        }
        RawPart::Subexpression { start, end: self.position, doubled }
    }

    /// Appends what a backtick, which was taken, and the character behind it stand for.
    pub(super) fn escape(&mut self, value: &mut String) {
        if self.at_end() {
            value.push('`');
            return;
        }
        value.push(match self.bump() {
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            'e' => '\x1b',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'u' => match self.unicode_escape() {
                Some(character) => character,
                None => return,
            },
            other => other,
        });
    }

    /// `{hex}` behind `` `u ``. Lone surrogates become the replacement character.
    fn unicode_escape(&mut self) -> Option<char> {
        let start = self.position - 2;
        let invalid = INVALID_UNICODE_ESCAPE_SEQUENCE;
        if !self.eat('{') {
            let end = self.position;
            self.report(start, end, invalid, &[]);
            return None;
        }
        let digits_start = self.position;
        while self.peek().is_ascii_hexdigit() && self.position - digits_start < 6 {
            self.bump();
        }
        let digits = self.text.get(digits_start..self.position).unwrap_or("");
        let at = self.position;
        if self.eat('}') {
            if digits.is_empty() {
                self.report(start, at + 1, invalid, &[]);
                return None;
            }
            let code = u32::from_str_radix(digits, 16).unwrap_or(u32::MAX);
            if code > 0x10_FFFF {
                self.report(digits_start, at, INVALID_UNICODE_ESCAPE_SEQUENCE_VALUE, &[]);
                return None;
            }
            return Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let message = if digits.len() < 6 {
            invalid
        } else if self.peek().is_ascii_hexdigit() {
            TOO_MANY_DIGITS_IN_UNICODE_ESCAPE_SEQUENCE
        } else {
            MISSING_UNICODE_ESCAPE_SEQUENCE_TERMINATOR
        };
        self.report(at, at + 1, message, &[]);
        None
    }

    /// `@'…'@` or `@"…"@`; the opening quote was taken.
    pub(super) fn here_string(&mut self, expand: bool) -> Lexeme {
        let (kind, is_quote, footer): (_, fn(char) -> bool, _) = if expand {
            (TokenKind::HereStringExpandable, chars::is_double_quote, "\"@")
        } else {
            (TokenKind::HereStringLiteral, chars::is_single_quote, "'@")
        };
        let start = self.token_start;
        if !self.here_string_header(footer) {
            return self.token_with(kind, LexemeValue::Text(Arc::from("")));
        }
        let mut value = String::new();
        let mut expandable = ExpandableText::default();
        let mut false_footer = None;
        let mut line_start = true;
        let mut length_before_break = 0;
        loop {
            if line_start {
                if self.here_string_footer(is_quote, &mut value, &mut false_footer) {
                    // The line break in front of the footer is not part of the string.
                    value.truncate(length_before_break);
                    break;
                }
                line_start = false;
            }
            if self.at_end() {
                let end = self.position;
                match false_footer {
                    Some(position) => {
                        let message = WHITESPACE_BEFORE_HERE_STRING_FOOTER;
                        self.report_incomplete(position, end, message, "");
                    }
                    None => {
                        let message = TERMINATOR_EXPECTED_AT_END_OF_STRING;
                        self.report_incomplete(start, end, message, footer);
                    }
                }
                break;
            }
            if matches!(self.peek(), '\r' | '\n') {
                length_before_break = value.len();
            }
            match self.bump() {
                '\r' => {
                    value.push('\r');
                    if self.eat('\n') {
                        value.push('\n');
                    }
                    line_start = true;
                }
                '\n' => {
                    value.push('\n');
                    line_start = true;
                }
                '`' if expand => self.escape(&mut value),
                '$' if expand && self.dollar(&mut expandable, &mut value, true) => {}
                other => value.push(other),
            }
        }
        self.expandable_token(kind, expandable, value)
    }

    /// The rest of the line with the opening quote: only blanks are allowed.
    fn here_string_header(&mut self, footer: &str) -> bool {
        let start = self.token_start;
        self.skip_blanks();
        match self.peek() {
            first @ ('\r' | '\n') => {
                self.bump();
                self.finish_line_break(first);
                true
            }
            _ if self.at_end() => {
                let end = self.position;
                self.report_incomplete(start, end, TERMINATOR_EXPECTED_AT_END_OF_STRING, footer);
                false
            }
            _ => {
                let at = self.position;
                self.report(at, at + 1, UNEXPECTED_CHARACTERS_AFTER_HERE_STRING_HEADER, &[]);
                // Go on behind a footer in the same line, or with the next line.
                while !self.at_end() && !matches!(self.peek(), '\r' | '\n') {
                    if self.rest().starts_with(footer) {
                        self.position += footer.len();
                        break;
                    }
                    self.bump();
                }
                false
            }
        }
    }

    /// Looks for the footer at the start of a line. Blanks in front of it are text, but their
    /// place is remembered for a better message.
    fn here_string_footer(
        &mut self,
        is_quote: fn(char) -> bool,
        value: &mut String,
        false_footer: &mut Option<usize>,
    ) -> bool {
        let is_footer = |lexer: &Self| {
            let mut rest = lexer.rest().chars();
            rest.next().is_some_and(is_quote) && rest.next() == Some('@')
        };
        if is_footer(self) {
            self.bump();
            self.bump();
            return true;
        }
        while let Some(blank) = self.eat_if(chars::is_blank) {
            value.push(blank);
        }
        if is_footer(self) {
            false_footer.get_or_insert(self.position);
            value.push(self.bump());
            value.push(self.bump());
        }
        false
    }
}

impl ExpandableText {
    /// Marks everything up to the end of `value` as covered by a piece that is no text.
    fn end_without_piece(&mut self, value: &str) {
        self.covered = value.len();
    }
}
