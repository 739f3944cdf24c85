//! Listing folders.

use std::collections::HashSet;
use std::sync::Arc;

use remora_dotnet::system::FileKind;
use remora_engine::System;
use remora_engine::command::CommandResult;
use remora_engine::errors::ErrorRecord;
use remora_engine::providers::ProviderRuntime;
use remora_language::wildcard::WildcardPattern;
use remora_psobject::PsString;

use super::errors::{exception, name_of, path_not_found, record};
use super::item::{FileSystemItem, attributes};
use super::parameters::ItemFilter;
use super::unix_stat::UnixStat;
use super::{join, write_info, write_name};

/// What a listing has to remember on its way down.
struct Listing {
    filter: ItemFilter,
    pattern: Option<WildcardPattern>,
    follow_links: bool,
    /// The path that names are told from; `None` where objects are written.
    names_from: Option<String>,
    visited: HashSet<(u64, u64)>,
}

impl Listing {
    fn new(runtime: &mut ProviderRuntime<'_, '_>, names_from: Option<&str>) -> Self {
        let pattern = runtime.options.filter.clone().filter(|filter| !filter.is_empty());
        Self {
            filter: ItemFilter::of(runtime),
            pattern: pattern.and_then(|pattern| WildcardPattern::new(&pattern, true).ok()),
            follow_links: runtime.options.dynamic_switch("FollowSymlink"),
            names_from: names_from.map(str::to_owned),
            visited: HashSet::new(),
        }
    }

    fn write(&self, runtime: &mut ProviderRuntime<'_, '_>, item: FileSystemItem) -> CommandResult {
        let Some(base) = &self.names_from else {
            return write_info(runtime, item);
        };
        let inside = item.path().strip_prefix(base.as_str()).unwrap_or(item.path());
        let name = inside.trim_start_matches('/').to_owned();
        write_name(runtime, &name, &item)
    }

    fn accepts(&self, item: &FileSystemItem) -> bool {
        let named =
            self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(name_of(item.path())));
        named && self.filter.accepts(item)
    }

    /// Writes the children of a folder and, `depth` levels further down, theirs.
    fn folder(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        path: &str,
        depth: u32,
    ) -> CommandResult {
        runtime.check_stop()?;
        let system = Arc::clone(runtime.system());
        let names = match system.list(path) {
            Ok(names) => names,
            Err(failure) => return runtime.write_error(unreadable(&*system, &failure, path)),
        };
        let items = names.iter().map(|name| FileSystemItem::new(&system, &join(path, name)));
        let (folders, files): (Vec<_>, Vec<_>) = items.partition(FileSystemItem::is_directory);
        let mut below: Vec<PsString> = folders
            .iter()
            .filter(|folder| self.goes_into(folder))
            .map(|folder| folder.path().clone())
            .collect();
        super::sort_names(&mut below, |path| name_of(path));
        for mut group in [folders, files] {
            super::sort_names(&mut group, |item| name_of(item.path()));
            for item in group {
                if self.accepts(&item) {
                    self.write(runtime, item)?;
                }
            }
        }
        if depth == 0 {
            return Ok(());
        }
        for folder in below {
            if self.follow_links && self.names_from.is_none() && !self.visit(&folder) {
                let folder = super::resolve_links(&*system, &folder);
                runtime.write_warning(format!("Skip already-visited directory {folder}."))?;
                continue;
            }
            self.folder(runtime, &folder, depth - 1)?;
        }
        Ok(())
    }

    fn goes_into(&self, folder: &FileSystemItem) -> bool {
        let hidden = folder.attributes() & attributes::HIDDEN != 0;
        // Names are told through links too; objects only where that was asked for.
        let through = !folder.is_link() || self.follow_links || self.names_from.is_some();
        through && (!hidden || self.filter.shows_hidden())
    }

    /// Whether a folder is seen for the first time.
    fn visit(&mut self, path: &str) -> bool {
        let target = std::fs::canonicalize(path);
        let stat = target.ok().and_then(|target| UnixStat::of(&target.to_string_lossy()));
        stat.is_none_or(|stat| self.visited.insert(stat.identity()))
    }
}

fn unreadable(system: &dyn System, failure: &std::io::Error, path: &str) -> ErrorRecord {
    record(exception(system, failure, path), "DirIOError", "DirUnauthorizedAccessError", path)
}

fn list(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    depth: Option<u32>,
    recurse: bool,
    names: bool,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    if !item.is_directory() {
        let base = names.then(|| super::errors::parent_of(path).to_owned());
        let listing = Listing::new(runtime, base.as_deref());
        let hidden = item.attributes() & attributes::HIDDEN != 0;
        if listing.accepts(&item) || (hidden && !listing.filter.shows_hidden()) {
            // A hidden file that is named is shown only by force.
            return if hidden && !listing.filter.shows_hidden() {
                let message = format!("Could not find item {path}.");
                runtime.write_error(super::errors::io_error(
                    message,
                    "ItemNotFound",
                    remora_engine::errors::ErrorCategory::ObjectNotFound,
                    path,
                ))
            } else {
                listing.write(runtime, item)
            };
        }
        return Ok(());
    }
    let mut listing = Listing::new(runtime, names.then_some(path));
    if listing.follow_links {
        listing.visit(path);
    }
    let depth = if recurse { depth.unwrap_or(u32::MAX) } else { 0 };
    listing.folder(runtime, path, depth)
}

/// Writes the items of a folder; a file is written itself.
pub(super) fn items(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    recurse: bool,
    depth: Option<u32>,
) -> CommandResult {
    list(runtime, path, depth, recurse, false)
}

/// Writes the names of the items of a folder, from the folder on.
pub(super) fn names(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    recurse: bool,
    depth: Option<u32>,
) -> CommandResult {
    list(runtime, path, depth, recurse, true)
}

/// The names in a folder, folders first; hidden ones only by force.
pub(super) fn child_names(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
) -> CommandResult<Vec<PsString>> {
    let system = Arc::clone(runtime.system());
    let names = match system.list(path) {
        Ok(names) => names,
        Err(failure) => {
            if failure.kind() == std::io::ErrorKind::PermissionDenied {
                runtime.write_error(unreadable(&*system, &failure, path))?;
            }
            return Ok(Vec::new());
        }
    };
    let force = runtime.options.force;
    let is_folder = |name: &str| {
        system
            .metadata(&join(path, name), true)
            .is_ok_and(|metadata| metadata.kind == FileKind::Directory)
    };
    let (mut folders, mut files): (Vec<String>, Vec<String>) = names
        .into_iter()
        .filter(|name| force || !name.starts_with('.'))
        .partition(|name| is_folder(name));
    super::sort_names(&mut folders, |name| name);
    super::sort_names(&mut files, |name| name);
    Ok(folders.into_iter().chain(files).map(PsString::from).collect())
}
