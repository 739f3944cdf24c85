//! The pool as a client sees it: what the server sends (MS-PSRP section 3.1.5.4, Rules for Processing
//! PSRP Messages).

use remora_psobject::Guid;

use super::pool::Question;
use super::{Event, PipelineEvent, RunspacePool};
use crate::channel::Target;
use crate::crypto::{Secrets, SessionKey};
use crate::error::{Error, Exceeded, Malformation, Misbehaviour};
use crate::message::{
    Availability, Destination, HostCall, Message, RawMessage, RunspaceAvailability,
    RunspacePoolStateMessage, SessionCapability,
};
use crate::state::{PipelineStep, PoolState, PoolStep};

impl RunspacePool {
    pub(super) fn receive(&mut self, target: Target, bytes: &[u8]) {
        if self.state.is_final() {
            return;
        }
        match target {
            Target::Pool => self.stream.push(bytes),
            Target::Pipeline(id) => match self.pipelines.get_mut(&id) {
                Some(pipeline) => pipeline.stream.push(bytes),
                // Closed meanwhile.
                None => return,
            },
        }
        loop {
            let next = match target {
                Target::Pool => self.stream.next_message(),
                Target::Pipeline(id) => match self.pipelines.get_mut(&id) {
                    Some(pipeline) => pipeline.stream.next_message(),
                    None => return,
                },
            };
            let handled = match next {
                Ok(None) => return,
                Ok(Some(message)) => {
                    RawMessage::parse(message).and_then(|raw| self.message(target, &raw))
                }
                Err(error) => Err(error),
            };
            if let Err(error) = handled {
                self.fail(error, None);
                return;
            }
        }
    }

    fn message(&mut self, target: Target, raw: &RawMessage) -> Result<(), Error> {
        if raw.destination != Destination::Client.number() {
            return Err(Misbehaviour::Destination.into());
        }
        if raw.pool != self.options.id && raw.pool != Guid::EMPTY {
            return Err(Misbehaviour::OtherPool(raw.pool).into());
        }
        // What is newer than this machine is none of its business.
        let Some(message_type) = raw.message_type() else { return Ok(()) };
        if !message_type.may_go_to(Destination::Client) {
            return Ok(());
        }
        let decoded = raw.decode(&self.options.settings.codec(&self.secrets));
        match (target, decoded) {
            (_, Ok(None)) => Ok(()),
            (Target::Pool, Ok(Some(message))) => self.pool_message(message),
            (Target::Pool, Err(error)) => Err(error),
            (Target::Pipeline(id), Ok(Some(message))) => self.pipeline_message(id, message),
            (Target::Pipeline(id), Err(error)) => {
                let event = PipelineEvent::Unreadable { message: message_type, error };
                self.pipeline_event(id, event);
                Ok(())
            }
        }
    }

    fn pool_message(&mut self, message: Message) -> Result<(), Error> {
        match message {
            Message::SessionCapability(capability) => self.capability(&capability)?,
            Message::ApplicationPrivateData(data) => self.event(Event::PrivateData(data.data)),
            Message::RunspacePoolInitData(data) => {
                let (min, max) = (data.min_runspaces, data.max_runspaces);
                self.options.pool.min_runspaces = min.unwrap_or(1);
                self.options.pool.max_runspaces = max.unwrap_or(1);
                self.event(Event::PoolSize { min, max });
                // A server that was taken up need not say that it is open.
                if self.state == PoolState::Connecting {
                    self.step(PoolStep::Opened);
                }
            }
            Message::RunspacePoolState(state) => self.pool_state(state),
            Message::RunspaceAvailability(answer) => self.availability(answer),
            Message::UserEvent(event) => self.event(Event::UserEvent(event)),
            Message::RunspacePoolHostCall(call) => self.host_call(Target::Pool, *call)?,
            Message::PublicKeyRequest => self.event(Event::KeyNeeded),
            Message::EncryptedSessionKey(key) => {
                let pair = self.key.as_ref().ok_or(Malformation::SessionKey)?;
                self.session_key(pair.open_session_key(&key.encrypted_session_key)?);
            }
            // A server that first runs a command of its own says so on the pool's stream.
            _ => {}
        }
        Ok(())
    }

    fn availability(&mut self, answer: RunspaceAvailability) {
        let RunspaceAvailability { call_id, response } = answer;
        let Some(question) = self.questions.remove(&call_id) else { return };
        match (question, response) {
            (Question::SetMax(max), Availability::Done(true)) => {
                self.options.pool.max_runspaces = max;
            }
            (Question::SetMin(min), Availability::Done(true)) => {
                self.options.pool.min_runspaces = min;
            }
            _ => {}
        }
        self.event(Event::Availability { call_id, response });
    }

    fn capability(&mut self, capability: &SessionCapability) -> Result<(), Error> {
        if self.state != PoolState::NegotiationSent {
            return Err(Misbehaviour::DuplicateCapability.into());
        }
        if capability.serialization_version.major != SessionCapability::SERIALIZATION_VERSION.major
        {
            return Err(Misbehaviour::IncompatibleSerialization.into());
        }
        let own = self.options.settings.version;
        let version = capability.protocol_version.negotiate(own)?;
        self.version = Some(version);
        if !version.has_key_exchange() {
            self.secrets = Secrets::Clear;
        }
        self.step(PoolStep::Negotiated);
        self.event(Event::Negotiated(version));
        self.step(if self.connects { PoolStep::Connect } else { PoolStep::Open });
        Ok(())
    }

    fn pool_state(&mut self, message: RunspacePoolStateMessage) {
        match message.state {
            PoolState::Opened => {
                self.step(PoolStep::Opened);
            }
            PoolState::Broken => self.fail(Misbehaviour::Broken.into(), message.error),
            PoolState::Closing => {
                self.step(PoolStep::Close);
            }
            // The transport says when it is closed for good.
            PoolState::Closed if self.state != PoolState::Closing => {
                self.fail(Misbehaviour::Gone.into(), message.error);
            }
            _ => {}
        }
    }

    fn session_key(&mut self, key: SessionKey) {
        self.secrets = Secrets::Key(key.into());
        self.event(Event::KeyExchanged);
        self.release();
    }

    fn pipeline_message(&mut self, id: Guid, message: Message) -> Result<(), Error> {
        let event = match message {
            Message::PipelineOutput(output) => PipelineEvent::Output(output.value),
            Message::ErrorRecord(error) => PipelineEvent::Error(error.record),
            Message::WarningRecord(warning) => PipelineEvent::Warning(warning.record),
            Message::VerboseRecord(verbose) => PipelineEvent::Verbose(verbose.record),
            Message::DebugRecord(debug) => PipelineEvent::Debug(debug.record),
            Message::InformationRecord(information) => {
                PipelineEvent::Information(information.record)
            }
            Message::ProgressRecord(progress) => PipelineEvent::Progress(progress.record),
            Message::PipelineHostCall(call) => {
                return self.host_call(Target::Pipeline(id), call.0);
            }
            Message::PipelineState(state) => {
                if let Some(step) = state.state.step().filter(|step| *step != PipelineStep::Start) {
                    self.pipeline_step(id, step, state.error);
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        self.pipeline_event(id, event);
        Ok(())
    }

    fn host_call(&mut self, target: Target, call: HostCall) -> Result<(), Error> {
        let calls = match target {
            Target::Pool => Some(&mut self.calls),
            Target::Pipeline(id) => self.pipelines.get_mut(&id).map(|pipeline| &mut pipeline.calls),
        };
        if let Some(calls) = calls.filter(|_| call.wants_answer()) {
            if calls.len() >= self.options.settings.limits.host_calls {
                return Err(Exceeded::HostCalls.into());
            }
            calls.insert(call.call_id);
        }
        self.event(Event::HostCall { target, call });
        Ok(())
    }
}
