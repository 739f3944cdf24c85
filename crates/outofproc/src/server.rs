//! The server's end: what `remora -s` and the SSH subsystem do for a pool.

use std::collections::VecDeque;
use std::fmt;

use remora_psrp::fragment::Defragmenter;
use remora_psrp::message::{MessageType, RawMessage};
use remora_psrp::server::{Event, Input, Output, RunspacePool, Verb};
use remora_psrp::{Guid, PoolState, Random, Settings, Stream, Target};

use crate::line::{LineError, LineReader};
use crate::packet::{Packet, PacketError};
use crate::{ERROR_PREFIX, EXIT_CODE};

/// What [`Lines`] reads out of the client's lines; an owned [`Input`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Bytes of fragments.
    Received {
        /// Where they belong.
        target: Target,
        /// The stream that they came on.
        stream: Stream,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The client opens a pipeline.
    OpenPipeline(Guid),
    /// The client closes a pipeline.
    ClosePipeline(Guid),
    /// The client stops a pipeline.
    Signal(Guid),
    /// The client closes the pool.
    ClosePool,
}

impl Request {
    /// The request as a pool takes it.
    pub fn as_input(&self) -> Input<'_> {
        match self {
            Self::Received { target, stream, bytes } => {
                Input::Received { target: *target, stream: *stream, bytes }
            }
            Self::OpenPipeline(id) => Input::OpenPipeline(*id),
            Self::ClosePipeline(id) => Input::ClosePipeline(*id),
            Self::Signal(id) => Input::Signal(*id),
            Self::ClosePool => Input::ClosePool,
        }
    }
}

/// Why no more lines are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The client ended its output, or sent an empty line. The pool has to be closed first.
    Gone,
    /// A line is wrong; the process ends at once.
    Line(LineError),
    /// A packet is wrong; the process ends at once.
    Packet(PacketError),
    /// The client stops the pool, which can only be closed; the process ends at once.
    SignalForPool,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => PacketError::UnknownElement(String::new()).fmt(f),
            Self::Line(LineError::TooLong) => f.write_str("A line that is too long was received."),
            Self::Line(LineError::Encoding) => {
                f.write_str("A line that is no UTF-8 was received.")
            }
            Self::Packet(error) => error.fmt(f),
            Self::SignalForPool => f.write_str(
                "A Signal message to a session is not supported. A Signal message can be sent only to a command.",
            ),
        }
    }
}

/// Lines → requests, and channel verbs → lines.
#[derive(Debug, Default)]
pub struct Lines {
    reader: LineReader,
    requests: VecDeque<Result<Request, End>>,
    has_ended: bool,
}

impl Lines {
    /// Lines of at most so many bytes.
    pub fn new(limit: usize) -> Self {
        Self { reader: LineReader::new(limit), ..Self::default() }
    }

    /// Takes bytes that the client wrote, cut anywhere.
    pub fn handle_bytes(&mut self, bytes: &[u8]) {
        if self.has_ended {
            return;
        }
        self.reader.push(bytes);
        while !self.has_ended {
            match self.reader.next_line() {
                Ok(None) => return,
                Ok(Some(line)) if line.is_empty() => self.end(End::Gone),
                Ok(Some(line)) => self.line(&line),
                Err(error) => self.end(End::Line(error)),
            }
        }
    }

    /// The client's output ended.
    pub fn handle_end(&mut self) {
        // The last line may lack its end.
        if !self.reader.rest().is_empty() {
            self.handle_bytes(b"\n");
        }
        self.end(End::Gone);
    }

    /// What the client wants next, or why nothing more is read, once.
    pub fn poll_request(&mut self) -> Option<Result<Request, End>> {
        self.requests.pop_front()
    }

    fn end(&mut self, end: End) {
        if !std::mem::replace(&mut self.has_ended, true) {
            self.requests.push_back(Err(end));
        }
    }

    fn line(&mut self, line: &str) {
        let (packets, error) = Packet::parse_line(line);
        for packet in packets {
            match packet_request(packet) {
                Ok(request) => self.requests.push_back(Ok(request)),
                Err(end) => {
                    self.end(end);
                    return;
                }
            }
        }
        if let Some(error) = error {
            self.end(End::Packet(error));
        }
    }

    /// The lines that say what a pool wants to be said. Faults are not among them: see
    /// [`fault_text`].
    pub fn lines_of(verb: Verb) -> Vec<String> {
        let packet = match verb {
            Verb::Send { target, fragments } => {
                let packets = fragments.into_iter().map(|data| {
                    Packet::Data { stream: Stream::Default, id: target.id(), data }.to_line()
                });
                return packets.collect();
            }
            Verb::Processed { target } => Packet::DataAck(target.id()),
            Verb::PipelineOpened { id } => Packet::CommandAck(id),
            Verb::Signaled { id } => Packet::SignalAck(id),
            Verb::PipelineClosed { id } => Packet::CloseAck(id),
            Verb::PoolClosed => Packet::CloseAck(Guid::EMPTY),
            Verb::Connected { fragments } => {
                let pool = Target::Pool;
                return Self::lines_of(Verb::Send { target: pool, fragments });
            }
            Verb::Fault { .. } => return Vec::new(),
        };
        vec![packet.to_line()]
    }
}

/// Whether the bytes are what takes a pool up that is open: a capability and a request to connect, whole
/// and alone (MS-PSRP section 2.2.2.28, CONNECT_RUNSPACEPOOL Message).
fn takes_up(bytes: &[u8]) -> bool {
    // Room for the time zone of old clients.
    const LARGEST: usize = 64 * 1024;
    let mut messages = Defragmenter::new(LARGEST);
    messages.push(bytes);
    let mut next = || {
        let message = messages.next_message().ok().flatten()?;
        RawMessage::parse(message).ok()?.message_type()
    };
    next() == Some(MessageType::SessionCapability)
        && next() == Some(MessageType::ConnectRunspacePool)
        && next().is_none()
}

fn packet_request(packet: Packet) -> Result<Request, End> {
    Ok(match packet {
        Packet::Data { stream, id, data } => {
            Request::Received { target: Target::of(id), stream, bytes: data }
        }
        Packet::Command(id) => Request::OpenPipeline(id),
        Packet::Close(id) => match Target::of(id) {
            Target::Pool => Request::ClosePool,
            Target::Pipeline(id) => Request::ClosePipeline(id),
        },
        Packet::Signal(id) => match Target::of(id) {
            Target::Pool => return Err(End::SignalForPool),
            Target::Pipeline(id) => Request::Signal(id),
        },
        // Only a server may say these.
        other => return Err(End::Packet(PacketError::UnknownElement(other.name().to_owned()))),
    })
}

/// The text in which a fault is told to the client.
pub fn fault_text(error: &remora_psrp::Error, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("Remote transport error: {reason}"),
        None => format!("Remote transport error: {error}"),
    }
}

/// Where a server says what went wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorChannel {
    /// Among the packets, with [`ERROR_PREFIX`]: where there is only one channel (`-sshs`, named pipes).
    #[default]
    Output,
    /// On standard error (`-s`).
    Error,
}

/// What a [`Session`] wants done.
#[derive(Debug)]
pub enum SessionOutput {
    /// Write this to standard output.
    Write(String),
    /// Write this to standard error.
    WriteError(String),
    /// Something for whoever runs the commands.
    Event(Event),
    /// End the process with this code. Nothing comes after that.
    Exit(i32),
}

/// A pool over lines.
#[derive(Debug)]
pub struct Session {
    pool: RunspacePool,
    lines: Lines,
    errors: ErrorChannel,
    outputs: VecDeque<SessionOutput>,
    /// Why the session ends, when the pool is closed.
    ending: Option<String>,
    has_exited: bool,
}

impl Session {
    /// A session that waits for a client.
    pub fn new(settings: Settings, random: Box<dyn Random>, errors: ErrorChannel) -> Self {
        Self {
            pool: RunspacePool::new(settings, random),
            lines: Lines::default(),
            errors,
            outputs: VecDeque::new(),
            ending: None,
            has_exited: false,
        }
    }

    /// The pool.
    pub fn pool(&self) -> &RunspacePool {
        &self.pool
    }

    /// The pool, to call its methods. Poll for output afterwards.
    pub fn pool_mut(&mut self) -> &mut RunspacePool {
        &mut self.pool
    }

    /// Takes bytes that the client wrote.
    pub fn handle_bytes(&mut self, bytes: &[u8]) {
        self.lines.handle_bytes(bytes);
    }

    /// The client's output ended.
    pub fn handle_end(&mut self) {
        self.lines.handle_end();
    }

    /// What there is to do next.
    pub fn poll_output(&mut self) -> Option<SessionOutput> {
        loop {
            if let Some(output) = self.outputs.pop_front() {
                return Some(output);
            }
            if self.has_exited {
                return None;
            }
            if let Some(output) = self.pool.poll_output() {
                match output {
                    Output::Event(event) => return Some(SessionOutput::Event(event)),
                    Output::Channel(Verb::Fault { error, reason, .. }) => {
                        self.say(&fault_text(&error, reason.as_deref()));
                    }
                    Output::Channel(verb) => {
                        self.outputs
                            .extend(Lines::lines_of(verb).into_iter().map(SessionOutput::Write));
                    }
                }
                continue;
            }
            if self.ending.is_some() {
                // Whoever runs the commands closes the pool first.
                if self.pool.state() == PoolState::Closing {
                    return None;
                }
                let text = self.ending.take().unwrap_or_default();
                self.exit(&text);
                continue;
            }
            match self.lines.poll_request()? {
                Ok(Request::Received { target: Target::Pool, bytes, .. })
                    if self.pool.state() == PoolState::Opened && takes_up(&bytes) =>
                {
                    // An endpoint relays what a client sent that comes back, or another one.
                    if let Err(error) = self.pool.handle_input(Input::Connect { bytes: &bytes }) {
                        self.exit(&error.to_string());
                    }
                    let acknowledged = Lines::lines_of(Verb::Processed { target: Target::Pool });
                    self.outputs.extend(acknowledged.into_iter().map(SessionOutput::Write));
                }
                Ok(request) => {
                    if let Err(error) = self.pool.handle_input(request.as_input()) {
                        self.exit(&error.to_string());
                    }
                }
                Err(End::Gone) => {
                    self.ending = Some(End::Gone.to_string());
                    // Only a wrong pipeline id is an error here, and this has none.
                    let _ = self.pool.handle_input(Input::Gone);
                }
                Err(end) => self.exit(&end.to_string()),
            }
        }
    }

    fn exit(&mut self, text: &str) {
        self.say(text);
        self.has_exited = true;
        self.outputs.push_back(SessionOutput::Exit(EXIT_CODE));
    }

    fn say(&mut self, text: &str) {
        self.outputs.push_back(match self.errors {
            ErrorChannel::Output => {
                // What stands behind the first line would be taken for a packet.
                let text = text.replace(['\r', '\n'], " ");
                SessionOutput::Write(format!("{ERROR_PREFIX}{text}\n"))
            }
            ErrorChannel::Error => SessionOutput::WriteError(format!("{text}\n")),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Guid = Guid([1; 16]);

    fn session() -> Session {
        Session::new(Settings::default(), Box::new(|_: &mut [u8]| ()), ErrorChannel::Output)
    }

    fn written(session: &mut Session) -> Vec<String> {
        std::iter::from_fn(|| session.poll_output())
            .map(|output| match output {
                SessionOutput::Write(line) | SessionOutput::WriteError(line) => line,
                SessionOutput::Exit(code) => format!("exit {code}"),
                SessionOutput::Event(event) => format!("{event:?}"),
            })
            .collect()
    }

    #[test]
    fn each_packet_is_acknowledged() {
        let mut session = session();
        let packets = [
            Packet::Command(ID),
            Packet::Signal(ID),
            Packet::Close(ID),
            Packet::Close(Guid::EMPTY),
        ];
        let text: String = packets.iter().map(Packet::to_line).collect();
        session.handle_bytes(text.as_bytes());
        let acknowledgements = [
            Packet::CommandAck(ID),
            Packet::SignalAck(ID),
            Packet::CloseAck(ID),
            Packet::CloseAck(Guid::EMPTY),
        ];
        let mut lines = written(&mut session);
        lines.retain(|line| line.starts_with('<'));
        assert_eq!(lines, acknowledgements.map(|packet| packet.to_line()));
    }

    #[test]
    fn what_is_wrong_ends_the_process() {
        let signal = Packet::Signal(Guid::EMPTY).to_line();
        let twice = Packet::Command(ID).to_line().repeat(2);
        let acknowledgement = Packet::DataAck(ID).to_line();
        for line in ["hello\n", "\n", &signal, &twice, &acknowledgement] {
            let mut session = session();
            session.handle_bytes(line.as_bytes());
            let lines = written(&mut session);
            let [.., error, exit] = lines.as_slice() else { panic!("{line}") };
            assert!(error.starts_with(ERROR_PREFIX), "{line}");
            assert_eq!(exit, "exit 4000");
            session.handle_bytes(Packet::Command(ID).to_line().as_bytes());
            assert!(session.poll_output().is_none());
        }
    }

    #[test]
    fn the_end_of_input_is_an_error_even_so() {
        let mut session = session();
        session.handle_end();
        let lines = written(&mut session);
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .first()
                .is_some_and(|line| line.starts_with("__NamedPipeError__:An unknown element \"\""))
        );
    }
}
