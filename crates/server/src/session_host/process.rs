//! A running session host, whatever it runs in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use remora_transport::TransportError;
use remora_transport::process::{ChildProcess, LineReader, LineWriter};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

/// A future behind a pointer.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Takes lines.
pub trait LineSink: Send {
    /// Writes whole lines and sends them off.
    fn write<'a>(&'a mut self, lines: &'a [u8]) -> BoxFuture<'a, Result<(), TransportError>>;
}

/// Gives lines.
pub trait LineSource: Send {
    /// The next line with its end, or `None` at the end of the stream.
    fn next_line(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>>;
}

/// How a session host ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostEnd {
    /// With this exit code.
    Code(i32),
    /// By a signal, or in a way that nobody knows.
    Killed,
}

impl fmt::Display for HostEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exit code {code}"),
            Self::Killed => f.write_str("killed"),
        }
    }
}

/// The life of a session host.
pub trait HostLife: Send {
    /// Waits for its end.
    fn wait(&mut self) -> BoxFuture<'_, HostEnd>;

    /// Ends it now.
    fn kill(&mut self);
}

/// A session host taken apart, so that reading, writing and waiting go on side by side.
pub struct HostParts {
    /// Its standard input. It ends when this is dropped.
    pub input: Box<dyn LineSink>,
    /// Its standard output.
    pub output: Box<dyn LineSource>,
    /// Its standard error.
    pub errors: Option<Box<dyn LineSource>>,
    /// Its life. It is killed when this is dropped.
    pub life: Box<dyn HostLife>,
}

/// A running session host.
pub trait HostProcess: Send {
    /// The number of its process, if it has one of its own.
    fn process_id(&self) -> Option<u32>;

    /// Takes it apart.
    fn into_parts(self: Box<Self>) -> HostParts;
}

impl LineSink for LineWriter {
    fn write<'a>(&'a mut self, lines: &'a [u8]) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(self.write(lines))
    }
}

impl<R: AsyncRead + Unpin + Send> LineSource for LineReader<R> {
    fn next_line(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
        Box::pin(self.next_line())
    }
}

/// Lines written to any stream, for session hosts that are no child processes.
#[derive(Debug)]
pub struct StreamSink<W>(pub W);

impl<W: AsyncWrite + Unpin + Send> LineSink for StreamSink<W> {
    fn write<'a>(&'a mut self, lines: &'a [u8]) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(async move {
            let failed = |error| {
                TransportError::new(remora_transport::Layer::Process, "session host", error)
            };
            self.0.write_all(lines).await.map_err(failed)?;
            self.0.flush().await.map_err(failed)
        })
    }
}

impl HostProcess for ChildProcess {
    fn process_id(&self) -> Option<u32> {
        self.id()
    }

    fn into_parts(self: Box<Self>) -> HostParts {
        let (child, input, output, errors) = (*self).into_parts();
        HostParts {
            input: Box::new(input),
            output: Box::new(output),
            errors: Some(Box::new(errors)),
            life: Box::new(child),
        }
    }
}

impl HostLife for tokio::process::Child {
    fn wait(&mut self) -> BoxFuture<'_, HostEnd> {
        Box::pin(async move {
            let status = Self::wait(self).await.ok();
            status.and_then(|status| status.code()).map_or(HostEnd::Killed, HostEnd::Code)
        })
    }

    fn kill(&mut self) {
        // It may have ended already.
        let _ = self.start_kill();
    }
}
