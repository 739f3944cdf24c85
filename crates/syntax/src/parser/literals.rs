//! Operands: constants, strings, variables and everything in brackets.

use super::Parser;
use super::diagnostics::{
    EXPECTED_EXPRESSION, MISSING_END_CURLY_BRACE, MISSING_END_PARENTHESIS_IN_EXPRESSION,
    MISSING_END_PARENTHESIS_IN_SUBEXPRESSION, MISSING_EQUALS_IN_HASH_LITERAL,
    MISSING_STATEMENT_IN_HASH_LITERAL,
};
use super::script::StatementList;
use super::statements::error_statement;
use super::tokens::{after, before};
use crate::ast::{
    ArrayExpressionAst, ConstantExpressionAst, ConstantValue, ExpandablePart,
    ExpandableStringExpressionAst, Expression, HashtableAst, ParenExpressionAst,
    ScriptBlockExpressionAst, Statement, StatementBlockAst, StringConstantExpressionAst,
    StringConstantType, SubExpressionAst, UsingExpressionAst, VariableExpressionAst, VariablePath,
    VariableScope,
};
use crate::tokenizer::lexer::{ExpandableText, LexMode, Lexeme, LexemeValue, Origin, RawPart};
use crate::{Extent, TokenKind};
use std::sync::Arc;

/// A bare word.
pub(super) fn bare_word(extent: Extent, text: &str) -> Expression {
    bare_word_shared(extent, Arc::from(text))
}

pub(super) fn bare_word_shared(extent: Extent, value: Arc<str>) -> Expression {
    Expression::StringConstant(StringConstantExpressionAst {
        extent,
        value,
        kind: StringConstantType::BareWord,
    })
}

impl Parser<'_> {
    /// An operand; with its members, indexes and calls when `with_members`.
    pub(super) fn primary(&mut self, with_members: bool) -> Option<Expression> {
        let token = self.next();
        let extent = token.extent;
        let operand = match token.kind {
            TokenKind::Variable | TokenKind::SplattedVariable => self.variable(token, with_members),
            TokenKind::Number => {
                let value = match token.value {
                    LexemeValue::Number(Some(value)) => value,
                    _ => ConstantValue::Int32(0),
                };
                Expression::Constant(ConstantExpressionAst { extent, value })
            }
            TokenKind::StringLiteral => string(token, StringConstantType::SingleQuoted),
            TokenKind::HereStringLiteral => {
                string(token, StringConstantType::SingleQuotedHereString)
            }
            TokenKind::StringExpandable => {
                self.expandable_token(token, StringConstantType::DoubleQuoted)
            }
            TokenKind::HereStringExpandable => {
                self.expandable_token(token, StringConstantType::DoubleQuotedHereString)
            }
            TokenKind::LParen => self.parenthesized(token),
            TokenKind::AtParen | TokenKind::DollarParen => self.subexpression(token),
            TokenKind::AtCurly => self.hashtable(token),
            TokenKind::LCurly => self.script_block_expression(token),
            _ => {
                self.unget(token);
                return None;
            }
        };
        if !with_members {
            return Some(operand);
        }
        let operator = self.member_access(true);
        Some(self.members(operator, operand))
    }

    fn variable(&mut self, token: Lexeme, with_members: bool) -> Expression {
        let splatted = token.kind == TokenKind::SplattedVariable;
        let LexemeValue::Variable(path) = &token.value else {
            return bare_word(token.extent, self.text(&token));
        };
        self.variable_named(token.extent, path, splatted, with_members)
    }

    /// A variable, or the `$using:` expression that its name starts.
    fn variable_named(
        &mut self,
        extent: Extent,
        path: &str,
        splatted: bool,
        with_members: bool,
    ) -> Expression {
        let path = VariablePath::new(path);
        let is_using = path.scope == VariableScope::Drive
            && path.drive().is_some_and(|drive| drive.eq_ignore_ascii_case("using"))
            && !path.name().is_empty();
        if !is_using {
            return Expression::Variable(VariableExpressionAst { extent, path, splatted });
        }
        let path = VariablePath::new(path.name());
        let mut inner = Expression::Variable(VariableExpressionAst { extent, path, splatted });
        if with_members {
            let operator = self.member_access(true);
            inner = self.members(operator, inner);
        }
        Expression::Using(Box::new(UsingExpressionAst {
            extent: inner.extent(),
            sub_expression: inner,
        }))
    }

    fn expandable_token(&mut self, token: Lexeme, kind: StringConstantType) -> Expression {
        let extent = token.extent;
        match token.value {
            LexemeValue::Expandable(text) => self.expandable(extent, kind, *text),
            _ => string(token, kind),
        }
    }

    /// Reads the variables and subexpressions inside a string.
    pub(super) fn expandable(
        &mut self,
        extent: Extent,
        kind: StringConstantType,
        text: ExpandableText,
    ) -> Expression {
        let mut tokens = Vec::new();
        let parts = text
            .parts
            .into_iter()
            .filter_map(|part| match part {
                RawPart::Text(text) => Some(ExpandablePart::Text(Arc::from(text))),
                RawPart::Variable { path, extent } => {
                    tokens.push(crate::Token {
                        kind: TokenKind::Variable,
                        extent,
                        flags: crate::TokenFlags::default(),
                        nested: None,
                    });
                    let variable = self.variable_named(extent, &path, false, false);
                    Some(ExpandablePart::Expression(variable))
                }
                RawPart::Subexpression { start, end, doubled } => {
                    let (expression, nested) = self.nested_text(start, end, &doubled);
                    tokens.extend(nested);
                    expression.map(ExpandablePart::Expression)
                }
            })
            .collect();
        if let Some(saved) = self.saved(extent) {
            saved.nested = Some(tokens.into());
        }
        Expression::ExpandableString(Box::new(ExpandableStringExpressionAst {
            extent,
            value: Arc::from(text.value),
            kind,
            parts,
        }))
    }

    /// Parses a `$( … )` inside a string with a parser of its own. `doubled` are the places of
    /// quotes that stand twice and count once.
    fn nested_text(
        &mut self,
        start: usize,
        end: usize,
        doubled: &[usize],
    ) -> (Option<Expression>, Vec<crate::Token>) {
        let whole = self.lexer.text.get(start..end).unwrap_or("");
        let mut collapsed = String::new();
        let (text, origin) = match (&self.lexer.origin, doubled) {
            (Origin::At(base), []) => (whole, Origin::At(base + start as u32)),
            _ => {
                let mut map = Vec::with_capacity(whole.len() + 1);
                for (index, character) in whole.char_indices() {
                    if doubled.contains(&(start + index)) {
                        continue;
                    }
                    collapsed.push(character);
                    for byte in 0..character.len_utf8() {
                        map.push(self.lexer.offset(start + index + byte));
                    }
                }
                map.push(self.lexer.offset(end));
                (collapsed.as_str(), Origin::Mapped(map.into()))
            }
        };
        let diagnostics = std::mem::take(&mut self.lexer.diagnostics);
        let source = Arc::clone(&self.source);
        let mut inner = Parser::new(text, source, origin, diagnostics, self.depth);
        inner.lexer.stopped = self.lexer.stopped;
        let expression = inner.primary(true);
        self.lexer.diagnostics = std::mem::take(&mut inner.lexer.diagnostics);
        self.lexer.stopped = inner.lexer.stopped;
        let mut tokens = std::mem::take(&mut inner.lexer.tokens);
        tokens.retain(|token| token.kind != TokenKind::EndOfInput);
        (expression, tokens)
    }

    fn parenthesized(&mut self, open: Lexeme) -> Expression {
        self.with_no_comma(false, |parser| {
            parser.in_mode(LexMode::Command, |parser| {
                parser.skip_newlines();
                let pipeline = parser.pipeline_chain().unwrap_or_else(|| {
                    let place = after(open.extent);
                    parser.report_incomplete(place, EXPECTED_EXPRESSION, &[]);
                    error_statement(place)
                });
                parser.skip_newlines();
                let mut end = pipeline.extent();
                match parser.eat(TokenKind::RParen) {
                    Some(close) => end = close.extent,
                    None => {
                        let message = MISSING_END_PARENTHESIS_IN_EXPRESSION;
                        parser.report_incomplete(after(end), message, &[]);
                    }
                }
                let extent = open.extent.to(end);
                Expression::Paren(Box::new(ParenExpressionAst { extent, pipeline }))
            })
        })
    }

    /// `$( … )` and `@( … )`.
    fn subexpression(&mut self, open: Lexeme) -> Expression {
        let mut list = StatementList::default();
        let end = self.with_no_comma(false, |parser| {
            parser.in_mode(LexMode::Command, |parser| {
                parser.skip_newlines();
                parser.statement_list(&mut list);
                parser.skip_newlines();
                if let Some(close) = parser.eat(TokenKind::RParen) {
                    return Some(close.extent);
                }
                let place = parser.peek_extent();
                parser.report_incomplete(place, MISSING_END_PARENTHESIS_IN_SUBEXPRESSION, &[]);
                None
            })
        });
        let extent = open.extent.to(end.or(list.extent).unwrap_or(open.extent));
        let sub_expression = StatementBlockAst {
            extent: list.extent.unwrap_or_default(),
            traps: list.traps,
            statements: list.statements,
        };
        if open.kind == TokenKind::DollarParen {
            Expression::Sub(Box::new(SubExpressionAst { extent, sub_expression }))
        } else {
            Expression::Array(Box::new(ArrayExpressionAst { extent, sub_expression }))
        }
    }

    pub(super) fn script_block_expression(&mut self, open: Lexeme) -> Expression {
        let block = self.with_no_comma(false, |parser| {
            parser.in_mode(LexMode::Command, |parser| {
                parser.script_block(Some(open.extent), false, None)
            })
        });
        Expression::ScriptBlock(Box::new(ScriptBlockExpressionAst {
            extent: block.extent,
            script_block: Arc::new(block),
        }))
    }

    fn hashtable(&mut self, open: Lexeme) -> Expression {
        self.skip_newlines();
        let mut key_value_pairs = Vec::new();
        while let Some(pair) = self.key_value_pair() {
            key_value_pairs.push(pair);
            if !matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
                break;
            }
            self.skip_terminators();
        }
        let close = self.next();
        let end = if close.kind == TokenKind::RCurly {
            close.extent
        } else {
            let seen_at = close.extent;
            self.unget(close);
            let place = after(open.extent);
            self.report_incomplete_at(place, seen_at, MISSING_END_CURLY_BRACE, &[]);
            before(seen_at)
        };
        let extent = open.extent.to(end);
        Expression::Hashtable(Box::new(HashtableAst { extent, key_value_pairs }))
    }

    fn key_value_pair(&mut self) -> Option<(Expression, Statement)> {
        let (key, equals) = self.in_mode(LexMode::Expression, |parser| {
            let key = parser.label_or_key()?;
            let equals = parser.next();
            Some((key, equals))
        })?;
        if equals.kind != TokenKind::Equals {
            self.unget(equals);
            let place = after(key.extent());
            self.report(place, MISSING_EQUALS_IN_HASH_LITERAL, &[]);
            self.sync(false, &[TokenKind::RCurly, TokenKind::Semi, TokenKind::NewLine]);
            return Some((key, error_statement(place)));
        }
        // What commas mean does not change: among the arguments of a method, and in default
        // values of parameters, `@{ a = 1, 2 }` is an error in PowerShell too.
        let value = self.in_mode(LexMode::Command, |parser| {
            parser.skip_newlines();
            parser.statement()
        });
        let value = value.unwrap_or_else(|| {
            let place = after(equals.extent);
            self.report_incomplete(place, MISSING_STATEMENT_IN_HASH_LITERAL, &[]);
            error_statement(place)
        });
        Some((key, value))
    }
}

fn string(token: Lexeme, kind: StringConstantType) -> Expression {
    let value = match token.value {
        LexemeValue::Text(value) => value,
        _ => Arc::from(""),
    };
    Expression::StringConstant(StringConstantExpressionAst { extent: token.extent, value, kind })
}
