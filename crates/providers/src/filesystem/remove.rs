//! Taking files and folders away.

use std::io;
use std::sync::Arc;

use remora_engine::TypeId;
use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, ErrorRecord};
use remora_engine::providers::ProviderRuntime;
use remora_psobject::Exception;

use super::errors::{exception, path_not_found};
use super::item::{FileSystemItem, attributes};
use super::join;

/// Takes an item away, a folder with all that is in it where `recurse` says so.
pub(super) fn remove_item(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    recurse: bool,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    if item.is_directory() {
        return remove_directory(runtime, &item, recurse);
    }
    if runtime.should_process(path, "Remove File")? {
        remove_one(runtime, &item, false)?;
    }
    Ok(())
}

fn remove_directory(
    runtime: &mut ProviderRuntime<'_, '_>,
    item: &FileSystemItem,
    recurse: bool,
) -> CommandResult {
    if runtime.should_process(item.path().clone(), "Remove Directory")? {
        remove_tree(runtime, item, recurse)?;
    }
    Ok(())
}

/// Whether a folder and what is in it is gone.
fn remove_tree(
    runtime: &mut ProviderRuntime<'_, '_>,
    item: &FileSystemItem,
    recurse: bool,
) -> CommandResult<bool> {
    runtime.check_stop()?;
    if item.is_link() {
        return remove_one(runtime, item, false);
    }
    let system = Arc::clone(runtime.system());
    let mut all = true;
    if recurse && !protected(runtime, item) {
        for name in system.list(item.path()).unwrap_or_default() {
            let child = FileSystemItem::new(&system, &join(item.path(), &name));
            all &= if child.is_directory() {
                remove_tree(runtime, &child, true)?
            } else {
                remove_one(runtime, &child, false)?
            };
        }
    }
    // A folder that still holds something has been reported by what stayed.
    if all { remove_one(runtime, item, true) } else { Ok(false) }
}

/// Whether only force takes an item away.
fn protected(runtime: &ProviderRuntime<'_, '_>, item: &FileSystemItem) -> bool {
    const GUARDED: i64 = attributes::HIDDEN | attributes::SYSTEM | attributes::READ_ONLY;
    !runtime.options.force && !item.is_link() && item.attributes() & GUARDED != 0
}

fn remove_one(
    runtime: &mut ProviderRuntime<'_, '_>,
    item: &FileSystemItem,
    is_directory: bool,
) -> CommandResult<bool> {
    let system = Arc::clone(runtime.system());
    let path = item.path().clone();
    let report = |thrown: Exception| {
        let details = format!("Cannot remove item {path}: {}", thrown.message());
        let unauthorized = thrown.exception_type() == TypeId::UNAUTHORIZED_ACCESS_EXCEPTION;
        let (id, category) = if unauthorized {
            ("RemoveFileSystemItemUnAuthorizedAccess", ErrorCategory::PermissionDenied)
        } else {
            ("RemoveFileSystemItemIOError", ErrorCategory::WriteError)
        };
        let target = FileSystemItem::new(&system, &path).to_value();
        (thrown, id, category, target, details)
    };
    if protected(runtime, item) {
        let message = "You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only.";
        let (thrown, _, _, target, details) = report(Exception::new(TypeId::IO_EXCEPTION, message));
        let record = ErrorRecord::new(
            thrown,
            "RemoveFileSystemItemUnAuthorizedAccess",
            ErrorCategory::PermissionDenied,
            target,
        );
        runtime.write_error(record.with_details(details))?;
        return Ok(false);
    }
    let removed = if is_directory {
        system.remove_directory(&path, false)
    } else {
        system.remove_file(&path)
    };
    match removed {
        Ok(()) => Ok(true),
        // Somebody else was faster.
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(failure) => {
            let thrown = exception(&*system, &failure, &path);
            let (thrown, id, category, target, details) = report(thrown);
            let record = ErrorRecord::new(thrown, id, category, target);
            runtime.write_error(record.with_details(details))?;
            Ok(false)
        }
    }
}
