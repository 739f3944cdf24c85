//! The pool as a server sees it: what whoever runs the commands says, and what the transport brings.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::sync::Arc;

use remora_psobject::{ErrorRecord, Guid, Value};

use super::key::Held;
use super::pipeline::Pipeline;
use super::{Encoded, Encoder, Event, Input, Output, Verb};
use crate::channel::{Fragments, Stream, Target};
use crate::crypto::{Secrets, SessionKey};
use crate::error::{Error, Misbehaviour, Misuse};
use crate::fragment::{Defragmenter, Fragmenter};
use crate::message::host::NO_ANSWER;
use crate::message::{
    ApplicationPrivateData, Availability, Destination, HostCall, Message, PipelineHostCall,
    PipelineOutput, RawMessage, RunspaceAvailability, RunspacePoolInitData,
    RunspacePoolStateMessage, SessionCapability, UserEvent,
};
use crate::random::Random;
use crate::settings::Settings;
use crate::state::{PipelineState, PoolState, PoolStep};
use crate::version::ProtocolVersion;

/// A runspace pool of a client, and its pipelines. After its end the same machine takes a new pool.
pub struct RunspacePool {
    pub(super) settings: Settings,
    pub(super) random: Box<dyn Random>,
    pub(super) state: PoolState,
    pub(super) id: Guid,
    /// The version that both ends agreed on.
    pub(super) version: ProtocolVersion,
    /// The key of secure strings, where there is one.
    pub(super) session_key: Option<Arc<SessionKey>>,
    /// Whether the client has the key.
    pub(super) key_exchanged: bool,
    fragmenter: Fragmenter,
    pub(super) streams: BTreeMap<(Target, Stream), Defragmenter>,
    pub(super) pipelines: BTreeMap<Guid, Pipeline>,
    /// Pipelines that wait for a runspace.
    pub(super) queue: VecDeque<Guid>,
    pub(super) nested_allowed: bool,
    pub(super) min: i32,
    pub(super) max: i32,
    outputs: VecDeque<Output>,
    last_call: i64,
    /// Calls of the pool's host that wait for an answer.
    pub(super) calls: BTreeSet<i64>,
    /// Resets that wait for whoever runs the commands.
    pub(super) resets: BTreeSet<i64>,
    /// What waits for the pool to open, or for a session key.
    pub(super) held: VecDeque<Held>,
    /// What the server said of itself, for clients that take the pool up.
    private_data: Value,
    /// Whether the client waits for the end of the pool.
    close_requested: bool,
}

impl RunspacePool {
    /// A machine without a pool. Session keys come from `random`.
    pub fn new(settings: Settings, random: Box<dyn Random>) -> Self {
        Self {
            random,
            state: PoolState::BeforeOpen,
            id: Guid::EMPTY,
            version: settings.version,
            session_key: None,
            key_exchanged: false,
            fragmenter: Fragmenter::new(settings.fragment_size),
            streams: BTreeMap::new(),
            pipelines: BTreeMap::new(),
            queue: VecDeque::new(),
            nested_allowed: false,
            min: 1,
            max: 1,
            outputs: VecDeque::new(),
            last_call: 0,
            calls: BTreeSet::new(),
            resets: BTreeSet::new(),
            held: VecDeque::new(),
            private_data: Value::Null,
            close_requested: false,
            settings,
        }
    }

    /// The pool's id; all zeros before there is one.
    pub fn id(&self) -> Guid {
        self.id
    }

    /// Its state.
    pub fn state(&self) -> PoolState {
        self.state
    }

    /// The version that both ends agreed on.
    pub fn version(&self) -> ProtocolVersion {
        self.version
    }

    /// The state of a pipeline; `None` where there is none of this id.
    pub fn pipeline_state(&self, id: Guid) -> Option<PipelineState> {
        self.pipelines.get(&id).map(|pipeline| pipeline.state)
    }

    /// Cuts what is sent into fragments of at most this many bytes from now on.
    pub fn set_fragment_size(&mut self, size: usize) {
        self.fragmenter.set_size(size);
    }

    /// What there is to do next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Takes what a transport brings. What is wrong with it comes as a [`Verb::Fault`].
    ///
    /// # Errors
    /// Where the transport must not go on: [`Misbehaviour::DuplicateCommand`], or too many pipelines.
    pub fn handle_input(&mut self, input: Input<'_>) -> Result<(), Error> {
        match input {
            Input::Received { target, stream, bytes } => self.receive(target, stream, bytes),
            Input::OpenPipeline(id) => return self.open_pipeline(id),
            Input::ClosePipeline(id) => self.close_pipeline(id),
            Input::Signal(id) => self.signal(id),
            Input::ClosePool => {
                self.close_requested = true;
                self.close_when_empty();
            }
            Input::Connect { bytes } => self.take_up(bytes),
            Input::Gone => self.begin_close(),
        }
        Ok(())
    }

    /// Says that the runspaces are there. `private_data` is what the server says of itself, a
    /// [`primitive_dictionary`](crate::message::primitive_dictionary).
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where nobody asked for them.
    pub fn opened(&mut self, private_data: Value) -> Result<(), Error> {
        self.expect(PoolState::Opening)?;
        self.private_data = private_data;
        self.state = PoolState::Opened;
        self.announce(PoolState::Opened)?;
        self.release_held();
        Ok(())
    }

    /// Private data, and the state behind it.
    fn announce(&mut self, state: PoolState) -> Result<(), Error> {
        let data = ApplicationPrivateData { data: self.private_data.clone() };
        self.send(Target::Pool, &Message::ApplicationPrivateData(data))?;
        self.send_state(state)
    }

    /// Says that there will be no runspaces. The client is told why by the transport.
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where nobody asked for them.
    pub fn open_failed(&mut self, reason: impl Into<String>) -> Result<(), Error> {
        self.expect(PoolState::Opening)?;
        self.state = PoolState::Broken;
        self.verb(Verb::Fault {
            target: Target::Pool,
            error: Misbehaviour::Broken.into(),
            reason: Some(reason.into()),
        });
        self.release_held();
        Ok(())
    }

    /// Says that the runspaces are gone, after [`Event::Close`]. Pipelines that were stopped should be
    /// finished before; a transport may end with the pool.
    ///
    /// # Errors
    /// [`Misuse::PoolState`]
    pub fn closed(&mut self) -> Result<(), Error> {
        self.expect(PoolState::Closing)?;
        self.state = PoolState::Closed;
        self.send_state(PoolState::Closed)?;
        self.close_when_empty();
        Ok(())
    }

    /// Ends the pool because whoever runs the commands wants it.
    pub fn close(&mut self) {
        self.begin_close();
    }

    /// Makes bodies away from the machine.
    pub fn encoder(&mut self) -> Encoder {
        let secrets = self.secrets_to_send();
        Encoder { settings: self.settings.clone(), secrets }
    }

    /// Sends a record, or an object of the output, of a pipeline that runs.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`], [`Misuse::PipelineState`].
    pub fn send_encoded(&mut self, id: Guid, encoded: Encoded) -> Result<(), Error> {
        self.expect_running(id)?;
        self.send_body(Target::Pipeline(id), encoded);
        Ok(())
    }

    /// Sends a record of a pipeline that runs: [`Message::ErrorRecord`], [`Message::WarningRecord`] and so
    /// on.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`], [`Misuse::PipelineState`], [`Misuse::Unserializable`].
    pub fn send_record(&mut self, id: Guid, record: &Message) -> Result<(), Error> {
        let encoded = self.encoder().encode(record)?;
        self.send_encoded(id, encoded)
    }

    /// Sends an object of the output of a pipeline that runs.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`], [`Misuse::PipelineState`], [`Misuse::Unserializable`].
    pub fn send_output(&mut self, id: Guid, value: Value) -> Result<(), Error> {
        self.send_record(id, &Message::PipelineOutput(PipelineOutput { value }))
    }

    /// Calls a method of the client's host that has an answer; the id under which it comes.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`], [`Misuse::PipelineState`], [`Misuse::PoolState`],
    /// [`Misuse::Unserializable`].
    pub fn call_host(
        &mut self,
        target: Target,
        method: i32,
        parameters: Vec<Value>,
    ) -> Result<i64, Error> {
        let call_id = match target {
            Target::Pool => {
                self.expect(PoolState::Opened)?;
                self.last_call + 1
            }
            Target::Pipeline(id) => self.expect_running(id)?.last_call + 1,
        };
        self.send_host_call(target, HostCall { call_id, method, parameters })?;
        match target {
            Target::Pool => {
                self.last_call = call_id;
                self.calls.insert(call_id);
            }
            Target::Pipeline(id) => {
                let pipeline = self.expect_running(id)?;
                pipeline.last_call = call_id;
                pipeline.calls.insert(call_id);
            }
        }
        Ok(call_id)
    }

    /// Calls a method of the client's host that has no answer.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`], [`Misuse::PipelineState`], [`Misuse::PoolState`],
    /// [`Misuse::Unserializable`].
    pub fn tell_host(
        &mut self,
        target: Target,
        method: i32,
        parameters: Vec<Value>,
    ) -> Result<(), Error> {
        match target {
            Target::Pool => self.expect(PoolState::Opened)?,
            Target::Pipeline(id) => {
                self.expect_running(id)?;
            }
        }
        self.send_host_call(target, HostCall { call_id: NO_ANSWER, method, parameters })
    }

    fn send_host_call(&mut self, target: Target, call: HostCall) -> Result<(), Error> {
        let message = match target {
            Target::Pool => Message::RunspacePoolHostCall(Box::new(call)),
            Target::Pipeline(_) => Message::PipelineHostCall(Box::new(PipelineHostCall(call))),
        };
        self.send(target, &message)
    }

    /// Forwards an event to the client.
    ///
    /// # Errors
    /// [`Misuse::PoolState`], [`Misuse::Unserializable`].
    pub fn send_event(&mut self, event: UserEvent) -> Result<(), Error> {
        self.expect(PoolState::Opened)?;
        self.send(Target::Pool, &Message::UserEvent(Box::new(event)))
    }

    /// Answers [`Event::Reset`].
    ///
    /// # Errors
    /// [`Misuse::UnknownCall`]
    pub fn reset_done(&mut self, call_id: i64, done: bool) -> Result<(), Error> {
        if !self.resets.remove(&call_id) {
            return Err(Misuse::UnknownCall(call_id).into());
        }
        self.answer(call_id, Availability::Done(done));
        Ok(())
    }

    // What the rest is made of.

    pub(super) fn event(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    pub(super) fn verb(&mut self, verb: Verb) {
        self.outputs.push_back(Output::Channel(verb));
    }

    pub(super) fn fault(&mut self, target: Target, error: Error) {
        self.verb(Verb::Fault { target, error, reason: None });
    }

    pub(super) fn answer(&mut self, call_id: i64, response: Availability) {
        let message = RunspaceAvailability { response, call_id };
        // Numbers and truth values can always be written.
        let _ = self.send(Target::Pool, &Message::RunspaceAvailability(message));
    }

    fn expect(&self, state: PoolState) -> Result<(), Error> {
        if self.state == state { Ok(()) } else { Err(Misuse::PoolState(self.state).into()) }
    }

    fn expect_running(&mut self, id: Guid) -> Result<&mut Pipeline, Error> {
        let pipeline = self.pipelines.get_mut(&id).ok_or(Misuse::UnknownPipeline(id))?;
        match pipeline.state {
            PipelineState::Running | PipelineState::Stopping => Ok(pipeline),
            state => Err(Misuse::PipelineState(state).into()),
        }
    }

    pub(super) fn send(&mut self, target: Target, message: &Message) -> Result<(), Error> {
        let encoded = self.encoder().encode(message)?;
        self.send_body(target, encoded);
        Ok(())
    }

    fn send_body(&mut self, target: Target, encoded: Encoded) {
        let fragments = self.fragments(target, encoded);
        self.verb(Verb::Send { target, fragments });
    }

    fn fragments(&mut self, target: Target, encoded: Encoded) -> Fragments {
        use crate::message::MessageType as T;
        // These do not say whose they are; PowerShell's own do not either.
        let is_anonymous = matches!(
            encoded.message_type,
            T::SessionCapability | T::PublicKeyRequest | T::EncryptedSessionKey
        );
        let raw = RawMessage {
            destination: Destination::Client.number(),
            code: encoded.message_type.code(),
            pool: if is_anonymous { Guid::EMPTY } else { self.id },
            pipeline: target.id(),
            body: encoded.body,
        };
        self.fragmenter.fragment(&raw.to_bytes())
    }

    pub(super) fn send_state(&mut self, state: PoolState) -> Result<(), Error> {
        let message = RunspacePoolStateMessage { state, error: None };
        self.send(Target::Pool, &Message::RunspacePoolState(message))
    }

    /// Tells the client that the pool is broken, and ends it.
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where there is no pool.
    pub fn fail(&mut self, reason: Arc<ErrorRecord>) -> Result<(), Error> {
        let state = self.state.after(PoolStep::Fail).ok_or(Misuse::PoolState(self.state))?;
        self.stop_all();
        self.state = state;
        let message = RunspacePoolStateMessage { state, error: Some(reason) };
        self.send(Target::Pool, &Message::RunspacePoolState(message))
    }

    /// Ends the pool: stops what runs, and tells both sides.
    pub(super) fn begin_close(&mut self) {
        let had_pool =
            matches!(self.state, PoolState::Opening | PoolState::Opened | PoolState::Disconnected);
        let Some(state) = self.state.after(PoolStep::Close) else { return };
        if !had_pool {
            self.state = PoolState::Closed;
            return;
        }
        self.state = state;
        let _ = self.send_state(state);
        self.stop_all();
        self.release_held();
        self.event(Event::Close);
    }

    /// Goes on with closing when all pipelines are closed, as the client asked.
    pub(super) fn close_when_empty(&mut self) {
        if !self.close_requested || !self.pipelines.is_empty() {
            return;
        }
        self.begin_close();
        if self.state != PoolState::Closing {
            self.close_requested = false;
            self.verb(Verb::PoolClosed);
            self.start_anew();
        }
    }

    /// Makes room for a new pool.
    pub(super) fn start_anew(&mut self) {
        let outputs = std::mem::take(&mut self.outputs);
        let random = std::mem::replace(&mut self.random, Box::new(|_: &mut [u8]| ()));
        let fragmenter = std::mem::take(&mut self.fragmenter);
        *self = Self { outputs, fragmenter, ..Self::new(self.settings.clone(), random) };
    }

    /// The answer to a client that takes the pool up (section 3.2.5.4.29,
    /// CONNECT_RUNSPACEPOOL Message).
    pub(super) fn welcome(&mut self) -> Result<(), Error> {
        let capability = Message::SessionCapability(SessionCapability::new(self.version));
        let size = Message::RunspacePoolInitData(RunspacePoolInitData {
            min_runspaces: Some(self.min),
            max_runspaces: Some(self.max),
        });
        let encoder = self.encoder();
        let mut fragments = self.fragments(Target::Pool, encoder.encode(&capability)?);
        fragments.extend(self.fragments(Target::Pool, encoder.encode(&size)?));
        self.verb(Verb::Connected { fragments });
        self.announce(self.state)?;
        self.event(Event::Connected);
        Ok(())
    }

    pub(super) fn secrets_to_read(&self) -> Secrets {
        match (&self.session_key, self.version.has_key_exchange()) {
            (_, false) => Secrets::Clear,
            (Some(key), true) if self.key_exchanged => Secrets::Key(Arc::clone(key)),
            _ => Secrets::None,
        }
    }

    /// Where the client has no key yet, what is sent is encrypted with the one that it will get.
    fn secrets_to_send(&mut self) -> Secrets {
        if !self.version.has_key_exchange() {
            return Secrets::Clear;
        }
        Secrets::Key(self.session_key())
    }

    pub(super) fn session_key(&mut self) -> Arc<SessionKey> {
        let random = &mut self.random;
        let key =
            self.session_key.get_or_insert_with(|| Arc::new(SessionKey::generate(&mut **random)));
        Arc::clone(key)
    }
}

impl fmt::Debug for RunspacePool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunspacePool")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .field("pipelines", &self.pipelines)
            .finish_non_exhaustive()
    }
}
