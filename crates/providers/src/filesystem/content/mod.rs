//! The content of files.

mod encoding;
mod reader;
mod writer;

use remora_dotnet::system::{FileKind, OpenMode};
use remora_dotnet::types::system_text::codec::Codec;
use remora_engine::command::CommandResult;
use remora_engine::errors::{ErrorCategory, Exception, invalid_operation};
use remora_engine::providers::{ContentReader, ContentWriter, ProviderRuntime};
use remora_engine::{TypeId, Value};
use remora_psobject::ErrorRecord;

pub use encoding::{
    DEFAULT_ENCODING, argument_to_encoding, encoding_of_argument, encoding_of_name,
};
use reader::{Division, FileReader};
use writer::FileWriter;

use super::errors::{exception, path_not_found};

/// The encoding that was asked for.
fn requested_encoding(runtime: &ProviderRuntime<'_, '_>) -> Codec {
    let asked = runtime.options.dynamic("Encoding");
    asked.and_then(encoding_of_argument).unwrap_or(DEFAULT_ENCODING)
}

/// A parameter that does not go together with `-Raw`.
fn not_with_raw(other: &str) -> ErrorRecord {
    invalid_operation(
        format!("The 'Raw' and '{other}' parameters cannot be specified in the same command."),
        "InvalidOperation",
        Value::Null,
    )
}

/// A folder has no content to take away.
fn not_a_file(path: &str) -> Exception {
    let message = format!(
        "Unable to clear content of '{path}' because it is a directory. Clear-Content is only supported on files."
    );
    Exception::new(TypeId::NOT_SUPPORTED_EXCEPTION, message)
}

/// Opens a file for reading.
pub(super) fn open_reader(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
) -> CommandResult<Box<dyn ContentReader>> {
    let options = runtime.options;
    let raw = options.dynamic_switch("Raw");
    let wait = options.dynamic_switch("Wait");
    let delimiter = options.dynamic("Delimiter").map(|value| runtime.text(value));
    if raw && delimiter.is_some() {
        return Err(not_with_raw("Delimiter").into());
    }
    if raw && wait {
        return Err(not_with_raw("Wait").into());
    }
    let encoding = requested_encoding(runtime);
    let bytes = options.dynamic_switch("AsByteStream");
    let system = std::sync::Arc::clone(runtime.system());
    let mode = OpenMode { read: true, ..OpenMode::default() };
    let is_folder =
        system.metadata(path, true).is_ok_and(|metadata| metadata.kind == FileKind::Directory);
    let opened = if is_folder {
        Err(std::io::ErrorKind::PermissionDenied.into())
    } else {
        system.open(path, mode)
    };
    let file = opened.map_err(|failure| {
        let thrown = exception(&*system, &failure, path);
        let (id, category) = match thrown.exception_type() {
            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION => {
                ("GetContentReaderUnauthorizedAccessError", ErrorCategory::PermissionDenied)
            }
            TypeId::DIRECTORY_NOT_FOUND_EXCEPTION => {
                ("GetContentReaderDirectoryNotFoundError", ErrorCategory::ObjectNotFound)
            }
            TypeId::FILE_NOT_FOUND_EXCEPTION => {
                ("GetContentReaderFileNotFoundError", ErrorCategory::ObjectNotFound)
            }
            _ => ("GetContentReaderIOError", ErrorCategory::ReadError),
        };
        ErrorRecord::new(thrown, id, category, path.into())
    })?;
    let division = match (bytes, raw, delimiter) {
        (true, true, _) => Division::AllBytes,
        (true, false, _) => Division::Bytes,
        (false, true, _) => Division::All,
        (false, false, Some(delimiter)) if &*delimiter != "\n" && !delimiter.is_empty() => {
            Division::Delimiter(delimiter.to_string())
        }
        _ => Division::Lines,
    };
    Ok(Box::new(FileReader::new(file, encoding, division, wait)))
}

/// Opens a file for writing: emptied, or at its end.
pub(super) fn open_writer(
    runtime: &mut ProviderRuntime<'_, '_>,
    path: &str,
    append: bool,
) -> CommandResult<Box<dyn ContentWriter>> {
    let encoding = requested_encoding(runtime);
    let options = runtime.options;
    let bytes = options.dynamic_switch("AsByteStream");
    let no_newline = options.dynamic_switch("NoNewline");
    let system = std::sync::Arc::clone(runtime.system());
    let known = system.metadata(path, true).ok();
    if !append && known.as_ref().is_some_and(|metadata| metadata.kind == FileKind::Directory) {
        return Err(not_a_file(path).into());
    }
    let restore = options.force && known.as_ref().is_some_and(|metadata| metadata.read_only);
    if restore {
        // What forbids writing will be reported when the file is opened.
        let _ = system.set_read_only(path, false);
    }
    let mode =
        OpenMode { write: true, append, create: true, truncate: !append, ..OpenMode::default() };
    let file = system.open(path, mode).map_err(|failure| {
        let thrown = exception(&*system, &failure, path);
        let (id, category) = match thrown.exception_type() {
            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION => {
                ("GetContentWriterUnauthorizedAccessError", ErrorCategory::PermissionDenied)
            }
            TypeId::DIRECTORY_NOT_FOUND_EXCEPTION => {
                ("GetContentWriterDirectoryNotFoundError", ErrorCategory::ObjectNotFound)
            }
            TypeId::FILE_NOT_FOUND_EXCEPTION => {
                ("GetContentWriterFileNotFoundError", ErrorCategory::ObjectNotFound)
            }
            _ => ("GetContentWriterIOError", ErrorCategory::WriteError),
        };
        ErrorRecord::new(thrown, id, category, path.into())
    })?;
    let is_new = !append || known.is_none_or(|metadata| metadata.length == 0);
    let read_only_again = restore.then(|| path.to_owned());
    Ok(Box::new(FileWriter::new(
        system,
        file,
        writer::Form { encoding, bytes, no_newline, preamble: is_new && !bytes },
        read_only_again,
    )))
}

/// Empties a file.
pub(super) fn clear(runtime: &mut ProviderRuntime<'_, '_>, path: &str) -> CommandResult {
    let system = std::sync::Arc::clone(runtime.system());
    let Ok(metadata) = system.metadata(path, true) else {
        return runtime.write_error(path_not_found(path));
    };
    if metadata.kind == FileKind::Directory {
        return Err(not_a_file(path).into());
    }
    if !runtime.should_process(format!("Item: {path}"), "Clear Content")? {
        return Ok(());
    }
    let restore = runtime.options.force && metadata.read_only;
    if restore {
        let _ = system.set_read_only(path, false);
    }
    let mode = OpenMode { write: true, truncate: true, ..OpenMode::default() };
    let emptied = system.open(path, mode).map(drop);
    if restore {
        let _ = system.set_read_only(path, true);
    }
    match emptied {
        Ok(()) => Ok(()),
        Err(failure) => {
            let thrown = exception(&*system, &failure, path);
            runtime.write_error(super::errors::record(
                thrown,
                "ClearContentIOError",
                "ClearContentUnauthorizedAccessError",
                path,
            ))
        }
    }
}
