//! `using` statements.

use super::Parser;
use super::commands::Context;
use super::diagnostics::{
    CANNOT_LOAD_ASSEMBLY_FROM_UNC_PATH, CANNOT_LOAD_ASSEMBLY_WITH_URI_SCHEMA,
    INVALID_VALUE_FOR_USING_ITEM_NAME, MISSING_EQUALS_IN_USING_ALIAS, MISSING_NAMESPACE_ALIAS,
    MISSING_STATEMENT_TERMINATOR, MISSING_USING_ITEM_NAME, MISSING_USING_STATEMENT_DIRECTIVE,
};
use super::statements::error_statement;
use super::tokens::after;
use crate::TokenKind;
use crate::ast::{
    ErrorStatementAst, Expression, Statement, StringConstantExpressionAst, UsingStatementAst,
    UsingStatementKind,
};
use crate::tokenizer::lexer::Lexeme;

impl Parser<'_> {
    /// The `using` statements at the start of a script.
    pub(super) fn using_statements(&mut self) -> Vec<UsingStatementAst> {
        let mut statements = Vec::new();
        while let Some(keyword) = self.eat(TokenKind::Using) {
            let statement = self.using_statement(keyword);
            self.skip_terminators();
            if let Statement::Using(statement) = statement {
                statements.push(*statement);
            }
        }
        let mark = self.mark();
        self.rewind(mark);
        statements
    }

    pub(super) fn using_statement(&mut self, keyword: Lexeme) -> Statement {
        let directive = self.next();
        let kind = match directive.kind {
            TokenKind::Namespace => UsingStatementKind::Namespace,
            TokenKind::Type => UsingStatementKind::Type,
            TokenKind::Module => UsingStatementKind::Module,
            TokenKind::Command => UsingStatementKind::Command,
            TokenKind::Assembly => UsingStatementKind::Assembly,
            _ => {
                self.unget(directive);
                let place = after(keyword.extent);
                self.report_incomplete(place, MISSING_USING_STATEMENT_DIRECTIVE, &[]);
                return error_statement(keyword.extent);
            }
        };
        let item = self.next();
        if matches!(
            item.kind,
            TokenKind::EndOfInput | TokenKind::NewLine | TokenKind::Comma | TokenKind::Semi
        ) {
            self.unget(item);
            let place = after(directive.extent);
            self.report_incomplete(place, MISSING_USING_ITEM_NAME, &[]);
            return error_statement(keyword.extent.to(directive.extent));
        }
        let (item_extent, item_text) = (item.extent, self.text(&item));
        let Some(value) = self.argument(Context::Argument, item) else {
            self.report(item_extent, INVALID_VALUE_FOR_USING_ITEM_NAME, &[item_text]);
            self.sync(true, &[TokenKind::Semi, TokenKind::NewLine]);
            return error_statement(keyword.extent.to(item_extent));
        };
        let value_extent = value.extent();
        let mut statement = UsingStatementAst {
            extent: keyword.extent.to(value_extent),
            kind,
            name: None,
            alias: None,
            module_specification: None,
        };
        match value {
            Expression::StringConstant(name) => statement.name = Some(name),
            Expression::Hashtable(_) if kind == UsingStatementKind::Module => {
                statement.module_specification = Some(Box::new(value));
            }
            _ => {
                let text = self.source.slice(value_extent).to_owned();
                self.report(value_extent, INVALID_VALUE_FOR_USING_ITEM_NAME, &[&text]);
                return error_statement(keyword.extent.to(value_extent));
            }
        }
        if kind == UsingStatementKind::Assembly
            && let Some(name) = &statement.name
        {
            self.check_assembly(name);
        }
        self.using_alias(keyword, statement, item_extent)
    }

    /// `= alias`, which some kinds allow and some need.
    fn using_alias(
        &mut self,
        keyword: Lexeme,
        mut statement: UsingStatementAst,
        item: crate::Extent,
    ) -> Statement {
        let kind = statement.kind;
        let takes_alias = kind != UsingStatementKind::Assembly && statement.name.is_some();
        if !takes_alias {
            self.statement_terminator();
            return Statement::Using(Box::new(statement));
        }
        let Some(equals) = self.eat(TokenKind::Equals) else {
            if matches!(kind, UsingStatementKind::Type | UsingStatementKind::Command) {
                self.report_incomplete(after(item), MISSING_EQUALS_IN_USING_ALIAS, &[]);
                return error_statement(statement.extent);
            }
            self.statement_terminator();
            return Statement::Using(Box::new(statement));
        };
        let alias = self.next();
        match alias.kind {
            TokenKind::EndOfInput | TokenKind::NewLine | TokenKind::Semi => {
                self.unget(alias);
                let place = after(equals.extent);
                self.report_incomplete(place, MISSING_NAMESPACE_ALIAS, &[]);
                return error_statement(keyword.extent.to(equals.extent));
            }
            TokenKind::Comma => {
                let extent = keyword.extent.to(alias.extent);
                self.unexpected(&alias);
                return error_statement(extent);
            }
            _ => {}
        }
        let (alias_extent, alias_text) = (alias.extent, self.text(&alias).to_owned());
        let value = self.argument(Context::Argument, alias);
        let end = value.as_ref().map_or(alias_extent, Expression::extent);
        statement.extent = keyword.extent.to(end);
        match value {
            Some(Expression::StringConstant(name)) => statement.alias = Some(name),
            Some(value @ Expression::Hashtable(_)) if kind == UsingStatementKind::Module => {
                statement.module_specification = Some(Box::new(value));
            }
            other => {
                self.report(end, INVALID_VALUE_FOR_USING_ITEM_NAME, &[&alias_text]);
                return Statement::Error(Box::new(ErrorStatementAst {
                    extent: statement.extent,
                    kind: Some(TokenKind::Using),
                    expressions: other.into_iter().collect(),
                    ..ErrorStatementAst::default()
                }));
            }
        }
        self.statement_terminator();
        Statement::Using(Box::new(statement))
    }

    fn statement_terminator(&mut self) {
        match self.peek_kind() {
            TokenKind::NewLine | TokenKind::Semi => self.skip(),
            TokenKind::EndOfInput => {}
            _ => {
                let extent = self.peek_extent();
                self.report_incomplete(extent, MISSING_STATEMENT_TERMINATOR, &[]);
            }
        }
    }

    /// Assemblies come from files of this computer.
    fn check_assembly(&mut self, name: &StringConstantExpressionAst) {
        let text: &str = &name.value;
        let is_unc = text.starts_with("//") || text.starts_with("\\\\");
        if is_unc {
            self.report(name.extent, CANNOT_LOAD_ASSEMBLY_FROM_UNC_PATH, &[text]);
        } else if let Some((scheme, _)) = text.split_once(':')
            && scheme.len() > 1
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && !scheme.eq_ignore_ascii_case("file")
        {
            let scheme = scheme.to_ascii_lowercase();
            self.report(name.extent, CANNOT_LOAD_ASSEMBLY_WITH_URI_SCHEMA, &[&scheme]);
        }
    }
}
