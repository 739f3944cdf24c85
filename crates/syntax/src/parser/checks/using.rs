//! `using` statements.

use super::Checker;
use super::constants::is_constant;
use crate::ast::{Expression, HashtableAst, ScriptBlockAst, UsingStatementAst, UsingStatementKind};
use crate::parser::diagnostics::{
    INVALID_NAMESPACE_VALUE, MODULE_NOT_FOUND_DURING_PARSE, REQUIRES_ARGUMENT_MUST_BE_CONSTANT,
    REQUIRES_MODULE_INVALID, USING_STATEMENT_NOT_SUPPORTED, WILD_CARD_MODULE_NAME_ERROR,
};

const NO_MODULE_NAME: &str =
    "The 'ModuleName' member does not exist in the hashtable that describes this module.";
const EMPTY_MODULE_NAME: &str = "Cannot bind parameter 'FullyQualifiedName'. Cannot convert value \
    \"\" to type \"Microsoft.PowerShell.Commands.ModuleSpecification\". Error: \"The value cannot \
    be an empty string. (Parameter 'moduleName')\"";

/// The namespaces that the script names.
pub(super) fn namespaces(script: &ScriptBlockAst) -> Vec<&str> {
    script
        .using_statements
        .iter()
        .filter(|statement| statement.kind == UsingStatementKind::Namespace)
        .filter_map(|statement| statement.name.as_ref().map(|name| &*name.value))
        .collect()
}

/// The value of a key when it is a constant string.
pub(super) fn string_value<'h>(hashtable: &'h HashtableAst, key: &str) -> Option<&'h str> {
    hashtable.key_value_pairs.iter().find_map(|(name, value)| {
        let matches = name.as_string().is_some_and(|name| name.eq_ignore_ascii_case(key));
        if matches { value.pure_expression()?.as_string() } else { None }
    })
}

impl Checker<'_> {
    pub(super) fn using(&mut self, statement: &UsingStatementAst) {
        let supported = matches!(
            statement.kind,
            UsingStatementKind::Namespace
                | UsingStatementKind::Assembly
                | UsingStatementKind::Module
        );
        if !supported || statement.alias.is_some() {
            self.report(statement.extent, USING_STATEMENT_NOT_SUPPORTED, &[]);
        }
        if statement.kind == UsingStatementKind::Namespace
            && let Some(name) = &statement.name
            && !is_namespace(&name.value)
        {
            self.report(name.extent, INVALID_NAMESPACE_VALUE, &[]);
        }
    }

    /// Modules are looked for when the script is parsed, since they bring types.
    pub(super) fn using_modules(&mut self, script: &ScriptBlockAst) {
        for statement in &script.using_statements {
            if statement.kind == UsingStatementKind::Module && statement.alias.is_none() {
                self.using_module(statement);
            }
        }
    }

    fn using_module(&mut self, statement: &UsingStatementAst) {
        let place = statement.extent;
        let (name, shown) = match (&statement.module_specification, &statement.name) {
            (Some(specification), _) => {
                if !is_constant(specification, false) {
                    self.report(place, REQUIRES_ARGUMENT_MUST_BE_CONSTANT, &[]);
                    return;
                }
                let Expression::Hashtable(hashtable) = &**specification else { return };
                let Some(name) = string_value(hashtable, "ModuleName") else {
                    self.report(place, REQUIRES_MODULE_INVALID, &[NO_MODULE_NAME]);
                    return;
                };
                (name.to_owned(), self.source.slice(hashtable.extent).to_owned())
            }
            (None, Some(name)) => (name.value.to_string(), name.value.to_string()),
            (None, None) => return,
        };
        if name.is_empty() {
            self.report(place, REQUIRES_MODULE_INVALID, &[EMPTY_MODULE_NAME]);
        } else if name.contains(['*', '?', '[']) {
            self.report(place, WILD_CARD_MODULE_NAME_ERROR, &[]);
        } else if !self.environment.has_module(&name) {
            self.report(place, MODULE_NOT_FOUND_DURING_PARSE, &[&shown]);
        }
    }
}

/// Identifiers joined by dots.
fn is_namespace(text: &str) -> bool {
    text.split('.').all(|part| {
        let mut characters = part.chars();
        characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|next| next.is_alphanumeric() || next == '_')
    })
}
