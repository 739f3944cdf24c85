//! Moving and renaming.

use std::io;
use std::sync::Arc;

use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, ErrorRecord, error};
use remora_engine::providers::ProviderRuntime;
use remora_engine::{System, TypeId, Value};
use remora_psobject::Exception;

use super::errors::{exception, file_exists, io_error, name_of, parent_of, path_not_found, record};
use super::item::FileSystemItem;
use super::{join, write_info};

/// Gives an item another name in its folder.
pub(super) fn rename_item(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    new_name: &str,
    pass_through: bool,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let new_name = new_name.strip_prefix("./").unwrap_or(new_name);
    let inside = new_name
        .strip_prefix(parent_of(path))
        .map_or(new_name, |rest| rest.trim_start_matches('/'));
    if inside.contains(['/', '\\']) || inside.is_empty() {
        return Err(error(
            TypeId::PS_ARGUMENT_EXCEPTION,
            "Cannot rename the specified target, because it represents a path or device name.",
            "Argument",
            ErrorCategory::InvalidArgument,
            Value::Null,
        )
        .into());
    }
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    let destination = join(parent_of(path), inside);
    let action = if item.is_directory() { "Rename Directory" } else { "Rename File" };
    let target = format!("Item: {path} Destination: {destination}");
    if !runtime.should_process(target, action)? {
        return Ok(());
    }
    let renamed = if destination == path {
        Ok(())
    } else if system.metadata(&destination, false).is_ok() {
        Err(file_exists(&destination))
    } else {
        system
            .rename(path, &destination)
            .map_err(|failure| exception(&*system, &failure, &destination))
    };
    match renamed {
        Ok(()) if pass_through => write_info(runtime, FileSystemItem::new(&system, &destination)),
        Ok(()) => Ok(()),
        Err(thrown) => runtime.write_error(record(
            thrown,
            "RenameItemIOError",
            "RenameItemUnauthorizedAccessError",
            path,
        )),
    }
}

/// Moves an item to a path, or into the folder that stands there.
pub(super) fn move_item(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    destination: &str,
    pass_through: bool,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let item = FileSystemItem::new(&system, path);
    if !item.exists() {
        return runtime.write_error(path_not_found(path));
    }
    let is_folder = item.is_directory() && !item.is_link();
    let given = destination;
    let destination = if FileSystemItem::new(&system, given).is_directory() {
        join(given, name_of(path))
    } else {
        given.to_owned()
    };
    if is_folder && (given == path || destination.starts_with(&format!("{path}/"))) {
        let shown = if given == path { given } else { &destination };
        return runtime.write_error(io_error(
            format!(
                "Destination path cannot be a subdirectory of the source or the source itself: {shown}."
            ),
            "MoveItemArgumentError",
            ErrorCategory::InvalidArgument,
            shown,
        ));
    }
    let action = if item.is_directory() { "Move Directory" } else { "Move File" };
    let target = format!("Item: {path} Destination: {destination}");
    if !runtime.should_process(target, action)? {
        return Ok(());
    }
    let force = runtime.options.force;
    match relocate(&*system, path, &destination, is_folder, force) {
        Ok(()) if pass_through => write_info(runtime, FileSystemItem::new(&system, &destination)),
        Ok(()) => Ok(()),
        Err(thrown) => {
            let (error_id, unauthorized_id) = if is_folder {
                ("MoveDirectoryItemIOError", "MoveDirectoryItemUnauthorizedAccessError")
            } else {
                ("MoveFileInfoItemIOError", "MoveFileInfoItemUnauthorizedAccessError")
            };
            let record: ErrorRecord = record(thrown, error_id, unauthorized_id, item.to_value());
            runtime.write_error(record)
        }
    }
}

fn relocate(
    system: &dyn System,
    from: &str,
    to: &str,
    is_folder: bool,
    force: bool,
) -> Result<(), Exception> {
    if from == to {
        return Ok(());
    }
    if let Ok(known) = system.metadata(to, false) {
        let replaces =
            force && !is_folder && known.kind != remora_dotnet::system::FileKind::Directory;
        if !replaces {
            return Err(if is_folder {
                let message = "Cannot create a file when that file already exists.".to_owned();
                Exception::new(TypeId::IO_EXCEPTION, message)
            } else {
                file_exists(to)
            });
        }
    }
    match system.rename(from, to) {
        Err(failure) if is_folder && failure.kind() == io::ErrorKind::CrossesDevices => {
            move_tree(system, from, to)
        }
        other => other,
    }
    .map_err(|failure| {
        let at_source = system.metadata(from, false).is_err();
        exception(system, &failure, if at_source { from } else { to })
    })
}

/// Moves a folder to another file system, item by item.
fn move_tree(system: &dyn System, from: &str, to: &str) -> io::Result<()> {
    system.create_directory(to)?;
    for name in system.list(from)? {
        let (child, target) = (join(from, &name), join(to, &name));
        match system.rename(&child, &target) {
            Err(failure) if failure.kind() == io::ErrorKind::CrossesDevices => {
                move_tree(system, &child, &target)?;
            }
            other => other?,
        }
    }
    system.remove_directory(from, false)
}
