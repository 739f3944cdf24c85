//! Arguments that the cmdlets for variables and aliases share: scopes, options, wildcards.

use remora_engine::prelude::*;
use remora_engine::session::{ItemOptions, ScopeId, ScopeSelector};
use remora_language::wildcard::{WildcardPattern, contains_wildcards};
use remora_psobject::ErrorCategory as Category;

/// The scope that `-Scope` names.
///
/// # Errors
/// A name or number that names no scope.
pub(crate) fn selector(
    runtime: &mut CommandRuntime<'_>,
    scope: Option<&PsString>,
) -> CommandResult<ScopeSelector> {
    let Some(text) = scope.filter(|text| !text.is_empty()) else {
        return Ok(ScopeSelector::Nearest);
    };
    if let Ok(number) = text.trim().parse::<i64>() {
        let Ok(levels) = usize::try_from(number) else {
            let message = "Cannot process argument because the value of argument \"Scope\" is out of range. Change argument \"Scope\" to a value that is within range.";
            return Err(out_of_range(message, number));
        };
        if runtime.session().ancestor(levels).is_none() {
            let message =
                format!("The scope number '{number}' exceeds the number of active scopes.");
            return Err(out_of_range(&message, number));
        }
        return Ok(ScopeSelector::Level(levels));
    }
    ScopeSelector::of_argument(text).ok_or_else(|| {
        error(
            TypeId::PS_ARGUMENT_EXCEPTION,
            "Cannot process argument because the value of parameter \"Scope\" is not valid. Valid values are \"Global\", \"Local\", or \"Script\", or a number relative to the current scope (0 through the number of scopes where 0 is the current scope and 1 is its parent). Change the value of the \"Scope\" parameter and run the operation again.",
            "Argument",
            Category::InvalidArgument,
            Value::Null,
        )
        .into()
    })
}

fn out_of_range(message: &str, number: i64) -> Flow {
    error(
        TypeId::PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        format!("{message} (Parameter 'Scope')\nActual value was {number}."),
        "ArgumentOutOfRange",
        Category::InvalidArgument,
        Value::Null,
    )
    .into()
}

/// The scope that a selector means for writing.
pub(crate) fn scope_id(runtime: &mut CommandRuntime<'_>, selector: ScopeSelector) -> ScopeId {
    runtime.session().select(selector)
}

/// `-Option` as the options of an item.
pub(crate) fn options(value: &Value) -> ItemOptions {
    const UNSPECIFIED: i64 = 16;
    let number = value.as_i64().unwrap_or(0) & !UNSPECIFIED;
    ItemOptions(u8::try_from(number).unwrap_or(0))
}

/// Names to take and names to leave out, with wildcards.
pub(crate) struct NameFilter {
    include: Vec<WildcardPattern>,
    exclude: Vec<WildcardPattern>,
}

impl NameFilter {
    /// A filter of `-Include` and `-Exclude`.
    ///
    /// # Errors
    /// A pattern that is not well formed.
    pub(crate) fn new(include: &[PsString], exclude: &[PsString]) -> CommandResult<Self> {
        let patterns = |names: &[PsString]| {
            names.iter().map(|name| WildcardPattern::new(name, true)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            include: patterns(include).map_err(Flow::from)?,
            exclude: patterns(exclude).map_err(Flow::from)?,
        })
    }

    /// Whether a name is wanted.
    pub(crate) fn takes(&self, name: &str) -> bool {
        (self.include.is_empty() || self.include.iter().any(|pattern| pattern.is_match(name)))
            && !self.exclude.iter().any(|pattern| pattern.is_match(name))
    }
}

/// A pattern that matches names; `None` where the name has no wildcards.
///
/// # Errors
/// A pattern that is not well formed.
pub(crate) fn pattern(name: &str) -> CommandResult<Option<WildcardPattern>> {
    if !contains_wildcards(name) {
        return Ok(None);
    }
    WildcardPattern::new(name, true).map(Some).map_err(Flow::from)
}

/// Whether the variable of this name never changes.
pub(crate) fn is_constant_name(name: &str) -> bool {
    ["true", "false", "null"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
