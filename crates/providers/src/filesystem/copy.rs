//! Copying files and folders.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use remora_dotnet::system::{FileMetadata, OpenMode};
use remora_engine::System;
use remora_engine::command::CommandResult;
use remora_engine::errors::ErrorCategory;
use remora_engine::providers::ProviderRuntime;
use remora_language::wildcard::WildcardPattern;

use super::errors::{exception, io_error, name_of, path_not_found, record};
use super::item::FileSystemItem;
use super::{join, write_info};

/// How much is copied at a time.
const CHUNK: usize = 256 * 1024;

/// How a copy is made.
struct Copy {
    recurse: bool,
    pass_through: bool,
    filter: Option<WildcardPattern>,
}

/// Copies an item to a path, or into the folder that stands there.
pub(super) fn copy_item(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    destination: &str,
    recurse: bool,
    pass_through: bool,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let source = FileSystemItem::new(&system, path);
    if !source.exists() {
        return runtime.write_error(path_not_found(path));
    }
    let filter = runtime.options.filter.clone().filter(|filter| !filter.is_empty());
    let copy = Copy {
        recurse,
        pass_through,
        filter: filter.and_then(|filter| WildcardPattern::new(&filter, true).ok()),
    };
    let destination = if FileSystemItem::new(&system, destination).is_directory() {
        join(destination, name_of(path))
    } else {
        destination.to_owned()
    };
    if path == destination {
        return runtime.write_error(io_error(
            format!("Cannot overwrite the item {path} with itself."),
            "CopyError",
            ErrorCategory::WriteError,
            path,
        ));
    }
    if source.is_directory() {
        copy.folder(runtime, path, &destination)
    } else {
        copy.file(runtime, path, &destination)
    }
}

/// Copies the content and what goes with it.
fn copy_content(
    system: &dyn System,
    from: &str,
    to: &str,
    metadata: &FileMetadata,
) -> io::Result<()> {
    let reading = OpenMode { read: true, ..OpenMode::default() };
    let writing = OpenMode { write: true, create: true, truncate: true, ..OpenMode::default() };
    let mut source = system.open(from, reading)?;
    let mut target = system.open(to, writing)?;
    let mut buffer = vec![0_u8; CHUNK];
    loop {
        let count = source.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        target.write_all(buffer.get(..count).unwrap_or(&[]))?;
    }
    drop(target);
    // Rights and times are not worth failing a copy that is made.
    let _ = system.set_mode(to, metadata.mode);
    let _ = system.set_times(to, Some(metadata.accessed), Some(metadata.modified));
    Ok(())
}

impl Copy {
    fn file(&self, runtime: &mut ProviderRuntime<'_, '_>, from: &str, to: &str) -> CommandResult {
        runtime.check_stop()?;
        if self.filter.as_ref().is_some_and(|filter| !filter.is_match(name_of(from))) {
            return Ok(());
        }
        if !runtime.should_process(format!("Item: {from} Destination: {to}"), "Copy File")? {
            return Ok(());
        }
        let system = Arc::clone(runtime.system());
        let copied = system.metadata(from, true).and_then(|metadata| {
            let in_the_way = system.metadata(to, true).ok();
            if in_the_way.is_some_and(|known| known.read_only) {
                if !runtime.options.force {
                    return Err(io::ErrorKind::PermissionDenied.into());
                }
                system.set_read_only(to, false)?;
            }
            copy_content(&*system, from, to, &metadata)
        });
        match copied {
            Ok(()) if self.pass_through => write_info(runtime, FileSystemItem::new(&system, to)),
            Ok(()) => Ok(()),
            Err(failure) => {
                let source_is_missing = system.metadata(from, true).is_err();
                let thrown =
                    exception(&*system, &failure, if source_is_missing { from } else { to });
                runtime.write_error(record(
                    thrown,
                    "CopyFileInfoItemIOError",
                    "CopyFileInfoItemUnauthorizedAccessError",
                    FileSystemItem::new(&system, from).to_value(),
                ))
            }
        }
    }

    fn folder(&self, runtime: &mut ProviderRuntime<'_, '_>, from: &str, to: &str) -> CommandResult {
        runtime.check_stop()?;
        let target = format!("Item: {from} Destination: {to}");
        if !runtime.should_process(target, "Copy Directory")? {
            return Ok(());
        }
        let system = Arc::clone(runtime.system());
        // Listed before the copy is made, which may be inside.
        let children =
            if self.recurse { system.list(from).unwrap_or_default() } else { Vec::new() };
        let known = FileSystemItem::new(&system, to);
        if !known.exists() {
            if let Err(failure) = system.create_directory(to) {
                let thrown = exception(&*system, &failure, to);
                return runtime.write_error(record(
                    thrown,
                    "CreateDirectoryIOError",
                    "CreateDirectoryUnauthorizedAccessError",
                    to,
                ));
            }
            if self.pass_through {
                write_info(runtime, FileSystemItem::new(&system, to))?;
            }
        }
        let (folders, files): (Vec<String>, Vec<String>) = children
            .into_iter()
            .partition(|name| FileSystemItem::new(&system, &join(from, name)).is_directory());
        for name in files {
            self.file(runtime, &join(from, &name), &join(to, &name))?;
        }
        for name in folders {
            let child = join(from, &name);
            if child != to {
                self.folder(runtime, &child, &join(to, &name))?;
            }
        }
        Ok(())
    }
}
