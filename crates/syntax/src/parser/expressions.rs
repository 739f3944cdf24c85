//! Operators: ternary, binary, comma, unary, casts.
//!
//! `number` says that an operand has to follow: then `1?` is the number 1 and a question mark and
//! not a word.

use super::attributes::error_expression;
use super::diagnostics::{
    EXPECTED_VALUE_EXPRESSION, MISSING_COLON_IN_TERNARY_EXPRESSION,
    MISSING_EXPRESSION_AFTER_OPERATOR, MISSING_EXPRESSION_AFTER_TOKEN, UNEXPECTED_ATTRIBUTE,
    UNEXPECTED_TOKEN,
};
use super::tokens::{after, before};
use super::{MAX_CHAIN, Parser};
use crate::ast::{
    ArrayLiteralAst, AttributeBase, AttributedExpressionAst, BinaryExpressionAst,
    ConvertExpressionAst, ErrorExpressionAst, Expression, TernaryExpressionAst, TypeExpressionAst,
    UnaryExpressionAst,
};
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenKind};

/// An operator that waits for its right operand.
struct Pending {
    kind: TokenKind,
    extent: Extent,
    precedence: u8,
}

/// Joins the two topmost operands with the topmost operator.
fn reduce(operands: &mut Vec<Expression>, operators: &mut Vec<Pending>) {
    if let (Some(operator), Some(right), Some(left)) =
        (operators.pop(), operands.pop(), operands.pop())
    {
        operands.push(Expression::Binary(Box::new(BinaryExpressionAst {
            extent: left.extent().to(right.extent()),
            left,
            operator: operator.kind,
            right,
            error_position: operator.extent,
        })));
    }
}

impl Parser<'_> {
    /// Any expression.
    pub(super) fn expression(&mut self, number: bool) -> Option<Expression> {
        self.nested(move |parser| {
            parser.in_mode(LexMode::Expression, |parser| parser.ternary(number))
        })
    }

    fn ternary(&mut self, number: bool) -> Option<Expression> {
        let condition = self.binary(number)?;
        let Some(question_mark) = self.eat(TokenKind::QuestionMark) else {
            return Some(condition);
        };
        self.skip_newlines();
        let if_true = self.ternary_operand(&question_mark);
        self.skip_newlines();
        let colon = self.next();
        if colon.kind != TokenKind::Colon {
            let extent = colon.extent;
            self.unget(colon);
            let mut expressions = vec![condition];
            if let Some(value) = if_true {
                if !matches!(value, Expression::Error(_)) {
                    self.report_incomplete(extent, MISSING_COLON_IN_TERNARY_EXPRESSION, &[]);
                }
                expressions.push(value);
            }
            let start = expressions.first().map_or(extent, Expression::extent);
            let extent = start.to(before(extent));
            return Some(Expression::Error(Box::new(ErrorExpressionAst { extent, expressions })));
        }
        self.skip_newlines();
        let if_true = if_true.unwrap_or_else(|| error_expression(after(question_mark.extent)));
        let if_false =
            self.ternary_operand(&colon).unwrap_or_else(|| error_expression(after(colon.extent)));
        Some(Expression::Ternary(Box::new(TernaryExpressionAst {
            extent: condition.extent().to(if_false.extent()),
            condition,
            if_true,
            if_false,
        })))
    }

    fn ternary_operand(&mut self, operator: &Lexeme) -> Option<Expression> {
        let operand = self.expression(true);
        if operand.is_none() {
            let text = self.text(operator);
            self.report_incomplete(after(operator.extent), EXPECTED_VALUE_EXPRESSION, &[text]);
        }
        operand
    }

    fn binary(&mut self, number: bool) -> Option<Expression> {
        let first = self.array_literal(number)?;
        if self.peek_kind() == TokenKind::Parameter {
            return Some(self.unknown_operator(first));
        }
        let Some(precedence) = self.peek_kind().binary_precedence() else { return Some(first) };
        let mut token = self.next();
        let mut operands = vec![first];
        let mut operators = vec![Pending { kind: token.kind, extent: token.extent, precedence }];
        let mut length = 0;
        loop {
            self.skip_newlines();
            let operand = self.array_literal(true).unwrap_or_else(|| {
                let place = after(token.extent);
                let text = self.text(&token);
                self.report_incomplete(place, EXPECTED_VALUE_EXPRESSION, &[text]);
                error_expression(place)
            });
            operands.push(operand);
            let Some(precedence) = self.peek_kind().binary_precedence() else { break };
            token = self.next();
            while operators.last().is_some_and(|operator| precedence <= operator.precedence) {
                reduce(&mut operands, &mut operators);
            }
            operators.push(Pending { kind: token.kind, extent: token.extent, precedence });
            length += 1;
            if length > MAX_CHAIN {
                self.give_up();
            }
        }
        while !operators.is_empty() {
            reduce(&mut operands, &mut operators);
        }
        let result = operands.pop()?;
        Some(match self.peek_kind() {
            TokenKind::Parameter => self.unknown_operator(result),
            _ => result,
        })
    }

    /// `-word` behind an operand: most likely an operator that is not typed to its end.
    fn unknown_operator(&mut self, operand: Expression) -> Expression {
        let parameter = self.next();
        let text = self.text(&parameter);
        self.report(parameter.extent, UNEXPECTED_TOKEN, &[text]);
        let extent = operand.extent().to(parameter.extent);
        let expressions = vec![operand];
        Expression::Error(Box::new(ErrorExpressionAst { extent, expressions }))
    }

    /// `a, b`, where commas make arrays.
    fn array_literal(&mut self, number: bool) -> Option<Expression> {
        let first = self.unary(number)?;
        if self.no_comma || self.peek_kind() != TokenKind::Comma {
            return Some(first);
        }
        let start = first.extent();
        let mut elements = vec![first];
        let mut end = start;
        while let Some(comma) = self.eat(TokenKind::Comma) {
            self.skip_newlines();
            match self.unary(true) {
                Some(element) => {
                    end = element.extent();
                    elements.push(element);
                }
                None => {
                    let place = after(comma.extent);
                    self.report_incomplete(place, MISSING_EXPRESSION_AFTER_TOKEN, &[","]);
                    end = comma.extent;
                    elements.push(error_expression(comma.extent));
                    break;
                }
            }
        }
        let array = ArrayLiteralAst { extent: start.to(end), elements };
        Some(Expression::ArrayLiteral(Box::new(array)))
    }

    /// An operand with the operators that stand in front of it and behind it.
    pub(super) fn unary(&mut self, number: bool) -> Option<Expression> {
        self.nested(move |parser| parser.unary_inside(number))
    }

    fn unary_inside(&mut self, number: bool) -> Option<Expression> {
        let kind = self.peek_operand(number);
        let operand = if kind.is_unary_operator() {
            if self.no_comma && kind == TokenKind::Comma {
                return None;
            }
            match self.prefix_operator() {
                Ok(operand) => operand,
                Err(error) => return Some(error),
            }
        } else if kind == TokenKind::LBracket {
            match self.typed() {
                Ok(operand) => operand?,
                Err(error) => return Some(error),
            }
        } else {
            self.primary(true)?
        };
        let operator = match self.peek_kind() {
            TokenKind::PlusPlus => TokenKind::PostfixPlusPlus,
            TokenKind::MinusMinus => TokenKind::PostfixMinusMinus,
            _ => return Some(operand),
        };
        let token = self.next();
        Some(Expression::Unary(Box::new(UnaryExpressionAst {
            extent: operand.extent().to(token.extent),
            operator,
            child: operand,
        })))
    }

    /// Looks at the next token as the start of an operand, where a sign belongs to a number.
    fn peek_operand(&mut self, number: bool) -> TokenKind {
        let signed = std::mem::replace(&mut self.lexer.signed_numbers, true);
        let ternary = std::mem::replace(&mut self.lexer.ternary_ends_number, number);
        if let Some(ahead) = &self.ahead
            && (ahead.kind == TokenKind::Minus || number && ahead.kind == TokenKind::Generic)
        {
            let start = ahead.start;
            self.rewind(start);
        }
        let kind = self.peek_kind();
        self.lexer.signed_numbers = signed;
        self.lexer.ternary_ends_number = ternary;
        kind
    }

    /// An operator and its operand; the error when the operand is missing.
    fn prefix_operator(&mut self) -> Result<Expression, Expression> {
        let operator = self.next();
        self.skip_newlines();
        let Some(child) = self.unary(true) else {
            let text = self.text(&operator);
            let place = after(operator.extent);
            self.report_incomplete(place, MISSING_EXPRESSION_AFTER_OPERATOR, &[text]);
            return Err(error_expression(operator.extent));
        };
        let extent = operator.extent.to(child.extent());
        Ok(match operator.kind {
            TokenKind::Comma => Expression::ArrayLiteral(Box::new(ArrayLiteralAst {
                extent,
                elements: vec![child],
            })),
            kind => {
                Expression::Unary(Box::new(UnaryExpressionAst { extent, operator: kind, child }))
            }
        })
    }

    /// Types and attributes with the operand behind them, or a type as a value.
    fn typed(&mut self) -> Result<Option<Expression>, Expression> {
        let Some(mut attributes) = self.attribute_list(true) else { return Ok(None) };
        let start = attributes.first().map(AttributeBase::extent).unwrap_or_default();
        let mut operand = match attributes.pop() {
            None => return Ok(None),
            Some(AttributeBase::TypeConstraint(constraint)) => self.cast(constraint),
            Some(attribute) => {
                self.skip_newlines();
                let extent = attribute.extent();
                let Some(child) = self.unary(true) else {
                    let name = attribute.type_name().full_name();
                    self.report_incomplete(extent, UNEXPECTED_ATTRIBUTE, &[&name]);
                    return Err(error_expression(start.to(extent)));
                };
                Expression::Attributed(Box::new(AttributedExpressionAst {
                    extent: extent.to(child.extent()),
                    attribute,
                    child,
                }))
            }
        };
        while let Some(attribute) = attributes.pop() {
            let extent = attribute.extent().to(operand.extent());
            operand = match attribute {
                AttributeBase::TypeConstraint(type_constraint) => {
                    Expression::Convert(Box::new(ConvertExpressionAst {
                        extent,
                        type_constraint,
                        child: operand,
                    }))
                }
                attribute => Expression::Attributed(Box::new(AttributedExpressionAst {
                    extent,
                    attribute,
                    child: operand,
                })),
            };
        }
        Ok(Some(operand))
    }

    /// A type with what follows: a member, an operand to convert, or nothing.
    fn cast(&mut self, type_constraint: crate::ast::TypeConstraintAst) -> Expression {
        let extent = type_constraint.extent;
        if let Some(operator) = self.member_access(false) {
            let type_name = type_constraint.type_name;
            let target = Expression::Type(Box::new(TypeExpressionAst { extent, type_name }));
            return self.members(Some(operator), target);
        }
        if !matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Comma)
            && let Some(child) = self.unary(true)
        {
            return Expression::Convert(Box::new(ConvertExpressionAst {
                extent: extent.to(child.extent()),
                type_constraint,
                child,
            }));
        }
        let type_name = type_constraint.type_name;
        Expression::Type(Box::new(TypeExpressionAst { extent, type_name }))
    }
}
