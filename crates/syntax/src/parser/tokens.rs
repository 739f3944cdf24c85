//! The parser's view of the tokens, and reporting.

use super::Parser;
use super::diagnostics::Message;
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenFlags, TokenKind};

/// The empty extent behind `extent`.
pub(super) fn after(extent: Extent) -> Extent {
    Extent::at(extent.end)
}

/// The empty extent before the character in front of `extent`, where PowerShell puts errors about
/// something missing there.
pub(super) fn before(extent: Extent) -> Extent {
    Extent::at(extent.start.saturating_sub(1))
}

impl<'t> Parser<'t> {
    /// Takes the next token.
    pub(super) fn next(&mut self) -> Lexeme {
        match self.ahead.take() {
            Some(token) => token,
            None => self.lexer.next(),
        }
    }

    /// Looks at the next token.
    pub(super) fn peek(&mut self) -> &Lexeme {
        let lexer = &mut self.lexer;
        self.ahead.get_or_insert_with(|| lexer.next())
    }

    pub(super) fn peek_kind(&mut self) -> TokenKind {
        self.peek().kind
    }

    pub(super) fn peek_extent(&mut self) -> Extent {
        self.peek().extent
    }

    /// Takes the token that was looked at.
    pub(super) fn skip(&mut self) {
        self.ahead = None;
    }

    /// Gives a token back.
    pub(super) fn unget(&mut self, token: Lexeme) {
        self.ahead = Some(token);
    }

    /// Takes the next token when it is of `kind`.
    pub(super) fn eat(&mut self, kind: TokenKind) -> Option<Lexeme> {
        (self.peek_kind() == kind).then(|| self.next())
    }

    /// The text of a token.
    pub(super) fn text(&self, token: &Lexeme) -> &'t str {
        self.lexer.text.get(token.start..token.end).unwrap_or("")
    }

    /// The name of a parameter token, without dash and colon.
    pub(super) fn parameter_name(&self, parameter: &Lexeme) -> &'t str {
        let mut characters = self.text(parameter).chars();
        characters.next();
        characters.as_str().trim_end_matches(':')
    }

    pub(super) fn peek_text(&mut self) -> &'t str {
        let (start, end) = (self.peek().start, self.peek().end);
        self.lexer.text.get(start..end).unwrap_or("")
    }

    /// Changes the mode; a token read ahead is given back when it could read differently.
    pub(super) fn set_mode(&mut self, mode: LexMode) {
        if mode != self.lexer.mode
            && let Some(ahead) = &self.ahead
            && !ahead.kind.is_mode_invariant()
        {
            let start = ahead.start;
            self.rewind(start);
        }
        self.lexer.mode = mode;
    }

    /// A place to go back to.
    pub(super) fn mark(&self) -> usize {
        self.ahead.as_ref().map_or_else(|| self.lexer.position(), |token| token.start)
    }

    /// Goes back to a place.
    pub(super) fn rewind(&mut self, mark: usize) {
        self.ahead = None;
        self.lexer.rewind(mark);
    }

    /// Skips line breaks and comments. A token that was read ahead is no line break, or is one.
    pub(super) fn skip_newlines(&mut self) {
        if self.ahead.as_ref().is_none_or(|token| token.kind == TokenKind::NewLine) {
            self.ahead = None;
            self.lexer.skip_newlines(false);
        }
    }

    /// Skips line breaks, comments and semicolons.
    pub(super) fn skip_terminators(&mut self) {
        if self
            .ahead
            .as_ref()
            .is_none_or(|token| matches!(token.kind, TokenKind::NewLine | TokenKind::Semi))
        {
            self.ahead = None;
            self.lexer.skip_newlines(true);
        }
    }

    /// Looks for a member access, unless a token was read ahead, which only an error causes.
    pub(super) fn member_access(&mut self, allow_bracket: bool) -> Option<Lexeme> {
        if self.ahead.is_some() {
            return None;
        }
        self.lexer.member_access_operator(allow_bracket)
    }

    pub(super) fn invoke_parenthesis(&mut self) -> Option<Lexeme> {
        if self.ahead.is_some() {
            return None;
        }
        self.lexer.invoke_parenthesis()
    }

    pub(super) fn attribute_bracket(&mut self) -> Option<Lexeme> {
        match &self.ahead {
            Some(token) if token.kind == TokenKind::LBracket => Some(self.next()),
            Some(_) => None,
            None => self.lexer.attribute_bracket(),
        }
    }

    /// Adds flags to the saved form of a token.
    pub(super) fn mark_token(&mut self, extent: Extent, flags: TokenFlags) {
        if let Some(token) = self.saved(extent) {
            token.flags.insert(flags);
        }
    }

    /// A word that is a command's name or argument is no keyword even when it reads like one.
    pub(super) fn unmark_keyword(&mut self, extent: Extent) {
        if let Some(token) = self.saved(extent) {
            token.flags.remove(TokenFlags::KEYWORD);
        }
    }

    pub(super) fn saved(&mut self, extent: Extent) -> Option<&mut crate::Token> {
        self.lexer.tokens.iter_mut().rev().take(8).find(|token| token.extent == extent)
    }

    pub(super) fn report(&mut self, extent: Extent, message: Message, arguments: &[&str]) {
        self.lexer.diagnostics.add(&self.source, extent, message, arguments, false);
    }

    /// Reports something that more input could mend when nothing follows `extent`. Gives whether
    /// it could.
    pub(super) fn report_incomplete(
        &mut self,
        extent: Extent,
        message: Message,
        arguments: &[&str],
    ) -> bool {
        self.report_incomplete_at(extent, extent, message, arguments)
    }

    /// The same where the mistake shows at another place than the one that is reported.
    pub(super) fn report_incomplete_at(
        &mut self,
        extent: Extent,
        seen_at: Extent,
        message: Message,
        arguments: &[&str],
    ) -> bool {
        let incomplete = self.lexer.is_at_end(seen_at);
        self.lexer.diagnostics.add(&self.source, extent, message, arguments, incomplete);
        incomplete
    }

    /// Skips to one of `kinds` outside of brackets. A closing bracket among them counts as that
    /// of an open one.
    pub(super) fn sync(&mut self, consume: bool, kinds: &[TokenKind]) {
        let pairs = [
            (TokenKind::LParen, TokenKind::RParen),
            (TokenKind::LCurly, TokenKind::RCurly),
            (TokenKind::LBracket, TokenKind::RBracket),
        ];
        let mut open = pairs.map(|(_, close)| i32::from(kinds.contains(&close)));
        loop {
            let token = self.next();
            if token.kind == TokenKind::EndOfInput {
                self.unget(token);
                return;
            }
            for ((opening, closing), count) in pairs.iter().zip(&mut open) {
                if token.kind == *opening {
                    *count += 1;
                } else if token.kind == *closing {
                    *count -= 1;
                    if *count == 0 && kinds.contains(closing) {
                        if !consume {
                            self.unget(token);
                        }
                        return;
                    }
                }
            }
            if kinds.contains(&token.kind) && open == [0, 0, 0] {
                return;
            }
        }
    }
}
