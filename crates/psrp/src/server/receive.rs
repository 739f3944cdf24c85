//! The pool as a server sees it: what the client sends (MS-PSRP section 3.2.5.4, Rules for Processing
//! PSRP Messages).

use remora_clixml::ErrorKind;
use remora_psobject::Guid;

use super::key::Held;
use super::{Event, PipelineRequest, RunspacePool};
use crate::channel::{Stream, Target};
use crate::error::{Error, Malformation, Misbehaviour};
use crate::fragment::Defragmenter;
use crate::message::{
    Availability, Destination, HostResponse, InitRunspacePool, Message, MessageType, RawMessage,
    SessionCapability,
};
use crate::state::{PipelineState, PoolState, PoolStep};

impl RunspacePool {
    pub(super) fn receive(&mut self, target: Target, stream: Stream, bytes: &[u8]) {
        // What comes for a pipeline that nobody opened, or that is closed, is dropped.
        let known = match target {
            Target::Pool => true,
            Target::Pipeline(id) => self.pipelines.contains_key(&id),
        };
        if known {
            let limit = self.settings.limits.message_size;
            let key = (target, stream);
            self.streams.entry(key).or_insert_with(|| Defragmenter::new(limit)).push(bytes);
            while let Some(next) = self.next_message(key) {
                match next.and_then(RawMessage::parse) {
                    Ok(raw) => self.message(target, raw),
                    Err(error) => self.fault(target, error),
                }
            }
        }
        self.processed(target);
    }

    fn next_message(&mut self, key: (Target, Stream)) -> Option<Result<Vec<u8>, Error>> {
        // A message may have ended what the stream belongs to.
        self.streams.get_mut(&key)?.next_message().transpose()
    }

    /// Works through a message, or lets it wait.
    pub(super) fn message(&mut self, target: Target, raw: RawMessage) {
        let answers_key_request =
            raw.message_type() == Some(MessageType::PublicKey) && self.state != PoolState::Opening;
        let handled = if self.must_wait(target) && !answers_key_request {
            self.hold(Held::Message(target, raw))
        } else {
            self.dispatch(target, raw)
        };
        if let Err(error) = handled {
            self.fault(target, error);
        }
    }

    fn dispatch(&mut self, target: Target, raw: RawMessage) -> Result<(), Error> {
        // Unknown types, and those that a server sends, are ignored.
        let Some(message_type) = raw.message_type() else { return Ok(()) };
        if raw.destination != Destination::Server.number() {
            return Err(Misbehaviour::Destination.into());
        }
        if !message_type.may_go_to(Destination::Server) {
            return Ok(());
        }
        if self.state == PoolState::Opened && raw.pool != self.id {
            self.begin_close();
            return Ok(());
        }
        if message_type.is_of_pipeline() && raw.pipeline != target.id() {
            return Err(Misbehaviour::OtherPipeline(raw.pipeline).into());
        }
        if !self.is_in_place(target, message_type) {
            return Ok(());
        }
        let decoded = raw.decode(&self.settings.codec(&self.secrets_to_read()));
        match (target, decoded) {
            (_, Ok(None)) => Ok(()),
            (Target::Pool, Ok(Some(message))) => self.pool_message(raw.pool, message),
            (Target::Pipeline(id), Ok(Some(message))) => self.pipeline_message(id, message),
            (_, Err(error)) if is_secret(&error) && self.may_get_key() => {
                self.wait_for_key(target, raw)
            }
            (Target::Pipeline(id), Err(error)) => {
                if matches!(
                    message_type,
                    MessageType::CreatePipeline | MessageType::GetCommandMetadata
                ) {
                    self.refuse_pipeline(id, &error);
                }
                Err(error)
            }
            (Target::Pool, Err(error)) => Err(error),
        }
    }

    /// Whether a message means something in this state. What does not is ignored, as PowerShell does.
    fn is_in_place(&self, target: Target, message_type: MessageType) -> bool {
        use MessageType as T;
        match (target, message_type) {
            (Target::Pool, T::SessionCapability) => true,
            (Target::Pool, T::InitRunspacePool) => self.state != PoolState::BeforeOpen,
            // A pool is taken up with an input of its own, not with a message.
            (_, T::ConnectRunspacePool) => false,
            (Target::Pool, other) => self.state == PoolState::Opened && !other.is_of_pipeline(),
            (Target::Pipeline(id), other) => {
                let finished = self.pipelines.get(&id).is_none_or(|known| known.state.is_final());
                let is_request = matches!(other, T::CreatePipeline | T::GetCommandMetadata);
                self.state == PoolState::Opened
                    && other.is_of_pipeline()
                    && (is_request || !finished)
            }
        }
    }

    fn pool_message(&mut self, pool: Guid, message: Message) -> Result<(), Error> {
        match message {
            Message::SessionCapability(capability) => self.capability(&capability)?,
            Message::InitRunspacePool(request) => self.init(pool, request)?,
            Message::CloseSession => self.begin_close(),
            Message::PublicKey(key) => self.public_key(&key)?,
            Message::SetMaxRunspaces(set) => {
                let fits = set.max_runspaces >= 1 && set.max_runspaces >= self.min;
                self.resize(fits, self.min, set.max_runspaces, set.call_id);
            }
            Message::SetMinRunspaces(set) => {
                let fits = set.min_runspaces >= 1 && set.min_runspaces <= self.max;
                self.resize(fits, set.min_runspaces, self.max, set.call_id);
            }
            Message::GetAvailableRunspaces(get) => {
                let free = i64::from(self.max.saturating_sub(self.busy()).max(0));
                self.answer(get.call_id, Availability::Free(free));
            }
            Message::ResetRunspaceState(reset) => {
                if self.max == 1 && self.busy() == 0 && self.resets.is_empty() {
                    self.resets.insert(reset.call_id);
                    self.event(Event::Reset { call_id: reset.call_id });
                } else {
                    self.answer(reset.call_id, Availability::Done(false));
                }
            }
            Message::RunspacePoolHostResponse(response) if self.calls.remove(&response.call_id) => {
                let response = *response;
                self.event(Event::HostResponse { target: Target::Pool, response });
            }
            _ => {}
        }
        Ok(())
    }

    fn capability(&mut self, capability: &SessionCapability) -> Result<(), Error> {
        if self.state.is_final() {
            self.start_anew();
        }
        if self.state != PoolState::BeforeOpen {
            if matches!(self.state, PoolState::Opened) {
                self.begin_close();
                return Ok(());
            }
            return Err(Misbehaviour::DuplicateCapability.into());
        }
        let own = self.settings.version;
        let mut verdict = capability.protocol_version.negotiate(own);
        // The client learns what is spoken here in any case.
        let spoken = verdict.clone().unwrap_or(own);
        self.send(Target::Pool, &Message::SessionCapability(SessionCapability::new(spoken)))?;
        if capability.ps_version != SessionCapability::PS_VERSION
            || capability.serialization_version != SessionCapability::SERIALIZATION_VERSION
        {
            verdict = Err(Misbehaviour::IncompatibleSerialization);
        }
        self.version = verdict?;
        self.state = PoolState::NegotiationSucceeded;
        self.event(Event::Negotiated(self.version));
        Ok(())
    }

    fn init(&mut self, pool: Guid, request: Box<InitRunspacePool>) -> Result<(), Error> {
        let Some(state) = self.state.after(PoolStep::Open) else {
            return Err(Misbehaviour::DuplicatePool(self.id).into());
        };
        let verdict = match (request.min_runspaces, request.max_runspaces) {
            (_, ..=0) => Err(Misbehaviour::PoolMaximum),
            (..=0, _) => Err(Misbehaviour::PoolMinimum),
            (min, max) if min > max => Err(Misbehaviour::PoolBounds),
            _ if request.thread_options != 0 => Err(Misbehaviour::ThreadOptions),
            _ => Ok(()),
        };
        verdict?;
        self.state = state;
        self.id = pool;
        (self.min, self.max) = (request.min_runspaces, request.max_runspaces);
        self.event(Event::Open { id: pool, request });
        Ok(())
    }

    fn resize(&mut self, fits: bool, min: i32, max: i32, call_id: i64) {
        let changes = fits && (min, max) != (self.min, self.max);
        if changes {
            (self.min, self.max) = (min, max);
            self.event(Event::Resized { min, max });
        }
        self.answer(call_id, Availability::Done(fits));
        if changes {
            self.start_waiting();
        }
    }

    fn pipeline_message(&mut self, id: Guid, message: Message) -> Result<(), Error> {
        match message {
            Message::CreatePipeline(commands) => {
                self.create_pipeline(id, PipelineRequest::Commands(commands))?;
            }
            Message::GetCommandMetadata(query) => {
                self.create_pipeline(id, PipelineRequest::Metadata(query))?;
            }
            Message::PipelineInput(input) if self.expect_input(id)? => {
                self.event(Event::Input { id, value: input.value });
            }
            Message::EndOfPipelineInput if self.expect_input(id)? => {
                if let Some(pipeline) = self.pipelines.get_mut(&id) {
                    pipeline.input_ended = true;
                }
                self.event(Event::InputEnded { id });
            }
            Message::StopPipeline => self.stop(id),
            Message::PipelineHostResponse(response) => self.host_response(id, response.0),
            _ => {}
        }
        Ok(())
    }

    /// Whether input has a pipeline to go to.
    fn expect_input(&self, id: Guid) -> Result<bool, Error> {
        match self.pipelines.get(&id) {
            Some(pipeline) if pipeline.input_ended => Err(Misbehaviour::InputAfterEnd(id).into()),
            Some(pipeline) => Ok(pipeline.is_created && pipeline.state != PipelineState::Stopping),
            None => Ok(false),
        }
    }

    fn host_response(&mut self, id: Guid, response: HostResponse) {
        let waits = self.pipelines.get_mut(&id);
        if waits.is_some_and(|pipeline| pipeline.calls.remove(&response.call_id)) {
            self.event(Event::HostResponse { target: Target::Pipeline(id), response });
        }
    }

    /// A client takes the pool up (section 3.2.5.4.29, CONNECT_RUNSPACEPOOL Message).
    pub(super) fn take_up(&mut self, bytes: &[u8]) {
        if let Err(error) = self.try_take_up(bytes) {
            self.fault(Target::Pool, error);
        }
    }

    fn try_take_up(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut stream = Defragmenter::new(self.settings.limits.message_size);
        stream.push(bytes);
        let (mut capability, mut connect) = (None, None);
        while let Some(message) = stream.next_message()? {
            let raw = RawMessage::parse(message)?;
            let decoded = raw.decode(&self.settings.codec(&self.secrets_to_read()))?;
            match decoded {
                Some(Message::SessionCapability(own)) => capability = Some(own),
                Some(Message::ConnectRunspacePool(own)) => connect = Some((raw.pool, own)),
                _ => {}
            }
        }
        let capability = capability.ok_or(Malformation::MissingProperty("protocolversion"))?;
        let (pool, connect) = connect.ok_or(Malformation::Body)?;
        if !matches!(self.state, PoolState::Opened | PoolState::Disconnected) {
            let out_of_place =
                Misbehaviour::OutOfPlace(MessageType::ConnectRunspacePool, self.state);
            return Err(out_of_place.into());
        }
        if pool != self.id {
            return Err(Misbehaviour::OtherPool(pool).into());
        }
        let bounds = (connect.min_runspaces, connect.max_runspaces);
        if bounds.0.is_some_and(|min| min != self.min)
            || bounds.1.is_some_and(|max| max != self.max)
        {
            return Err(Misbehaviour::PoolBounds.into());
        }
        self.version = capability.protocol_version.negotiate(self.settings.version)?;
        // Another client has none of the keys of the one before.
        self.key_exchanged = false;
        self.session_key = None;
        self.state = PoolState::Opened;
        self.streams.clear();
        self.welcome()
    }
}

fn is_secret(error: &Error) -> bool {
    matches!(
        error,
        Error::Malformed(Malformation::Clixml(remora_clixml::Error {
            kind: ErrorKind::Secret,
            ..
        }))
    )
}
