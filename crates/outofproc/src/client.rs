//! The client's end: what a transport that speaks lines does for a pool.

use std::collections::{BTreeMap, VecDeque};

use remora_psrp::client::{Event, Input, Options, Output, RunspacePool, Verb};
use remora_psrp::{Fragments, Guid, Stream, Target};

use crate::line::LineReader;
use crate::packet::Packet;
use crate::{ERROR_PREFIX, PACKET_SIZE};

/// What [`Lines`] wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineOutput {
    /// Write this to the server's input.
    Write(String),
    /// The server sent bytes of fragments.
    Received {
        /// Where they belong.
        target: Target,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The server closed a pipeline, as it was asked.
    PipelineClosed(Guid),
    /// The server closed the pool, as it was asked.
    PoolClosed,
    /// The server says what went wrong. Where the pool is not open yet it never will be.
    ServerError(String),
    /// The server wrote something that is no packet, or it ended; nothing more will come. The text is what
    /// it wrote, empty for an end without a word.
    Lost(String),
}

/// Channel verbs ⇄ lines.
///
/// Data of one pipeline, or of the pool, on one stream waits until what was sent before it is
/// acknowledged: a server need not keep the order otherwise.
#[derive(Debug, Default)]
pub struct Lines {
    reader: LineReader,
    lanes: BTreeMap<(Guid, Stream), Lane>,
    /// Streams that wait for an acknowledgement, in the order of sending: acknowledgements do not say
    /// which stream they are for.
    unacknowledged: BTreeMap<Guid, VecDeque<Stream>>,
    /// Pipelines whose `Command` is not acknowledged yet.
    opening: BTreeMap<Guid, ()>,
    outputs: VecDeque<LineOutput>,
    is_lost: bool,
}

#[derive(Debug, Default)]
struct Lane {
    /// What was not sent yet, behind `sent` bytes that were.
    waiting: Vec<u8>,
    sent: usize,
    in_flight: bool,
}

/// The line protocol has no word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsupported;

impl Lines {
    /// What there is to do next.
    pub fn poll_output(&mut self) -> Option<LineOutput> {
        self.outputs.pop_front()
    }

    /// Does what a pool wants.
    ///
    /// # Errors
    /// [`Unsupported`] for leaving a session and coming back: a session over lines ends with its process.
    pub fn handle_verb(&mut self, verb: Verb) -> Result<(), Unsupported> {
        match verb {
            Verb::OpenPool { fragments, .. } => self.send(Guid::EMPTY, Stream::Default, fragments),
            Verb::OpenPipeline { id, fragments } => {
                self.opening.insert(id, ());
                self.write(&Packet::Command(id));
                self.send(id, Stream::Default, fragments);
            }
            Verb::Send { target, stream, fragments } => self.send(target.id(), stream, fragments),
            Verb::Signal { id } => self.write(&Packet::Signal(id)),
            Verb::ClosePipeline { id } => {
                self.forget(id);
                self.write(&Packet::Close(id));
            }
            Verb::ClosePool => {
                self.forget(Guid::EMPTY);
                self.write(&Packet::Close(Guid::EMPTY));
            }
            Verb::ConnectPool { .. }
            | Verb::ConnectPipeline { .. }
            | Verb::Disconnect(_)
            | Verb::Reconnect => return Err(Unsupported),
        }
        Ok(())
    }

    /// Takes bytes that the server wrote, cut anywhere.
    pub fn handle_bytes(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
        while !self.is_lost {
            match self.reader.next_line() {
                Ok(None) => return,
                Ok(Some(line)) => self.line(&line),
                Err(_) => self.lose(String::new()),
            }
        }
    }

    /// The server's output ended.
    pub fn handle_end(&mut self) {
        let rest = String::from_utf8_lossy(self.reader.rest()).into_owned();
        self.lose(rest);
    }

    fn lose(&mut self, text: String) {
        if !std::mem::replace(&mut self.is_lost, true) {
            self.lanes.clear();
            self.outputs.push_back(LineOutput::Lost(text));
        }
    }

    fn line(&mut self, line: &str) {
        if let Some(text) = line.strip_prefix(ERROR_PREFIX) {
            self.outputs.push_back(LineOutput::ServerError(text.to_owned()));
            return;
        }
        let (packets, error) = Packet::parse_line(line);
        let is_empty = packets.is_empty();
        for packet in packets {
            self.packet(packet);
        }
        if error.is_some() || is_empty {
            self.lose(line.to_owned());
        }
    }

    fn packet(&mut self, packet: Packet) {
        match packet {
            Packet::Data { id, data, .. } => {
                self.outputs
                    .push_back(LineOutput::Received { target: Target::of(id), bytes: data });
            }
            Packet::DataAck(id) => {
                let streams = self.unacknowledged.get_mut(&id);
                if let Some(stream) = streams.and_then(VecDeque::pop_front) {
                    if let Some(lane) = self.lanes.get_mut(&(id, stream)) {
                        lane.in_flight = false;
                    }
                    self.advance(id, stream);
                }
            }
            Packet::CommandAck(id) => {
                self.opening.remove(&id);
                self.advance(id, Stream::PromptResponse);
                self.advance(id, Stream::Default);
            }
            Packet::CloseAck(id) => self.outputs.push_back(match Target::of(id) {
                Target::Pool => LineOutput::PoolClosed,
                Target::Pipeline(id) => LineOutput::PipelineClosed(id),
            }),
            // That a pipeline was stopped is told by its state.
            Packet::SignalAck(_) => {}
            // Only a client may say these.
            Packet::Command(_) | Packet::Close(_) | Packet::Signal(_) => {
                self.lose(packet.to_line().trim_end().to_owned());
            }
        }
    }

    fn write(&mut self, packet: &Packet) {
        // Nothing is sent to a server that cannot be understood, but that it may go.
        if !self.is_lost || matches!(packet, Packet::Close(_)) {
            self.outputs.push_back(LineOutput::Write(packet.to_line()));
        }
    }

    fn send(&mut self, id: Guid, stream: Stream, fragments: Fragments) {
        let lane = self.lanes.entry((id, stream)).or_default();
        fragments.iter().for_each(|fragment| lane.waiting.extend_from_slice(fragment));
        self.advance(id, stream);
    }

    /// Sends the next packet of a stream, if nothing stands in its way. It is filled whatever it holds: the
    /// cut may fall inside of a fragment.
    fn advance(&mut self, id: Guid, stream: Stream) {
        if self.opening.contains_key(&id) {
            return;
        }
        let Some(lane) = self.lanes.get_mut(&(id, stream)) else { return };
        if lane.in_flight {
            return;
        }
        let rest = lane.waiting.get(lane.sent..).unwrap_or_default();
        let data = rest.get(..PACKET_SIZE).unwrap_or(rest).to_vec();
        if data.is_empty() {
            return;
        }
        lane.sent += data.len();
        if lane.sent > lane.waiting.len() / 2 {
            lane.waiting.drain(..lane.sent);
            lane.sent = 0;
        }
        lane.in_flight = true;
        self.unacknowledged.entry(id).or_default().push_back(stream);
        self.write(&Packet::Data { stream, id, data });
    }

    /// Drops what was not sent yet.
    fn forget(&mut self, id: Guid) {
        self.opening.remove(&id);
        self.unacknowledged.remove(&id);
        self.lanes.retain(|(own, _), _| *own != id);
    }
}

/// What a [`Session`] wants done.
#[derive(Debug)]
pub enum SessionOutput {
    /// Write this to the server's input.
    Write(String),
    /// Something for the user of the pool.
    Event(Event),
    /// The server says what went wrong. Where the pool was not open yet it is broken now.
    ServerError(String),
    /// The server wrote something that is no packet, or it ended. The pool is broken, unless it was
    /// closed.
    Lost(String),
    /// The pool was asked for something that the line protocol has no word for. It goes on, unless it was
    /// asked to take up another pool.
    Unsupported,
}

/// A pool over lines.
#[derive(Debug)]
pub struct Session {
    pool: RunspacePool,
    lines: Lines,
    outputs: VecDeque<SessionOutput>,
}

impl Session {
    /// A session whose pool is not open yet.
    pub fn new(options: Options) -> Self {
        Self { pool: RunspacePool::new(options), lines: Lines::default(), outputs: VecDeque::new() }
    }

    /// The pool.
    pub fn pool(&self) -> &RunspacePool {
        &self.pool
    }

    /// The pool, to call its methods. Poll for output afterwards.
    pub fn pool_mut(&mut self) -> &mut RunspacePool {
        &mut self.pool
    }

    /// Takes bytes that the server wrote.
    pub fn handle_bytes(&mut self, bytes: &[u8]) {
        self.lines.handle_bytes(bytes);
    }

    /// The server's output ended.
    pub fn handle_end(&mut self) {
        self.lines.handle_end();
    }

    /// What there is to do next.
    pub fn poll_output(&mut self) -> Option<SessionOutput> {
        loop {
            if let Some(output) = self.outputs.pop_front() {
                return Some(output);
            }
            if let Some(output) = self.pool.poll_output() {
                match output {
                    Output::Event(event) => return Some(SessionOutput::Event(event)),
                    Output::Channel(verb) => {
                        if self.lines.handle_verb(verb).is_err() {
                            if !is_open(&self.pool) {
                                self.pool.handle_input(Input::Lost);
                            }
                            return Some(SessionOutput::Unsupported);
                        }
                    }
                }
                continue;
            }
            match self.lines.poll_output()? {
                LineOutput::Write(line) => return Some(SessionOutput::Write(line)),
                LineOutput::Received { target, bytes } => {
                    self.pool.handle_input(Input::Received { target, bytes: &bytes });
                }
                LineOutput::PipelineClosed(id) => {
                    self.pool.handle_input(Input::PipelineClosed(id));
                }
                LineOutput::PoolClosed => self.pool.handle_input(Input::PoolClosed),
                LineOutput::ServerError(text) => {
                    self.outputs.push_back(SessionOutput::ServerError(text));
                    if !is_open(&self.pool) {
                        self.pool.handle_input(Input::Lost);
                    }
                }
                LineOutput::Lost(text) => {
                    self.outputs.push_back(SessionOutput::Lost(text));
                    self.pool.handle_input(Input::Lost);
                }
            }
        }
    }
}

/// Whether errors of the server are no more than remarks.
fn is_open(pool: &RunspacePool) -> bool {
    use remora_psrp::PoolState as S;
    matches!(pool.state(), S::Opened | S::Closing | S::Closed | S::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Guid = Guid([1; 16]);

    fn written(lines: &mut Lines) -> Vec<Packet> {
        let mut packets = Vec::new();
        while let Some(output) = lines.poll_output() {
            if let LineOutput::Write(line) = output {
                packets.extend(Packet::parse_line(line.trim_end()).0);
            }
        }
        packets
    }

    fn data(stream: Stream, data: &[u8]) -> Packet {
        Packet::Data { stream, id: ID, data: data.to_vec() }
    }

    #[test]
    fn data_waits_for_its_turn() {
        let mut lines = Lines::default();
        lines.handle_verb(Verb::OpenPipeline { id: ID, fragments: vec![vec![1]] }).unwrap();
        let target = Target::Pipeline(ID);
        let send = |stream, byte| Verb::Send { target, stream, fragments: vec![vec![byte]] };
        lines.handle_verb(send(Stream::Default, 2)).unwrap();
        assert_eq!(written(&mut lines), [Packet::Command(ID)]);
        lines.handle_bytes(Packet::CommandAck(ID).to_line().as_bytes());
        assert_eq!(written(&mut lines), [data(Stream::Default, &[1, 2])]);
        lines.handle_verb(send(Stream::Default, 3)).unwrap();
        lines.handle_verb(send(Stream::PromptResponse, 4)).unwrap();
        assert_eq!(written(&mut lines), [data(Stream::PromptResponse, &[4])]);
        lines.handle_bytes(Packet::DataAck(ID).to_line().as_bytes());
        assert_eq!(written(&mut lines), [data(Stream::Default, &[3])]);
        lines.handle_verb(send(Stream::Default, 5)).unwrap();
        lines.handle_verb(Verb::ClosePipeline { id: ID }).unwrap();
        assert_eq!(written(&mut lines), [Packet::Close(ID)]);
    }

    #[test]
    fn packets_are_filled() {
        let mut lines = Lines::default();
        let fragments = vec![vec![0; PACKET_SIZE - 10], vec![1; 15], vec![2; 10]];
        lines.handle_verb(Verb::OpenPool { id: ID, fragments }).unwrap();
        let sizes = |packets: Vec<Packet>| -> Vec<usize> {
            packets
                .iter()
                .map(|packet| if let Packet::Data { data, .. } = packet { data.len() } else { 0 })
                .collect()
        };
        assert_eq!(sizes(written(&mut lines)), [PACKET_SIZE]);
        lines.handle_bytes(Packet::DataAck(Guid::EMPTY).to_line().as_bytes());
        assert_eq!(sizes(written(&mut lines)), [15]);
    }

    #[test]
    fn errors_and_noise() {
        let mut lines = Lines::default();
        lines.handle_bytes(b"__NamedPipeError__:no\nSegmentation fault\n");
        assert_eq!(lines.poll_output(), Some(LineOutput::ServerError("no".into())));
        assert_eq!(lines.poll_output(), Some(LineOutput::Lost("Segmentation fault".into())));
        lines.handle_end();
        assert_eq!(lines.poll_output(), None);
        assert_eq!(lines.handle_verb(Verb::Disconnect(Default::default())), Err(Unsupported));
    }
}
