//! From the paths that scripts write to providers and their own paths.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, TypeId, Value};

use super::{Drive, Provider, ProviderInfo, ProviderOptions, ProviderRuntime};
use crate::command::{CommandResult, CommandRuntime};
use crate::errors;
use crate::session::SessionState;

/// A path with its provider.
#[derive(Clone)]
pub struct ResolvedPath {
    /// The provider.
    pub provider: Arc<dyn Provider>,
    /// The drive; `None` for paths that name a provider.
    pub drive: Option<Arc<Drive>>,
    /// The path in the provider's own form.
    pub provider_path: PsString,
    /// The path as PowerShell shows it.
    pub path: PsString,
}

impl ResolvedPath {
    /// The provider as scripts see it.
    pub fn info(&self) -> Arc<ProviderInfo> {
        self.provider.info()
    }

    /// The path as `Get-Location` and `Resolve-Path` write it.
    pub fn to_path_info(&self) -> super::PathInfo {
        super::PathInfo {
            drive: self.drive.clone(),
            provider: self.info(),
            provider_path: self.provider_path.clone(),
            path: self.path.clone(),
        }
    }
}

/// Takes `.`, `..` and doubled separators out of a path.
pub(crate) fn normalize(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() && !rooted {
                    parts.push("..");
                }
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    if rooted { format!("/{joined}") } else { joined }
}

/// The parent and the last part of a path.
pub(crate) fn split(path: &str) -> (&str, &str) {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) => ("/", trimmed.get(1..).unwrap_or("")),
        Some(at) => (trimmed.get(..at).unwrap_or(""), trimmed.get(at + 1..).unwrap_or("")),
        None => ("", if trimmed.is_empty() { path } else { trimmed }),
    }
}

/// Joins a container's path and a name.
fn join(parent: &str, child: &str) -> String {
    match (parent, child) {
        ("", child) => child.to_owned(),
        (parent, "") => parent.to_owned(),
        (parent, child) if parent.ends_with('/') => format!("{parent}{child}"),
        (parent, child) => format!("{parent}/{child}"),
    }
}

/// The provider and path behind a path that need not exist; wildcards are not looked at.
///
/// # Errors
/// An unknown drive or provider.
pub fn resolve_path(session: &SessionState, path: &str) -> CommandResult<ResolvedPath> {
    if let Some((name, rest)) = path.split_once("::") {
        let provider = session.provider(name).ok_or_else(|| {
            errors::error(
                TypeId::PROVIDER_NOT_FOUND_EXCEPTION,
                format!("Cannot find a provider with the name '{name}'."),
                "ProviderNotFound",
                ErrorCategory::ObjectNotFound,
                name,
            )
        })?;
        let provider_path = provider.normalize(rest);
        return Ok(ResolvedPath {
            path: format!("{}::{provider_path}", provider.info().full_name()).into(),
            provider,
            drive: None,
            provider_path,
        });
    }
    let (drive, relative, absolute) = place(session, path)?;
    let provider = session.provider(&drive.provider.name).ok_or_else(|| {
        errors::invalid_operation(
            "The provider of the drive is gone.",
            "ProviderNotFound",
            Value::Null,
        )
    })?;
    let inside = if absolute { relative } else { join(&drive.current_location(), &relative) };
    let inside = inside.replace('\\', "/");
    let inside = normalize(inside.trim_start_matches('/'));
    let inside = inside.trim_start_matches("../").trim_start_matches("..");
    let provider_path = join(&drive.root, inside);
    let is_file_root = &*drive.root == "/";
    let shown =
        if is_file_root { provider_path.clone() } else { format!("{}:/{inside}", drive.name) };
    Ok(ResolvedPath {
        provider,
        drive: Some(drive),
        provider_path: provider_path.into(),
        path: shown.into(),
    })
}

/// The drive of a path, the rest, and whether the rest starts at the drive's root.
fn place(session: &SessionState, path: &str) -> CommandResult<(Arc<Drive>, String, bool)> {
    if let Some((name, rest)) = path.split_once(':')
        && !name.is_empty()
        && !name.contains(['/', '\\'])
    {
        let drive = session.drive(name).ok_or_else(|| {
            errors::error(
                TypeId::DRIVE_NOT_FOUND_EXCEPTION,
                format!("Cannot find drive. A drive with the name '{name}' does not exist."),
                "DriveNotFound",
                ErrorCategory::ObjectNotFound,
                name,
            )
        })?;
        let absolute = rest.starts_with(['/', '\\']) || rest.is_empty();
        // `Drive:` alone is the current location on it; on the drives of values that is the root.
        let absolute = absolute && (!rest.is_empty() || drive.current_location().is_empty());
        return Ok((drive, rest.trim_start_matches(['/', '\\']).to_owned(), absolute));
    }
    if path == "~" || path.starts_with("~/") || path.starts_with("~\\") {
        let drive = session.current_drive();
        let home = drive.provider.home.read().clone();
        let home = home.strip_prefix(drive.root.as_str()).unwrap_or(&home);
        let rest = path.get(1..).unwrap_or("").trim_start_matches(['/', '\\']);
        return Ok((Arc::clone(&drive), join(home, rest), true));
    }
    let drive = session.current_drive();
    let absolute = path.starts_with(['/', '\\']);
    Ok((drive, path.to_owned(), absolute))
}

/// The paths that a path with wildcards stands for. With `literal` the path is taken as it is.
///
/// # Errors
/// An unknown drive or provider; `PathNotFound` where a path without wildcards leads nowhere.
pub fn resolve_paths(
    runtime: &mut CommandRuntime<'_>,
    path: &str,
    literal: bool,
) -> CommandResult<Vec<ResolvedPath>> {
    let resolved = resolve_path(runtime.session(), path)?;
    let options = ProviderOptions::default();
    if literal || !has_wildcards(path) {
        let mut resolved = resolved;
        if !literal && path.contains('`') {
            resolved = resolve_path(runtime.session(), &unescape(path))?;
        }
        let provider = Arc::clone(&resolved.provider);
        let mut lent =
            ProviderRuntime::new(runtime, &options, resolved.drive.clone(), provider.info());
        if provider.item_exists(&mut lent, &resolved.provider_path)? {
            return Ok(vec![resolved]);
        }
        return Err(errors::not_found(
            format!("Cannot find path '{}' because it does not exist.", resolved.path),
            "PathNotFound",
            Value::Str(resolved.path.clone()),
        )
        .into());
    }
    let found = glob(runtime, &resolved, &options)?;
    Ok(found)
}

/// Whether a path holds wildcards that are not escaped.
pub(crate) fn has_wildcards(path: &str) -> bool {
    let mut escaped = false;
    for character in path.chars() {
        match character {
            _ if escaped => escaped = false,
            '`' => escaped = true,
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

fn unescape(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match character {
            '`' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

fn glob(
    runtime: &mut CommandRuntime<'_>,
    pattern: &ResolvedPath,
    options: &ProviderOptions,
) -> CommandResult<Vec<ResolvedPath>> {
    let root = pattern.drive.as_ref().map_or_else(PsString::empty, |drive| drive.root.clone());
    let inside =
        pattern.provider_path.strip_prefix(root.as_str()).unwrap_or(&pattern.provider_path);
    let parts: Vec<&str> = inside.split('/').filter(|part| !part.is_empty()).collect();
    let mut found = vec![root.to_string()];
    let provider = Arc::clone(&pattern.provider);
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let mut next = Vec::new();
        for parent in found {
            runtime.check_stop()?;
            let mut lent =
                ProviderRuntime::new(runtime, options, pattern.drive.clone(), provider.info());
            if has_wildcards(part) {
                let wildcard = remora_language::wildcard::WildcardPattern::new(part, true)?;
                for name in provider.child_names(&mut lent, &parent).unwrap_or_default() {
                    if wildcard.is_match(&name) {
                        let child = join(&parent, &name);
                        if last || provider.is_container(&mut lent, &child)? {
                            next.push(child);
                        }
                    }
                }
            } else {
                let child = join(&parent, &unescape(part));
                if provider.item_exists(&mut lent, &child)? {
                    next.push(child);
                }
            }
        }
        found = next;
    }
    let is_file_root = &*root == "/";
    Ok(found
        .into_iter()
        .map(|provider_path| {
            let inside = provider_path.strip_prefix(root.as_str()).unwrap_or(&provider_path);
            let path = match &pattern.drive {
                Some(drive) if !is_file_root => {
                    format!("{}:/{}", drive.name, inside.trim_start_matches('/'))
                }
                Some(_) => provider_path.clone(),
                None => format!("{}::{provider_path}", provider.info().full_name()),
            };
            ResolvedPath {
                provider: Arc::clone(&provider),
                drive: pattern.drive.clone(),
                path: path.into(),
                provider_path: provider_path.into(),
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart_and_joined() {
        assert_eq!(normalize("/a/./b/../c//d"), "/a/c/d");
        assert_eq!(normalize("../a"), "../a");
        assert_eq!(split("/a/b"), ("/a", "b"));
        assert_eq!(split("/a"), ("/", "a"));
        assert_eq!(split("name"), ("", "name"));
        assert!(has_wildcards("a*") && !has_wildcards("a`*"));
        assert_eq!(unescape("a`*b"), "a*b");
    }
}
