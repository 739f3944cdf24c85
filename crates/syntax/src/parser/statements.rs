//! The dispatch on statements, and the simple ones.

use super::Parser;
use super::diagnostics::{
    CONFIGURATION_BODY_MISSING, CONFIGURATION_NOT_SUPPORTED_IN_POWER_SHELL_CORE,
    MISSING_CONFIGURATION_NAME, MISSING_STATEMENT_AFTER_KEYWORD, RESERVED_KEYWORD_NOT_ALLOWED,
    TYPE_NOT_ALLOWED_BEFORE_STATEMENT, UNEXPECTED_ATTRIBUTE, USING_MUST_BE_AT_START_OF_SCRIPT,
};
use super::tokens::after;
use crate::ast::{
    AttributeBase, BlockStatementAst, BreakStatementAst, ConfigurationDefinitionAst,
    ContinueStatementAst, ErrorStatementAst, ExitStatementAst, Expression, ReturnStatementAst,
    Statement, ThrowStatementAst,
};
use crate::tokenizer::lexer::{LexMode, Lexeme};
use crate::{Extent, TokenFlags, TokenKind};

/// A statement of which nothing but its place is known.
pub(super) fn error_statement(extent: Extent) -> Statement {
    Statement::Error(Box::new(ErrorStatementAst { extent, ..ErrorStatementAst::default() }))
}

impl Parser<'_> {
    /// One statement; `None` when there is none here.
    pub(super) fn statement(&mut self) -> Option<Statement> {
        self.nested(Self::statement_inside)
    }

    fn statement_inside(&mut self) -> Option<Statement> {
        loop {
            let mut token = self.next();
            let start = token.start;
            let mut attributes = None;
            if token.kind == TokenKind::Generic && self.text(&token).starts_with('[') {
                (attributes, token) = self.leading_attributes(token);
            }
            // The rest of a broken `if` or `try`: taken away so that it is no odd command.
            if matches!(
                token.kind,
                TokenKind::Else | TokenKind::ElseIf | TokenKind::Catch | TokenKind::Until
            ) && !self.lexer.diagnostics.is_empty()
            {
                self.skip_newlines();
                continue;
            }
            return self.statement_from(token, start, attributes);
        }
    }

    /// Reads the attributes in front of a statement, when they belong to it. Otherwise they are
    /// part of an expression, and reading starts over.
    fn leading_attributes(&mut self, token: Lexeme) -> (Option<Vec<AttributeBase>>, Lexeme) {
        let start = token.start;
        self.rewind(start);
        let attributes = self.attribute_list(false);
        let token = self.next();
        let Some(list) = &attributes else { return (None, token) };
        let constraint = list.iter().find_map(|attribute| match attribute {
            AttributeBase::TypeConstraint(constraint) => Some(constraint),
            AttributeBase::Attribute(_) => None,
        });
        if token.kind.refuses_attributes() {
            if constraint.is_none() {
                if let Some(first) = list.first() {
                    let name = first.type_name().full_name();
                    self.report(first.extent(), UNEXPECTED_ATTRIBUTE, &[&name]);
                }
                return (attributes, token);
            }
        } else if token.kind.is_keyword() {
            if let Some(constraint) = constraint {
                let name = constraint.type_name.full_name();
                self.report(constraint.extent, TYPE_NOT_ALLOWED_BEFORE_STATEMENT, &[&name]);
            }
            return (attributes, token);
        }
        self.rewind(start);
        let token = self.next();
        (attributes, token)
    }

    fn statement_from(
        &mut self,
        token: Lexeme,
        start: usize,
        attributes: Option<Vec<AttributeBase>>,
    ) -> Option<Statement> {
        Some(match token.kind {
            TokenKind::If => self.if_statement(token),
            TokenKind::Switch => self.switch_statement(None, token),
            TokenKind::Foreach => self.foreach_statement(None, token),
            TokenKind::For => self.for_statement(None, token),
            TokenKind::While => self.while_statement(None, token),
            TokenKind::Do => self.do_statement(None, token),
            TokenKind::Function | TokenKind::Filter | TokenKind::Workflow => {
                self.function_definition(token)
            }
            TokenKind::Return => {
                let (extent, pipeline) = self.optional_pipeline(&token);
                Statement::Return(ReturnStatementAst { extent, pipeline })
            }
            TokenKind::Throw => {
                let (extent, pipeline) = self.optional_pipeline(&token);
                Statement::Throw(ThrowStatementAst { extent, pipeline })
            }
            TokenKind::Exit => {
                let (extent, pipeline) = self.optional_pipeline(&token);
                Statement::Exit(ExitStatementAst { extent, pipeline })
            }
            TokenKind::Break => {
                let (extent, label) = self.optional_label(&token);
                Statement::Break(BreakStatementAst { extent, label })
            }
            TokenKind::Continue => {
                let (extent, label) = self.optional_label(&token);
                Statement::Continue(ContinueStatementAst { extent, label })
            }
            TokenKind::Trap => self.trap_statement(token),
            TokenKind::Try => self.try_statement(token),
            TokenKind::Data => self.data_statement(token),
            TokenKind::Parallel | TokenKind::Sequence => self.block_statement(token),
            TokenKind::Configuration => return self.configuration(token),
            TokenKind::From | TokenKind::Define | TokenKind::Var => {
                self.report(token.extent, RESERVED_KEYWORD_NOT_ALLOWED, &[token.kind.text()]);
                error_statement(token.extent)
            }
            TokenKind::Label => self.labeled_statement(token)?,
            TokenKind::Class => self.class_definition(attributes.unwrap_or_default(), token),
            TokenKind::Enum => self.enum_definition(attributes.unwrap_or_default(), token),
            TokenKind::Using => {
                let statement = self.using_statement(token);
                self.report(statement.extent(), USING_MUST_BE_AT_START_OF_SCRIPT, &[]);
                statement
            }
            TokenKind::EndOfInput if attributes.is_none() => {
                self.unget(token);
                return None;
            }
            _ => {
                if attributes.is_some() {
                    self.rewind(start);
                } else {
                    self.unget(token);
                }
                return self.pipeline_chain();
            }
        })
    }

    /// The pipeline behind `return` and its kin.
    fn optional_pipeline(&mut self, keyword: &Lexeme) -> (Extent, Option<Box<Statement>>) {
        match self.pipeline_chain() {
            Some(pipeline) => (keyword.extent.to(pipeline.extent()), Some(Box::new(pipeline))),
            None => (keyword.extent, None),
        }
    }

    /// The label behind `break` and `continue`.
    fn optional_label(&mut self, keyword: &Lexeme) -> (Extent, Option<Box<Expression>>) {
        match self.label_or_key() {
            Some(label) => (keyword.extent.to(label.extent()), Some(Box::new(label))),
            None => (keyword.extent, None),
        }
    }

    /// A name, or an expression without operators of two operands.
    pub(super) fn label_or_key(&mut self) -> Option<Expression> {
        if let Some((name, extent)) = self.simple_name() {
            return Some(super::literals::bare_word(extent, &name));
        }
        if matches!(self.peek_kind(), TokenKind::NewLine | TokenKind::Semi) {
            return None;
        }
        self.with_no_comma(true, |parser| parser.unary(false))
    }

    /// An identifier as the name of a member, label, key or type.
    pub(super) fn simple_name(&mut self) -> Option<(Box<str>, Extent)> {
        self.lexer.simple_names = true;
        let kind = self.peek_kind();
        self.lexer.simple_names = false;
        if kind != TokenKind::Identifier {
            return None;
        }
        let token = self.next();
        self.mark_token(token.extent, TokenFlags::MEMBER_NAME);
        Some((self.text(&token).into(), token.extent))
    }

    /// A loop or `switch` behind its label; anything else is a command with an odd name.
    fn labeled_statement(&mut self, label: Lexeme) -> Option<Statement> {
        self.skip_newlines();
        let token = self.next();
        Some(match token.kind {
            TokenKind::Switch => self.switch_statement(Some(label), token),
            TokenKind::Foreach => self.foreach_statement(Some(label), token),
            TokenKind::For => self.for_statement(Some(label), token),
            TokenKind::While => self.while_statement(Some(label), token),
            TokenKind::Do => self.do_statement(Some(label), token),
            _ => {
                self.rewind(label.start);
                return self.pipeline_chain();
            }
        })
    }

    /// The name of a label without its colon.
    pub(super) fn label_name(&self, label: Option<&Lexeme>) -> Option<Box<str>> {
        label.map(|label| self.text(label).trim_start_matches(':').into())
    }

    /// `parallel { }` and `sequence { }`.
    fn block_statement(&mut self, keyword: Lexeme) -> Statement {
        match self.statement_block() {
            Some(body) => Statement::Block(Box::new(BlockStatementAst {
                extent: keyword.extent.to(body.extent),
                keyword: keyword.kind,
                body,
            })),
            None => {
                let text = self.text(&keyword);
                let place = after(keyword.extent);
                self.report_incomplete(place, MISSING_STATEMENT_AFTER_KEYWORD, &[text]);
                error_statement(keyword.extent)
            }
        }
    }

    /// `configuration name { }`: read so that what follows is in step, and refused.
    fn configuration(&mut self, keyword: Lexeme) -> Option<Statement> {
        self.skip_newlines();
        let name = self.next();
        match name.kind {
            TokenKind::LCurly => {
                self.report(after(keyword.extent), MISSING_CONFIGURATION_NAME, &[]);
                self.script_block_expression(name);
                return None;
            }
            TokenKind::EndOfInput | TokenKind::Comma => {
                let place = after(name.extent);
                self.unget(name);
                self.report_incomplete(place, MISSING_CONFIGURATION_NAME, &[]);
                return None;
            }
            _ => self.unget(name),
        }
        let place = self.peek_extent();
        let Some(instance_name) = self.single_argument(super::commands::Context::Argument) else {
            self.report_incomplete(place, MISSING_CONFIGURATION_NAME, &[]);
            return Some(error_statement(keyword.extent));
        };
        self.skip_newlines();
        let Some(open) = self.eat(TokenKind::LCurly) else {
            let place = after(instance_name.extent());
            self.report_incomplete(place, CONFIGURATION_BODY_MISSING, &[]);
            return Some(error_statement(keyword.extent.to(instance_name.extent())));
        };
        let mut body = self.in_mode(LexMode::Command, |parser| {
            parser.script_block(Some(open.extent), false, None)
        });
        body.is_configuration = true;
        let extent = keyword.extent.to(body.extent);
        self.report(extent, CONFIGURATION_NOT_SUPPORTED_IN_POWER_SHELL_CORE, &[]);
        Some(Statement::Configuration(Box::new(ConfigurationDefinitionAst {
            extent,
            instance_name,
            body: std::sync::Arc::new(body),
        })))
    }
}
