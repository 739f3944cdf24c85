//! Checks of the finished tree: what is well formed and still no script.

mod assignments;
mod attributes;
mod classes;
mod constants;
mod control_flow;
mod data_sections;
mod environment;
mod method_flow;
mod method_variables;
mod using;

pub(super) use constants::is_constant;
pub use data_sections::check_restricted;
pub use environment::{AttributeFacts, ParseEnvironment, PermissiveEnvironment};

use super::diagnostics::{
    DUPLICATE_KEY_IN_HASH_LITERAL, Diagnostics, EMPTY_CATCH_NOT_LAST,
    EXCEPTION_TYPE_ALREADY_CAUGHT, INVALID_USING_EXPRESSION,
    KEYWORD_PARAMETER_RESERVED_FOR_FUTURE_USE, Message, ONLY_ONE_PARAMETER_LIST_ALLOWED,
    SPLATTING_NOT_PERMITTED, SPLATTING_NOT_PERMITTED_IN_ARGUMENT_LIST,
    THROTTLE_LIMIT_REQUIRES_PARALLEL_FLAG, UNEXPECTED_ATTRIBUTE, UNEXPECTED_KEYWORD,
};
use super::tokens::before;
use crate::ast::{
    ConstantValue, Expression, HashtableAst, NodeRef, ScriptBlockAst, TryStatementAst,
    VariableExpressionAst, Visit,
};
use crate::{Extent, ScriptSource};
use std::collections::HashSet;
use std::sync::Arc;

/// What the checks carry along.
pub(super) struct Checker<'a> {
    source: Arc<ScriptSource>,
    environment: &'a dyn ParseEnvironment,
    /// What `using namespace` names.
    namespaces: Vec<&'a str>,
    diagnostics: &'a mut Diagnostics,
}

/// Checks `script` and adds what is wrong. `has_types` says that it may define types.
pub(super) fn check(
    script: &ScriptBlockAst,
    has_types: bool,
    environment: &dyn ParseEnvironment,
    diagnostics: &mut Diagnostics,
) {
    let mut checker = Checker {
        source: Arc::clone(&script.source),
        environment,
        namespaces: using::namespaces(script),
        diagnostics,
    };
    checker.using_modules(script);
    if has_types {
        checker.types(script);
    }
    NodeRef::ScriptBlock(script).walk(|node, ancestors| {
        checker.node(node, ancestors);
        Visit::Continue
    });
}

impl Checker<'_> {
    fn report(&mut self, extent: Extent, message: Message, arguments: &[&str]) {
        self.diagnostics.add(&self.source, extent, message, arguments, false);
    }

    fn node<'n>(&mut self, node: NodeRef<'n>, ancestors: &[NodeRef<'n>]) {
        match node {
            NodeRef::Assignment(assignment) => self.assignment(assignment),
            NodeRef::Unary(unary) => self.increment(unary),
            NodeRef::Convert(convert) => self.conversion(convert, ancestors),
            NodeRef::Attributed(attributed) => {
                // Attributes are for variables.
                let mut child = &attributed.child;
                loop {
                    child = match child {
                        Expression::Attributed(inner) => &inner.child,
                        Expression::Convert(inner) => &inner.child,
                        _ => break,
                    };
                }
                if !matches!(child, Expression::Variable(_)) {
                    let name = attributed.attribute.type_name().full_name();
                    self.report(attributed.attribute.extent(), UNEXPECTED_ATTRIBUTE, &[&name]);
                }
            }
            NodeRef::Variable(variable) => self.variable(variable, ancestors),
            NodeRef::Hashtable(hashtable) => self.hashtable(hashtable),
            NodeRef::ParamBlock(block) => self.parameters(&block.parameters),
            NodeRef::Parameter(parameter) => self.parameter(parameter, ancestors),
            NodeRef::Attribute(attribute) => self.attribute(attribute, ancestors),
            NodeRef::FunctionDefinition(function) => {
                match (&function.parameters, &function.body.param_block) {
                    (Some(_), Some(block)) if !is_method(ancestors) => {
                        self.report(block.extent, ONLY_ONE_PARAMETER_LIST_ALLOWED, &[]);
                    }
                    (Some(parameters), None) => self.parameters(parameters),
                    _ => {}
                }
            }
            NodeRef::TypeDefinition(definition) => self.type_definition(definition),
            NodeRef::PropertyMember(property) => self.property(property),
            NodeRef::FunctionMember(method) => self.method(method, ancestors),
            NodeRef::Return(statement) => {
                self.method_return(statement, ancestors);
                self.leaving(node, None, ancestors);
            }
            NodeRef::Break(statement) => {
                self.leaving(node, statement.label.as_deref(), ancestors);
                self.label(node, statement.label.as_deref(), ancestors);
            }
            NodeRef::Continue(statement) => {
                self.leaving(node, statement.label.as_deref(), ancestors);
                self.label(node, statement.label.as_deref(), ancestors);
            }
            NodeRef::Try(statement) => self.catch_clauses(statement),
            NodeRef::Data(statement) => self.data_section(statement),
            NodeRef::Switch(statement) if statement.flags.parallel => {
                self.reserved(statement.extent, "switch", "parallel");
            }
            NodeRef::ForEach(statement) => {
                if statement.parallel {
                    self.reserved(statement.extent, "foreach", "parallel");
                }
                if statement.throttle_limit.is_some() {
                    self.reserved(statement.extent, "foreach", "throttlelimit");
                    if !statement.parallel {
                        self.report(statement.extent, THROTTLE_LIMIT_REQUIRES_PARALLEL_FLAG, &[]);
                    }
                }
            }
            NodeRef::Block(statement) => {
                let keyword = statement.keyword.text();
                let start = statement.extent.start;
                let extent = Extent::new(start, start + keyword.len() as u32);
                let text = self.source.slice(extent).to_owned();
                self.report(extent, UNEXPECTED_KEYWORD, &[&text]);
            }
            NodeRef::Using(statement) => self.using(statement),
            NodeRef::UsingExpression(using) => {
                if let Some(extent) = not_for_using(&using.sub_expression) {
                    self.report(extent, INVALID_USING_EXPRESSION, &[]);
                }
            }
            _ => {}
        }
    }

    fn reserved(&mut self, extent: Extent, keyword: &str, parameter: &str) {
        let message = KEYWORD_PARAMETER_RESERVED_FOR_FUTURE_USE;
        self.report(extent, message, &[keyword, parameter]);
    }

    /// Splatted variables are arguments of commands and nothing else.
    fn variable(&mut self, variable: &VariableExpressionAst, ancestors: &[NodeRef<'_>]) {
        if variable.splatted {
            let name = variable.path.user_path.clone();
            match ancestors {
                [.., NodeRef::Command(_) | NodeRef::UsingExpression(_)] => {}
                [.., NodeRef::Command(_), NodeRef::ArrayLiteral(_)] => {
                    let message = SPLATTING_NOT_PERMITTED_IN_ARGUMENT_LIST;
                    self.report(variable.extent, message, &[&name]);
                }
                _ => self.report(variable.extent, SPLATTING_NOT_PERMITTED, &[&name]),
            }
        }
        self.method_variable(variable, ancestors);
    }

    fn hashtable(&mut self, hashtable: &HashtableAst) {
        let mut seen = HashSet::new();
        for (key, _) in &hashtable.key_value_pairs {
            let text = match key {
                Expression::StringConstant(text) => text.value.to_string(),
                Expression::Constant(number) => number_text(&number.value),
                _ => continue,
            };
            if !seen.insert(text.to_lowercase()) {
                self.report(key.extent(), DUPLICATE_KEY_IN_HASH_LITERAL, &[&text]);
            }
        }
    }

    /// A clause never runs when an earlier one takes all that it takes.
    fn catch_clauses(&mut self, statement: &TryStatementAst) {
        let clauses = &statement.catch_clauses;
        for (index, earlier) in clauses.iter().enumerate() {
            for later in clauses.iter().skip(index + 1) {
                if earlier.catch_types.is_empty() {
                    self.report(before(later.extent), EMPTY_CATCH_NOT_LAST, &[]);
                    break;
                }
                for wide in &earlier.catch_types {
                    for narrow in &later.catch_types {
                        let (wide, name) = (&wide.type_name, &narrow.type_name);
                        if let Some(full) = self.environment.catches(wide, name, &self.namespaces) {
                            self.report(narrow.extent, EXCEPTION_TYPE_ALREADY_CAUGHT, &[&full]);
                        }
                    }
                }
            }
        }
    }
}

/// The part of a `$using:` expression that cannot be evaluated on the caller's side: only
/// properties and constant indexes can.
fn not_for_using(expression: &Expression) -> Option<Extent> {
    let mut inner = expression;
    loop {
        inner = match inner {
            Expression::Variable(_) => return None,
            Expression::Member(member)
                if matches!(member.member, Expression::StringConstant(_)) =>
            {
                &member.expression
            }
            Expression::Index(index) if is_constant(&index.index, true) => &index.target,
            Expression::Index(index) => return Some(index.index.extent()),
            other => return Some(other.extent()),
        };
    }
}

/// A number as a key's text.
fn number_text(value: &ConstantValue) -> String {
    match value {
        ConstantValue::SByte(value) => value.to_string(),
        ConstantValue::Byte(value) => value.to_string(),
        ConstantValue::Int16(value) => value.to_string(),
        ConstantValue::UInt16(value) => value.to_string(),
        ConstantValue::Int32(value) => value.to_string(),
        ConstantValue::UInt32(value) => value.to_string(),
        ConstantValue::Int64(value) => value.to_string(),
        ConstantValue::UInt64(value) => value.to_string(),
        ConstantValue::Double(value) => value.to_string(),
        ConstantValue::BigInteger(digits) => digits.to_string(),
        ConstantValue::Boolean(value) => if *value { "True" } else { "False" }.to_owned(),
        ConstantValue::Decimal(value) => {
            let digits =
                format!("{:0>width$}", value.mantissa, width = usize::from(value.scale) + 1);
            let (whole, fraction) = digits.split_at(digits.len() - usize::from(value.scale));
            let point = if fraction.is_empty() { "" } else { "." };
            let sign = if value.negative { "-" } else { "" };
            format!("{sign}{whole}{point}{fraction}")
        }
    }
}

/// True when the innermost ancestor is a member of a class.
fn is_method(ancestors: &[NodeRef<'_>]) -> bool {
    matches!(ancestors.last(), Some(NodeRef::FunctionMember(_)))
}
