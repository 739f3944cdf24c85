//! `if` and `switch`.

use super::Parser;
use super::commands::Context;
use super::diagnostics::{
    IF_STATEMENT_MISSING_CONDITION, INVALID_SWITCH_FLAG, MISSING_CURLY_BRACE_IN_SWITCH_STATEMENT,
    MISSING_END_CURLY_BRACE, MISSING_END_PARENTHESIS_AFTER_STATEMENT,
    MISSING_END_PARENTHESIS_IN_SWITCH_STATEMENT, MISSING_FILENAME_OPTION,
    MISSING_OPEN_PARENTHESIS_IN_IF_STATEMENT, MISSING_STATEMENT_BLOCK,
    MISSING_STATEMENT_BLOCK_AFTER_ELSE, MISSING_SWITCH_CONDITION_EXPRESSION,
    MISSING_SWITCH_STATEMENT_CLAUSE, MULTIPLE_SWITCH_DEFAULT_CLAUSES, PIPELINE_VALUE_REQUIRED,
};
use super::statements::error_statement;
use super::tokens::{after, before};
use crate::ast::{
    CommandBase, CommandExpressionAst, ErrorStatementAst, Expression, IfStatementAst, PipelineAst,
    Statement, StatementBlockAst, SwitchFlags, SwitchStatementAst,
};
use crate::tokenizer::lexer::Lexeme;
use crate::{Extent, TokenKind};

/// The parts of an `if` or `switch` statement that is broken off at `extent`.
fn broken(
    kind: TokenKind,
    extent: Extent,
    clauses: Vec<(Statement, StatementBlockAst)>,
    more: Option<Statement>,
) -> Statement {
    let mut error = ErrorStatementAst { extent, kind: Some(kind), ..ErrorStatementAst::default() };
    for (condition, body) in clauses {
        error.statements.push(condition);
        error.bodies.push(body);
    }
    error.statements.extend(more);
    Statement::Error(Box::new(error))
}

/// A `switch` statement while it is read.
struct Switch {
    start: Extent,
    /// The last thing that surely belongs to the statement.
    last: Extent,
    flags: SwitchFlags,
    condition: Option<Statement>,
    clauses: Vec<(Expression, StatementBlockAst)>,
    default: Option<StatementBlockAst>,
    end: Option<Extent>,
    wrong: bool,
    /// The last error was that the text ends: no more errors about the same.
    incomplete: bool,
}

impl Parser<'_> {
    pub(super) fn if_statement(&mut self, token: Lexeme) -> Statement {
        let start = token.extent;
        let mut clauses = Vec::new();
        let mut keyword = token;
        loop {
            let name = self.text(&keyword);
            self.skip_newlines();
            let Some(open) = self.eat(TokenKind::LParen) else {
                let place = after(keyword.extent);
                self.report_incomplete(place, MISSING_OPEN_PARENTHESIS_IN_IF_STATEMENT, &[name]);
                return broken(TokenKind::If, start.to(keyword.extent), clauses, None);
            };
            self.skip_newlines();
            let condition = self.pipeline_chain();
            let missing = condition.is_none();
            if missing {
                let place = after(open.extent);
                self.report_incomplete(place, IF_STATEMENT_MISSING_CONDITION, &[name]);
            }
            let faulty = missing || matches!(condition, Some(Statement::Error(_)));
            self.skip_newlines();
            let close = self.next();
            if close.kind != TokenKind::RParen {
                let extent = close.extent;
                self.unget(close);
                if !faulty {
                    let message = MISSING_END_PARENTHESIS_AFTER_STATEMENT;
                    self.report_incomplete(extent, message, &[name]);
                }
                return broken(TokenKind::If, start.to(before(extent)), clauses, condition);
            }
            let Some(body) = self.statement_block() else {
                self.report_incomplete(close.extent, MISSING_STATEMENT_BLOCK, &[name]);
                return broken(TokenKind::If, start.to(close.extent), clauses, condition);
            };
            let mut end = body.extent;
            let condition = condition.unwrap_or_else(|| error_statement(after(open.extent)));
            clauses.push((condition, body));
            // Line breaks behind the statement belong to it only when `else` follows.
            let mark = self.mark();
            self.skip_newlines();
            let mut else_clause = None;
            match self.peek_kind() {
                TokenKind::ElseIf => {
                    keyword = self.next();
                    continue;
                }
                TokenKind::Else => {
                    let keyword = self.next();
                    else_clause = self.statement_block();
                    let Some(body) = &else_clause else {
                        let place = after(keyword.extent);
                        self.report_incomplete(place, MISSING_STATEMENT_BLOCK_AFTER_ELSE, &[]);
                        return broken(TokenKind::If, start.to(keyword.extent), clauses, None);
                    };
                    end = body.extent;
                }
                _ => self.rewind(mark),
            }
            let extent = start.to(end);
            return Statement::If(Box::new(IfStatementAst { extent, clauses, else_clause }));
        }
    }

    pub(super) fn switch_statement(&mut self, label: Option<Lexeme>, token: Lexeme) -> Statement {
        let start = label.as_ref().map_or(token.extent, |label| label.extent);
        let mut switch = Switch {
            start,
            last: start,
            flags: SwitchFlags::default(),
            condition: None,
            clauses: Vec::new(),
            default: None,
            end: None,
            wrong: false,
            incomplete: false,
        };
        self.skip_newlines();
        while self.peek_kind() == TokenKind::Parameter {
            let parameter = self.next();
            self.switch_parameter(&mut switch, &parameter);
        }
        self.switch_condition(&mut switch);
        self.skip_newlines();
        match self.eat(TokenKind::LCurly) {
            Some(open) => self.switch_clauses(&mut switch, open.extent),
            None => {
                if !switch.incomplete {
                    switch.wrong = true;
                    let place = after(switch.last);
                    self.report_incomplete(place, MISSING_CURLY_BRACE_IN_SWITCH_STATEMENT, &[]);
                }
            }
        }
        match (switch.wrong, switch.condition) {
            (false, Some(condition)) => Statement::Switch(Box::new(SwitchStatementAst {
                extent: switch.start.to(switch.end.unwrap_or(switch.last)),
                label: self.label_name(label.as_ref()),
                flags: switch.flags,
                condition,
                clauses: switch.clauses,
                default: switch.default,
            })),
            (_, condition) => {
                let (expressions, mut bodies): (Vec<_>, Vec<_>) =
                    switch.clauses.into_iter().unzip();
                bodies.extend(switch.default);
                Statement::Error(Box::new(ErrorStatementAst {
                    extent: switch.start.to(switch.last),
                    kind: Some(TokenKind::Switch),
                    statements: condition.into_iter().collect(),
                    expressions,
                    bodies,
                    ..ErrorStatementAst::default()
                }))
            }
        }
    }

    fn switch_parameter(&mut self, switch: &mut Switch, parameter: &Lexeme) {
        switch.last = parameter.extent;
        let name = self.parameter_name(parameter);
        let flags = &mut switch.flags;
        if is_prefix(name, "regex") {
            (flags.regex, flags.wildcard) = (true, false);
        } else if is_prefix(name, "wildcard") {
            (flags.regex, flags.wildcard) = (false, true);
        } else if is_prefix(name, "exact") {
            (flags.regex, flags.wildcard) = (false, false);
        } else if is_prefix(name, "casesensitive") {
            flags.case_sensitive = true;
        } else if is_prefix(name, "parallel") {
            flags.parallel = true;
        } else if is_prefix(name, "file") {
            flags.file = true;
            self.skip_newlines();
            match self.single_argument(Context::FileName) {
                Some(file) => {
                    let extent = file.extent();
                    switch.last = extent;
                    switch.condition = Some(Statement::Pipeline(PipelineAst {
                        extent,
                        elements: vec![CommandBase::CommandExpression(CommandExpressionAst {
                            extent,
                            expression: file,
                            redirections: Vec::new(),
                        })],
                        background: false,
                    }));
                }
                None => {
                    switch.wrong = true;
                    let place = after(parameter.extent);
                    switch.incomplete = self.report_incomplete(place, MISSING_FILENAME_OPTION, &[]);
                }
            }
        } else {
            switch.wrong = true;
            self.report(parameter.extent, INVALID_SWITCH_FLAG, &[name]);
        }
    }

    fn switch_condition(&mut self, switch: &mut Switch) {
        let Some(open) = self.eat(TokenKind::LParen) else {
            if switch.condition.is_none() && !switch.flags.file {
                switch.wrong = true;
                let place = after(switch.last);
                switch.incomplete = self.report_incomplete(place, PIPELINE_VALUE_REQUIRED, &[]);
            }
            return;
        };
        switch.last = open.extent;
        if switch.flags.file {
            switch.wrong = true;
            self.report(open.extent, PIPELINE_VALUE_REQUIRED, &[]);
        }
        self.skip_newlines();
        switch.condition = self.pipeline_chain();
        match &switch.condition {
            Some(condition) => switch.last = condition.extent(),
            None => {
                switch.wrong = true;
                let place = after(open.extent);
                switch.incomplete = self.report_incomplete(place, PIPELINE_VALUE_REQUIRED, &[]);
            }
        }
        self.skip_newlines();
        if let Some(close) = self.eat(TokenKind::RParen) {
            switch.last = close.extent;
        } else if !switch.incomplete {
            switch.wrong = true;
            let place = after(switch.last);
            let message = MISSING_END_PARENTHESIS_IN_SWITCH_STATEMENT;
            switch.incomplete = self.report_incomplete(place, message, &[]);
        }
    }

    fn switch_clauses(&mut self, switch: &mut Switch, open: Extent) {
        switch.last = open;
        self.skip_newlines();
        loop {
            let is_default = self.peek_kind() == TokenKind::Default;
            let condition = if is_default {
                let token = self.next();
                super::literals::bare_word(token.extent, self.text(&token))
            } else {
                match self.single_argument(Context::SwitchCondition) {
                    Some(condition) => condition,
                    None => {
                        switch.wrong = true;
                        let place = after(switch.last);
                        self.report_incomplete(place, MISSING_SWITCH_CONDITION_EXPRESSION, &[]);
                        self.eat(TokenKind::RCurly);
                        return;
                    }
                }
            };
            switch.last = condition.extent();
            match self.statement_block() {
                None => {
                    switch.wrong = true;
                    let place = after(switch.last);
                    switch.incomplete =
                        self.report_incomplete(place, MISSING_SWITCH_STATEMENT_CLAUSE, &[]);
                }
                Some(body) => {
                    switch.last = body.extent;
                    if !is_default {
                        switch.clauses.push((condition, body));
                    } else if switch.default.replace(body).is_some() {
                        switch.wrong = true;
                        let extent = condition.extent();
                        self.report(extent, MULTIPLE_SWITCH_DEFAULT_CLAUSES, &[]);
                    }
                }
            }
            self.skip_terminators();
            match self.peek_kind() {
                TokenKind::RCurly => {
                    switch.end = Some(self.next().extent);
                    return;
                }
                TokenKind::EndOfInput => {
                    if !switch.incomplete {
                        switch.wrong = true;
                        let seen_at = self.peek_extent();
                        self.report_incomplete_at(open, seen_at, MISSING_END_CURLY_BRACE, &[]);
                    }
                    return;
                }
                _ => {}
            }
        }
    }
}

/// True when `name` may stand for the keyword parameter `full`.
pub(super) fn is_prefix(name: &str, full: &str) -> bool {
    full.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}
