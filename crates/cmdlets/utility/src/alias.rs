//! What the cmdlets for aliases share.

use std::sync::Arc;

use remora_engine::command::{CommandInfo, CommandKind};
use remora_engine::prelude::*;
use remora_engine::session::{AliasEntry, ItemOptions, ScopeSelector};

use remora_language::compare::{Case, compare_text};

use crate::scope::scope_id;

/// An alias as `Get-Command` shows it.
pub(crate) fn value(runtime: &mut CommandRuntime<'_>, entry: &AliasEntry) -> Value {
    let resolved = runtime.find_command(&entry.definition).ok();
    let kind = CommandKind::Alias { definition: entry.definition.clone(), resolved };
    let info = CommandInfo::new(entry.name.clone(), kind).with_module(entry.module.clone());
    Value::live_arc(Arc::new(info))
}

/// The aliases that a scope sees, sorted by name.
pub(crate) fn all(runtime: &mut CommandRuntime<'_>, selector: ScopeSelector) -> Vec<AliasEntry> {
    let mut entries: Vec<AliasEntry> = if selector == ScopeSelector::Nearest {
        runtime.session().aliases().into_iter().cloned().collect()
    } else {
        let scope = scope_id(runtime, selector);
        let session = runtime.session();
        session.aliases_of(scope).into_iter().cloned().collect()
    };
    entries.retain(|entry| entry.public);
    entries.sort_by(|a, b| compare_text(&a.name, &b.name, Case::Ignore));
    entries
}

/// Makes or replaces an alias.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn put(
    runtime: &mut CommandRuntime<'_>,
    entry: AliasEntry,
    selector: ScopeSelector,
    force: bool,
) -> CommandResult {
    if selector == ScopeSelector::Nearest {
        return runtime.session().set_alias(entry, force);
    }
    let scope = scope_id(runtime, selector);
    runtime.session().set_alias_in(scope, entry, force)
}

/// An alias that is there already.
pub(crate) fn existing(name: &PsString) -> ErrorRecord {
    error(
        TypeId::SESSION_STATE_EXCEPTION,
        format!(
            "The alias is not allowed, because an alias with the name '{name}' already exists."
        ),
        "AliasAlreadyExists",
        ErrorCategory::ResourceExists,
        name.clone(),
    )
}

/// An alias that is not there; `what` is `name` or `definition`.
pub(crate) fn missing(what: &str, name: &PsString) -> ErrorRecord {
    not_found(
        format!(
            "This command cannot find a matching alias because an alias with the {what} '{name}' does not exist."
        ),
        "ItemNotFoundException",
        name.clone(),
    )
}

/// Whether every scope shares the alias of this name.
pub(crate) fn is_shared(runtime: &mut CommandRuntime<'_>, name: &str) -> bool {
    let known = runtime.session().alias(name);
    known.is_some_and(|entry| entry.options.contains(ItemOptions::ALL_SCOPE))
}
