//! Starting programs and ending them.

use std::io::{self, Read, Write};

/// A program to start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessStart {
    /// Its path.
    pub program: String,
    /// Its arguments, without its own name.
    pub arguments: Vec<String>,
    /// The folder in which it starts.
    pub working_directory: String,
    /// All its environment variables.
    pub environment: Vec<(String, String)>,
    /// Whether its input comes through a pipe; otherwise it has that of this process.
    pub piped_input: bool,
    /// Whether its output goes through a pipe.
    pub piped_output: bool,
    /// Whether its errors go through a pipe.
    pub piped_error: bool,
}

/// A program that was started.
pub trait ChildProcess: Send {
    /// Its id.
    fn id(&self) -> u32;

    /// The pipe to its input, once.
    fn take_input(&mut self) -> Option<Box<dyn Write + Send>>;

    /// The pipe from its output, once.
    fn take_output(&mut self) -> Option<Box<dyn Read + Send>>;

    /// The pipe from its errors, once.
    fn take_error(&mut self) -> Option<Box<dyn Read + Send>>;

    /// Waits until it ends; its exit code, or 128 and the number of the signal that ended it.
    ///
    /// # Errors
    /// What the system reports.
    fn wait(&mut self) -> io::Result<i32>;
}

/// Starts and ends programs. Without another implementation there are none.
#[allow(clippy::missing_errors_doc, reason = "each method gives the error of the system")]
pub trait Processes {
    /// Starts a program.
    fn start_process(&self, _start: &ProcessStart) -> io::Result<Box<dyn ChildProcess>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Ends a process at once.
    fn end_process(&self, _id: i32) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
