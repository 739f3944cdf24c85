//! From the paths that a cmdlet gets to the items of providers.

use std::sync::Arc;

use remora_engine::command::{CommandResult, CommandRuntime, ParameterSpec};
use remora_engine::errors::{Flow, not_found};
use remora_engine::providers::{Operation, ProviderOptions, ProviderRuntime, ResolvedPath};
use remora_engine::{TypeId, Value};
use remora_language::wildcard::{WildcardPattern, contains_wildcards, unescape};
use remora_psobject::{ErrorRecord, PsString};

/// Values of dynamic parameters, as a cmdlet keeps them.
pub(crate) type Dynamic = Vec<(PsString, Value)>;

/// The paths and options of one call of a cmdlet.
pub(crate) struct Selection {
    pub(crate) paths: Vec<PsString>,
    pub(crate) literal: bool,
    pub(crate) options: ProviderOptions,
}

impl Selection {
    /// The paths of `-Path`, or those of `-LiteralPath`, which are taken as they are.
    pub(crate) fn new(path: &[PsString], literal_path: &[PsString]) -> Self {
        let literal = !literal_path.is_empty();
        Self {
            paths: if literal { literal_path.to_vec() } else { path.to_vec() },
            literal,
            options: ProviderOptions { literal, ..ProviderOptions::default() },
        }
    }

    /// With `-Filter`, `-Include` and `-Exclude`.
    pub(crate) fn filtered(
        mut self,
        filter: Option<&PsString>,
        include: &[PsString],
        exclude: &[PsString],
    ) -> Self {
        self.options.filter = filter.cloned();
        self.options.include = include.to_vec();
        self.options.exclude = exclude.to_vec();
        self
    }

    /// With `-Force` and the dynamic parameters.
    pub(crate) fn with(mut self, force: bool, dynamic: &Dynamic) -> Self {
        self.options.force = force;
        self.options.dynamic = dynamic.clone();
        self
    }

    /// The items of one path, without those that `-Include` and `-Exclude` leave out. A path without
    /// wildcards that leads nowhere is an error.
    pub(crate) fn expand(
        &self,
        runtime: &mut CommandRuntime<'_>,
        path: &str,
    ) -> CommandResult<Vec<ResolvedPath>> {
        let mut found = expand(runtime, &self.options, path, self.literal)?;
        found.retain(|item| self.accepts(leaf(&item.provider_path)));
        Ok(found)
    }

    /// Whether `-Include` and `-Exclude` let a name pass.
    pub(crate) fn accepts(&self, name: &str) -> bool {
        let matches = |patterns: &[PsString]| {
            patterns.iter().any(|pattern| {
                WildcardPattern::new(pattern, true).is_ok_and(|pattern| pattern.is_match(name))
            })
        };
        (self.options.include.is_empty() || matches(&self.options.include))
            && !matches(&self.options.exclude)
    }

    /// Acts on each item of each path. What a path does not lead to is reported, and the others go on.
    pub(crate) fn for_each(
        &self,
        runtime: &mut CommandRuntime<'_>,
        mut act: impl FnMut(&mut ProviderRuntime<'_, '_>, &ResolvedPath) -> CommandResult,
    ) -> CommandResult {
        for path in &self.paths {
            runtime.check_stop()?;
            let items = match self.expand(runtime, path) {
                Ok(items) => items,
                Err(flow) => {
                    report(runtime, flow)?;
                    continue;
                }
            };
            for item in items {
                let result = with_provider(runtime, &self.options, &item, |lent| act(lent, &item));
                if let Err(flow) = result {
                    report(runtime, flow)?;
                }
            }
        }
        Ok(())
    }
}

/// The last part of a path.
pub(crate) fn leaf(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

/// The path without its last part.
pub(crate) fn parent(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) => "/",
        Some(at) => trimmed.get(..at).unwrap_or(""),
        None => "",
    }
}

/// A path below a container.
pub(crate) fn join(container: &str, name: &str) -> String {
    match container {
        "" => name.to_owned(),
        container if container.ends_with('/') => format!("{container}{name}"),
        container => format!("{container}/{name}"),
    }
}

/// Lends the runtime to the provider of a path.
pub(crate) fn with_provider<'b, R>(
    runtime: &mut CommandRuntime<'b>,
    options: &ProviderOptions,
    path: &ResolvedPath,
    act: impl FnOnce(&mut ProviderRuntime<'_, 'b>) -> CommandResult<R>,
) -> CommandResult<R> {
    let mut lent = ProviderRuntime::new(runtime, options, path.drive.clone(), path.info());
    act(&mut lent)
}

/// Writes an error that concerns one path alone; anything else goes on.
pub(crate) fn report(runtime: &mut CommandRuntime<'_>, flow: Flow) -> CommandResult {
    const ONE_PATH: [TypeId; 3] = [
        TypeId::DRIVE_NOT_FOUND_EXCEPTION,
        TypeId::PROVIDER_NOT_FOUND_EXCEPTION,
        TypeId::ITEM_NOT_FOUND_EXCEPTION,
    ];
    report_kinds(runtime, flow, &ONE_PATH)
}

/// Writes an error whose exception is of one of the kinds; anything else goes on.
pub(crate) fn report_kinds(
    runtime: &mut CommandRuntime<'_>,
    flow: Flow,
    kinds: &[TypeId],
) -> CommandResult {
    let written = match flow.error() {
        Some(record) => {
            let kind = record.exception.exception_type();
            kinds.iter().any(|known| kind.derives_from(*known)).then(|| Arc::clone(record))
        }
        None => None,
    };
    match written {
        Some(record) => runtime.write_error(record),
        None => Err(flow),
    }
}

/// The path as error messages show it: without the provider in front.
pub(crate) fn shown(path: &ResolvedPath) -> PsString {
    if path.drive.is_some() { path.path.clone() } else { path.provider_path.clone() }
}

/// Nothing stands under a path.
pub(crate) fn path_not_found(path: impl Into<PsString>) -> ErrorRecord {
    let path = path.into();
    not_found(format!("Cannot find path '{path}' because it does not exist."), "PathNotFound", path)
}

/// Wildcards that no item matches, where one is needed.
pub(crate) fn nothing_matches(path: &str) -> ErrorRecord {
    remora_engine::errors::error(
        TypeId::EXCEPTION,
        format!(
            "An object at the specified path {path} does not exist, or has been filtered by the -Include or -Exclude parameter."
        ),
        "ItemNotFound",
        remora_engine::errors::ErrorCategory::ObjectNotFound,
        Value::strings([path]),
    )
}

/// Whether something stands under a path.
pub(crate) fn exists(
    runtime: &mut CommandRuntime<'_>,
    options: &ProviderOptions,
    path: &ResolvedPath,
) -> CommandResult<bool> {
    let provider = Arc::clone(&path.provider);
    with_provider(runtime, options, path, |lent| provider.item_exists(lent, &path.provider_path))
}

/// Whether a path leads to a container.
pub(crate) fn is_container(
    runtime: &mut CommandRuntime<'_>,
    options: &ProviderOptions,
    path: &ResolvedPath,
) -> CommandResult<bool> {
    let provider = Arc::clone(&path.provider);
    with_provider(runtime, options, path, |lent| provider.is_container(lent, &path.provider_path))
}

/// The provider and path behind a path that need not exist; wildcards are not looked at. What starts
/// with a separator is on the file system, wherever the session is.
///
/// # Errors
/// An unknown drive or provider.
pub(crate) fn resolve(runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult<ResolvedPath> {
    if path.starts_with(['/', '\\'])
        && let Some(drive) = runtime.session().drive("/")
        && let Some(provider) = runtime.session().provider(&drive.provider.name)
    {
        let provider_path = provider.normalize(path);
        return Ok(ResolvedPath {
            provider,
            drive: Some(drive),
            path: provider_path.clone(),
            provider_path,
        });
    }
    if let Some((name, inside)) = path.split_once("::")
        && !inside.starts_with(['/', '\\'])
        && let Some(provider) = runtime.session().provider(name)
        && &*provider.info().name == "FileSystem"
    {
        let current = runtime.session().current_provider_path();
        let inside = join(&current, inside);
        return runtime.resolve_path_unchecked(&format!("{name}::{inside}"));
    }
    runtime.resolve_path_unchecked(path)
}

/// The items that a path stands for.
///
/// # Errors
/// An unknown drive or provider; a path without wildcards that leads nowhere.
pub(crate) fn expand(
    runtime: &mut CommandRuntime<'_>,
    options: &ProviderOptions,
    path: &str,
    literal: bool,
) -> CommandResult<Vec<ResolvedPath>> {
    if literal || !contains_wildcards(path) {
        let plain = if literal { path.to_owned() } else { unescape(path) };
        let resolved = resolve(runtime, &plain)?;
        if exists(runtime, options, &resolved)? {
            return Ok(vec![resolved]);
        }
        let named = if literal { path.into() } else { shown(&resolved) };
        return Err(path_not_found(named).into());
    }
    let pattern = resolve(runtime, path)?;
    glob(runtime, options, &pattern)
}

/// Walks down a path part by part and takes all that the wildcards of each part match.
fn glob(
    runtime: &mut CommandRuntime<'_>,
    options: &ProviderOptions,
    pattern: &ResolvedPath,
) -> CommandResult<Vec<ResolvedPath>> {
    let root = pattern.drive.as_ref().map_or_else(PsString::empty, |drive| drive.root.clone());
    let root = if pattern.drive.is_none() && pattern.provider_path.starts_with('/') {
        "/".into()
    } else {
        root
    };
    let whole = pattern.provider_path.as_str();
    let inside = whole.strip_prefix(root.as_str()).unwrap_or(whole);
    let parts: Vec<&str> = inside.split('/').filter(|part| !part.is_empty()).collect();
    let filter = options.filter.as_ref().filter(|filter| !filter.is_empty());
    let filter = filter.and_then(|filter| WildcardPattern::new(filter, true).ok());
    let mut found = vec![root.to_string()];
    let provider = Arc::clone(&pattern.provider);
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let mut next = Vec::new();
        for container in &found {
            runtime.check_stop()?;
            let mut lent =
                ProviderRuntime::new(runtime, options, pattern.drive.clone(), provider.info());
            if !contains_wildcards(part) {
                let child = join(container, &unescape(part));
                if provider.item_exists(&mut lent, &child)? {
                    next.push(child);
                }
                continue;
            }
            let Ok(wildcard) = WildcardPattern::new(part, true) else {
                continue;
            };
            if !provider.is_container(&mut lent, container)? {
                continue;
            }
            for name in provider.child_names(&mut lent, container)? {
                let passes = !last || filter.as_ref().is_none_or(|filter| filter.is_match(&name));
                if passes && wildcard.is_match(&name) {
                    next.push(join(container, &name));
                }
            }
        }
        found = next;
    }
    Ok(found.into_iter().map(|path| sibling(pattern, &root, path)).collect())
}

/// Another path of the same drive or provider.
fn sibling(of: &ResolvedPath, root: &str, provider_path: String) -> ResolvedPath {
    let inside = provider_path.strip_prefix(root).unwrap_or(&provider_path);
    let path = match &of.drive {
        Some(drive) if root != "/" => {
            format!("{}:/{}", drive.name, inside.trim_start_matches('/'))
        }
        Some(_) => provider_path.clone(),
        None => format!("{}::{provider_path}", of.info().full_name()),
    };
    ResolvedPath {
        provider: Arc::clone(&of.provider),
        drive: of.drive.clone(),
        path: path.into(),
        provider_path: provider_path.into(),
    }
}

/// The path of a child of a container.
pub(crate) fn child_of(container: &ResolvedPath, name: &str) -> ResolvedPath {
    ResolvedPath {
        provider: Arc::clone(&container.provider),
        drive: container.drive.clone(),
        path: join(&container.path, name).into(),
        provider_path: join(&container.provider_path, name).into(),
    }
}

/// The parameters that an operation has on the provider of the first path, or of the current location.
pub(crate) fn dynamic_parameters(
    runtime: &mut CommandRuntime<'_>,
    operation: Operation,
    paths: &[PsString],
) -> &'static [ParameterSpec] {
    let path = paths.first().map_or(".", PsString::as_str);
    match resolve(runtime, path) {
        Ok(resolved) => resolved.provider.dynamic_parameters(operation, &resolved.provider_path),
        // What is wrong with the path is reported when it is used.
        Err(_) => &[],
    }
}

/// Whether a path is the current location or above it.
pub(crate) fn holds_location(runtime: &mut CommandRuntime<'_>, path: &ResolvedPath) -> bool {
    let current = runtime.session().current_provider_path();
    let here = runtime.session().current_drive();
    if here.provider.name != path.info().name {
        return false;
    }
    let path = path.provider_path.trim_end_matches('/');
    current.as_str() == path || current.starts_with(&format!("{path}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(
            (leaf("/a/b/"), parent("/a/b"), parent("/a"), parent("a")),
            ("b", "/a", "/", "")
        );
        assert_eq!((join("/", "a").as_str(), join("", "a").as_str()), ("/a", "a"));
    }

    #[test]
    fn include_and_exclude_look_at_names() {
        let selection =
            Selection::new(&["*".into()], &[]).filtered(None, &["*.txt".into()], &["b*".into()]);
        assert!(selection.accepts("A.TXT"));
        assert!(!selection.accepts("b.txt") && !selection.accepts("a.log"));
    }
}
