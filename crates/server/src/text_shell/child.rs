//! Commands as child processes.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use super::{CommandLife, CommandParts, CommandSignal};
use crate::session_host::{BoxFuture, LaunchError};

/// The exit code of what the operating system knows nothing about.
const UNKNOWN_END: i32 = 1;
/// What a shell adds to a signal's number to make it an exit code.
const SIGNAL_CODES: i32 = 128;

/// Starts a program in a process group of its own, so that signals reach what it starts and
/// nothing else.
///
/// # Errors
/// [`LaunchError::NoDirectory`], [`LaunchError::NotFound`], or whatever else is in the way.
pub(crate) fn start(
    program: &str,
    arguments: &[String],
    working_directory: Option<&Path>,
    environment: &[(String, String)],
) -> Result<CommandParts, LaunchError> {
    let failed = |reason: String| LaunchError::Program { program: program.to_owned(), reason };
    let mut command = Command::new(program);
    if let Some(directory) = working_directory {
        if !directory.is_dir() {
            return Err(LaunchError::NoDirectory(directory.display().to_string()));
        }
        command.current_dir(directory);
    }
    command
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => LaunchError::NotFound(program.to_owned()),
        _ => failed(error.to_string()),
    })?;
    let (Some(input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(failed("a standard stream is missing".to_owned()));
    };
    Ok(CommandParts {
        input: Box::new(input),
        output: Box::new(output),
        errors: Box::new(errors),
        process_id: child.id(),
        life: Box::new(ChildLife(child)),
    })
}

struct ChildLife(Child);

impl CommandLife for ChildLife {
    fn wait(&mut self) -> BoxFuture<'_, i32> {
        Box::pin(async move {
            let Ok(status) = self.0.wait().await else { return UNKNOWN_END };
            let by_signal = || status.signal().map(|signal| SIGNAL_CODES + signal);
            status.code().or_else(by_signal).unwrap_or(UNKNOWN_END)
        })
    }

    fn signal(&mut self, signal: CommandSignal) {
        // There is a number as long as the end was not waited for, so it is nobody else's.
        let Some(id) = self.0.id().and_then(|id| i32::try_from(id).ok()) else { return };
        let signal = match signal {
            CommandSignal::Interrupt => Signal::SIGINT,
            CommandSignal::Break => Signal::SIGTERM,
            CommandSignal::Kill => Signal::SIGKILL,
        };
        // It may have ended already.
        let _ = killpg(Pid::from_raw(id), signal);
    }
}

impl Drop for ChildLife {
    fn drop(&mut self) {
        self.signal(CommandSignal::Kill);
    }
}
