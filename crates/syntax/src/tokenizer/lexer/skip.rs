//! Blanks, line breaks and comments.

use super::Lexer;
use crate::TokenKind;
use crate::tokenizer::chars;

impl Lexer<'_> {
    pub(super) fn skip_blanks(&mut self) {
        while self.eat_if(chars::is_blank).is_some() {}
    }

    /// Takes the `\n` of a line break whose `\r` was taken.
    pub(super) fn finish_line_break(&mut self, first: char) {
        if first == '\r' {
            self.eat('\n');
        }
    }

    /// Takes a comment up to the end of the line; `#` was taken.
    pub(super) fn line_comment(&mut self) {
        let rest = self.rest();
        let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let comment = rest.get(..length).unwrap_or("");
        let is_requires =
            comment.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("requires"));
        self.position += length;
        let extent = self.current_extent();
        self.save(TokenKind::Comment, extent);
        if is_requires {
            self.requires.push(extent);
        }
    }

    /// Takes a comment up to `#>`; `<#` was taken.
    pub(super) fn block_comment(&mut self) {
        let rest = self.rest();
        match rest.find("#>") {
            Some(end) => self.position += end + 2,
            None => {
                self.position += rest.len();
                let (start, end) = (self.token_start, self.position);
                self.report_incomplete(
                    start,
                    end,
                    crate::parser::diagnostics::MISSING_TERMINATOR_MULTI_LINE_COMMENT,
                    "#>",
                );
            }
        }
        let extent = self.current_extent();
        self.save(TokenKind::Comment, extent);
    }

    /// Skips blanks, comments and line breaks, and `;` when `semicolons`.
    pub(crate) fn skip_newlines(&mut self, semicolons: bool) {
        if self.stopped {
            return;
        }
        loop {
            self.token_start = self.position;
            match self.peek() {
                '\r' | '\n' => {
                    let first = self.bump();
                    self.finish_line_break(first);
                    let extent = self.current_extent();
                    self.save(TokenKind::NewLine, extent);
                }
                ';' if semicolons => {
                    self.bump();
                    let extent = self.current_extent();
                    self.save(TokenKind::Semi, extent);
                }
                '#' => {
                    self.bump();
                    self.line_comment();
                }
                '<' if self.rest().starts_with("<#") => {
                    self.position += 2;
                    self.block_comment();
                }
                '`' => {
                    self.bump();
                    match self.peek() {
                        first @ ('\r' | '\n') => {
                            self.bump();
                            self.finish_line_break(first);
                            let extent = self.current_extent();
                            self.save(TokenKind::LineContinuation, extent);
                        }
                        character if character.is_whitespace() => self.skip_blanks(),
                        _ => {
                            self.position = self.token_start;
                            return;
                        }
                    }
                }
                character if !self.at_end() && chars::is_blank(character) => self.skip_blanks(),
                _ => return,
            }
        }
    }
}
