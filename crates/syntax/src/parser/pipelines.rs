//! Assignments, pipelines, chains of pipelines and redirections.

use super::attributes::error_expression;
use super::commands::Context;
use super::diagnostics::{
    BACKGROUND_OPERATOR_IN_PIPELINE_CHAIN, EMPTY_PIPE_ELEMENT, EMPTY_PIPELINE_CHAIN_ELEMENT,
    EXPECTED_VALUE_EXPRESSION, EXPRESSIONS_MUST_BE_FIRST_IN_PIPELINE, MISSING_FILE_SPECIFICATION,
    REDIRECTION_NOT_SUPPORTED, STREAM_ALREADY_REDIRECTED,
};
use super::statements::error_statement;
use super::tokens::after;
use super::{MAX_CHAIN, Parser};
use crate::ast::{
    AssignmentStatementAst, CommandBase, CommandExpressionAst, ErrorStatementAst, Expression,
    FileRedirectionAst, MergingRedirectionAst, PipelineAst, PipelineChainAst, Redirection,
    RedirectionStream, Statement,
};
use crate::tokenizer::lexer::{LexMode, Lexeme, LexemeValue};
use crate::{Extent, TokenKind};

fn stream(number: u8) -> RedirectionStream {
    match number {
        1 => RedirectionStream::Output,
        2 => RedirectionStream::Error,
        3 => RedirectionStream::Warning,
        4 => RedirectionStream::Verbose,
        5 => RedirectionStream::Debug,
        6 => RedirectionStream::Information,
        _ => RedirectionStream::All,
    }
}

fn stream_name(stream: RedirectionStream) -> &'static str {
    match stream {
        RedirectionStream::All => "all output streams",
        RedirectionStream::Output => "output stream",
        RedirectionStream::Error => "error stream",
        RedirectionStream::Warning => "warning stream",
        RedirectionStream::Verbose => "verbose stream",
        RedirectionStream::Debug => "debug stream",
        RedirectionStream::Information => "information stream",
    }
}

impl Parser<'_> {
    /// An assignment, a pipeline or a chain of pipelines.
    pub(super) fn pipeline_chain(&mut self) -> Option<Statement> {
        let (first, assignment) = self.in_mode(LexMode::Expression, |parser| {
            let first = parser.expression(false);
            // Looked for in this mode, since `=0` is a word in the other.
            let assigns = first.is_some() && parser.peek_kind().is_assignment_operator();
            let operator = assigns.then(|| parser.next());
            (first, operator)
        });
        match (first, assignment) {
            (Some(left), Some(operator)) => Some(self.assignment(left, operator)),
            (first, _) => self.chain(first),
        }
    }

    fn assignment(&mut self, left: Expression, operator: Lexeme) -> Statement {
        self.skip_newlines();
        let right = match self.statement() {
            Some(statement) => without_pipeline(statement),
            None => {
                let place = after(operator.extent);
                let text = operator.kind.text();
                self.report_incomplete(place, EXPECTED_VALUE_EXPRESSION, &[text]);
                error_statement(place)
            }
        };
        Statement::Assignment(Box::new(AssignmentStatementAst {
            extent: left.extent().to(right.extent()),
            left,
            operator: operator.kind,
            right,
            error_position: operator.extent,
        }))
    }

    fn chain(&mut self, first: Option<Expression>) -> Option<Statement> {
        let mut start = first;
        let mut chain: Option<Statement> = None;
        let mut operator: Option<Lexeme> = None;
        let mut length = 0;
        loop {
            let (next_kind, next_extent) = match &start {
                Some(expression) => (TokenKind::Unknown, expression.extent()),
                None => (self.peek_kind(), self.peek_extent()),
            };
            let Some(mut pipeline) = self.pipeline(start.take()) else {
                // Without an operator in front it is for the caller to miss a pipeline.
                let operator = operator?;
                return Some(self.chain_without_end(chain, &operator, next_kind, next_extent));
            };
            let mut background = false;
            let next = self.peek_kind();
            if next == TokenKind::Ampersand {
                self.skip();
                background = true;
                if matches!(self.peek_kind(), TokenKind::AndAnd | TokenKind::OrOr) {
                    let extent = self.peek_extent();
                    self.skip();
                    self.report(extent, BACKGROUND_OPERATOR_IN_PIPELINE_CHAIN, &[]);
                    let start = chain.as_ref().map_or(pipeline.extent, Statement::extent);
                    return Some(error_statement(start.to(extent)));
                }
            }
            let more = !background && matches!(next, TokenKind::AndAnd | TokenKind::OrOr);
            length += 1;
            if length > MAX_CHAIN {
                self.give_up();
            }
            let joined = match (chain.take(), &operator) {
                (Some(left), Some(operator)) => {
                    Statement::PipelineChain(Box::new(PipelineChainAst {
                        extent: left.extent().to(pipeline.extent),
                        left: Box::new(left),
                        operator: operator.kind,
                        right: pipeline,
                        background,
                    }))
                }
                _ => {
                    pipeline.background = background;
                    Statement::Pipeline(pipeline)
                }
            };
            if !more {
                return Some(joined);
            }
            let token = self.next();
            self.skip_newlines();
            if self.peek_kind() == TokenKind::EndOfInput {
                let place = after(token.extent);
                self.report_incomplete(place, EMPTY_PIPELINE_CHAIN_ELEMENT, &[]);
                return Some(joined);
            }
            operator = Some(token);
            chain = Some(joined);
        }
    }

    /// A chain operator without a pipeline behind it.
    fn chain_without_end(
        &mut self,
        chain: Option<Statement>,
        operator: &Lexeme,
        next_kind: TokenKind,
        next_extent: Extent,
    ) -> Statement {
        match next_kind {
            TokenKind::EndOfInput => {
                let place = after(operator.extent);
                self.report_incomplete(place, EMPTY_PIPELINE_CHAIN_ELEMENT, &[]);
            }
            // The command behind the operator was missed already.
            TokenKind::Dot | TokenKind::Ampersand => {}
            _ => {
                let place = operator.extent.to(next_extent);
                self.report(place, EMPTY_PIPELINE_CHAIN_ELEMENT, &[]);
            }
        }
        let start = chain.as_ref().map_or(operator.extent, Statement::extent);
        Statement::Error(Box::new(ErrorStatementAst {
            extent: start.to(operator.extent),
            kind: Some(operator.kind),
            statements: chain.into_iter().collect(),
            ..ErrorStatementAst::default()
        }))
    }

    /// A pipeline; `first` is its first element when that was read.
    fn pipeline(&mut self, first: Option<Expression>) -> Option<PipelineAst> {
        let mut expression = first;
        let mut elements: Vec<CommandBase> = Vec::new();
        let mut pipe: Option<Extent> = None;
        loop {
            if expression.is_none() {
                expression = self.expression(false);
            }
            match self.pipeline_element(expression.take(), !elements.is_empty()) {
                Some(element) => elements.push(element),
                None => {
                    if !elements.is_empty() || self.peek_kind() == TokenKind::Pipe {
                        let place = match pipe {
                            Some(pipe) => after(pipe),
                            None => self.peek_extent(),
                        };
                        self.report_incomplete(place, EMPTY_PIPE_ELEMENT, &[]);
                    }
                }
            }
            if self.peek_kind() == TokenKind::NewLine {
                let end = self.ahead.as_ref().map_or(0, |token| token.end);
                if self.lexer.is_pipe_continuation(end) {
                    self.skip_newlines();
                }
            }
            match self.peek_kind() {
                TokenKind::Semi
                | TokenKind::NewLine
                | TokenKind::RParen
                | TokenKind::RCurly
                | TokenKind::EndOfInput
                | TokenKind::AndAnd
                | TokenKind::OrOr
                | TokenKind::Ampersand => break,
                TokenKind::Pipe => {
                    let token = self.next();
                    pipe = Some(token.extent);
                    self.skip_newlines();
                    if self.peek_kind() == TokenKind::EndOfInput {
                        self.report_incomplete(after(token.extent), EMPTY_PIPE_ELEMENT, &[]);
                        break;
                    }
                }
                _ => {
                    let token = self.next();
                    self.unexpected(&token);
                    self.unget(token);
                    break;
                }
            }
        }
        let start = elements.first()?.extent();
        let end = elements.last()?.extent();
        Some(PipelineAst { extent: start.to(end), elements, background: false })
    }

    fn pipeline_element(
        &mut self,
        expression: Option<Expression>,
        behind_pipe: bool,
    ) -> Option<CommandBase> {
        let Some(expression) = expression else {
            return self.command().map(CommandBase::Command);
        };
        let start = expression.extent();
        if behind_pipe {
            self.report(start, EXPRESSIONS_MUST_BE_FIRST_IN_PIPELINE, &[]);
        }
        let mut redirections = Vec::new();
        let mut extent = start;
        while matches!(self.peek_kind(), TokenKind::Redirection | TokenKind::RedirectInStd) {
            let token = self.next();
            let kind = token.kind;
            let end = self.redirection(token, &mut redirections);
            if kind == TokenKind::Redirection {
                extent = start.to(end);
            }
        }
        Some(CommandBase::CommandExpression(CommandExpressionAst {
            extent,
            expression,
            redirections,
        }))
    }

    /// A redirection, added to `redirections`; gives where it ends.
    pub(super) fn redirection(
        &mut self,
        token: Lexeme,
        redirections: &mut Vec<Redirection>,
    ) -> Extent {
        let redirection = match token.value {
            LexemeValue::MergingRedirection { from, to } => {
                if to != 1 || from == to {
                    let text = self.text(&token);
                    self.report(token.extent, REDIRECTION_NOT_SUPPORTED, &[text]);
                }
                Redirection::Merging(MergingRedirectionAst {
                    extent: token.extent,
                    from_stream: stream(from),
                    to_stream: RedirectionStream::Output,
                })
            }
            _ => {
                let location = self.single_argument(Context::FileName).unwrap_or_else(|| {
                    self.report(after(token.extent), MISSING_FILE_SPECIFICATION, &[]);
                    error_expression(token.extent)
                });
                let extent = token.extent.to(location.extent());
                let LexemeValue::FileRedirection { from, append } = token.value else {
                    let text = self.text(&token);
                    self.report(token.extent, REDIRECTION_NOT_SUPPORTED, &[text]);
                    return extent;
                };
                Redirection::File(FileRedirectionAst {
                    extent,
                    from_stream: stream(from),
                    append,
                    location: Box::new(location),
                })
            }
        };
        let (extent, from) = (redirection.extent(), redirection.from_stream());
        if redirections.iter().any(|other| other.from_stream() == from) {
            self.report(extent, STREAM_ALREADY_REDIRECTED, &[stream_name(from)]);
        } else {
            redirections.push(redirection);
        }
        extent
    }
}

/// PowerShell keeps no pipeline around an assigned value that is only an expression.
fn without_pipeline(statement: Statement) -> Statement {
    match statement {
        Statement::Pipeline(PipelineAst { extent, mut elements, background: false })
            if matches!(elements.as_slice(), [CommandBase::CommandExpression(_)]) =>
        {
            match elements.pop() {
                Some(CommandBase::CommandExpression(expression)) => {
                    Statement::CommandExpression(Box::new(expression))
                }
                other => Statement::Pipeline(PipelineAst {
                    extent,
                    elements: other.into_iter().collect(),
                    background: false,
                }),
            }
        }
        other => other,
    }
}
