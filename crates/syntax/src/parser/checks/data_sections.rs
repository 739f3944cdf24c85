//! The restricted language of `data` sections.

use super::{Checker, PermissiveEnvironment};
use crate::ParseError;
use crate::ast::{
    CommandAst, DataStatementAst, Expression, InvocationOperator, NodeRef, ScriptBlockAst,
    TypeName, TypeNameKind, Visit,
};
use crate::parser::diagnostics::{
    ARRAY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION,
    ASSIGNMENT_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION, ATTRIBUTE_NOT_SUPPORTED_IN_DATA_SECTION,
    CMDLET_NOT_IN_ALLOWED_LIST_FOR_DATA_SECTION,
    DATA_SECTION_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
    DO_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION, DOT_SOURCING_NOT_SUPPORTED_IN_DATA_SECTION,
    Diagnostics, FLOW_CONTROL_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
    FOR_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
    FOREACH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
    FUNCTION_DECLARATION_NOT_SUPPORTED_IN_DATA_SECTION, METHOD_CALL_NOT_SUPPORTED_IN_DATA_SECTION,
    OPERATOR_NOT_SUPPORTED_IN_DATA_SECTION, PROPERTY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION,
    REDIRECTION_NOT_SUPPORTED_IN_DATA_SECTION, SCRIPT_BLOCK_NOT_SUPPORTED_IN_DATA_SECTION,
    SWITCH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION, TRAP_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
    TRY_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION, TYPE_NOT_ALLOWED_IN_DATA_SECTION,
    VARIABLE_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION,
};
use std::sync::Arc;

/// The variables that may be used.
const ALLOWED_VARIABLES: [&str; 5] = ["PSCulture", "PSUICulture", "true", "false", "null"];

/// The types that may be named: those of simple values.
const ALLOWED_TYPES: [&str; 30] = [
    "bool",
    "boolean",
    "byte",
    "char",
    "datetime",
    "dbnull",
    "decimal",
    "double",
    "float",
    "int",
    "int16",
    "int32",
    "int64",
    "long",
    "sbyte",
    "short",
    "single",
    "string",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "ulong",
    "ushort",
    "consolecolor",
    "dayofweek",
    "datetimekind",
    "stringcomparison",
    "actionpreference",
    "uint128",
];

/// What the restricted language does not have of a script that is there already. With `commands` only
/// those may be called, without them all may.
pub fn check_restricted(script: &ScriptBlockAst, commands: Option<&[&str]>) -> Vec<ParseError> {
    let mut diagnostics = Diagnostics::default();
    let mut checker = Checker {
        source: Arc::clone(&script.source),
        environment: &PermissiveEnvironment,
        namespaces: Vec::new(),
        diagnostics: &mut diagnostics,
    };
    let mut is_outermost = true;
    NodeRef::ScriptBlock(script).walk(|node, _| {
        if !std::mem::take(&mut is_outermost) {
            checker.restricted(node, commands);
        }
        Visit::Continue
    });
    diagnostics.errors
}

impl Checker<'_> {
    pub(super) fn data_section(&mut self, statement: &DataStatementAst) {
        // Commands that are computed are checked when the section runs.
        let mut allowed = Some(vec!["ConvertFrom-StringData"]);
        for command in &statement.commands_allowed {
            match (command, &mut allowed) {
                (Expression::StringConstant(name), Some(names)) => names.push(&name.value),
                _ => allowed = None,
            }
        }
        NodeRef::StatementBlock(&statement.body).walk(|node, _| {
            self.restricted(node, allowed.as_deref());
            Visit::Continue
        });
    }

    fn restricted(&mut self, node: NodeRef<'_>, allowed: Option<&[&str]>) {
        let message = match node {
            NodeRef::ScriptBlock(_) | NodeRef::ScriptBlockExpression(_) => {
                SCRIPT_BLOCK_NOT_SUPPORTED_IN_DATA_SECTION
            }
            NodeRef::Attribute(_) | NodeRef::Attributed(_) => {
                ATTRIBUTE_NOT_SUPPORTED_IN_DATA_SECTION
            }
            NodeRef::FunctionDefinition(_) => FUNCTION_DECLARATION_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Trap(_) => TRAP_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Switch(_) => SWITCH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Data(_) => DATA_SECTION_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::ForEach(_) => FOREACH_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::DoWhile(_) | NodeRef::DoUntil(_) => {
                DO_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION
            }
            NodeRef::For(_) | NodeRef::While(_) => {
                FOR_WHILE_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION
            }
            NodeRef::Try(_) => TRY_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Break(_)
            | NodeRef::Continue(_)
            | NodeRef::Return(_)
            | NodeRef::Exit(_)
            | NodeRef::Throw(_) => FLOW_CONTROL_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Assignment(_) => ASSIGNMENT_STATEMENT_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::MergingRedirection(_) | NodeRef::FileRedirection(_) => {
                REDIRECTION_NOT_SUPPORTED_IN_DATA_SECTION
            }
            NodeRef::Member(_) => PROPERTY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::InvokeMember(_) => METHOD_CALL_NOT_SUPPORTED_IN_DATA_SECTION,
            NodeRef::Index(_) => ARRAY_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION,
            _ => return self.restricted_part(node, allowed),
        };
        self.report(node.extent(), message, &[]);
    }

    /// Nodes that are allowed with some operators, names or types.
    fn restricted_part(&mut self, node: NodeRef<'_>, allowed: Option<&[&str]>) {
        let operator = OPERATOR_NOT_SUPPORTED_IN_DATA_SECTION;
        match node {
            NodeRef::Binary(binary) if binary.operator.is_restricted() => {
                self.report(binary.error_position, operator, &[binary.operator.text()]);
            }
            NodeRef::Unary(unary) if unary.operator.is_restricted() => {
                self.report(unary.extent, operator, &[unary.operator.text()]);
            }
            NodeRef::Variable(variable) => {
                let name = &variable.path.user_path;
                if !ALLOWED_VARIABLES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    let names = "$PSCulture, $PSUICulture, $true, $false, $null";
                    let message = VARIABLE_REFERENCE_NOT_SUPPORTED_IN_DATA_SECTION;
                    self.report(variable.extent, message, &[names]);
                }
            }
            NodeRef::TypeConstraint(constraint) => {
                self.restricted_type(node, &constraint.type_name)
            }
            NodeRef::Type(expression) => self.restricted_type(node, &expression.type_name),
            NodeRef::Command(command) => self.restricted_command(command, allowed),
            _ => {}
        }
    }

    fn restricted_type(&mut self, node: NodeRef<'_>, name: &TypeName) {
        let element = match &name.kind {
            TypeNameKind::Array { element, .. } => element,
            _ => name,
        };
        let full = element.full_name();
        let simple = match full.get(..7) {
            Some(start) if start.eq_ignore_ascii_case("system.") => full.get(7..).unwrap_or(""),
            _ => &full,
        };
        if !ALLOWED_TYPES.iter().any(|known| known.eq_ignore_ascii_case(simple)) {
            let message = TYPE_NOT_ALLOWED_IN_DATA_SECTION;
            self.report(node.extent(), message, &[&name.full_name()]);
        }
    }

    fn restricted_command(&mut self, command: &CommandAst, allowed: Option<&[&str]>) {
        if command.invocation_operator == InvocationOperator::Dot {
            self.report(command.extent, DOT_SOURCING_NOT_SUPPORTED_IN_DATA_SECTION, &[]);
            return;
        }
        let Some(allowed) = allowed else { return };
        let message = CMDLET_NOT_IN_ALLOWED_LIST_FOR_DATA_SECTION;
        match command.command_name() {
            Some(name) if allowed.iter().any(|known| known.eq_ignore_ascii_case(name)) => {}
            Some(name) => self.report(command.extent, message, &[name]),
            None if command.invocation_operator == InvocationOperator::Ampersand => {
                self.report(command.extent, OPERATOR_NOT_SUPPORTED_IN_DATA_SECTION, &["&"]);
            }
            None => {
                let text = self.source.slice(command.extent).to_owned();
                self.report(command.extent, message, &[&text]);
            }
        }
    }
}
