//! Statements.

use std::sync::Arc;

use remora_psobject::PsString;
use remora_syntax::TokenKind;
use remora_syntax::ast::{Expression, Statement as StatementAst, VariablePath};

use super::node::{
    Assign, Chain, Data, Expr, For, ForEach, If, Loop, Statement, StatementKind, Switch, Try,
};
use super::{Compiler, numeric};
use crate::script::Body;

fn label(label: &Option<Box<str>>) -> Option<PsString> {
    label.as_ref().map(|label| PsString::from(&**label))
}

impl Compiler {
    pub(super) fn statement(&mut self, statement: &StatementAst) -> Statement {
        Statement { extent: statement.extent(), kind: self.kind(statement) }
    }

    /// A statement whose value is wanted: increments give theirs.
    pub(super) fn value_statement(&mut self, statement: &StatementAst) -> Statement {
        let mut made = self.statement(statement);
        made.kind = match made.kind {
            StatementKind::Silent(expression)
            | StatementKind::Step { general: expression, .. }
            | StatementKind::Update { general: expression, .. } => {
                StatementKind::Expression(expression)
            }
            other => other,
        };
        made
    }

    fn kind(&mut self, statement: &StatementAst) -> StatementKind {
        match statement {
            StatementAst::Pipeline(pipeline) => match pipeline.pure_expression() {
                Some(expression) => {
                    let silent = is_silent(expression);
                    let expression = self.expression(expression);
                    if silent {
                        numeric::statement(expression)
                    } else {
                        StatementKind::Expression(expression)
                    }
                }
                None => StatementKind::Pipeline(Box::new(self.pipeline(pipeline))),
            },
            StatementAst::CommandExpression(node) => {
                if node.redirections.is_empty() {
                    StatementKind::Expression(self.expression(&node.expression))
                } else {
                    StatementKind::Pipeline(Box::new(self.expression_pipeline(node)))
                }
            }
            StatementAst::PipelineChain(node) => StatementKind::Chain(Box::new(Chain {
                left: self.statement(&node.left),
                and: node.operator == TokenKind::AndAnd,
                right: self.statement(&StatementAst::Pipeline(node.right.clone())),
                background: node.background,
            })),
            StatementAst::Assignment(node) => numeric::statement(Expr::Assign(Box::new(Assign {
                target: self.target(&node.left),
                operator: node.operator,
                read: (node.operator != TokenKind::Equals).then(|| self.expression(&node.left)),
                value: self.value_statement(&node.right),
            }))),
            StatementAst::If(node) => StatementKind::If(Box::new(If {
                clauses: node
                    .clauses
                    .iter()
                    .map(|(condition, body)| (self.value_statement(condition), self.block(body)))
                    .collect(),
                otherwise: node.else_clause.as_ref().map(|body| self.block(body)),
            })),
            StatementAst::While(node) => StatementKind::While(Box::new(Loop {
                label: label(&node.label),
                condition: self.value_statement(&node.condition),
                body: self.block(&node.body),
            })),
            StatementAst::DoWhile(node) | StatementAst::DoUntil(node) => {
                let made = Box::new(Loop {
                    label: label(&node.label),
                    condition: self.value_statement(&node.condition),
                    body: self.block(&node.body),
                });
                if matches!(statement, StatementAst::DoWhile(_)) {
                    StatementKind::DoWhile(made)
                } else {
                    StatementKind::DoUntil(made)
                }
            }
            StatementAst::For(node) => StatementKind::For(Box::new(For {
                label: label(&node.label),
                initializer: node.initializer.as_ref().map(|part| self.statement(part)),
                condition: node.condition.as_ref().map(|part| self.value_statement(part)),
                iterator: node.iterator.as_ref().map(|part| self.statement(part)),
                body: self.block(&node.body),
            })),
            StatementAst::ForEach(node) => {
                let condition = self.value_statement(&node.condition);
                let outer = std::mem::replace(&mut self.mentions_enumerator, false);
                let body = self.block(&node.body);
                let needs_enumerator = std::mem::replace(&mut self.mentions_enumerator, outer);
                StatementKind::ForEach(Box::new(ForEach {
                    label: label(&node.label),
                    variable: self.variable(&node.variable.path),
                    condition,
                    body,
                    needs_enumerator,
                }))
            }
            StatementAst::Switch(node) => {
                let condition = self.value_statement(&node.condition);
                let outer = std::mem::replace(&mut self.mentions_enumerator, false);
                let clauses = node
                    .clauses
                    .iter()
                    .map(|(test, body)| (self.expression(test), self.block(body)))
                    .collect();
                let default = node.default.as_ref().map(|body| self.block(body));
                let needs_enumerator = std::mem::replace(&mut self.mentions_enumerator, outer);
                StatementKind::Switch(Box::new(Switch {
                    label: label(&node.label),
                    flags: node.flags,
                    condition,
                    clauses,
                    default,
                    needs_enumerator,
                }))
            }
            StatementAst::Try(node) => StatementKind::Try(Box::new(Try {
                body: self.block(&node.body),
                catches: node
                    .catch_clauses
                    .iter()
                    .map(|clause| {
                        let types = clause
                            .catch_types
                            .iter()
                            .map(|constraint| Self::type_ref(&constraint.type_name))
                            .collect();
                        (types, self.block(&clause.body))
                    })
                    .collect(),
                finally: node.finally.as_ref().map(|body| self.block(body)),
            })),
            StatementAst::Data(node) => StatementKind::Data(Box::new(Data {
                variable: node
                    .variable
                    .as_ref()
                    .map(|name| self.variable(&VariablePath::new(name))),
                body: self.block(&node.body),
            })),
            StatementAst::FunctionDefinition(node) => StatementKind::Function(
                Arc::clone(node),
                Arc::new(Body::of_function(Arc::clone(node))),
            ),
            StatementAst::TypeDefinition(node) => {
                self.types.push(Arc::clone(node));
                StatementKind::Nothing
            }
            StatementAst::Using(_) | StatementAst::Trap(_) => StatementKind::Nothing,
            StatementAst::Configuration(_) | StatementAst::DynamicKeyword(_) => {
                StatementKind::Unsupported("Configurations")
            }
            StatementAst::Block(_) => StatementKind::Unsupported("Workflow blocks"),
            StatementAst::Break(node) => {
                StatementKind::Break(node.label.as_ref().map(|label| self.expression(label)))
            }
            StatementAst::Continue(node) => {
                StatementKind::Continue(node.label.as_ref().map(|label| self.expression(label)))
            }
            StatementAst::Return(node) => StatementKind::Return(self.optional(&node.pipeline)),
            StatementAst::Exit(node) => StatementKind::Exit(self.optional(&node.pipeline)),
            StatementAst::Throw(node) => StatementKind::Throw(self.optional(&node.pipeline)),
            StatementAst::Error(_) => StatementKind::Unsupported("A script with parse errors"),
        }
    }

    fn optional(&mut self, statement: &Option<Box<StatementAst>>) -> Option<Box<Statement>> {
        statement.as_ref().map(|statement| Box::new(self.value_statement(statement)))
    }
}

/// Whether an expression that is a statement writes nothing: increments, `[void]`.
fn is_silent(expression: &Expression) -> bool {
    match expression {
        Expression::Unary(node) => matches!(
            node.operator,
            TokenKind::PlusPlus
                | TokenKind::MinusMinus
                | TokenKind::PostfixPlusPlus
                | TokenKind::PostfixMinusMinus
        ),
        _ => false,
    }
}
