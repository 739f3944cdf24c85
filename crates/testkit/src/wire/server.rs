//! The recorded client talks to our server machine.
//!
//! The recording is walked line by line. What the client said is given to a session; what the real
//! server said is looked at for what an engine decides – output, records, states, host calls, private
//! data – and that is told to the machine. All else the machine has to say by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use remora_outofproc::server::{ErrorChannel, Session, SessionOutput};
use remora_outofproc::{ERROR_PREFIX, Packet};
use remora_psobject::Guid;
use remora_psrp::message::{Availability, Codec, Message, RawMessage};
use remora_psrp::server::Event;
use remora_psrp::{PoolState, Random, Settings, Target};

use super::conversation::{Assembler, Conversation, Opaque, Whole};
use super::document::Leniency;
use super::transcript::{Row, Side, Transcript};

pub(super) fn check(transcript: &Transcript) -> Vec<String> {
    let mut replay = Replay::new(transcript);
    for row in &transcript.rows {
        match row {
            Row::Line { from: Side::Client, text, .. } => {
                replay.session.handle_bytes(text.as_bytes());
                replay.session.handle_bytes(b"\n");
            }
            Row::Line { from: Side::Server, text, .. } => replay.recorded_line(text),
            Row::Event(event) if event == "client closed its output" => {
                // Real clients end their server before it can say that it misses them.
                replay.want.ignore_error_lines();
                replay.got.ignore_error_lines();
                replay.session.handle_end();
            }
            Row::Event(_) => {}
        }
        replay.drain();
    }
    replay.got.differences(&replay.want)
}

struct Replay {
    session: Session,
    assembler: Assembler,
    got: Conversation,
    want: Conversation,
    resets: BTreeSet<i64>,
}

impl Replay {
    fn new(transcript: &Transcript) -> Self {
        let leniency = Leniency { secrets: true };
        let random = Random32 { first: transcript.session_key, counter: 0 };
        let errors = if transcript.server.contains(" -s ") || transcript.server.ends_with(" -s") {
            ErrorChannel::Error
        } else {
            ErrorChannel::Output
        };
        let settings = Settings { view: Arc::new(Whole), ..Settings::default() };
        Self {
            session: Session::new(settings, Box::new(random), errors),
            assembler: Assembler::default(),
            got: Conversation::new(leniency),
            want: Conversation::new(leniency),
            resets: BTreeSet::new(),
        }
    }

    fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                SessionOutput::Write(lines) => lines.lines().for_each(|line| self.got.add(line)),
                SessionOutput::Event(Event::Reset { call_id }) => {
                    self.resets.insert(call_id);
                }
                SessionOutput::Event(Event::Close) => {
                    // A pool that does not close any more is a difference that shows itself.
                    let _ = self.session.pool_mut().closed();
                }
                SessionOutput::Event(_) | SessionOutput::WriteError(_) | SessionOutput::Exit(_) => {
                }
            }
        }
    }

    /// Tells the machine what the recorded engine decided. What it refuses shows itself as a
    /// difference.
    fn recorded_line(&mut self, line: &str) {
        self.want.add(line);
        if let Some(text) = line.strip_prefix(ERROR_PREFIX) {
            if self.session.pool().state() == PoolState::Opening {
                let _ = self.session.pool_mut().open_failed(text);
            }
            return;
        }
        let (packets, _) = Packet::parse_line(line);
        for packet in packets {
            for raw in self.assembler.messages(&packet) {
                self.recorded_message(packet.id(), &raw);
            }
        }
    }

    fn recorded_message(&mut self, id: Guid, raw: &RawMessage) {
        let codec = Codec { secrets: Some(&Opaque), ..Codec::default() };
        let Ok(Some(message)) = raw.decode(&codec) else { return };
        let pool = self.session.pool_mut();
        let _ = match message {
            Message::ApplicationPrivateData(data) => pool.opened(data.data),
            Message::UserEvent(event) => {
                let stops = event.source_identifier.ends_with("DebuggerStopEvent");
                let sent = pool.send_event(*event);
                if stops {
                    pool.allow_nested(true);
                }
                sent
            }
            Message::RunspaceAvailability(answer) => match answer.response {
                Availability::Done(done) if self.resets.remove(&answer.call_id) => {
                    pool.reset_done(answer.call_id, done)
                }
                _ => Ok(()),
            },
            Message::RunspacePoolHostCall(call) => host_call(pool, Target::Pool, *call),
            Message::PipelineHostCall(call) => host_call(pool, Target::Pipeline(id), call.0),
            Message::PipelineState(state) => pool.finish_pipeline(id, state.state, state.error),
            Message::PipelineOutput(_)
            | Message::ErrorRecord(_)
            | Message::WarningRecord(_)
            | Message::VerboseRecord(_)
            | Message::DebugRecord(_)
            | Message::InformationRecord(_)
            | Message::ProgressRecord(_) => pool.send_record(id, &message),
            _ => Ok(()),
        };
    }
}

fn host_call(
    pool: &mut remora_psrp::server::RunspacePool,
    target: Target,
    call: remora_psrp::message::HostCall,
) -> Result<(), remora_psrp::Error> {
    if call.wants_answer() {
        pool.call_host(target, call.method, call.parameters).map(|_| ())
    } else {
        pool.tell_host(target, call.method, call.parameters)
    }
}

/// Gives the session key on record when a key is made, and a series otherwise.
struct Random32 {
    first: Option<[u8; 32]>,
    counter: u8,
}

impl Random for Random32 {
    fn fill(&mut self, buffer: &mut [u8]) {
        if let Some(key) = self.first.take_if(|key| key.len() == buffer.len()) {
            buffer.copy_from_slice(&key);
            return;
        }
        for byte in buffer {
            // Zeros are no padding.
            self.counter = self.counter.wrapping_add(1).max(1);
            *byte = self.counter;
        }
    }
}
