//! Errors of the file system as .NET's exceptions.

use std::io::{Error, ErrorKind};

use crate::types::prelude::*;

/// The exception for an error at a path; `directory` says whether a folder was meant.
pub fn exception(error: &Error, path: &str, directory: bool, exists_above: bool) -> Exception {
    let of = |id: TypeId, message: String| Exception::new(id, message);
    match error.kind() {
        ErrorKind::NotFound if directory || !exists_above => of(
            TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
            format!("Could not find a part of the path '{path}'."),
        ),
        ErrorKind::NotFound => {
            of(TypeId::FILE_NOT_FOUND_EXCEPTION, format!("Could not find file '{path}'."))
                .with_property("FileName", path)
        }
        ErrorKind::PermissionDenied | ErrorKind::IsADirectory => of(
            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
            format!("Access to the path '{path}' is denied."),
        ),
        ErrorKind::AlreadyExists => {
            of(TypeId::IO_EXCEPTION, format!("The file '{path}' already exists."))
        }
        ErrorKind::DirectoryNotEmpty => {
            of(TypeId::IO_EXCEPTION, format!("Directory not empty : '{path}'"))
        }
        ErrorKind::NotADirectory if directory => {
            of(TypeId::IO_EXCEPTION, format!("The directory name is invalid. : '{path}'"))
        }
        ErrorKind::NotADirectory => of(
            TypeId::DIRECTORY_NOT_FOUND_EXCEPTION,
            format!("Could not find a part of the path '{path}'."),
        ),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or(&text);
            of(TypeId::IO_EXCEPTION, format!("{text} : '{path}'"))
        }
    }
}

/// The exception for an error at a file.
pub fn at_file(call: &Call<'_>, error: &Error, path: &str) -> Exception {
    let above = super::path::parent(path).unwrap_or("/");
    let exists = call.system().metadata(above, true).is_ok();
    exception(error, path, false, exists)
}

/// The exception for an error at a folder.
pub fn at_directory(error: &Error, path: &str) -> Exception {
    exception(error, path, true, true)
}
