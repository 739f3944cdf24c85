//! Programs: how they are started and how their bytes become objects.

pub(crate) mod arguments;
pub(crate) mod lines;

use std::io::{Read, Write};

use remora_hosting::StopToken;

/// How a program is started.
#[derive(Clone, Debug, Default)]
pub struct ProcessRequest {
    /// The full path of the program.
    pub program: String,
    /// The arguments, exactly as the program gets them, without its own name.
    pub arguments: Vec<String>,
    /// The folder in which it starts.
    pub working_directory: String,
    /// Environment variables that differ from this process's; `None` takes one away.
    pub environment: Vec<(String, Option<String>)>,
    /// Where its input comes from.
    pub input: StreamMode,
    /// Where its output goes.
    pub output: StreamMode,
    /// Where its errors go.
    pub error: StreamMode,
}

/// What a standard stream of a program is joined to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StreamMode {
    /// The stream of this process: the screen, the keyboard.
    #[default]
    Inherit,
    /// A pipe to this process.
    Piped,
    /// Nothing.
    Null,
}

/// A program that runs.
pub trait RunningProcess: Send {
    /// Its process id.
    fn id(&self) -> u32;

    /// The pipe to its input, once.
    fn take_input(&mut self) -> Option<Box<dyn Write + Send>>;

    /// The pipe from its output, once.
    fn take_output(&mut self) -> Option<Box<dyn Read + Send>>;

    /// The pipe from its errors, once.
    fn take_error(&mut self) -> Option<Box<dyn Read + Send>>;

    /// Waits until it ends or the token is raised, and then ends it. Its exit code; 128 + n where a
    /// signal ended it.
    ///
    /// # Errors
    /// What waiting gave.
    fn wait(&mut self, stop: &StopToken) -> std::io::Result<i32>;

    /// Ends it.
    fn kill(&mut self);
}

/// Starts programs.
pub trait ProcessLauncher: Send + Sync {
    /// Starts one.
    ///
    /// # Errors
    /// What the system said.
    fn start(&self, request: &ProcessRequest) -> std::io::Result<Box<dyn RunningProcess>>;

    /// Whether a file is a program that may be started.
    fn is_executable(&self, path: &str) -> bool;
}
