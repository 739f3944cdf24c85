//! Child processes that are talked to line by line over standard input and output.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use crate::error::{Layer, TransportError};

/// A running child process. It is killed when this is dropped.
pub struct ChildProcess {
    name: String,
    child: Child,
    /// Its standard input.
    pub input: LineWriter,
    /// Its standard output.
    pub output: LineReader<ChildStdout>,
    /// Its standard error.
    pub errors: LineReader<ChildStderr>,
}

impl ChildProcess {
    /// Starts a program in a process group of its own, so that Ctrl-C at this terminal does not end it.
    /// Secrets must not be among the arguments: everybody on the machine reads them.
    ///
    /// # Errors
    /// [`Layer::Process`] where the program is not found or may not be started.
    pub fn start<A: AsRef<OsStr>>(
        program: &str,
        arguments: impl IntoIterator<Item = A>,
        working_directory: Option<&Path>,
        environment: &[(String, String)],
        max_line: usize,
    ) -> Result<Self, TransportError> {
        let mut command = Command::new(program);
        command.process_group(0);
        Self::spawn(command, program, arguments, working_directory, environment, max_line)
    }

    /// As [`ChildProcess::start`], for a program that asks the user at the terminal, as `ssh` does: only
    /// the terminal's own process group may read from it.
    ///
    /// # Errors
    /// As [`ChildProcess::start`].
    pub fn start_at_terminal<A: AsRef<OsStr>>(
        program: &str,
        arguments: impl IntoIterator<Item = A>,
        max_line: usize,
    ) -> Result<Self, TransportError> {
        Self::spawn(Command::new(program), program, arguments, None, &[], max_line)
    }

    fn spawn<A: AsRef<OsStr>>(
        mut command: Command,
        program: &str,
        arguments: impl IntoIterator<Item = A>,
        working_directory: Option<&Path>,
        environment: &[(String, String)],
        max_line: usize,
    ) -> Result<Self, TransportError> {
        command
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(directory) = working_directory {
            command.current_dir(directory);
        }
        let failed = |message: &str| TransportError::new(Layer::Process, program, message);
        let mut child = command.spawn().map_err(|error| failed(&error.to_string()))?;
        let missing = || failed("a standard stream is missing");
        Ok(Self {
            name: program.to_owned(),
            input: LineWriter {
                stream: child.stdin.take().ok_or_else(missing)?,
                name: program.to_owned(),
            },
            output: LineReader::new(child.stdout.take().ok_or_else(missing)?, max_line, program),
            errors: LineReader::new(child.stderr.take().ok_or_else(missing)?, max_line, program),
            child,
        })
    }

    /// The number of the process, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Waits for its end; the code, or `None` where a signal ended it.
    ///
    /// # Errors
    /// [`Layer::Process`] where the operating system does not tell.
    pub async fn wait(&mut self) -> Result<Option<i32>, TransportError> {
        let status = self.child.wait().await;
        let status =
            status.map_err(|error| TransportError::new(Layer::Process, &self.name, error))?;
        Ok(status.code())
    }

    /// Ends it now.
    pub fn kill(&mut self) {
        // It may have ended already.
        let _ = self.child.start_kill();
    }

    /// Gives the parts away, so that reading, writing and waiting can go on side by side. The process is
    /// killed when the [`Child`] is dropped.
    pub fn into_parts(
        self,
    ) -> (Child, LineWriter, LineReader<ChildStdout>, LineReader<ChildStderr>) {
        (self.child, self.input, self.output, self.errors)
    }
}

/// Writes to the standard input of a process.
pub struct LineWriter {
    stream: ChildStdin,
    name: String,
}

impl LineWriter {
    /// Writes bytes, which should end a line, and sends them off.
    ///
    /// # Errors
    /// [`Layer::Process`] where the process does not read any more.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), TransportError> {
        let failed = |error| TransportError::new(Layer::Process, &self.name, error);
        self.stream.write_all(bytes).await.map_err(failed)?;
        self.stream.flush().await.map_err(failed)
    }
}

/// Reads lines of bounded length.
pub struct LineReader<R> {
    stream: BufReader<R>,
    max_line: usize,
    name: String,
}

impl<R: tokio::io::AsyncRead + Unpin> LineReader<R> {
    /// Reads from any stream; `name` says in errors whose it is.
    pub fn new(stream: R, max_line: usize, name: &str) -> Self {
        Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            max_line,
            name: name.to_owned(),
        }
    }

    /// The next line with its end, or `None` at the end of the stream.
    ///
    /// # Errors
    /// [`Layer::Limit`] where a line is too long, [`Layer::Process`] where reading fails.
    pub async fn next_line(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let mut line = Vec::new();
        let limit = u64::try_from(self.max_line).unwrap_or(u64::MAX);
        let read = (&mut self.stream).take(limit).read_until(b'\n', &mut line).await;
        let count = read.map_err(|error| TransportError::new(Layer::Process, &self.name, error))?;
        if count == 0 {
            return Ok(None);
        }
        if count >= self.max_line && !line.ends_with(b"\n") {
            let message = format!("a line has more than {} bytes", self.max_line);
            return Err(TransportError::new(Layer::Limit, &self.name, message));
        }
        Ok(Some(line))
    }
}
