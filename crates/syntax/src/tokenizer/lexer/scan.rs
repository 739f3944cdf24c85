//! The dispatch on a token's first character, and the tokens that are asked for by kind.

use super::{LexMode, Lexeme, LexemeValue, Lexer};
use crate::TokenKind;
use crate::parser::diagnostics::{BAD_NUMERIC_CONSTANT, INCOMPLETE_STRING, UNRECOGNIZED_TOKEN};
use crate::tokenizer::{chars, number};

impl Lexer<'_> {
    /// Reads the next token in the present mode.
    pub(crate) fn next(&mut self) -> Lexeme {
        if self.stopped {
            return self.end_token();
        }
        loop {
            self.token_start = self.position;
            if self.at_end() {
                return self.end_token();
            }
            let first = self.bump();
            match first {
                '#' => self.line_comment(),
                '<' if self.eat('#') => self.block_comment(),
                '`' => match self.backtick_outside_word() {
                    Some(token) => return token,
                    None => continue,
                },
                _ if chars::is_blank(first) => self.skip_blanks(),
                _ => return self.token_from(first),
            }
        }
    }

    /// A backtick between tokens: a continued line, nothing, or the start of a word.
    fn backtick_outside_word(&mut self) -> Option<Lexeme> {
        let next = self.peek();
        if self.at_end() {
            let past_end = self.text.len() + 1;
            self.report_incomplete(past_end, past_end, INCOMPLETE_STRING, "");
            return None;
        }
        if matches!(next, '\r' | '\n') {
            self.bump();
            self.finish_line_break(next);
            let extent = self.current_extent();
            self.save(TokenKind::LineContinuation, extent);
            return None;
        }
        if next.is_whitespace() {
            self.skip_blanks();
            return None;
        }
        self.position = self.token_start;
        Some(self.word_from(Some(String::new())))
    }

    fn token_from(&mut self, first: char) -> Lexeme {
        match first {
            '\n' | '\r' => {
                self.finish_line_break(first);
                self.token(TokenKind::NewLine)
            }
            '@' => self.at_sign(),
            '$' if self.eat('(') => self.token(TokenKind::DollarParen),
            '$' => self.variable(false),
            '(' => self.token(TokenKind::LParen),
            ')' => self.token(TokenKind::RParen),
            '{' => self.token(TokenKind::LCurly),
            '}' => self.token(TokenKind::RCurly),
            '[' if self.in_command() && !chars::ends_word(self.peek()) => self.word(),
            '[' => self.token(TokenKind::LBracket),
            ']' => self.token(TokenKind::RBracket),
            ';' => self.token(TokenKind::Semi),
            ',' => self.token(TokenKind::Comma),
            '&' if self.eat('&') => self.token(TokenKind::AndAnd),
            '&' => self.token(TokenKind::Ampersand),
            '|' if self.eat('|') => self.token(TokenKind::OrOr),
            '|' => self.token(TokenKind::Pipe),
            '=' => self.operator(TokenKind::Equals),
            '+' => {
                if self.eat('+') {
                    self.operator(TokenKind::PlusPlus)
                } else if self.eat('=') {
                    self.operator(TokenKind::PlusEquals)
                } else if self.signed_number_follows() {
                    self.number()
                } else {
                    self.operator(TokenKind::Plus)
                }
            }
            '*' => self.star(),
            '/' if self.eat('=') => self.operator(TokenKind::DivideEquals),
            '/' => self.operator(TokenKind::Divide),
            '%' if self.eat('=') => self.operator(TokenKind::RemainderEquals),
            '%' => self.operator(TokenKind::Rem),
            '!' => self.exclamation_mark(),
            '.' => self.dot(),
            ':' => self.colon(),
            '?' if self.in_expression() => {
                if !self.eat('?') {
                    self.token(TokenKind::QuestionMark)
                } else if self.eat('=') {
                    self.token(TokenKind::QuestionQuestionEquals)
                } else {
                    self.token(TokenKind::QuestionQuestion)
                }
            }
            '<' => self.token(TokenKind::RedirectInStd),
            '>' => {
                let append = self.eat('>');
                self.file_redirection(1, append)
            }
            '1'..='6' if self.peek() == '>' => self.numbered_redirection(first as u8 - b'0'),
            '0'..='9' => self.number(),
            _ if chars::is_dash(first) => self.dash(),
            _ if chars::is_single_quote(first) => self.string_literal(),
            _ if chars::is_double_quote(first) => self.string_expandable(),
            _ if chars::starts_identifier(first) => self.identifier(),
            _ => self.word(),
        }
    }

    fn at_sign(&mut self) -> Lexeme {
        let next = self.peek();
        match next {
            '{' => {
                self.bump();
                self.token(TokenKind::AtCurly)
            }
            '(' => {
                self.bump();
                self.token(TokenKind::AtParen)
            }
            _ if self.eat_if(chars::is_single_quote).is_some() => self.here_string(false),
            _ if self.eat_if(chars::is_double_quote).is_some() => self.here_string(true),
            _ if chars::starts_variable(next) => self.variable(true),
            _ => {
                let at = self.token_start;
                self.report(at, at + 1, UNRECOGNIZED_TOKEN, &[]);
                self.token(TokenKind::Unknown)
            }
        }
    }

    /// An operator, which in command mode is only part of a word when one goes on behind it.
    fn operator(&mut self, kind: TokenKind) -> Lexeme {
        if self.in_command() && !chars::ends_word(self.peek()) {
            self.word()
        } else {
            self.token(kind)
        }
    }

    fn signed_number_follows(&self) -> bool {
        self.signed_numbers && (self.peek().is_ascii_digit() || self.peek() == '.')
    }

    fn dash(&mut self) -> Lexeme {
        if self.eat_if(chars::is_dash).is_some() {
            return self.operator(TokenKind::MinusMinus);
        }
        if self.eat('=') {
            return self.operator(TokenKind::MinusEquals);
        }
        let next = self.peek();
        if next.is_alphabetic() || next == '_' || next == '?' {
            return self.parameter();
        }
        if self.signed_number_follows() {
            return self.number();
        }
        self.operator(TokenKind::Minus)
    }

    fn star(&mut self) -> Lexeme {
        if self.eat('=') {
            return self.operator(TokenKind::MultiplyEquals);
        }
        if !self.eat('>') {
            return self.operator(TokenKind::Multiply);
        }
        if self.eat('>') {
            return self.file_redirection(0, true);
        }
        if self.rest().starts_with("&1") {
            self.position += 2;
            return self.token_with(
                TokenKind::Redirection,
                LexemeValue::MergingRedirection { from: 0, to: 1 },
            );
        }
        self.file_redirection(0, false)
    }

    fn file_redirection(&mut self, from: u8, append: bool) -> Lexeme {
        self.token_with(TokenKind::Redirection, LexemeValue::FileRedirection { from, append })
    }

    fn numbered_redirection(&mut self, from: u8) -> Lexeme {
        let digit_end = self.position;
        self.position += 1;
        if let Some(to) = match self.rest().as_bytes() {
            [b'&', to @ (b'1' | b'2'), ..] => Some(to - b'0'),
            _ => None,
        } {
            self.position += 2;
            return self
                .token_with(TokenKind::Redirection, LexemeValue::MergingRedirection { from, to });
        }
        let append = self.eat('>');
        if self.in_expression() {
            // `1>x` after an operator: the number is the operand, the redirection has no stream.
            self.position = digit_end;
            let value = Some(crate::ast::ConstantValue::Int32(i32::from(from)));
            return self.token_with(TokenKind::Number, LexemeValue::Number(value));
        }
        self.file_redirection(from, append)
    }

    fn exclamation_mark(&mut self) -> Lexeme {
        let next = self.peek();
        if self.in_command() && !chars::ends_word(next)
            || self.in_expression() && !self.at_end() && chars::starts_identifier(next)
        {
            return self.word();
        }
        if self.in_expression() && (next.is_ascii_digit() || next == '.') {
            // `!7z` is a word, `!7` is not a number.
            let number = number::scan(self.rest());
            if !number.is_some_and(|number| self.number_ends_at(self.position + number.length)) {
                return self.word();
            }
        }
        self.token(TokenKind::Exclaim)
    }

    fn dot(&mut self) -> Lexeme {
        if self.eat('.') {
            if self.in_command() && !chars::ends_word(self.peek()) {
                return self.word();
            }
            return self.token(TokenKind::DotDot);
        }
        let next = self.peek();
        if next.is_ascii_digit() {
            return self.number();
        }
        if self.in_command() && !chars::ends_word(next) && !matches!(next, '$' | '"' | '\'') {
            return self.word();
        }
        self.token(TokenKind::Dot)
    }

    fn colon(&mut self) -> Lexeme {
        if self.eat(':') {
            if self.in_command() && !self.simple_names && !chars::ends_word(self.peek()) {
                return self.word();
            }
            return self.token(TokenKind::ColonColon);
        }
        if self.in_command() {
            return self.label();
        }
        self.token(TokenKind::Colon)
    }

    /// A number, or the word that starts like one.
    fn number(&mut self) -> Lexeme {
        let text = self.text.get(self.token_start..).unwrap_or("");
        let Some(number) = number::scan(text) else {
            self.position = self.token_start;
            return self.word();
        };
        let end = self.token_start + number.length;
        if !self.number_ends_at(end) {
            self.position = self.token_start;
            return self.word();
        }
        let value = number.value();
        if value.is_none() && !self.in_expression() {
            self.position = self.token_start;
            return self.word();
        }
        self.position = end;
        if value.is_none() {
            let start = self.token_start;
            let literal = self.text.get(start..end).unwrap_or("").to_owned();
            self.report(start, end, BAD_NUMERIC_CONSTANT, &[&literal]);
        }
        self.token_with(TokenKind::Number, LexemeValue::Number(value))
    }

    fn number_ends_at(&self, end: usize) -> bool {
        let next = self.text.get(end..).and_then(|rest| rest.chars().next()).unwrap_or('\0');
        chars::ends_word(next)
            || self.in_expression()
                && (chars::ends_number(next)
                    || self.ternary_ends_number && matches!(next, '?' | ':'))
    }

    /// `.`, `::`, `[`, `?.` or `?[` right behind an operand. Only block comments may stand
    /// between.
    pub(crate) fn member_access_operator(&mut self, allow_bracket: bool) -> Option<Lexeme> {
        if self.stopped {
            return None;
        }
        while self.rest().starts_with("<#") {
            self.token_start = self.position;
            self.position += 2;
            self.block_comment();
        }
        self.token_start = self.position;
        let rest = self.rest();
        let followed_by_blank = |length: usize| {
            let next = rest.get(length..).and_then(|rest| rest.chars().next()).unwrap_or('\0');
            chars::is_blank(next) || matches!(next, '\0' | '\r' | '\n')
        };
        let (kind, length) = if rest.starts_with("..") {
            return None;
        } else if rest.starts_with('.') {
            if self.in_command() && followed_by_blank(1) {
                return None;
            }
            (TokenKind::Dot, 1)
        } else if rest.starts_with("::") {
            if self.in_command() && followed_by_blank(2) {
                return None;
            }
            (TokenKind::ColonColon, 2)
        } else if rest.starts_with('[') && allow_bracket {
            (TokenKind::LBracket, 1)
        } else if rest.starts_with("?.") {
            (TokenKind::QuestionDot, 2)
        } else if rest.starts_with("?[") && allow_bracket {
            (TokenKind::QuestionLBracket, 2)
        } else {
            return None;
        };
        self.position += length;
        Some(self.token(kind))
    }

    /// `(` or `{` right behind the name of a method.
    pub(crate) fn invoke_parenthesis(&mut self) -> Option<Lexeme> {
        if self.stopped {
            return None;
        }
        self.token_start = self.position;
        if self.eat('(') {
            Some(self.token(TokenKind::LParen))
        } else if self.eat('{') {
            Some(self.token(TokenKind::LCurly))
        } else {
            None
        }
    }

    /// `[` where an attribute or type constraint may stand, after blanks and comments.
    pub(crate) fn attribute_bracket(&mut self) -> Option<Lexeme> {
        if self.stopped {
            return None;
        }
        let start = self.position;
        let mut blank_before = false;
        loop {
            self.token_start = self.position;
            let next = self.peek();
            if self.at_end() {
                return None;
            } else if chars::is_blank(next) {
                blank_before = true;
                self.skip_blanks();
            } else if next == '#' {
                blank_before = true;
                self.bump();
                self.line_comment();
            } else if self.rest().starts_with("<#") {
                blank_before = false;
                self.position += 2;
                self.block_comment();
            } else if self.eat('[') {
                return Some(self.token(TokenKind::LBracket));
            } else {
                // A member access behind blanks is none: let it be seen that they are there.
                if blank_before && matches!(next, '.' | ':') {
                    self.rewind(start);
                }
                return None;
            }
        }
    }

    /// What follows `--%`: everything up to the end of the line, a pipe or `&&`.
    pub(crate) fn verbatim_argument(&mut self) -> Lexeme {
        self.skip_blanks();
        self.token_start = self.position;
        let mut quoted = false;
        while !self.at_end() {
            let next = self.peek();
            if matches!(next, '\r' | '\n')
                || !quoted && (next == '|' || self.rest().starts_with("&&"))
            {
                break;
            }
            quoted ^= chars::is_double_quote(next);
            self.bump();
        }
        self.token(TokenKind::Generic)
    }

    /// The name of an assembly behind a type name, with its properties.
    pub(crate) fn assembly_name(&mut self) -> String {
        let mut name = String::new();
        self.assembly_name_part(&mut name);
        loop {
            self.token_start = self.position;
            if !self.eat(',') {
                return name;
            }
            self.token(TokenKind::Comma);
            name.push_str(", ");
            self.assembly_name_part(&mut name);
            self.token_start = self.position;
            if self.eat('=') {
                self.token(TokenKind::Equals);
                name.push('=');
                self.assembly_name_part(&mut name);
            }
        }
    }

    fn assembly_name_part(&mut self, name: &mut String) {
        self.skip_blanks();
        self.token_start = self.position;
        while !self.at_end() && !chars::ends_assembly_name(self.peek()) {
            name.push(self.bump());
        }
        self.token(TokenKind::Identifier);
        self.mark_last(crate::TokenFlags::TYPE_NAME);
        self.skip_blanks();
    }

    /// Adds flags to the token read last.
    pub(crate) fn mark_last(&mut self, flags: crate::TokenFlags) {
        if let Some(token) = self.tokens.last_mut() {
            token.flags.insert(flags);
        }
    }

    pub(super) fn in_type_name(&self) -> bool {
        self.mode == LexMode::TypeName
    }
}
