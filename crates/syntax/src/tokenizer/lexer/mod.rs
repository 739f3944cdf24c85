//! Reading one token at a time.

mod scan;
mod skip;
mod strings;
mod variables;
mod words;

use super::chars;
use super::{Token, TokenFlags, TokenKind};
use crate::ast::ConstantValue;
use crate::parser::diagnostics::{Diagnostics, Message};
use crate::{Extent, ScriptSource};
use std::sync::Arc;

/// How the text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexMode {
    /// Words are command names and arguments.
    Command,
    /// Words are operators and names.
    Expression,
    /// Words are names of types.
    TypeName,
    /// Words are parts of a class definition.
    Signature,
}

/// A token together with what was learned while reading it.
#[derive(Debug)]
pub(crate) struct Lexeme {
    pub(crate) kind: TokenKind,
    pub(crate) extent: Extent,
    /// Where it starts in the lexer's own text, for rewinding.
    pub(crate) start: usize,
    /// Where it ends in the lexer's own text.
    pub(crate) end: usize,
    pub(crate) value: LexemeValue,
}

/// What a token stands for, where that is more than its text.
#[derive(Debug)]
pub(crate) enum LexemeValue {
    /// The text says it all.
    None,
    /// A number; `None` when it is out of range.
    Number(Option<ConstantValue>),
    /// A string or word with quotes and escapes resolved.
    Text(Arc<str>),
    /// A string or word with variables or subexpressions in it.
    Expandable(Box<ExpandableText>),
    /// A variable's name without `$`.
    Variable(Box<str>),
    /// A parameter; true when a colon belongs to it.
    Parameter { colon: bool },
    /// `2>`, `>>`.
    FileRedirection { from: u8, append: bool },
    /// `2>&1`.
    MergingRedirection { from: u8, to: u8 },
}

/// The pieces of a string that is to be expanded.
#[derive(Debug, Default)]
pub(crate) struct ExpandableText {
    /// The whole with escapes resolved and nothing expanded.
    pub(crate) value: String,
    pub(crate) parts: Vec<RawPart>,
    /// How much of the value the pieces cover so far.
    covered: usize,
}

/// A piece of a string before the parser has looked inside.
#[derive(Debug)]
pub(crate) enum RawPart {
    Text(String),
    Variable {
        path: Box<str>,
        extent: Extent,
    },
    /// `$( … )`; `doubled` lists the places (in the lexer's text) of quotes that stand twice.
    Subexpression {
        start: usize,
        end: usize,
        doubled: Vec<usize>,
    },
}

/// Where a piece of text comes from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// It is the script from this offset on.
    At(u32),
    /// Characters were left out: the offset of each byte, and of the end.
    Mapped(Arc<[u32]>),
}

impl Origin {
    fn offset(&self, position: usize) -> u32 {
        match self {
            Self::At(base) => base + position as u32,
            Self::Mapped(map) => match map.get(position) {
                Some(offset) => *offset,
                None => {
                    let past = (position + 1).saturating_sub(map.len()) as u32;
                    map.last().copied().unwrap_or(0) + past
                }
            },
        }
    }
}

/// The tokenizer's state.
pub(crate) struct Lexer<'t> {
    pub(crate) text: &'t str,
    pub(crate) source: Arc<ScriptSource>,
    pub(crate) origin: Origin,
    position: usize,
    token_start: usize,
    pub(crate) mode: LexMode,
    /// A sign belongs to the number behind it.
    pub(crate) signed_numbers: bool,
    /// `?` and `:` end a number.
    pub(crate) ternary_ends_number: bool,
    /// Identifiers end where names of members end.
    pub(crate) simple_names: bool,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) tokens: Vec<Token>,
    /// `#requires` comments outside of nested text.
    pub(crate) requires: Vec<Extent>,
    /// Set when the script nests too deeply: everything reads as the end.
    pub(crate) stopped: bool,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(
        text: &'t str,
        source: Arc<ScriptSource>,
        origin: Origin,
        diagnostics: Diagnostics,
    ) -> Self {
        Self {
            text,
            source,
            origin,
            position: 0,
            token_start: 0,
            mode: LexMode::Command,
            signed_numbers: false,
            ternary_ends_number: false,
            simple_names: false,
            diagnostics,
            tokens: Vec::new(),
            requires: Vec::new(),
            stopped: false,
        }
    }

    /// The next character without taking it; `\0` at the end.
    fn peek(&self) -> char {
        match self.text.as_bytes().get(self.position) {
            None => '\0',
            Some(byte) if byte.is_ascii() => *byte as char,
            Some(_) => self.rest().chars().next().unwrap_or('\0'),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or("")
    }

    fn at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    /// Takes the next character; `\0` at the end.
    fn bump(&mut self) -> char {
        let character = self.peek();
        if !self.at_end() {
            self.position += character.len_utf8();
        }
        character
    }

    /// Takes the next character when it is `wanted`.
    fn eat(&mut self, wanted: char) -> bool {
        let found = !self.at_end() && self.peek() == wanted;
        if found {
            self.position += wanted.len_utf8();
        }
        found
    }

    fn eat_if(&mut self, wanted: fn(char) -> bool) -> Option<char> {
        let character = self.peek();
        if !self.at_end() && wanted(character) {
            self.position += character.len_utf8();
            Some(character)
        } else {
            None
        }
    }

    fn in_command(&self) -> bool {
        self.mode == LexMode::Command
    }

    fn in_expression(&self) -> bool {
        self.mode == LexMode::Expression
    }

    /// The script's offset of a position in this lexer's text.
    pub(crate) fn offset(&self, position: usize) -> u32 {
        self.origin.offset(position)
    }

    /// The extent of the range of positions.
    pub(crate) fn extent(&self, start: usize, end: usize) -> Extent {
        Extent::new(self.offset(start), self.offset(end))
    }

    fn current_extent(&self) -> Extent {
        self.extent(self.token_start, self.position)
    }

    /// The extent of the token that is being read or was read last.
    pub(crate) fn last_extent(&self) -> Extent {
        self.current_extent()
    }

    /// Where the next token will be looked for.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// Goes back to `position` and forgets the tokens read since.
    pub(crate) fn rewind(&mut self, position: usize) {
        self.position = position.min(self.text.len());
        let offset = self.offset(self.position);
        while self.tokens.last().is_some_and(|token| token.extent.start >= offset) {
            self.tokens.pop();
        }
        while self.requires.last().is_some_and(|extent| extent.start >= offset) {
            self.requires.pop();
        }
    }

    fn token(&mut self, kind: TokenKind) -> Lexeme {
        self.token_with(kind, LexemeValue::None)
    }

    fn token_with(&mut self, kind: TokenKind, value: LexemeValue) -> Lexeme {
        let extent = self.current_extent();
        self.save(kind, extent);
        Lexeme { kind, extent, start: self.token_start, end: self.position, value }
    }

    fn save(&mut self, kind: TokenKind, extent: Extent) {
        self.tokens.push(Token { kind, extent, flags: TokenFlags::default(), nested: None });
    }

    fn end_token(&mut self) -> Lexeme {
        let length = self.text.len();
        self.position = length;
        let extent = Extent::at(self.offset(length) + 1);
        self.save(TokenKind::EndOfInput, extent);
        let kind = TokenKind::EndOfInput;
        Lexeme { kind, extent, start: length, end: length, value: LexemeValue::None }
    }

    fn report(&mut self, start: usize, end: usize, message: Message, arguments: &[&str]) {
        let extent = self.extent(start, end);
        self.diagnostics.add(&self.source, extent, message, arguments, false);
    }

    fn report_incomplete(&mut self, start: usize, end: usize, message: Message, argument: &str) {
        let extent = self.extent(start, end);
        let incomplete = self.is_at_end(extent);
        self.diagnostics.add(&self.source, extent, message, &[argument], incomplete);
    }

    /// True when nothing but blanks and comments follows `extent`.
    ///
    /// Inside a nested text PowerShell compares offsets of the script with the length of the
    /// nested text, and prompts depend on the outcome, so it is kept that way.
    pub(crate) fn is_at_end(&self, extent: Extent) -> bool {
        let mut position = extent.end as usize;
        let bytes = self.text.as_bytes();
        while position < bytes.len() {
            let rest = match self.text.get(position..) {
                Some(rest) => rest,
                None => return false,
            };
            if rest.starts_with('#') {
                position += rest.find(['\r', '\n']).unwrap_or(rest.len());
                if position < bytes.len() {
                    return false;
                }
            } else if let Some(comment) = rest.strip_prefix("<#") {
                position += match comment.find("#>") {
                    Some(end) => end + 4,
                    None => rest.len(),
                };
            } else {
                match rest.chars().next() {
                    Some(character) if chars::is_blank(character) => {
                        position += character.len_utf8();
                    }
                    _ => return false,
                }
            }
        }
        true
    }

    /// True when the first thing after the line break that ends at `offset` is `|`. Blank lines
    /// end the search, comments do not.
    pub(crate) fn is_pipe_continuation(&self, from: usize) -> bool {
        let mut position = from;
        let mut line_is_blank = true;
        loop {
            let Some(rest) = self.text.get(position..) else { return false };
            let Some(character) = rest.chars().next() else { return false };
            match character {
                '\r' | '\n' if line_is_blank => return false,
                '\r' | '\n' => {
                    line_is_blank = true;
                    position += if rest.starts_with("\r\n") { 2 } else { 1 };
                }
                '#' => {
                    line_is_blank = false;
                    position += rest.find(['\r', '\n']).unwrap_or(rest.len());
                }
                '<' if rest.starts_with("<#") => {
                    line_is_blank = false;
                    position +=
                        rest.get(2..).and_then(|r| r.find("#>")).map_or(rest.len(), |e| e + 4);
                }
                _ if chars::is_blank(character) => position += character.len_utf8(),
                _ => return character == '|',
            }
        }
    }
}
