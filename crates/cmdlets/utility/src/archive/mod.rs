//! What `Compress-Archive` and `Expand-Archive` share: ZIP files, their paths and their errors.

pub(crate) mod collect;
pub(crate) mod zip;

use remora_engine::prelude::*;

/// The one ending of archive files.
const ENDING: &str = ".zip";

/// The ending of a file name, with its dot; empty where it has none.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.').and_then(|at| name.get(at..)).unwrap_or_default()
}

/// Refuses archive files of another format.
///
/// # Errors
/// `NotSupportedArchiveFileExtension`
pub(crate) fn check_ending(path: &str) -> CommandResult {
    let found = ending(path);
    if found.eq_ignore_ascii_case(ENDING) {
        return Ok(());
    }
    let message = format!(
        "{found} is not a supported archive file format. {ENDING} is the only supported archive file format."
    );
    Err(error(
        TypeId::IO_EXCEPTION,
        message,
        "NotSupportedArchiveFileExtension",
        ErrorCategory::InvalidArgument,
        path,
    )
    .into())
}

/// A file name with the ending of archives, where it has none.
pub(crate) fn with_ending(path: &str) -> String {
    if ending(path).is_empty() { format!("{path}{ENDING}") } else { path.to_owned() }
}

/// The record of a path under which nothing stands.
pub(crate) fn path_not_found(path: &str) -> ErrorRecord {
    let message =
        format!("The path '{path}' either does not exist or is not a valid file system path.");
    invalid_argument(message, "ArchiveCmdletPathNotFound", path)
}

/// The record of what the system refused to do with a file.
pub(crate) fn io_failure(path: &str, failure: &std::io::Error) -> ErrorRecord {
    let message = match failure.kind() {
        std::io::ErrorKind::PermissionDenied => format!("Access to the path '{path}' is denied."),
        _ => format!("{failure} : '{path}'"),
    };
    error(TypeId::IO_EXCEPTION, message, "IOException", ErrorCategory::NotSpecified, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_those_of_the_last_name() {
        assert_eq!(with_ending("/a.b/c"), "/a.b/c.zip");
        assert_eq!(with_ending("/a/c.ZIP"), "/a/c.ZIP");
        assert!(check_ending("/a/c.ZIP").is_ok());
        assert!(check_ending("/a.zip/c.tar").is_err());
    }
}
