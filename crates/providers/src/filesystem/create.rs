//! Making files, folders and links.

use std::io;
use std::sync::Arc;

use remora_dotnet::system::OpenMode;
use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, error, not_found};
use remora_engine::providers::ProviderRuntime;
use remora_engine::{System, TypeId, Value};
use remora_psobject::{ErrorRecord, Exception};

use super::errors::{exception, io_error, parent_of, record};
use super::item::FileSystemItem;
use super::write_info;

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ItemKind {
    Directory,
    File,
    SymbolicLink,
    Junction,
    HardLink,
}

impl ItemKind {
    /// The kind whose name starts with the text.
    fn of(name: &str) -> Option<Self> {
        const NAMES: [(&str, ItemKind); 6] = [
            ("directory", ItemKind::Directory),
            ("container", ItemKind::Directory),
            ("file", ItemKind::File),
            ("symboliclink", ItemKind::SymbolicLink),
            ("junction", ItemKind::Junction),
            ("hardlink", ItemKind::HardLink),
        ];
        let lower = name.to_lowercase();
        NAMES.iter().find(|(known, _)| known.starts_with(&lower)).map(|(_, kind)| *kind)
    }
}

/// Makes an item and writes it.
pub(super) fn new_item(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    item_type: Option<&str>,
    value: &Value,
) -> CommandResult {
    let item_type = item_type.filter(|name| !name.is_empty()).unwrap_or("file");
    let Some(kind) = ItemKind::of(item_type) else {
        return Err(error(
            TypeId::PS_ARGUMENT_EXCEPTION,
            "The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified.",
            "Argument",
            ErrorCategory::InvalidArgument,
            Value::Null,
        )
        .into());
    };
    match kind {
        ItemKind::Directory => directory(runtime, path),
        ItemKind::File => file(runtime, path, value),
        _ => link(runtime, path, kind, value),
    }
}

fn failed(system: &dyn System, failure: &io::Error, path: &str, error_id: &str) -> ErrorRecord {
    record(exception(system, failure, path), error_id, "NewItemUnauthorizedAccessError", path)
}

fn directory(runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let known = FileSystemItem::new(&system, path);
    if known.exists() && !(runtime.options.force && known.is_directory()) {
        return runtime.write_error(io_error(
            format!("An item with the specified name {path} already exists."),
            "DirectoryExist",
            ErrorCategory::ResourceExists,
            path,
        ));
    }
    if !runtime.should_process(format!("Destination: {path}"), "Create Directory")? {
        return Ok(());
    }
    match system.create_directory(path) {
        Ok(()) => write_info(runtime, FileSystemItem::new(&system, path)),
        Err(failure) => {
            runtime.write_error(failed(&*system, &failure, path, "CreateDirectoryIOError"))
        }
    }
}

/// Makes the folders above an item where that is forced.
fn make_parents(runtime: &ProviderRuntime<'_, '_>, path: &str) {
    if runtime.options.force {
        // What is in the way is reported when the item itself cannot be made.
        let _ = runtime.system().create_directory(parent_of(path));
    }
}

fn file(runtime: &mut ProviderRuntime<'_, '_>, path: &str, value: &Value) -> CommandResult {
    let system = Arc::clone(runtime.system());
    if !runtime.should_process(format!("Destination: {path}"), "Create File")? {
        return Ok(());
    }
    make_parents(runtime, path);
    let force = runtime.options.force;
    let mode = OpenMode {
        write: true,
        create: force,
        create_new: !force,
        truncate: force,
        ..OpenMode::default()
    };
    let text = if value.is_null() { None } else { Some(runtime.display_text(value)) };
    let written = system.open(path, mode).and_then(|mut file| match &text {
        Some(text) => file.write_all(text.as_bytes()),
        None => Ok(()),
    });
    match written {
        Ok(()) => write_info(runtime, FileSystemItem::new(&system, path)),
        Err(failure) => runtime.write_error(failed(&*system, &failure, path, "NewItemIOError")),
    }
}

fn link(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    kind: ItemKind,
    value: &Value,
) -> CommandResult {
    let system = Arc::clone(runtime.system());
    let target = runtime.text(value);
    let whole = match runtime.resolve_path_unchecked(&target) {
        Ok(resolved) => resolved.provider_path,
        Err(_) => target.clone(),
    };
    if kind != ItemKind::SymbolicLink && system.metadata(&whole, false).is_err() {
        return runtime.write_error(not_found(
            format!("Could not find item {target}."),
            "ItemNotFound",
            target,
        ));
    }
    let action = match kind {
        ItemKind::HardLink => "Create Hard Link",
        ItemKind::Junction => "Create Junction",
        _ => "Create Symbolic Link",
    };
    if !runtime.should_process(format!("Destination: {path}"), action)? {
        return Ok(());
    }
    make_parents(runtime, path);
    let known = FileSystemItem::new(&system, path);
    if known.exists() {
        if !runtime.options.force {
            return runtime.write_error(io_error(
                format!("The file '{path}' already exists."),
                "NewItemIOError",
                ErrorCategory::ResourceExists,
                path,
            ));
        }
        if !known.is_directory() || known.is_link() {
            let _ = system.remove_file(path);
        }
    }
    let made = match kind {
        ItemKind::SymbolicLink => system.create_symbolic_link(path, &target),
        ItemKind::HardLink => std::fs::hard_link(&*whole, path),
        _ => Err(io::ErrorKind::Unsupported.into()),
    };
    match made {
        Ok(()) => write_info(runtime, FileSystemItem::new(&system, path)),
        Err(failure) if failure.kind() == io::ErrorKind::Unsupported => {
            let message = "Junctions are a kind of link that this platform does not have.";
            let thrown = Exception::new(TypeId::NOT_SUPPORTED_EXCEPTION, message);
            runtime.write_error(ErrorRecord::new(
                thrown,
                "NewItemIOError",
                ErrorCategory::NotImplemented,
                path.into(),
            ))
        }
        Err(failure) => runtime.write_error(failed(&*system, &failure, path, "NewItemIOError")),
    }
}
