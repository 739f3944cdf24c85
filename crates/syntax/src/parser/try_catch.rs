//! `try`, `catch`, `finally` and `trap`.

use super::Parser;
use super::diagnostics::{
    MISSING_CATCH_HANDLER_BLOCK, MISSING_CATCH_OR_FINALLY, MISSING_FINALLY_STATEMENT_BLOCK,
    MISSING_TRAP_STATEMENT, MISSING_TRY_STATEMENT_BLOCK, MISSING_TYPE_LITERAL_TOKEN,
};
use super::statements::error_statement;
use super::tokens::after;
use crate::ast::{
    AttributeBase, CatchClauseAst, ErrorStatementAst, Statement, TrapStatementAst, TryStatementAst,
};
use crate::tokenizer::lexer::Lexeme;
use crate::{Extent, TokenKind};

impl Parser<'_> {
    pub(super) fn trap_statement(&mut self, keyword: Lexeme) -> Statement {
        let mark = self.mark();
        self.skip_newlines();
        let trap_type = match self.attribute() {
            Some(AttributeBase::TypeConstraint(constraint)) => Some(constraint),
            Some(AttributeBase::Attribute(_)) => {
                // It belongs to whatever follows the trap, which has no body then.
                self.rewind(mark);
                None
            }
            None => None,
        };
        let end = trap_type.as_ref().map_or(keyword.extent, |constraint| constraint.extent);
        match self.statement_block() {
            Some(body) => Statement::Trap(Box::new(TrapStatementAst {
                extent: keyword.extent.to(body.extent),
                trap_type,
                body,
            })),
            None => {
                self.report_incomplete(after(end), MISSING_TRAP_STATEMENT, &[]);
                Statement::Error(Box::new(ErrorStatementAst {
                    extent: keyword.extent.to(end),
                    kind: Some(TokenKind::Trap),
                    attributes: trap_type.map(AttributeBase::TypeConstraint).into_iter().collect(),
                    ..ErrorStatementAst::default()
                }))
            }
        }
    }

    pub(super) fn try_statement(&mut self, keyword: Lexeme) -> Statement {
        let Some(body) = self.statement_block() else {
            let place = after(keyword.extent);
            self.report_incomplete(place, MISSING_TRY_STATEMENT_BLOCK, &[]);
            return error_statement(keyword.extent);
        };
        let mut broken_at = None;
        let mut stray_types = Vec::new();
        let mut catch_clauses = Vec::new();
        while let Some(clause) = self.catch_clause(&mut broken_at, &mut stray_types) {
            catch_clauses.push(clause);
        }
        self.skip_newlines();
        let mut finally = None;
        if let Some(keyword) = self.eat(TokenKind::Finally) {
            finally = self.statement_block();
            if finally.is_none() {
                broken_at = Some(keyword.extent);
                let place = after(keyword.extent);
                self.report_incomplete(place, MISSING_FINALLY_STATEMENT_BLOCK, &[]);
            }
        }
        let end = finally
            .as_ref()
            .map(|block| block.extent)
            .or(catch_clauses.last().map(|clause| clause.extent));
        if end.is_none() && broken_at.is_none() {
            broken_at = Some(body.extent);
            self.report_incomplete(after(body.extent), MISSING_CATCH_OR_FINALLY, &[]);
        }
        if let Some(last) = broken_at {
            let mut bodies = vec![body];
            bodies.extend(catch_clauses.into_iter().map(|clause| clause.body));
            bodies.extend(finally);
            return Statement::Error(Box::new(ErrorStatementAst {
                extent: keyword.extent.to(last),
                kind: Some(TokenKind::Try),
                attributes: stray_types,
                bodies,
                ..ErrorStatementAst::default()
            }));
        }
        let extent = keyword.extent.to(end.unwrap_or(body.extent));
        Statement::Try(Box::new(TryStatementAst { extent, body, catch_clauses, finally }))
    }

    /// One `catch` clause. Without a body its types go to `stray_types`.
    fn catch_clause(
        &mut self,
        broken_at: &mut Option<Extent>,
        stray_types: &mut Vec<AttributeBase>,
    ) -> Option<CatchClauseAst> {
        self.skip_newlines();
        let keyword = self.eat(TokenKind::Catch)?;
        let mut catch_types = Vec::new();
        let mut comma: Option<Lexeme> = None;
        let mut reported = false;
        loop {
            let mark = self.mark();
            self.skip_newlines();
            match self.attribute() {
                Some(AttributeBase::TypeConstraint(constraint)) => catch_types.push(constraint),
                Some(AttributeBase::Attribute(_)) => {
                    self.rewind(mark);
                    break;
                }
                None => {
                    if let Some(comma) = comma {
                        reported = true;
                        *broken_at = Some(comma.extent);
                        let place = after(comma.extent);
                        self.report_incomplete(place, MISSING_TYPE_LITERAL_TOKEN, &[]);
                    }
                    break;
                }
            }
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            if comma.is_none() {
                break;
            }
        }
        if let Some(body) = self.statement_block() {
            let extent = keyword.extent.to(body.extent);
            return Some(CatchClauseAst { extent, catch_types, body });
        }
        if !reported {
            let last = catch_types.last().map_or(keyword.extent, |constraint| constraint.extent);
            *broken_at = Some(last);
            self.report_incomplete(after(last), MISSING_CATCH_HANDLER_BLOCK, &[]);
        }
        stray_types.extend(catch_types.into_iter().map(AttributeBase::TypeConstraint));
        None
    }
}
