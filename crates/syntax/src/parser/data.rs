//! `data` sections.

use super::Parser;
use super::branches::is_prefix;
use super::commands::Context;
use super::diagnostics::{
    INVALID_PARAMETER_FOR_DATA_SECTION_STATEMENT, MISSING_STATEMENT_BLOCK_FOR_DATA_SECTION,
    MISSING_VALUE_FOR_SUPPORTED_COMMAND_IN_DATA_SECTION_STATEMENT,
};
use super::tokens::after;
use crate::ast::{DataStatementAst, ErrorStatementAst, Expression, Statement};
use crate::tokenizer::lexer::Lexeme;
use crate::{Extent, TokenKind};

impl Parser<'_> {
    pub(super) fn data_statement(&mut self, keyword: Lexeme) -> Statement {
        self.skip_newlines();
        let name = self.simple_name();
        let mut last = name.as_ref().map_or(keyword.extent, |(_, extent)| *extent);
        self.skip_newlines();
        let mut commands_allowed = Vec::new();
        if let Some(parameter) = self.eat(TokenKind::Parameter)
            && let Err(broken_at) = self.supported_commands(&parameter, &mut commands_allowed)
        {
            return broken(keyword.extent.to(broken_at), commands_allowed);
        }
        if let Some(command) = commands_allowed.last() {
            last = command.extent();
        }
        match self.statement_block() {
            Some(body) => Statement::Data(Box::new(DataStatementAst {
                extent: keyword.extent.to(body.extent),
                variable: name.map(|(name, _)| name),
                commands_allowed,
                body,
            })),
            None => {
                let place = after(last);
                self.report_incomplete(place, MISSING_STATEMENT_BLOCK_FOR_DATA_SECTION, &[]);
                broken(keyword.extent.to(last), commands_allowed)
            }
        }
    }

    /// The commands behind `-SupportedCommand`; the end of the statement when they are missing.
    fn supported_commands(
        &mut self,
        parameter: &Lexeme,
        commands: &mut Vec<Expression>,
    ) -> Result<(), Extent> {
        let mut broken_at = None;
        let name = self.parameter_name(parameter);
        if !is_prefix(name, "SupportedCommand") {
            broken_at = Some(parameter.extent);
            let message = INVALID_PARAMETER_FOR_DATA_SECTION_STATEMENT;
            self.report(parameter.extent, message, &[name]);
        }
        let mut last = parameter.extent;
        loop {
            self.skip_newlines();
            let Some(command) = self.single_argument(Context::CommandName) else {
                if broken_at.is_none() {
                    let message = MISSING_VALUE_FOR_SUPPORTED_COMMAND_IN_DATA_SECTION_STATEMENT;
                    self.report_incomplete(after(last), message, &[]);
                }
                return Err(last);
            };
            commands.push(command);
            match self.eat(TokenKind::Comma) {
                Some(comma) => last = comma.extent,
                None => return broken_at.map_or(Ok(()), Err),
            }
        }
    }
}

fn broken(extent: Extent, expressions: Vec<Expression>) -> Statement {
    Statement::Error(Box::new(ErrorStatementAst {
        extent,
        kind: Some(TokenKind::Data),
        expressions,
        ..ErrorStatementAst::default()
    }))
}
