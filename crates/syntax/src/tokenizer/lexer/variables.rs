//! Variables.

use super::{Lexeme, LexemeValue, Lexer};
use crate::TokenKind;
use crate::ast::{VariablePath, VariableScope};
use crate::parser::diagnostics::{
    EMPTY_VARIABLE_REFERENCE, INCOMPLETE_DOLLAR_VARIABLE_REFERENCE,
    INVALID_BRACED_VARIABLE_REFERENCE, INVALID_VARIABLE_REFERENCE,
    INVALID_VARIABLE_REFERENCE_WITH_DRIVE, OPEN_BRACE_NEEDS_TO_BE_BACK_TICKED_IN_VARIABLE_NAME,
};
use crate::tokenizer::chars;

impl<'t> Lexer<'t> {
    /// A variable; `$` or `@` was taken.
    pub(super) fn variable(&mut self, splatted: bool) -> Lexeme {
        let kind = if splatted { TokenKind::SplattedVariable } else { TokenKind::Variable };
        let start = self.token_start;
        if !splatted && self.peek() == '{' && !self.at_end() {
            let name = self.braced_name(start, false);
            let next = self.peek();
            if self.in_command() && !chars::ends_word(next) && !matches!(next, '.' | '[') {
                self.position = start;
                return self.word();
            }
            return self.token_with(kind, LexemeValue::Variable(name));
        }
        if self.at_end() || !chars::starts_variable(self.peek()) {
            return self.word_from(Some("$".to_owned()));
        }
        let name = self.plain_name();
        let next = self.peek();
        let ends_variable = match name {
            "$" | "?" | "^" => chars::ends_word(next),
            _ => chars::ends_word(next) || matches!(next, '.' | '[' | '=' | ':'),
        };
        if self.in_command() && !ends_variable {
            self.position = start;
            return self.word();
        }
        let name: Box<str> = name.into();
        self.check_name(start, &name);
        self.token_with(kind, LexemeValue::Variable(name))
    }

    /// The name of a variable without braces. `$$`, `$?` and `$^` are names of one character,
    /// and `::` is no part of a name.
    pub(super) fn plain_name(&mut self) -> &'t str {
        let start = self.position;
        if !matches!(self.bump(), '$' | '?' | '^') {
            loop {
                let next = self.peek();
                let goes_on = match next {
                    '_' | '?' => true,
                    ':' => !self.rest().starts_with("::"),
                    _ => {
                        next.is_ascii_alphanumeric()
                            || !next.is_ascii() && chars::is_letter_or_digit(next)
                    }
                };
                if !goes_on || self.at_end() {
                    break;
                }
                self.bump();
            }
        }
        self.text.get(start..self.position).unwrap_or("")
    }

    /// Reports a name that has nothing behind its scope or drive.
    pub(super) fn check_name(&mut self, start: usize, name: &str) {
        let path = VariablePath::new(name);
        if path.name().is_empty() {
            let message = match path.scope {
                VariableScope::Drive => INVALID_VARIABLE_REFERENCE_WITH_DRIVE,
                _ => INVALID_VARIABLE_REFERENCE,
            };
            let end = self.position;
            self.report(start, end, message, &[]);
        }
    }

    /// `{name}` with escapes resolved. Inside a string a doubled quote stands for one.
    pub(super) fn braced_name(&mut self, start: usize, in_string: bool) -> Box<str> {
        let brace = self.position;
        self.bump();
        let mut name = String::new();
        let mut closed = false;
        while !self.at_end() {
            let next = self.bump();
            match next {
                '}' => {
                    closed = true;
                    break;
                }
                '`' => {
                    self.escape(&mut name);
                    continue;
                }
                '{' => {
                    let at = self.position;
                    let message = OPEN_BRACE_NEEDS_TO_BE_BACK_TICKED_IN_VARIABLE_NAME;
                    self.report(at, at + 1, message, &[]);
                }
                _ if in_string && chars::is_double_quote(next) => {
                    if self.at_end() {
                        break;
                    }
                    if let Some(second) = self.eat_if(chars::is_double_quote) {
                        name.push(second);
                        continue;
                    }
                }
                _ => {}
            }
            name.push(next);
        }
        let end = self.position;
        if !closed {
            self.report_incomplete(brace, end, INCOMPLETE_DOLLAR_VARIABLE_REFERENCE, "");
        }
        if name.is_empty() {
            if closed {
                self.report(end - 1, end, EMPTY_VARIABLE_REFERENCE, &[]);
            }
            name.push_str(":Error:");
        }
        if VariablePath::new(&name).name().is_empty() {
            self.report(start, end, INVALID_BRACED_VARIABLE_REFERENCE, &[]);
        }
        name.into()
    }
}
