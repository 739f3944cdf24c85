//! What the cmdlets for variables share: finding them.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::session::{ScopeSelector, Variable};

use crate::scope::{NameFilter, pattern};

/// The variables of these names, which may hold wildcards; all where there is no name. A name that is
/// not there is reported.
///
/// # Errors
/// A pattern that is not well formed, or an error action that stops.
pub(crate) fn find(
    runtime: &mut CommandRuntime<'_>,
    names: &[PsString],
    selector: ScopeSelector,
    filter: &NameFilter,
) -> CommandResult<Vec<Arc<Variable>>> {
    let everything = [PsString::from("*")];
    let names = if names.is_empty() { &everything } else { names };
    let mut found: Vec<Arc<Variable>> = Vec::new();
    for name in names {
        let (scope, bare) = match selector {
            ScopeSelector::Nearest => ScopeSelector::of_name(name),
            other => (other, name.as_str()),
        };
        match pattern(bare)? {
            Some(pattern) => {
                let mut matching = runtime.session().variables(scope);
                matching.retain(|variable| {
                    variable.is_public()
                        && pattern.is_match(&variable.name)
                        && filter.takes(&variable.name)
                });
                matching.sort_by_key(|variable| variable.name.to_lowercase());
                found.extend(matching);
            }
            None => match one(runtime, bare, scope) {
                Some(variable) if filter.takes(&variable.name) => found.push(variable),
                Some(_) => {}
                None => runtime.write_error(missing(name))?,
            },
        }
    }
    Ok(found)
}

/// The variable of this name; an automatic one comes as a copy.
pub(crate) fn one(
    runtime: &mut CommandRuntime<'_>,
    name: &str,
    scope: ScopeSelector,
) -> Option<Arc<Variable>> {
    if let Some(known) = runtime.session().variable_object(name, scope) {
        return Some(known);
    }
    if scope != ScopeSelector::Nearest {
        return None;
    }
    let value = runtime.variable(name)?;
    Some(Arc::new(Variable::new(name, value, remora_engine::session::ItemOptions::NONE)))
}

/// A variable that is not there.
pub(crate) fn missing(name: &PsString) -> ErrorRecord {
    not_found(
        format!("Cannot find a variable with the name '{name}'."),
        "VariableNotFound",
        name.clone(),
    )
}

/// A variable that must not be written.
pub(crate) fn not_writable(name: &PsString) -> ErrorRecord {
    error(
        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
        "VariableNotWritable",
        ErrorCategory::WriteError,
        name.clone(),
    )
}

/// The record of an error that session state threw; everything else goes on its way.
///
/// # Errors
/// What is no error.
pub(crate) fn record_of(flow: Flow) -> CommandResult<Arc<ErrorRecord>> {
    match flow {
        Flow::Throw(thrown) => Ok(thrown.record),
        other => Err(other),
    }
}
