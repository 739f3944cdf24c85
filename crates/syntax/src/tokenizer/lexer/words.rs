//! Identifiers, words, parameters and labels.

use super::{ExpandableText, Lexeme, LexemeValue, Lexer, RawPart};
use crate::tokenizer::{chars, properties};
use crate::{TokenFlags, TokenKind};
use std::sync::Arc;

impl Lexer<'_> {
    /// A word that starts with a letter: keyword, name or the start of a longer word.
    pub(super) fn identifier(&mut self) -> Lexeme {
        while self.eat_if(chars::continues_identifier).is_some() {}
        if self.in_type_name() {
            return self.type_name();
        }
        if self.simple_names || self.in_expression() {
            return self.token(TokenKind::Identifier);
        }
        if self.in_command() && !chars::ends_word(self.peek()) {
            return self.word();
        }
        let word = self.text.get(self.token_start..self.position).unwrap_or("");
        match properties::keyword(word) {
            Some(kind) if kind != TokenKind::InlineScript => {
                let token = self.token(kind);
                self.mark_last(TokenFlags::KEYWORD);
                token
            }
            _ => self.token(TokenKind::Identifier),
        }
    }

    fn type_name(&mut self) -> Lexeme {
        let in_name = |character: char| {
            matches!(character, '.' | '`' | '_' | '+' | '#' | '\\')
                || chars::is_letter_or_digit(character)
        };
        while self.eat_if(in_name).is_some() {}
        let token = self.token(TokenKind::Identifier);
        self.mark_last(TokenFlags::TYPE_NAME);
        token
    }

    /// A word whose first characters were read and found to be nothing else.
    pub(super) fn word(&mut self) -> Lexeme {
        self.word_from(None)
    }

    /// Goes on reading a word. `value` is what was read so far; `None` when that is the text from
    /// the token's start.
    pub(super) fn word_from(&mut self, value: Option<String>) -> Lexeme {
        // Most words are plain: their value is their text and needs no string of its own.
        let mut text = match value {
            Some(text) => text,
            None => {
                while !self.at_end() {
                    let next = self.peek();
                    if chars::ends_word(next)
                        || matches!(next, '`' | '$')
                        || chars::is_single_quote(next)
                        || chars::is_double_quote(next)
                    {
                        break;
                    }
                    self.bump();
                }
                if chars::ends_word(self.peek()) {
                    return self.token(TokenKind::Generic);
                }
                self.text.get(self.token_start..self.position).unwrap_or("").to_owned()
            }
        };
        let mut expandable = ExpandableText::default();
        while !chars::ends_word(self.peek()) {
            let next = self.bump();
            if next == '`' {
                self.escape(&mut text);
            } else if chars::is_single_quote(next) {
                self.string_literal_body(&mut text);
            } else if chars::is_double_quote(next) {
                self.expandable_body(&mut expandable, &mut text);
            } else if next != '$' || !self.dollar(&mut expandable, &mut text, false) {
                text.push(next);
            }
        }
        if expandable.parts.is_empty() {
            return self.token_with(TokenKind::Generic, LexemeValue::Text(Arc::from(text)));
        }
        expandable.finish(text);
        self.token_with(TokenKind::Generic, LexemeValue::Expandable(Box::new(expandable)))
    }

    /// A parameter or an operator that starts with a dash, which was taken.
    pub(super) fn parameter(&mut self) -> Lexeme {
        let name_start = self.position;
        let mut colon = false;
        while !self.at_end() {
            let next = self.peek();
            if next.is_ascii_alphabetic() {
                self.bump();
            } else if chars::is_blank(next)
                || matches!(
                    next,
                    '{' | '}' | '(' | ')' | ';' | ',' | '|' | '&' | '.' | '[' | '\r' | '\n' | '\0'
                )
            {
                break;
            } else if next == ':' {
                if self.in_command() {
                    colon = true;
                    self.bump();
                }
                break;
            } else if !self.in_command() {
                break;
            } else if chars::is_single_quote(next) || chars::is_double_quote(next) {
                return self.word();
            } else {
                self.bump();
            }
        }
        let name = self.text.get(name_start..self.position).unwrap_or("");
        if self.in_expression()
            && let Some(kind) = properties::dash_operator(name)
        {
            return self.token(kind);
        }
        if name.is_empty() {
            return self.token(TokenKind::Minus);
        }
        self.token_with(TokenKind::Parameter, LexemeValue::Parameter { colon })
    }

    /// A loop's label in command mode; the colon was taken.
    pub(super) fn label(&mut self) -> Lexeme {
        if self.at_end() || !chars::starts_identifier(self.peek()) {
            return self.word();
        }
        while self.eat_if(chars::continues_identifier).is_some() {}
        if !chars::ends_word(self.peek()) {
            return self.word();
        }
        self.token(TokenKind::Label)
    }
}

impl ExpandableText {
    /// Ends the last piece of text; `value` is all that was read.
    pub(super) fn finish(&mut self, value: String) {
        self.end_piece(&value);
        self.value = value;
    }

    /// Turns the part of `value` that no piece covers yet into a piece.
    pub(super) fn end_piece(&mut self, value: &str) {
        if let Some(text) = value.get(self.covered..)
            && !text.is_empty()
        {
            self.parts.push(RawPart::Text(text.to_owned()));
        }
        self.covered = value.len();
    }
}
