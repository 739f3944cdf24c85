//! Names of types: assemblies, generic arguments, arrays.

use super::Parser;
use super::diagnostics::{
    ARRAY_HAS_TOO_MANY_DIMENSIONS, END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE,
    END_SQUARE_BRACKET_EXPECTED_AT_END_OF_TYPE, MISSING_ASSEMBLY_NAME_SPECIFICATION,
    MISSING_TYPENAME, UNEXPECTED_TOKEN,
};
use super::tokens::{after, before};
use crate::ast::{TypeName, TypeNameKind};
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenFlags, TokenKind};

/// Stands for a generic argument that is missing.
const ERROR_TYPE_NAME: &str = ":ErrorTypeName:";

/// The largest rank that arrays can have.
const MAX_RANK: u32 = 32;

fn simple(extent: Extent, name: &str) -> TypeName {
    TypeName { extent, kind: TypeNameKind::Simple { name: name.into(), assembly: None } }
}

impl Parser<'_> {
    /// A type name, behind the opening bracket.
    pub(super) fn type_name(&mut self, allow_assembly: bool) -> Option<TypeName> {
        self.in_mode(LexMode::TypeName, |parser| {
            let name = parser.next();
            if name.kind != TokenKind::Identifier {
                parser.unget(name);
                return None;
            }
            parser.finish_type_name(&name, false, allow_assembly)
        })
    }

    /// What may follow the first word of a type name. `bare` is a generic argument without
    /// brackets of its own, which cannot name its assembly.
    fn finish_type_name(
        &mut self,
        name: &Lexeme,
        bare: bool,
        allow_assembly: bool,
    ) -> Option<TypeName> {
        let text = self.text(name);
        if self.peek_kind() == TokenKind::LBracket {
            let open = self.next();
            self.skip_newlines();
            let first = self.next();
            return match first.kind {
                TokenKind::RBracket | TokenKind::Comma => {
                    Some(self.array_type(simple(name.extent, text), first, bare))
                }
                TokenKind::LBracket | TokenKind::Identifier => {
                    self.nested(|parser| parser.generic_type(name, first, bare))
                }
                TokenKind::EndOfInput => {
                    self.unget(first);
                    self.report_incomplete(after(open.extent), MISSING_TYPENAME, &[]);
                    Some(simple(name.extent, text))
                }
                _ => {
                    let unexpected = self.text(&first);
                    self.report(first.extent, UNEXPECTED_TOKEN, &[unexpected]);
                    self.sync(true, &[TokenKind::RBracket]);
                    Some(simple(name.extent, text))
                }
            };
        }
        if allow_assembly && !bare && self.peek_kind() == TokenKind::Comma {
            let comma = self.next();
            let assembly = self.lexer.assembly_name();
            if assembly.trim().is_empty() {
                self.report(after(comma.extent), MISSING_ASSEMBLY_NAME_SPECIFICATION, &[]);
                return Some(simple(name.extent, text));
            }
            let extent = name.extent.to(self.lexer.last_extent());
            let kind = TypeNameKind::Simple { name: text.into(), assembly: Some(assembly.into()) };
            return Some(TypeName { extent, kind });
        }
        Some(simple(name.extent, text))
    }

    fn generic_type(&mut self, name: &Lexeme, first: Lexeme, bare: bool) -> Option<TypeName> {
        let first_extent = first.extent;
        let (arguments, close) = self.generic_arguments(first);
        let end = if close.kind == TokenKind::RBracket {
            close.extent
        } else {
            let place = before(close.extent);
            self.unget(close);
            let message = END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE;
            self.report_incomplete(place, message, &[]);
            arguments.last().map_or(first_extent, |argument| argument.extent)
        };
        let definition = Box::new(simple(name.extent, self.text(name)));
        let kind = TypeNameKind::Generic { definition, arguments, assembly: None };
        let generic = TypeName { extent: name.extent.to(end), kind };
        if self.eat(TokenKind::LBracket).is_some() {
            let next = self.next();
            return Some(self.array_type(generic, next, bare));
        }
        Some(if bare { generic } else { self.qualified(generic) })
    }

    /// Generic arguments up to a token that is no comma, which is given back too.
    pub(super) fn generic_arguments(&mut self, first: Lexeme) -> (Vec<TypeName>, Lexeme) {
        let mut arguments = vec![self.generic_argument(first)];
        loop {
            self.skip_newlines();
            let next = self.next();
            if next.kind != TokenKind::Comma {
                return (arguments, next);
            }
            self.skip_newlines();
            if matches!(self.peek_kind(), TokenKind::Identifier | TokenKind::LBracket) {
                let first = self.next();
                arguments.push(self.generic_argument(first));
            } else {
                self.report_incomplete(after(next.extent), MISSING_TYPENAME, &[]);
                arguments.push(simple(next.extent, ERROR_TYPE_NAME));
            }
        }
    }

    fn generic_argument(&mut self, first: Lexeme) -> TypeName {
        self.mark_token(first.extent, TokenFlags::TYPE_NAME);
        let error = |extent| simple(extent, ERROR_TYPE_NAME);
        if first.kind == TokenKind::Identifier {
            return self
                .finish_type_name(&first, true, true)
                .unwrap_or_else(|| error(first.extent));
        }
        let name = self.next();
        if name.kind != TokenKind::Identifier {
            let place = after(name.extent);
            self.unget(name);
            self.report_incomplete(place, MISSING_TYPENAME, &[]);
            return error(first.extent);
        }
        let argument = self.finish_type_name(&name, false, true);
        let close = self.next();
        if close.kind != TokenKind::RBracket {
            let place = before(close.extent);
            self.unget(close);
            self.report_incomplete(place, END_SQUARE_BRACKET_EXPECTED_AT_END_OF_TYPE, &[]);
        }
        argument.unwrap_or_else(|| error(first.extent))
    }

    /// `]`, `,]` and what follows: more dimensions, an assembly. `next` is the token behind `[`.
    fn array_type(&mut self, element: TypeName, next: Lexeme, bare: bool) -> TypeName {
        let mut array = element;
        let mut next = next;
        loop {
            match next.kind {
                TokenKind::RBracket => array = array_of(array, next.extent, 1),
                TokenKind::Comma => array = self.dimensions(array, next),
                TokenKind::EndOfInput => {
                    let place = before(next.extent);
                    self.unget(next);
                    self.report(place, END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE, &[]);
                }
                _ => {
                    let text = self.text(&next);
                    self.report(next.extent, UNEXPECTED_TOKEN, &[text]);
                    self.sync(true, &[TokenKind::RBracket]);
                }
            }
            if !bare && self.peek_kind() == TokenKind::Comma {
                return self.qualified(array);
            }
            if self.eat(TokenKind::LBracket).is_none() {
                return array;
            }
            next = self.next();
        }
    }

    /// The commas of an array of several dimensions.
    fn dimensions(&mut self, element: TypeName, first: Lexeme) -> TypeName {
        let mut rank = 1;
        let mut last = first.extent;
        let mut next = first;
        let start = last;
        while next.kind == TokenKind::Comma {
            last = next.extent;
            rank += 1;
            next = self.next();
        }
        let close = next.extent;
        let closed = next.kind == TokenKind::RBracket;
        if !closed {
            self.unget(next);
        }
        if rank > MAX_RANK {
            self.report(start.to(last), ARRAY_HAS_TOO_MANY_DIMENSIONS, &[&rank.to_string()]);
            return element;
        }
        if !closed {
            self.report(after(last), END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE, &[]);
        }
        array_of(element, close, rank)
    }

    /// The assembly's name behind a generic or array type.
    fn qualified(&mut self, mut name: TypeName) -> TypeName {
        let Some(comma) = self.eat(TokenKind::Comma) else { return name };
        let assembly = self.lexer.assembly_name();
        if assembly.is_empty() {
            self.report(after(comma.extent), MISSING_ASSEMBLY_NAME_SPECIFICATION, &[]);
        } else {
            set_assembly(&mut name, assembly);
        }
        name
    }
}

fn array_of(element: TypeName, close: Extent, rank: u32) -> TypeName {
    let extent = element.extent.to(close);
    TypeName { extent, kind: TypeNameKind::Array { element: Box::new(element), rank } }
}

/// An assembly belongs to the innermost name.
fn set_assembly(name: &mut TypeName, value: String) {
    match &mut name.kind {
        TypeNameKind::Simple { assembly, .. } | TypeNameKind::Generic { assembly, .. } => {
            *assembly = Some(value.into());
        }
        TypeNameKind::Array { element, .. } => set_assembly(element, value),
    }
}
