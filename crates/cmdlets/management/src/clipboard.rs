//! The clipboard of the desktop, through the programs that reach it.

use std::io::{Read as _, Write as _};

use remora_engine::TypeId;
use remora_engine::command::{CommandResult, CommandRuntime};
use remora_engine::errors::{ErrorCategory, ErrorRecord, error};
use remora_engine::native::{ProcessRequest, StreamMode};

/// Programs that read or write the clipboard, with the arguments for both.
const PROGRAMS: &[(&str, &[&str], &[&str])] = &[
    ("xclip", &["-selection", "clipboard", "-out"], &["-selection", "clipboard", "-in"]),
    ("wl-paste", &["--no-newline"], &[]),
];

fn unavailable(error_id: &str) -> ErrorRecord {
    error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        "The clipboard cannot be reached: there is no desktop, or xclip is not installed.",
        error_id,
        ErrorCategory::InvalidOperation,
        "Clipboard",
    )
}

fn request(
    runtime: &mut CommandRuntime<'_>,
    program: &str,
    arguments: &[&str],
) -> Option<ProcessRequest> {
    let path = runtime.system().variable("PATH").unwrap_or_default();
    let launcher = runtime.context().launcher().cloned()?;
    let found = path
        .split(':')
        .map(|folder| format!("{folder}/{program}"))
        .find(|candidate| launcher.is_executable(candidate))?;
    Some(ProcessRequest {
        program: found,
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        working_directory: "/".to_owned(),
        error: StreamMode::Null,
        ..ProcessRequest::default()
    })
}

/// The text on the clipboard.
///
/// # Errors
/// Where there is none to reach.
pub(crate) fn read(runtime: &mut CommandRuntime<'_>) -> CommandResult<String> {
    for (program, reading, _) in PROGRAMS {
        let Some(mut request) = request(runtime, program, reading) else {
            continue;
        };
        request.output = StreamMode::Piped;
        request.input = StreamMode::Null;
        if let Some(text) = run(runtime, &request, None) {
            return Ok(text);
        }
    }
    Err(unavailable("FailedToGetClipboard").into())
}

/// Puts a text on the clipboard.
///
/// # Errors
/// Where there is none to reach.
pub(crate) fn write(runtime: &mut CommandRuntime<'_>, text: &str) -> CommandResult {
    for (program, _, writing) in PROGRAMS.iter().filter(|(_, _, writing)| !writing.is_empty()) {
        let Some(mut request) = request(runtime, program, writing) else {
            continue;
        };
        request.input = StreamMode::Piped;
        request.output = StreamMode::Null;
        if run(runtime, &request, Some(text)).is_some() {
            return Ok(());
        }
    }
    Err(unavailable("FailedToSetClipboard").into())
}

/// What a program writes; `None` where it fails.
fn run(
    runtime: &mut CommandRuntime<'_>,
    request: &ProcessRequest,
    input: Option<&str>,
) -> Option<String> {
    let mut process = runtime.context().launcher().cloned()?.start(request).ok()?;
    if let (Some(mut pipe), Some(text)) = (process.take_input(), input) {
        pipe.write_all(text.as_bytes()).ok()?;
    }
    let mut output = String::new();
    if let Some(mut pipe) = process.take_output() {
        pipe.read_to_string(&mut output).ok()?;
    }
    let code = process.wait(&runtime.stop_token()).ok()?;
    (code == 0).then_some(output)
}
