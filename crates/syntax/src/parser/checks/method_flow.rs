//! Whether a method gives a value back on every path, and the `return` statements in methods.

use super::Checker;
use super::classes::returns_nothing;
use crate::ast::{NamedBlockAst, NodeRef, ReturnStatementAst, Statement, StatementBlockAst};
use crate::parser::diagnostics::{NON_VOID_METHOD_MISSING_RETURN_VALUE, VOID_METHOD_HAS_RETURN};

/// True when no path leads to the end of the block.
pub(super) fn always_returns(block: &NamedBlockAst) -> bool {
    list_returns(&block.statements)
}

fn list_returns(statements: &[Statement]) -> bool {
    statements.iter().any(statement_returns)
}

fn block_returns(block: &StatementBlockAst) -> bool {
    list_returns(&block.statements)
}

fn statement_returns(statement: &Statement) -> bool {
    match statement {
        Statement::Return(_) | Statement::Throw(_) | Statement::Exit(_) => true,
        Statement::If(node) => {
            node.else_clause.as_ref().is_some_and(block_returns)
                && node.clauses.iter().all(|(_, body)| block_returns(body))
        }
        Statement::Switch(node) => {
            node.default.as_ref().is_some_and(block_returns)
                && node.clauses.iter().all(|(_, body)| block_returns(body))
        }
        Statement::Try(node) => {
            node.finally.as_ref().is_some_and(block_returns)
                || block_returns(&node.body)
                    && node.catch_clauses.iter().all(|clause| block_returns(&clause.body))
        }
        Statement::DoWhile(node) | Statement::DoUntil(node) => block_returns(&node.body),
        Statement::While(node) => is_endless(&node.condition) && !breaks(&node.body),
        Statement::For(node) => node.condition.is_none() && !breaks(&node.body),
        _ => false,
    }
}

/// True for the condition `$true`.
fn is_endless(condition: &Statement) -> bool {
    condition
        .pure_expression()
        .and_then(|expression| expression.as_variable())
        .is_some_and(|variable| variable.path.is_named("true"))
}

/// True when a `break` may end the loop with this body.
fn breaks(body: &StatementBlockAst) -> bool {
    !NodeRef::StatementBlock(body)
        .find_all(false, |node| matches!(node, NodeRef::Break(_)))
        .is_empty()
}

impl Checker<'_> {
    /// A method with a type returns a value, one without returns none.
    pub(super) fn method_return(
        &mut self,
        statement: &ReturnStatementAst,
        ancestors: &[NodeRef<'_>],
    ) {
        let method = ancestors.iter().rev().find(|ancestor| {
            matches!(ancestor, NodeRef::FunctionMember(_) | NodeRef::ScriptBlockExpression(_))
        });
        let Some(NodeRef::FunctionMember(method)) = method else { return };
        let in_function = ancestors
            .iter()
            .rev()
            .take_while(|ancestor| !matches!(ancestor, NodeRef::FunctionMember(_)))
            .filter(|ancestor| matches!(ancestor, NodeRef::FunctionDefinition(_)))
            .count();
        if in_function > 1 {
            return;
        }
        match (&statement.pipeline, returns_nothing(method)) {
            (Some(_), true) => self.report(statement.extent, VOID_METHOD_HAS_RETURN, &[]),
            (None, false) => {
                self.report(statement.extent, NON_VOID_METHOD_MISSING_RETURN_VALUE, &[]);
            }
            _ => {}
        }
    }
}
