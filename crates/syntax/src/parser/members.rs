//! Members, method calls and indexes behind an operand.

use super::attributes::error_expression;
use super::commands::Context;
use super::diagnostics::{
    END_SQUARE_BRACKET_EXPECTED_AT_END_OF_TYPE, MISSING_ARRAY_INDEX_EXPRESSION,
    MISSING_END_PARENTHESIS_IN_METHOD_CALL, MISSING_END_SQUARE_BRACKET,
    MISSING_EXPRESSION_AFTER_TOKEN, MISSING_PROPERTY_NAME,
};
use super::literals::bare_word;
use super::tokens::{after, before};
use super::{MAX_CHAIN, Parser};
use crate::ast::{
    Expression, IndexExpressionAst, InvokeMemberExpressionAst, MemberExpressionAst, TypeName,
};
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenKind};

impl Parser<'_> {
    /// Everything that follows `target`, beginning with `operator`.
    pub(super) fn members(&mut self, operator: Option<Lexeme>, target: Expression) -> Expression {
        let mut target = target;
        let mut operator = operator;
        let mut length = 0;
        while let Some(token) = operator {
            self.skip_newlines();
            target = match token.kind {
                TokenKind::LBracket | TokenKind::QuestionLBracket => self.index(target, &token),
                _ => self.member(target, &token),
            };
            length += 1;
            if length > MAX_CHAIN {
                self.give_up();
            }
            operator = self.member_access(true);
        }
        target
    }

    fn member_name(&mut self) -> Option<Expression> {
        if let Some((name, extent)) = self.simple_name() {
            return Some(bare_word(extent, &name));
        }
        let kind = self.peek_kind();
        if kind.is_unary_operator() || kind == TokenKind::LBracket {
            self.unary(false)
        } else {
            self.primary(false)
        }
    }

    fn member(&mut self, target: Expression, operator: &Lexeme) -> Expression {
        let is_static = operator.kind == TokenKind::ColonColon;
        let null_conditional = operator.kind == TokenKind::QuestionDot;
        let member = match self.member_name() {
            None => {
                let place = after(operator.extent);
                self.report_incomplete(place, MISSING_PROPERTY_NAME, &[]);
                let broken = target.extent().to(operator.extent);
                self.single_argument(Context::Argument).unwrap_or_else(|| error_expression(broken))
            }
            // A token read ahead means that the name is broken off: no call can follow.
            Some(member) if self.ahead.is_none() => {
                let mark = self.mark();
                let generic = self.generic_method_arguments(mark);
                match self.invoke_parenthesis() {
                    Some(open) => {
                        let (arguments, end) = self.method_arguments(open);
                        let invocation = InvokeMemberExpressionAst {
                            extent: target.extent().to(end),
                            expression: target,
                            member,
                            arguments,
                            generic_type_arguments: generic.unwrap_or_default(),
                            is_static,
                            null_conditional,
                        };
                        return Expression::InvokeMember(Box::new(invocation));
                    }
                    None => {
                        // What looked like generic arguments is an index.
                        if generic.is_some() {
                            self.rewind(mark);
                        }
                        member
                    }
                }
            }
            Some(member) => member,
        };
        Expression::Member(Box::new(MemberExpressionAst {
            extent: target.extent().to(member.extent()),
            expression: target,
            member,
            is_static,
            null_conditional,
        }))
    }

    /// `[type, type]` behind the name of a method. `None`, and reading goes back to `mark`, when
    /// it is no list of types.
    fn generic_method_arguments(&mut self, mark: usize) -> Option<Vec<TypeName>> {
        if !self.lexer.text.get(mark..).is_some_and(|rest| rest.starts_with('[')) {
            return None;
        }
        self.in_mode(LexMode::TypeName, |parser| {
            parser.next();
            parser.skip_newlines();
            let first = parser.next();
            if first.kind != TokenKind::Identifier {
                parser.rewind(mark);
                return None;
            }
            let errors = parser.lexer.diagnostics.errors.len();
            let (arguments, close) = parser.generic_arguments(first);
            if close.kind == TokenKind::RBracket {
                return Some(arguments);
            }
            let place = before(close.extent);
            parser.unget(close);
            parser.report_incomplete(place, END_SQUARE_BRACKET_EXPECTED_AT_END_OF_TYPE, &[]);
            debug_assert!(parser.lexer.diagnostics.errors.len() >= errors);
            None
        })
    }

    /// Arguments in parentheses, or a script block as the only argument.
    fn method_arguments(&mut self, open: Lexeme) -> (Vec<Expression>, Extent) {
        if open.kind == TokenKind::LParen {
            return self.invoke_arguments(&open);
        }
        self.skip_newlines();
        let argument = self.script_block_expression(open);
        let extent = argument.extent();
        (vec![argument], extent)
    }

    /// Arguments up to `)`; with where they end.
    pub(super) fn invoke_arguments(&mut self, open: &Lexeme) -> (Vec<Expression>, Extent) {
        let mut arguments: Vec<Expression> = Vec::new();
        let mut comma: Option<Extent> = None;
        let end = self.with_no_comma(true, |parser| {
            loop {
                parser.skip_newlines();
                match parser.expression(false) {
                    Some(argument) => arguments.push(argument),
                    None => break,
                }
                comma = None;
                parser.skip_newlines();
                match parser.eat(TokenKind::Comma) {
                    Some(token) => comma = Some(token.extent),
                    None => break,
                }
            }
            if let Some(comma) = comma {
                let place = after(comma);
                parser.report_incomplete(place, MISSING_EXPRESSION_AFTER_TOKEN, &[","]);
            }
            parser.skip_newlines();
            if let Some(close) = parser.eat(TokenKind::RParen) {
                return close.extent;
            }
            let last = arguments.last().map_or(open.extent, Expression::extent);
            if comma.is_none() {
                let message = MISSING_END_PARENTHESIS_IN_METHOD_CALL;
                parser.report_incomplete(after(last), message, &[]);
            }
            comma.unwrap_or(last)
        });
        (arguments, end)
    }

    fn index(&mut self, target: Expression, open: &Lexeme) -> Expression {
        let index = self.with_no_comma(false, |parser| parser.expression(false));
        let missing = index.is_none();
        let index = index.unwrap_or_else(|| {
            self.report_incomplete(after(open.extent), MISSING_ARRAY_INDEX_EXPRESSION, &[]);
            error_expression(open.extent)
        });
        self.skip_newlines();
        let mut end = index.extent();
        match self.eat(TokenKind::RBracket) {
            Some(close) => end = close.extent,
            None => {
                if !missing && !matches!(index, Expression::Error(_)) {
                    self.report_incomplete(after(end), MISSING_END_SQUARE_BRACKET, &[]);
                }
            }
        }
        Expression::Index(Box::new(IndexExpressionAst {
            extent: target.extent().to(end),
            target,
            index,
            null_conditional: open.kind == TokenKind::QuestionLBracket,
        }))
    }
}
