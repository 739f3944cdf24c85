//! Script files whose text is sent to other computers.

use remora_engine::prelude::*;

/// The text of a script file.
///
/// # Errors
/// Where there is no such file, or it cannot be read.
pub(crate) fn read(runtime: &mut CommandRuntime<'_>, path: &str) -> CommandResult<PsString> {
    let resolved = runtime.resolve_path_unchecked(path)?;
    let read = runtime.system().read(&resolved.provider_path);
    match read {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(text.strip_prefix('\u{FEFF}').unwrap_or(&text).into())
        }
        Err(reason) => {
            let path = resolved.provider_path.clone();
            let (kind, id) = match reason.kind() {
                std::io::ErrorKind::NotFound => (ErrorCategory::ObjectNotFound, "FilePathNotFound"),
                std::io::ErrorKind::PermissionDenied => {
                    (ErrorCategory::PermissionDenied, "FilePathUnauthorized")
                }
                _ => (ErrorCategory::ReadError, "FilePathNotRead"),
            };
            let message = match kind {
                ErrorCategory::ObjectNotFound => {
                    format!("Cannot find path '{path}' because it does not exist.")
                }
                _ => format!("The script file {path} cannot be read: {reason}."),
            };
            Err(runtime.throw(error(TypeId::FILE_NOT_FOUND_EXCEPTION, message, id, kind, path)))
        }
    }
}
