//! What the system reports, as .NET says it.

use std::io;

use remora_engine::errors::{ErrorCategory, error};
use remora_engine::{System, TypeId, Value};
use remora_psobject::{ErrorRecord, Exception, PsString};

/// The folder that a path stands in.
pub(super) fn parent_of(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) | None => "/",
        Some(at) => trimmed.get(..at).unwrap_or("/"),
    }
}

/// The last part of a path; the path itself for a root.
pub(super) fn name_of(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    let start = trimmed.rfind('/').map_or(0, |at| at + 1);
    match trimmed.get(start..) {
        Some(name) if !name.is_empty() => name,
        _ => path,
    }
}

/// The exception that .NET throws where the system reports `failure` for a path.
pub(crate) fn exception(system: &dyn System, failure: &io::Error, path: &str) -> Exception {
    match failure.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            let parent_is_there = system.metadata(parent_of(path), true).is_ok();
            if parent_is_there && failure.kind() == io::ErrorKind::NotFound {
                let message = format!("Could not find file '{path}'.");
                Exception::new(TypeId::FILE_NOT_FOUND_EXCEPTION, message)
            } else {
                let message = format!("Could not find a part of the path '{path}'.");
                Exception::new(TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, message)
            }
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::IsADirectory => {
            let message = format!("Access to the path '{path}' is denied.");
            Exception::new(TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, message)
        }
        io::ErrorKind::AlreadyExists => file_exists(path),
        _ => {
            let text = failure.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            Exception::new(TypeId::IO_EXCEPTION, format!("{text} : '{path}'"))
        }
    }
}

/// A file is in the way.
pub(super) fn file_exists(path: &str) -> Exception {
    Exception::new(TypeId::IO_EXCEPTION, format!("The file '{path}' already exists."))
}

/// A record of an exception with the ids that the provider gives: one for a lack of rights, one for
/// the rest.
pub(super) fn record(
    exception: Exception,
    error_id: &str,
    unauthorized_id: &str,
    target: impl Into<Value>,
) -> ErrorRecord {
    let unauthorized = exception.exception_type() == TypeId::UNAUTHORIZED_ACCESS_EXCEPTION;
    let (id, category) = if unauthorized {
        (unauthorized_id, ErrorCategory::PermissionDenied)
    } else {
        (error_id, ErrorCategory::WriteError)
    };
    ErrorRecord::new(exception, id, category, target.into())
}

/// An `IOException` of the provider's own.
pub(super) fn io_error(
    message: impl Into<PsString>,
    error_id: &str,
    category: ErrorCategory,
    target: impl Into<Value>,
) -> ErrorRecord {
    error(TypeId::IO_EXCEPTION, message, error_id, category, target)
}

/// Nothing stands under a path.
pub(super) fn path_not_found(path: &str) -> ErrorRecord {
    remora_engine::errors::not_found(
        format!("Cannot find path '{path}' because it does not exist."),
        "PathNotFound",
        path,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use remora_dotnet::system::FixedSystem;

    #[test]
    fn failures_are_said_as_dotnet_says_them() {
        let system = FixedSystem::default();
        let missing = io::Error::from(io::ErrorKind::NotFound);
        let said = |path: &str| exception(&system, &missing, path).message().to_string();
        assert_eq!(said("/tmp/x"), "Could not find file '/tmp/x'.");
        assert_eq!(said("/nope/x"), "Could not find a part of the path '/nope/x'.");
        assert_eq!((parent_of("/a"), name_of("/a/b/"), name_of("/")), ("/", "b", "/"));
    }
}
