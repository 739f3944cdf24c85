//! Our client machine talks to the recorded server.
//!
//! The recording is walked line by line. What the real server said is given to a session; what the
//! real client said is looked at for what its user wanted, and that is asked of the machine. All else
//! the machine has to say by itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use remora_outofproc::Packet;
use remora_outofproc::client::{Session, SessionOutput};
use remora_psobject::Guid;
use remora_psrp::client::{Event, Options, RunspacePool};
use remora_psrp::message::{Codec, Message};
use remora_psrp::{PipelineState, Settings, Target};

use super::conversation::{Assembler, Conversation, Opaque, Whole};
use super::document::Leniency;
use super::transcript::{Row, Side, Transcript};

pub(super) fn check(transcript: &Transcript) -> Vec<String> {
    let Some(mut replay) = Replay::new(transcript) else {
        return vec!["the client opens no pool".to_owned()];
    };
    for row in &transcript.rows {
        match row {
            Row::Line { from: Side::Client, text, .. } => replay.recorded_line(text),
            Row::Line { from: Side::Server, text, .. } => {
                replay.session.handle_bytes(text.as_bytes());
                replay.session.handle_bytes(b"\n");
            }
            Row::Event(_) => {}
        }
        replay.drain();
    }
    let mut differences = replay.got.differences(&replay.want.without_error_lines());
    differences.extend(replay.refusals);
    differences
}

struct Replay {
    session: Session,
    assembler: Assembler,
    /// What the user wants of each stream, in order.
    wishes: BTreeMap<Guid, VecDeque<Message>>,
    got: Conversation,
    want: Conversation,
    refusals: Vec<String>,
    /// Streams whose first message went out.
    requested: BTreeSet<Guid>,
    /// Streams whose current message was asked for before it is whole.
    ahead: BTreeSet<Guid>,
}

impl Replay {
    fn new(transcript: &Transcript) -> Option<Self> {
        let mut assembler = Assembler::default();
        let mut wishes: BTreeMap<Guid, VecDeque<Message>> = BTreeMap::new();
        let mut options = None;
        let codec = Codec { secrets: Some(&Opaque), ..Codec::default() };
        for row in &transcript.rows {
            let Row::Line { from: Side::Client, text, .. } = row else { continue };
            for packet in Packet::parse_line(text).0 {
                for raw in assembler.messages(&packet) {
                    match raw.decode(&codec) {
                        Ok(Some(Message::InitRunspacePool(init))) => {
                            let settings =
                                Settings { view: Arc::new(Whole), ..Settings::default() };
                            options =
                                Some(Options { pool: *init, settings, ..Options::new(raw.pool) });
                        }
                        Ok(Some(Message::SessionCapability(_)) | None) => {}
                        Ok(Some(message)) => {
                            wishes.entry(packet.id()).or_default().push_back(message);
                        }
                        Err(_) => return None,
                    }
                }
            }
        }
        let leniency = Leniency { secrets: true };
        Some(Self {
            session: Session::new(options?),
            assembler: Assembler::default(),
            wishes,
            got: Conversation::new(leniency),
            want: Conversation::new(leniency),
            refusals: Vec::new(),
            requested: BTreeSet::new(),
            ahead: BTreeSet::new(),
        })
    }

    fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                SessionOutput::Write(lines) => lines.lines().for_each(|line| self.got.add(line)),
                SessionOutput::Event(Event::Pipeline {
                    event: remora_psrp::client::PipelineEvent::Unreadable { message, error },
                    ..
                }) => self.refusals.push(format!("{} cannot be read: {error}", message.name())),
                _ => {}
            }
        }
    }

    fn recorded_line(&mut self, line: &str) {
        self.want.add(line);
        for packet in Packet::parse_line(line).0 {
            let id = packet.id();
            let result = match &packet {
                Packet::Command(_) => {
                    self.requested.remove(&id);
                    self.wish(id)
                }
                Packet::Signal(_) => self.session.pool_mut().stop_pipeline(id),
                Packet::Close(_) if id == Guid::EMPTY => {
                    self.session.pool_mut().close();
                    Ok(())
                }
                // The machine closes by itself what came to its end.
                Packet::Close(_) => {
                    let pool = self.session.pool_mut();
                    match pool
                        .pipeline_state(id)
                        .is_some_and(|state| !PipelineState::is_final(state))
                    {
                        true => pool.close_pipeline(id),
                        false => Ok(()),
                    }
                }
                _ => Ok(()),
            };
            self.note(line, result);
            let messages = self.assembler.messages(&packet);
            for raw in messages {
                use remora_psrp::message::MessageType as T;
                let result = match raw.message_type() {
                    Some(T::SessionCapability) => Ok(()),
                    Some(T::InitRunspacePool) => self.session.pool_mut().open(),
                    // Asked for with its Command.
                    Some(T::CreatePipeline | T::GetCommandMetadata) => Ok(()),
                    // Asked for with its first fragment.
                    _ if self.ahead.remove(&id) => Ok(()),
                    _ => self.wish(id),
                };
                self.requested.insert(id);
                self.note(line, result);
            }
            // What goes on in the next packet was wanted in this one.
            let goes_on = self.assembler.is_partial(&packet) && self.requested.contains(&id);
            if goes_on && self.ahead.insert(id) {
                let result = self.wish(id);
                self.note(line, result);
            }
        }
    }

    fn note(&mut self, line: &str, result: Result<(), remora_psrp::Error>) {
        if let Err(error) = result {
            let line: String = line.chars().take(60).collect();
            self.refusals.push(format!("refused at {line}: {error}"));
        }
    }

    /// Asks for what the user wants next of a stream.
    fn wish(&mut self, id: Guid) -> Result<(), remora_psrp::Error> {
        let Some(message) = self.wishes.get_mut(&id).and_then(VecDeque::pop_front) else {
            return Ok(());
        };
        let pool: &mut RunspacePool = self.session.pool_mut();
        match message {
            Message::CreatePipeline(pipeline) => pool.create_pipeline(id, *pipeline),
            Message::GetCommandMetadata(query) => pool.get_command_metadata(id, *query),
            Message::PipelineInput(input) => pool.send_input(id, input.value),
            Message::EndOfPipelineInput => pool.end_input(id),
            Message::PipelineHostResponse(response) => {
                pool.respond(Target::Pipeline(id), response.0)
            }
            Message::RunspacePoolHostResponse(response) => pool.respond(Target::Pool, *response),
            Message::SetMaxRunspaces(set) => pool.set_max_runspaces(set.max_runspaces).map(|_| ()),
            Message::SetMinRunspaces(set) => pool.set_min_runspaces(set.min_runspaces).map(|_| ()),
            Message::GetAvailableRunspaces(_) => pool.get_available_runspaces().map(|_| ()),
            Message::ResetRunspaceState(_) => pool.reset_runspace_state().map(|_| ()),
            _ => Ok(()),
        }
    }
}
