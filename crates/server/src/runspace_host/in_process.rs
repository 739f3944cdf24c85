//! Session hosts on threads of this process, for labs.

use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use remora_transport::process::LineReader;
use tokio::sync::watch;

use super::{ErrorChannel, SessionHostServices, run};
use crate::session_host::{
    BoxFuture, HostEnd, HostLife, HostParts, HostProcess, LaunchError, LaunchRequest,
    SessionLauncher, StreamSink,
};

/// Starts session hosts as threads: cheaper than processes, and nothing keeps users apart.
pub struct InProcessLauncher<F> {
    services: F,
}

impl<F> InProcessLauncher<F>
where
    F: Fn(&LaunchRequest) -> Arc<dyn SessionHostServices> + Send + Sync,
{
    /// A launcher that asks for the services of each session.
    pub const fn new(services: F) -> Self {
        Self { services }
    }

    fn start(&self, request: &LaunchRequest) -> std::io::Result<InProcessHost> {
        let services = (self.services)(request);
        let (input, host_input) = UnixStream::pair()?;
        let (output, host_output) = UnixStream::pair()?;
        let streams = [input.try_clone()?, output.try_clone()?];
        input.set_nonblocking(true)?;
        output.set_nonblocking(true)?;
        let input = tokio::net::UnixStream::from_std(input)?;
        let output = tokio::net::UnixStream::from_std(output)?;
        let (ended, end) = watch::channel(None);
        std::thread::Builder::new().name("session host".to_owned()).spawn(move || {
            let errors = std::io::sink();
            let code = run(services, ErrorChannel::Output, host_input, host_output, errors);
            ended.send_replace(Some(code));
        })?;
        let life = Life { streams, end };
        Ok(InProcessHost { input, output, life, max_line: request.max_line })
    }
}

impl<F> SessionLauncher for InProcessLauncher<F>
where
    F: Fn(&LaunchRequest) -> Arc<dyn SessionHostServices> + Send + Sync,
{
    fn launch(
        &self,
        request: LaunchRequest,
    ) -> BoxFuture<'_, Result<Box<dyn HostProcess>, LaunchError>> {
        let started = self.start(&request).map_err(|error| LaunchError::Program {
            program: "(a thread of this process)".to_owned(),
            reason: error.to_string(),
        });
        Box::pin(async move { started.map(|host| Box::new(host) as Box<dyn HostProcess>) })
    }
}

struct InProcessHost {
    input: tokio::net::UnixStream,
    output: tokio::net::UnixStream,
    life: Life,
    max_line: usize,
}

impl HostProcess for InProcessHost {
    fn process_id(&self) -> Option<u32> {
        Some(std::process::id())
    }

    fn into_parts(self: Box<Self>) -> HostParts {
        HostParts {
            input: Box::new(ClosingSink(StreamSink(self.input))),
            output: Box::new(LineReader::new(self.output, self.max_line, "session host")),
            errors: None,
            life: Box::new(self.life),
        }
    }
}

/// Ends the stream when it goes, although [`Life`] holds a handle of it.
struct ClosingSink(StreamSink<tokio::net::UnixStream>);

impl crate::session_host::LineSink for ClosingSink {
    fn write<'a>(
        &'a mut self,
        lines: &'a [u8],
    ) -> BoxFuture<'a, Result<(), remora_transport::TransportError>> {
        self.0.write(lines)
    }
}

impl Drop for ClosingSink {
    fn drop(&mut self) {
        use std::os::fd::AsFd;
        let socket = self.0.0.as_fd().try_clone_to_owned().map(UnixStream::from);
        let _ = socket.and_then(|socket| socket.shutdown(Shutdown::Write));
    }
}

struct Life {
    streams: [UnixStream; 2],
    end: watch::Receiver<Option<i32>>,
}

impl HostLife for Life {
    fn wait(&mut self) -> BoxFuture<'_, HostEnd> {
        Box::pin(async move {
            let code = self.end.wait_for(Option::is_some).await.ok().and_then(|code| *code);
            code.map_or(HostEnd::Killed, HostEnd::Code)
        })
    }

    fn kill(&mut self) {
        // Without its streams a session host ends; a thread cannot be killed.
        for stream in &self.streams {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
