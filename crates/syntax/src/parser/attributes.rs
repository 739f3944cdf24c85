//! Attributes and type constraints in brackets.

use super::Parser;
use super::diagnostics::{
    END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE, MISSING_END_PARENTHESIS_IN_EXPRESSION,
    MISSING_EXPRESSION_AFTER_TOKEN, MISSING_EXPRESSION_IN_NAMED_ARGUMENT, MISSING_TYPENAME,
};
use super::tokens::{after, before};
use crate::ast::{
    AttributeAst, AttributeBase, ConstantExpressionAst, ConstantValue, ErrorExpressionAst,
    Expression, NamedAttributeArgumentAst, TypeConstraintAst,
};
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenFlags, TokenKind};

/// The arguments of an attribute while they are read.
struct Arguments {
    positional: Vec<Expression>,
    named: Vec<NamedAttributeArgumentAst>,
    /// The last thing that surely belongs to the attribute.
    last: Extent,
}

impl Parser<'_> {
    /// All attributes and type constraints that stand here. In an expression a line break behind
    /// a type ends the list, since the type may be a value.
    pub(super) fn attribute_list(&mut self, in_expression: bool) -> Option<Vec<AttributeBase>> {
        let mut attributes = Vec::new();
        while let Some(attribute) = self.attribute() {
            if !in_expression || matches!(attribute, AttributeBase::Attribute(_)) {
                self.skip_newlines();
            }
            attributes.push(attribute);
        }
        (!attributes.is_empty()).then_some(attributes)
    }

    /// One attribute or type constraint.
    pub(super) fn attribute(&mut self) -> Option<AttributeBase> {
        let open = self.attribute_bracket()?;
        self.skip_newlines();
        let Some(type_name) = self.type_name(true) else {
            self.rewind(open.start);
            self.report_incomplete(after(open.extent), MISSING_TYPENAME, &[]);
            return None;
        };
        let next = self.next();
        if next.kind == TokenKind::LParen {
            let name_extent = match &type_name.kind {
                crate::ast::TypeNameKind::Simple { .. } => type_name.extent,
                _ => Extent::default(),
            };
            self.mark_token(name_extent, TokenFlags::ATTRIBUTE_NAME);
            return Some(self.finish_attribute(&open, &next, type_name));
        }
        let mut end = type_name.extent;
        if next.kind == TokenKind::RBracket {
            end = next.extent;
        } else {
            let place = before(next.extent);
            self.unget(next);
            self.report(place, END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE, &[]);
        }
        let extent = open.extent.to(end);
        Some(AttributeBase::TypeConstraint(TypeConstraintAst { extent, type_name }))
    }

    /// The arguments, `)` and `]`.
    fn finish_attribute(
        &mut self,
        open: &Lexeme,
        parenthesis: &Lexeme,
        type_name: crate::ast::TypeName,
    ) -> AttributeBase {
        self.skip_newlines();
        let mut arguments =
            Arguments { positional: Vec::new(), named: Vec::new(), last: parenthesis.extent };
        self.in_mode(LexMode::Expression, |parser| {
            parser.with_no_comma(true, |parser| parser.attribute_arguments(&mut arguments));
        });
        self.skip_newlines();
        let mut end = arguments.last;
        let close = self.next();
        let closed = close.kind == TokenKind::RParen;
        if closed {
            end = close.extent;
        } else {
            self.unget(close);
            let place = after(arguments.last);
            self.report_incomplete(place, MISSING_END_PARENTHESIS_IN_EXPRESSION, &[]);
        }
        self.skip_newlines();
        let bracket = self.next();
        if bracket.kind == TokenKind::RBracket {
            end = bracket.extent;
        } else {
            self.unget(bracket);
            if closed {
                let message = END_SQUARE_BRACKET_EXPECTED_AT_END_OF_ATTRIBUTE;
                self.report_incomplete(after(end), message, &[]);
            }
        }
        AttributeBase::Attribute(AttributeAst {
            extent: open.extent.to(end),
            type_name,
            positional_arguments: arguments.positional,
            named_arguments: arguments.named,
        })
    }

    fn attribute_arguments(&mut self, arguments: &mut Arguments) {
        let mut after_comma = false;
        loop {
            self.skip_newlines();
            if let Some((name, name_extent)) = self.simple_name() {
                let (argument, omitted) = self.named_argument_value(name_extent, arguments);
                arguments.named.push(NamedAttributeArgumentAst {
                    extent: name_extent.to(argument.extent()),
                    argument_name: name,
                    argument_name_extent: name_extent,
                    argument,
                    expression_omitted: omitted,
                });
            } else if let Some(value) = self.expression(false) {
                arguments.last = value.extent();
                arguments.positional.push(value);
            } else if after_comma {
                let place = after(arguments.last);
                self.report_incomplete(place, MISSING_EXPRESSION_AFTER_TOKEN, &[","]);
                arguments.positional.push(error_expression(place));
                arguments.last = place;
            }
            self.skip_newlines();
            match self.eat(TokenKind::Comma) {
                Some(comma) => arguments.last = comma.extent,
                None => return,
            }
            after_comma = true;
        }
    }

    /// The value behind `Name =`, or true for a bare `Name`.
    fn named_argument_value(
        &mut self,
        name: Extent,
        arguments: &mut Arguments,
    ) -> (Expression, bool) {
        let Some(equals) = self.eat(TokenKind::Equals) else {
            let value = ConstantValue::Boolean(true);
            return (Expression::Constant(ConstantExpressionAst { extent: name, value }), true);
        };
        self.skip_newlines();
        let value = match self.expression(false) {
            Some(value) => value,
            None => {
                let place = after(equals.extent);
                self.report_incomplete(place, MISSING_EXPRESSION_IN_NAMED_ARGUMENT, &[]);
                let ends =
                    [TokenKind::Comma, TokenKind::RParen, TokenKind::RBracket, TokenKind::NewLine];
                self.sync(true, &ends);
                error_expression(place)
            }
        };
        arguments.last = value.extent();
        (value, false)
    }
}

/// An expression that is missing.
pub(super) fn error_expression(extent: Extent) -> Expression {
    Expression::Error(Box::new(ErrorExpressionAst { extent, expressions: Vec::new() }))
}
