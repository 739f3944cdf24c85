//! A running command of a text shell, whatever it runs in.

use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncWrite};

use super::CommandProgram;
use crate::Verified;
use crate::configuration::SessionConfiguration;
use crate::session_host::BoxFuture;

/// What a command is started for.
#[derive(Clone, Debug)]
pub struct CommandRequest {
    /// Who wants it. There is no request without somebody who has proved who they are.
    pub caller: Verified,
    /// The session configuration.
    pub configuration: SessionConfiguration,
    /// What to start.
    pub program: CommandProgram,
    /// Variables that the client sets.
    pub environment: Vec<(String, String)>,
    /// Where to start, if the client says so.
    pub working_directory: Option<PathBuf>,
}

/// What can be done to a running command and everything that it started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandSignal {
    /// What Ctrl-C does.
    Interrupt,
    /// What Ctrl-Break does.
    Break,
    /// An end that nothing can refuse.
    Kill,
}

/// The life of a command.
pub trait CommandLife: Send {
    /// Waits for its end; the exit code. One that a signal ended has 128 and the signal's number.
    fn wait(&mut self) -> BoxFuture<'_, i32>;

    /// Signals it, with everything that it started.
    fn signal(&mut self, signal: CommandSignal);
}

/// A running command taken apart, so that reading, writing and waiting go on side by side.
pub struct CommandParts {
    /// Its standard input. It ends when this is dropped.
    pub input: Box<dyn AsyncWrite + Send + Unpin>,
    /// Its standard output.
    pub output: Box<dyn AsyncRead + Send + Unpin>,
    /// Its standard error.
    pub errors: Box<dyn AsyncRead + Send + Unpin>,
    /// Its life. It is killed when this is dropped.
    pub life: Box<dyn CommandLife>,
    /// The number of its process, if it has one.
    pub process_id: Option<u32>,
}
