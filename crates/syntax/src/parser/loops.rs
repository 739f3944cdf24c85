//! `foreach`, `for`, `while`, `do`.

use super::Parser;
use super::branches::is_prefix;
use super::commands::Context;
use super::diagnostics::{
    INVALID_FOREACH_FLAG, MISSING_END_PARENTHESIS_AFTER_FOREACH,
    MISSING_END_PARENTHESIS_AFTER_STATEMENT, MISSING_EXPRESSION_AFTER_KEYWORD,
    MISSING_FOREACH_EXPRESSION, MISSING_FOREACH_STATEMENT, MISSING_IN_IN_FOREACH,
    MISSING_LOOP_STATEMENT, MISSING_OPEN_PARENTHESIS_AFTER_KEYWORD, MISSING_THROTTLE_LIMIT,
    MISSING_VARIABLE_NAME_AFTER_FOREACH, MISSING_WHILE_OR_UNTIL_IN_DO_WHILE, Message,
};
use super::statements::error_statement;
use super::tokens::after;
use crate::ast::{
    DoStatementAst, ErrorStatementAst, Expression, ForEachStatementAst, ForStatementAst, Statement,
    StatementBlockAst, VariableExpressionAst, VariablePath, WhileStatementAst,
};
use crate::tokenizer::lexer::{Lexeme, LexemeValue};
use crate::{Extent, TokenKind};

/// A loop that is broken off at `extent`, with what was read of it.
fn broken<const N: usize>(
    kind: TokenKind,
    extent: Extent,
    statements: [Option<Statement>; N],
    body: Option<StatementBlockAst>,
) -> Statement {
    Statement::Error(Box::new(ErrorStatementAst {
        extent,
        kind: Some(kind),
        statements: statements.into_iter().flatten().collect(),
        bodies: body.into_iter().collect(),
        ..ErrorStatementAst::default()
    }))
}

fn start_of(label: Option<&Lexeme>, keyword: &Lexeme) -> Extent {
    label.map_or(keyword.extent, |label| label.extent)
}

impl Parser<'_> {
    /// `(` behind a keyword.
    fn open_parenthesis(&mut self, keyword: &Lexeme) -> Option<Lexeme> {
        self.skip_newlines();
        let open = self.eat(TokenKind::LParen);
        if open.is_none() {
            let name = keyword.kind.text();
            let place = after(keyword.extent);
            self.report_incomplete(place, MISSING_OPEN_PARENTHESIS_AFTER_KEYWORD, &[name]);
        }
        open
    }

    fn missing_after(&mut self, extent: Extent, message: Message, arguments: &[&str]) {
        self.report_incomplete(after(extent), message, arguments);
    }

    pub(super) fn foreach_statement(&mut self, label: Option<Lexeme>, token: Lexeme) -> Statement {
        let start = start_of(label.as_ref(), &token);
        let mut wrong_flag = None;
        let mut parallel = false;
        let mut throttle_limit = None;
        self.skip_newlines();
        while let Some(parameter) = self.eat(TokenKind::Parameter) {
            let name = self.parameter_name(&parameter);
            if is_prefix(name, "parallel") {
                parallel = true;
            } else if is_prefix(name, "throttlelimit") {
                self.skip_newlines();
                throttle_limit = self.single_argument(Context::Argument).map(Box::new);
                if throttle_limit.is_none() {
                    self.missing_after(parameter.extent, MISSING_THROTTLE_LIMIT, &[]);
                }
            } else {
                wrong_flag = Some(parameter.extent);
                self.report(parameter.extent, INVALID_FOREACH_FLAG, &[name]);
            }
            self.skip_newlines();
        }
        let Some(open) = self.open_parenthesis(&token) else {
            return broken(TokenKind::Foreach, start.to(token.extent), [None], None);
        };
        self.skip_newlines();
        let name = self.next();
        let splatted = name.kind == TokenKind::SplattedVariable;
        let LexemeValue::Variable(path) = &name.value else {
            self.unget(name);
            self.missing_after(open.extent, MISSING_VARIABLE_NAME_AFTER_FOREACH, &[]);
            return broken(TokenKind::Foreach, start.to(open.extent), [None], None);
        };
        let path = VariablePath::new(path);
        let variable = VariableExpressionAst { extent: name.extent, path, splatted };
        self.skip_newlines();
        let Some(in_keyword) = self.eat(TokenKind::In) else {
            self.missing_after(variable.extent, MISSING_IN_IN_FOREACH, &[]);
            return self.broken_foreach(start.to(variable.extent), variable, None);
        };
        self.skip_newlines();
        let Some(condition) = self.pipeline_chain() else {
            self.missing_after(in_keyword.extent, MISSING_FOREACH_EXPRESSION, &[]);
            return self.broken_foreach(start.to(in_keyword.extent), variable, None);
        };
        self.skip_newlines();
        let Some(close) = self.eat(TokenKind::RParen) else {
            let extent = condition.extent();
            self.missing_after(extent, MISSING_END_PARENTHESIS_AFTER_FOREACH, &[]);
            return self.broken_foreach(start.to(extent), variable, Some(condition));
        };
        let Some(body) = self.statement_block() else {
            self.missing_after(close.extent, MISSING_FOREACH_STATEMENT, &[]);
            return self.broken_foreach(start.to(close.extent), variable, Some(condition));
        };
        if let Some(extent) = wrong_flag {
            return broken(TokenKind::Foreach, start.to(extent), [Some(condition)], Some(body));
        }
        Statement::ForEach(Box::new(ForEachStatementAst {
            extent: start.to(body.extent),
            label: self.label_name(label.as_ref()),
            parallel,
            throttle_limit,
            variable,
            condition,
            body,
        }))
    }

    fn broken_foreach(
        &self,
        extent: Extent,
        variable: VariableExpressionAst,
        condition: Option<Statement>,
    ) -> Statement {
        Statement::Error(Box::new(ErrorStatementAst {
            extent,
            kind: Some(TokenKind::Foreach),
            statements: condition.into_iter().collect(),
            expressions: vec![Expression::Variable(variable)],
            ..ErrorStatementAst::default()
        }))
    }

    pub(super) fn for_statement(&mut self, label: Option<Lexeme>, token: Lexeme) -> Statement {
        let start = start_of(label.as_ref(), &token);
        let Some(open) = self.open_parenthesis(&token) else {
            return broken(TokenKind::For, start.to(token.extent), [None], None);
        };
        let mut last = open.extent;
        let [initializer, condition, iterator] = [true, true, false].map(|ends_with_semicolon| {
            self.skip_newlines();
            let part = self.pipeline_chain();
            if let Some(part) = &part {
                last = part.extent();
            }
            if ends_with_semicolon && let Some(semicolon) = self.eat(TokenKind::Semi) {
                last = semicolon.extent;
            }
            part
        });
        self.skip_newlines();
        let Some(close) = self.eat(TokenKind::RParen) else {
            self.missing_after(last, MISSING_END_PARENTHESIS_AFTER_STATEMENT, &["for"]);
            let parts = [initializer, condition, iterator];
            return broken(TokenKind::For, start.to(last), parts, None);
        };
        let Some(body) = self.statement_block() else {
            self.missing_after(close.extent, MISSING_LOOP_STATEMENT, &["for"]);
            let parts = [initializer, condition, iterator];
            return broken(TokenKind::For, start.to(close.extent), parts, None);
        };
        Statement::For(Box::new(ForStatementAst {
            extent: start.to(body.extent),
            label: self.label_name(label.as_ref()),
            initializer,
            condition,
            iterator,
            body,
        }))
    }

    pub(super) fn while_statement(&mut self, label: Option<Lexeme>, token: Lexeme) -> Statement {
        let start = start_of(label.as_ref(), &token);
        let Some(open) = self.open_parenthesis(&token) else {
            return broken(TokenKind::While, start.to(token.extent), [None], None);
        };
        self.skip_newlines();
        let condition = self.pipeline_chain();
        if condition.is_none() {
            self.missing_after(open.extent, MISSING_EXPRESSION_AFTER_KEYWORD, &["while"]);
        }
        self.skip_newlines();
        let Some(close) = self.eat(TokenKind::RParen) else {
            let last = condition.as_ref().map_or(open.extent, Statement::extent);
            if !matches!(condition, None | Some(Statement::Error(_))) {
                self.missing_after(last, MISSING_END_PARENTHESIS_AFTER_STATEMENT, &["while"]);
            }
            return broken(TokenKind::While, start.to(last), [condition], None);
        };
        let Some(body) = self.statement_block() else {
            self.missing_after(close.extent, MISSING_LOOP_STATEMENT, &["while"]);
            return broken(TokenKind::While, start.to(close.extent), [condition], None);
        };
        Statement::While(Box::new(WhileStatementAst {
            extent: start.to(body.extent),
            label: self.label_name(label.as_ref()),
            condition: condition.unwrap_or_else(|| error_statement(after(open.extent))),
            body,
        }))
    }

    pub(super) fn do_statement(&mut self, label: Option<Lexeme>, token: Lexeme) -> Statement {
        let start = start_of(label.as_ref(), &token);
        let Some(body) = self.statement_block() else {
            self.missing_after(token.extent, MISSING_LOOP_STATEMENT, &["do"]);
            return broken(TokenKind::Do, start.to(token.extent), [None], None);
        };
        self.skip_newlines();
        let keyword = self.next();
        let until = keyword.kind == TokenKind::Until;
        if !until && keyword.kind != TokenKind::While {
            self.unget(keyword);
            self.missing_after(body.extent, MISSING_WHILE_OR_UNTIL_IN_DO_WHILE, &[]);
            return broken(TokenKind::Do, start.to(body.extent), [None], Some(body));
        }
        let Some(open) = self.open_parenthesis(&keyword) else {
            return broken(TokenKind::Do, start.to(keyword.extent), [None], Some(body));
        };
        self.skip_newlines();
        let condition = self.pipeline_chain();
        let name = keyword.kind.text();
        if condition.is_none() {
            self.missing_after(open.extent, MISSING_EXPRESSION_AFTER_KEYWORD, &[name]);
        }
        self.skip_newlines();
        let close = self.eat(TokenKind::RParen);
        match (condition, close) {
            (Some(condition), Some(close)) => {
                let node = Box::new(DoStatementAst {
                    extent: start.to(close.extent),
                    label: self.label_name(label.as_ref()),
                    condition,
                    body,
                });
                if until { Statement::DoUntil(node) } else { Statement::DoWhile(node) }
            }
            (Some(condition), None) => {
                let last = condition.extent();
                self.missing_after(last, MISSING_END_PARENTHESIS_AFTER_STATEMENT, &[name]);
                broken(TokenKind::Do, start.to(last), [Some(condition)], Some(body))
            }
            (None, _) => broken(TokenKind::Do, start.to(open.extent), [None], Some(body)),
        }
    }
}
