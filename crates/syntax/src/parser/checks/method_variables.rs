//! Variables in methods: only parameters, variables assigned in the method, and a few that are
//! always there can be used.

use super::Checker;
use crate::ast::{
    Expression, FunctionMemberAst, MemberAst, NodeRef, TypeDefinitionAst, VariableExpressionAst,
    VariableScope, Visit,
};
use crate::parser::diagnostics::{
    MISSING_THIS, MISSING_TYPE_IN_STATIC_PROPERTY_ASSIGNMENT,
    NON_STATIC_MEMBER_ACCESS_IN_STATIC_MEMBER, VARIABLE_NOT_LOCAL,
};

/// Variables that methods see without assigning them.
const ALWAYS_THERE: [&str; 49] = [
    "_",
    "args",
    "this",
    "input",
    "PSCmdlet",
    "PSBoundParameters",
    "MyInvocation",
    "PSScriptRoot",
    "PSCommandPath",
    "PSItem",
    "foreach",
    "switch",
    "DebugPreference",
    "VerbosePreference",
    "ErrorActionPreference",
    "WhatIfPreference",
    "WarningPreference",
    "InformationPreference",
    "ConfirmPreference",
    "ProgressPreference",
    "LASTEXITCODE",
    "Error",
    "StackTrace",
    "OutputEncoding",
    "NestedPromptLevel",
    "PWD",
    "Matches",
    "?",
    "^",
    "$",
    "ExecutionContext",
    "HOME",
    "PID",
    "PSCulture",
    "PSHOME",
    "PSUICulture",
    "PSVersionTable",
    "PSEdition",
    "Host",
    "ShellId",
    "EnabledExperimentalFeatures",
    "IsLinux",
    "IsMacOS",
    "IsWindows",
    "IsCoreCLR",
    "true",
    "false",
    "null",
    "PSStyle",
];

/// The class and member around a node that is not inside a nested script block or function.
fn member_of<'n>(ancestors: &[NodeRef<'n>]) -> Option<(&'n TypeDefinitionAst, NodeRef<'n>)> {
    let mut functions = 0;
    for (index, ancestor) in ancestors.iter().enumerate().rev() {
        match ancestor {
            NodeRef::ScriptBlockExpression(_) => return None,
            NodeRef::FunctionDefinition(_) => {
                functions += 1;
                if functions > 1 {
                    return None;
                }
            }
            NodeRef::FunctionMember(_) | NodeRef::PropertyMember(_) => {
                let definition = ancestors.get(index.checked_sub(1)?)?;
                return match definition {
                    NodeRef::TypeDefinition(definition) => Some((definition, *ancestor)),
                    _ => None,
                };
            }
            _ => {}
        }
    }
    None
}

/// True when the variable at the end of `ancestors` is the target of an assignment.
fn is_assigned(variable: &VariableExpressionAst, ancestors: &[NodeRef<'_>]) -> bool {
    let mut child = NodeRef::Variable(variable).address();
    for ancestor in ancestors.iter().rev() {
        match ancestor {
            NodeRef::Assignment(assignment) => {
                return NodeRef::from(&assignment.left).address() == child;
            }
            NodeRef::ForEach(statement) => {
                return NodeRef::Variable(&statement.variable).address() == child;
            }
            NodeRef::Parameter(parameter) => {
                return NodeRef::Variable(&parameter.name).address() == child;
            }
            NodeRef::Convert(_)
            | NodeRef::Attributed(_)
            | NodeRef::ArrayLiteral(_)
            | NodeRef::Paren(_)
            | NodeRef::Pipeline(_)
            | NodeRef::CommandExpression(_) => child = ancestor.address(),
            _ => return false,
        }
    }
    false
}

/// True when the method gives the variable a value somewhere.
fn assigns(method: &FunctionMemberAst, name: &str) -> bool {
    let mut found = false;
    NodeRef::FunctionDefinition(&method.function).walk(|node, ancestors| {
        match node {
            NodeRef::ScriptBlockExpression(_) => return Visit::SkipChildren,
            NodeRef::Variable(variable)
                if variable.path.name().eq_ignore_ascii_case(name)
                    && is_assigned(variable, ancestors) =>
            {
                found = true;
                return Visit::Stop;
            }
            NodeRef::Data(data)
                if data.variable.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name)) =>
            {
                found = true;
                return Visit::Stop;
            }
            _ => {}
        }
        Visit::Continue
    });
    found
}

impl Checker<'_> {
    pub(super) fn method_variable(
        &mut self,
        variable: &VariableExpressionAst,
        ancestors: &[NodeRef<'_>],
    ) {
        let Some((definition, member)) = member_of(ancestors) else { return };
        let is_static = match member {
            NodeRef::FunctionMember(method) => method.is_static,
            NodeRef::PropertyMember(property) => property.is_static && !property.is_literal,
            _ => false,
        };
        if is_static && variable.path.is_named("this") {
            let name = variable.path.user_path.clone();
            self.report(variable.extent, NON_STATIC_MEMBER_ACCESS_IN_STATIC_MEMBER, &[&name]);
        }
        let NodeRef::FunctionMember(method) = member else { return };
        let scope = variable.path.scope;
        if !matches!(scope, VariableScope::Unqualified | VariableScope::Local) {
            return;
        }
        let name = variable.path.name();
        if is_assigned(variable, ancestors) {
            self.unqualified_property(variable, definition, method, ancestors);
            return;
        }
        let known = ALWAYS_THERE.iter().any(|known| known.eq_ignore_ascii_case(name));
        if !known && !assigns(method, name) {
            self.report(variable.extent, VARIABLE_NOT_LOCAL, &[]);
        }
    }

    /// `$p = 1` where `p` is a property: most likely `$this.p = 1` was meant.
    fn unqualified_property(
        &mut self,
        variable: &VariableExpressionAst,
        definition: &TypeDefinitionAst,
        method: &FunctionMemberAst,
        ancestors: &[NodeRef<'_>],
    ) {
        let name = variable.path.name();
        let plain = matches!(ancestors.last(), Some(NodeRef::Assignment(assignment))
            if matches!(assignment.left, Expression::Variable(_)));
        let is_parameter = method
            .function
            .parameters
            .iter()
            .flatten()
            .any(|parameter| parameter.name.path.name().eq_ignore_ascii_case(name));
        if !plain || is_parameter {
            return;
        }
        let property = definition.members.iter().find_map(|member| match member {
            MemberAst::Property(property) if property.name.eq_ignore_ascii_case(name) => {
                Some(property)
            }
            _ => None,
        });
        let Some(property) = property else { return };
        if property.is_static {
            let class = format!("[{}]::", definition.name);
            let message = MISSING_TYPE_IN_STATIC_PROPERTY_ASSIGNMENT;
            self.report(variable.extent, message, &[&class, name]);
        } else {
            self.report(variable.extent, MISSING_THIS, &["$this.", name]);
        }
    }
}
