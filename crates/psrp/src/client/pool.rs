//! The pool as a client sees it: what its user asks for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use remora_psobject::{ErrorRecord, Guid, Value};

use super::pipeline::Pipeline;
use super::{Event, Input, Leaving, Options, Output, PipelineEvent, Verb};
use crate::channel::{Fragments, Stream, Target};
use crate::crypto::{KeyPair, Secrets};
use crate::error::{Error, Exceeded, Misbehaviour, Misuse};
use crate::fragment::{Defragmenter, Fragmenter};
use crate::message::{
    ConnectRunspacePool, CreatePipeline, Destination, GetAvailableRunspaces, GetCommandMetadata,
    HostResponse, Message, PipelineHostResponse, PipelineInput, PublicKey, ResetRunspaceState,
    SessionCapability, SetMaxRunspaces, SetMinRunspaces,
};
use crate::state::{PipelineState, PipelineStep, PoolState, PoolStep};
use crate::version::ProtocolVersion;

/// A runspace pool at a server, and its pipelines.
#[derive(Debug)]
pub struct RunspacePool {
    pub(super) options: Options,
    pub(super) state: PoolState,
    /// The version that both ends agreed on.
    pub(super) version: Option<ProtocolVersion>,
    pub(super) secrets: Secrets,
    pub(super) key: Option<KeyPair>,
    fragmenter: Fragmenter,
    pub(super) stream: Defragmenter,
    pub(super) pipelines: BTreeMap<Guid, Pipeline>,
    pub(super) outputs: VecDeque<Output>,
    last_call: i64,
    /// Questions about runspaces that wait for an answer.
    pub(super) questions: BTreeMap<i64, Question>,
    /// Calls of the pool's host that wait for an answer.
    pub(super) calls: BTreeSet<i64>,
    /// Messages that wait for a session key, and those behind them.
    held: VecDeque<Held>,
    /// Whether the pool is taken up, not made.
    pub(super) connects: bool,
}

/// What was asked about runspaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    SetMax(i32),
    SetMin(i32),
    Other,
}

#[derive(Debug)]
struct Held {
    target: Target,
    stream: Stream,
    message: Message,
}

impl RunspacePool {
    /// A pool that is not open yet.
    pub fn new(options: Options) -> Self {
        let settings = &options.settings;
        Self {
            state: PoolState::BeforeOpen,
            version: None,
            secrets: Secrets::None,
            key: None,
            fragmenter: Fragmenter::new(settings.fragment_size),
            stream: Defragmenter::new(settings.limits.message_size),
            pipelines: BTreeMap::new(),
            outputs: VecDeque::new(),
            last_call: 0,
            questions: BTreeMap::new(),
            calls: BTreeSet::new(),
            held: VecDeque::new(),
            connects: false,
            options,
        }
    }

    /// Its id.
    pub fn id(&self) -> Guid {
        self.options.id
    }

    /// Its state.
    pub fn state(&self) -> PoolState {
        self.state
    }

    /// The version that both ends agreed on.
    pub fn version(&self) -> Option<ProtocolVersion> {
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

    /// Takes what a transport brings. What is wrong with it comes as an event.
    pub fn handle_input(&mut self, input: Input<'_>) {
        match input {
            Input::Received { target, bytes } => self.receive(target, bytes),
            Input::PipelineClosed(id) => {
                if self.pipelines.remove(&id).is_some() {
                    self.pipeline_event(id, PipelineEvent::Closed);
                }
            }
            Input::PoolClosed => {
                if self.state.after(PoolStep::Close).is_some() {
                    // The server ended it unasked.
                    self.step(PoolStep::Close);
                }
                self.end_pipelines(PipelineState::Stopped);
                self.step(PoolStep::Closed);
            }
            Input::Disconnected => {
                self.step(PoolStep::Disconnect);
                self.move_pipelines(PipelineStep::Disconnect);
            }
            Input::Reconnected => {
                self.step(PoolStep::Opened);
                self.move_pipelines(PipelineStep::Connect);
            }
            Input::Lost => self.fail(Misbehaviour::Gone.into(), None),
        }
    }

    /// Opens the pool (section 3.1.4.1, Creating a RunspacePool).
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where it was opened already.
    pub fn open(&mut self) -> Result<(), Error> {
        self.check_bounds(self.options.pool.min_runspaces, self.options.pool.max_runspaces)?;
        self.start(PoolStep::Negotiate)?;
        let init = Message::InitRunspacePool(Box::new(self.options.pool.clone()));
        let fragments = self.opening(init)?;
        self.verb(Verb::OpenPool { id: self.options.id, fragments });
        Ok(())
    }

    /// Takes up a pool that another client, or this one before, left (section 3.1.4.10.3,
    /// Connecting to a RunspacePool from a New Client Session). Its pipelines are taken up with [`RunspacePool::connect_pipeline`] when it is open.
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where it was opened already.
    pub fn connect(&mut self) -> Result<(), Error> {
        self.start(PoolStep::Negotiate)?;
        self.connects = true;
        let connect = Message::ConnectRunspacePool(ConnectRunspacePool::default());
        let fragments = self.opening(connect)?;
        self.verb(Verb::ConnectPool { id: self.options.id, fragments });
        Ok(())
    }

    fn opening(&mut self, request: Message) -> Result<Fragments, Error> {
        let capability = SessionCapability {
            time_zone: self.options.time_zone.clone(),
            ..SessionCapability::new(self.options.settings.version)
        };
        let mut fragments = self.encode(Target::Pool, &Message::SessionCapability(capability))?;
        fragments.extend(self.encode(Target::Pool, &request)?);
        Ok(fragments)
    }

    /// Takes up a pipeline that runs in a pool that was connected to.
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where the pool is not open; [`Misuse::PipelineExists`].
    pub fn connect_pipeline(&mut self, id: Guid) -> Result<(), Error> {
        self.add_pipeline(id, true)?;
        if let Some(pipeline) = self.pipelines.get_mut(&id) {
            pipeline.state = PipelineState::Running;
        }
        self.verb(Verb::ConnectPipeline { id });
        Ok(())
    }

    /// Starts a pipeline (section 3.1.4.3, Executing a Pipeline).
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where the pool is not open; [`Misuse::PipelineExists`];
    /// [`Misuse::Unserializable`].
    pub fn create_pipeline(&mut self, id: Guid, pipeline: CreatePipeline) -> Result<(), Error> {
        self.add_pipeline(id, pipeline.no_input)?;
        self.open_pipeline(id, Message::CreatePipeline(Box::new(pipeline)))
    }

    /// Asks for the metadata of commands; the answer comes as the output of a pipeline of this id
    /// (section 3.1.4.5, Getting Command Metadata).
    ///
    /// # Errors
    /// [`Misuse::PoolState`] where the pool is not open; [`Misuse::PipelineExists`].
    pub fn get_command_metadata(
        &mut self,
        id: Guid,
        query: GetCommandMetadata,
    ) -> Result<(), Error> {
        self.add_pipeline(id, true)?;
        self.open_pipeline(id, Message::GetCommandMetadata(Box::new(query)))
    }

    fn add_pipeline(&mut self, id: Guid, no_input: bool) -> Result<(), Error> {
        self.expect_open()?;
        let limits = self.options.settings.limits;
        if id == Guid::EMPTY || self.pipelines.contains_key(&id) {
            return Err(Misuse::PipelineExists(id).into());
        }
        if self.pipelines.len() >= limits.pipelines {
            return Err(Exceeded::Pipelines.into());
        }
        self.pipelines.insert(id, Pipeline::new(limits.message_size, no_input));
        Ok(())
    }

    fn open_pipeline(&mut self, id: Guid, message: Message) -> Result<(), Error> {
        let sent = self.send(Target::Pipeline(id), Stream::Default, message);
        if sent.is_err() {
            self.pipelines.remove(&id);
        } else {
            self.pipeline_step(id, PipelineStep::Start, None);
        }
        sent
    }

    /// Sends an object of the input.
    ///
    /// # Errors
    /// [`Misuse::PipelineState`] after the end of the input or of the pipeline.
    pub fn send_input(&mut self, id: Guid, value: Value) -> Result<(), Error> {
        let pipeline = self.pipeline(id)?;
        if pipeline.input_ended || pipeline.state.is_final() {
            return Err(Misuse::PipelineState(pipeline.state).into());
        }
        let message = Message::PipelineInput(PipelineInput { value });
        self.send(Target::Pipeline(id), Stream::Default, message)
    }

    /// Says that no more input comes. Does nothing after the end of the pipeline.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`]
    pub fn end_input(&mut self, id: Guid) -> Result<(), Error> {
        let pipeline = self.pipeline(id)?;
        if pipeline.state.is_final() || std::mem::replace(&mut pipeline.input_ended, true) {
            return Ok(());
        }
        self.send(Target::Pipeline(id), Stream::Default, Message::EndOfPipelineInput)
    }

    /// Stops a pipeline (section 3.1.4.4, Stopping a Pipeline). Its state comes as an event.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`]
    pub fn stop_pipeline(&mut self, id: Guid) -> Result<(), Error> {
        let pipeline = self.pipeline(id)?;
        pipeline.calls.clear();
        pipeline.input_ended = true;
        if pipeline.state.after(PipelineStep::Stop).is_some() {
            self.pipeline_step(id, PipelineStep::Stop, None);
            self.verb(Verb::Signal { id });
        }
        Ok(())
    }

    /// Closes a pipeline before it came to its end. At its end it is closed without being asked to.
    ///
    /// # Errors
    /// [`Misuse::UnknownPipeline`]
    pub fn close_pipeline(&mut self, id: Guid) -> Result<(), Error> {
        let pipeline = self.pipeline(id)?;
        if !std::mem::replace(&mut pipeline.closing, true) {
            self.held.retain(|held| held.target != Target::Pipeline(id));
            self.verb(Verb::ClosePipeline { id });
        }
        Ok(())
    }

    /// Answers a call of the user's host.
    ///
    /// # Errors
    /// [`Misuse::UnknownCall`] where nobody waits for the answer, perhaps not any more.
    pub fn respond(&mut self, target: Target, response: HostResponse) -> Result<(), Error> {
        let calls = match target {
            Target::Pool => &mut self.calls,
            Target::Pipeline(id) => &mut self.pipeline(id)?.calls,
        };
        let call_id = response.call_id;
        if !calls.remove(&call_id) {
            return Err(Misuse::UnknownCall(call_id).into());
        }
        let message = match target {
            Target::Pool => Message::RunspacePoolHostResponse(Box::new(response)),
            Target::Pipeline(_) => {
                Message::PipelineHostResponse(Box::new(PipelineHostResponse(response)))
            }
        };
        self.send(target, Stream::PromptResponse, message)
    }

    /// Changes how many runspaces the pool may have; the id under which the answer comes.
    ///
    /// # Errors
    /// [`Misuse::PoolState`], [`Misuse::Bounds`].
    pub fn set_max_runspaces(&mut self, max_runspaces: i32) -> Result<i64, Error> {
        self.check_bounds(self.options.pool.min_runspaces, max_runspaces)?;
        self.ask(Question::SetMax(max_runspaces), |call_id| {
            Message::SetMaxRunspaces(SetMaxRunspaces { max_runspaces, call_id })
        })
    }

    /// Changes how many runspaces the pool has at least; the id under which the answer comes.
    ///
    /// # Errors
    /// [`Misuse::PoolState`], [`Misuse::Bounds`].
    pub fn set_min_runspaces(&mut self, min_runspaces: i32) -> Result<i64, Error> {
        self.check_bounds(min_runspaces, self.options.pool.max_runspaces)?;
        self.ask(Question::SetMin(min_runspaces), |call_id| {
            Message::SetMinRunspaces(SetMinRunspaces { min_runspaces, call_id })
        })
    }

    /// Asks how many runspaces are free; the id under which the answer comes.
    ///
    /// # Errors
    /// [`Misuse::PoolState`]
    pub fn get_available_runspaces(&mut self) -> Result<i64, Error> {
        self.ask(Question::Other, |call_id| {
            Message::GetAvailableRunspaces(GetAvailableRunspaces { call_id })
        })
    }

    /// Takes the runspace back to its first state; the id under which the answer comes.
    ///
    /// # Errors
    /// [`Misuse::PoolState`]; [`Misuse::Version`] where the server is older than version 2.3.
    pub fn reset_runspace_state(&mut self) -> Result<i64, Error> {
        self.expect_version(ProtocolVersion::V2_3)?;
        self.ask(Question::Other, |call_id| {
            Message::ResetRunspaceState(ResetRunspaceState { call_id })
        })
    }

    fn ask(
        &mut self,
        question: Question,
        message: impl FnOnce(i64) -> Message,
    ) -> Result<i64, Error> {
        self.expect_open()?;
        self.last_call += 1;
        let call_id = self.last_call;
        self.send(Target::Pool, Stream::Default, message(call_id))?;
        self.questions.insert(call_id, question);
        Ok(call_id)
    }

    /// Sends the public half of a key, so that secure strings can cross (section 3.1.4.8,
    /// Initiating a Session Key Exchange). Needless from version 2.4 on.
    ///
    /// # Errors
    /// [`Misuse::PoolState`]
    pub fn exchange_keys(&mut self, key: KeyPair) -> Result<(), Error> {
        self.expect_open()?;
        let public_key = key.public_blob().to_string().into();
        self.key = Some(key);
        let message = Message::PublicKey(PublicKey { public_key });
        let fragments = self.encode(Target::Pool, &message)?;
        self.verb(Verb::Send { target: Target::Pool, stream: Stream::Default, fragments });
        Ok(())
    }

    /// Leaves the pool; it lives on (section 3.1.4.9, Disconnecting from a RunspacePool).
    ///
    /// # Errors
    /// [`Misuse::PoolState`]; [`Misuse::Version`] where the server is older than version 2.2.
    pub fn disconnect(&mut self, leaving: Leaving) -> Result<(), Error> {
        self.expect_open()?;
        self.expect_version(ProtocolVersion::V2_2)?;
        self.verb(Verb::Disconnect(leaving));
        Ok(())
    }

    /// Comes back to a pool that this client left (section 3.1.4.10.2, Connecting to a RunspacePool from a
    /// Previous Client Session).
    ///
    /// # Errors
    /// [`Misuse::PoolState`]
    pub fn reconnect(&mut self) -> Result<(), Error> {
        if self.state != PoolState::Disconnected {
            return Err(Misuse::PoolState(self.state).into());
        }
        self.verb(Verb::Reconnect);
        Ok(())
    }

    /// Closes the pool and its pipelines (section 3.1.4.2, Closing a RunspacePool). Does nothing where it
    /// is closed.
    pub fn close(&mut self) {
        let was_open = self.state != PoolState::BeforeOpen;
        if self.step(PoolStep::Close) {
            self.held.clear();
            if was_open {
                self.verb(Verb::ClosePool);
            } else {
                self.step(PoolStep::Closed);
            }
        }
    }

    /// Ends the pool because it broke for a reason that this machine cannot see.
    pub fn fail(&mut self, error: Error, reason: Option<Arc<ErrorRecord>>) {
        let Some(state) = self.state.after(PoolStep::Fail) else { return };
        if !matches!(self.state, PoolState::BeforeOpen | PoolState::Closing) {
            // A transport that still reaches the server lets it clean up.
            self.verb(Verb::ClosePool);
        }
        self.state = state;
        self.end_pipelines(PipelineState::Failed);
        self.event(Event::PoolState { state, reason, error: Some(error) });
    }

    // What the rest is made of.

    pub(super) fn event(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    pub(super) fn pipeline_event(&mut self, id: Guid, event: PipelineEvent) {
        self.event(Event::Pipeline { id, event });
    }

    pub(super) fn verb(&mut self, verb: Verb) {
        self.outputs.push_back(Output::Channel(verb));
    }

    /// Takes a step that the user asked for.
    fn start(&mut self, step: PoolStep) -> Result<(), Error> {
        if self.step(step) { Ok(()) } else { Err(Misuse::PoolState(self.state).into()) }
    }

    /// Takes a step where it may be taken, and tells the user.
    pub(super) fn step(&mut self, step: PoolStep) -> bool {
        let Some(state) = self.state.after(step) else { return false };
        self.state = state;
        self.event(Event::PoolState { state, reason: None, error: None });
        true
    }

    /// Takes a pipeline's step where it may be taken, and tells the user.
    pub(super) fn pipeline_step(
        &mut self,
        id: Guid,
        step: PipelineStep,
        reason: Option<Arc<ErrorRecord>>,
    ) {
        let Some(pipeline) = self.pipelines.get_mut(&id) else { return };
        let Some(state) = pipeline.state.after(step) else { return };
        pipeline.state = state;
        self.pipeline_event(id, PipelineEvent::State { state, reason });
        if state.is_final() {
            let _ = self.close_pipeline(id);
        }
    }

    fn move_pipelines(&mut self, step: PipelineStep) {
        let ids: Vec<Guid> = self.pipelines.keys().copied().collect();
        for id in ids {
            self.pipeline_step(id, step, None);
        }
    }

    /// Ends all pipelines without a word to the server, which is gone.
    fn end_pipelines(&mut self, state: PipelineState) {
        self.held.clear();
        for (id, pipeline) in std::mem::take(&mut self.pipelines) {
            if !pipeline.state.is_final() {
                self.pipeline_event(id, PipelineEvent::State { state, reason: None });
            }
            self.pipeline_event(id, PipelineEvent::Closed);
        }
    }

    fn pipeline(&mut self, id: Guid) -> Result<&mut Pipeline, Error> {
        self.pipelines.get_mut(&id).ok_or_else(|| Misuse::UnknownPipeline(id).into())
    }

    fn expect_open(&self) -> Result<(), Error> {
        match self.state {
            PoolState::Opened => Ok(()),
            state => Err(Misuse::PoolState(state).into()),
        }
    }

    fn expect_version(&self, least: ProtocolVersion) -> Result<(), Error> {
        match self.version {
            Some(version) if version < least => Err(Misuse::Version(version).into()),
            _ => Ok(()),
        }
    }

    fn check_bounds(&self, min: i32, max: i32) -> Result<(), Error> {
        if min >= 1 && max >= min { Ok(()) } else { Err(Misuse::Bounds.into()) }
    }

    fn encode(&mut self, target: Target, message: &Message) -> Result<Fragments, Error> {
        let codec = self.options.settings.codec(&self.secrets);
        let raw = message.encode(Destination::Server, self.options.id, target.id(), &codec)?;
        Ok(self.fragmenter.fragment(&raw.to_bytes()))
    }

    /// Sends a message, or holds it back until there is a key.
    fn send(&mut self, target: Target, stream: Stream, message: Message) -> Result<(), Error> {
        if self.held.iter().any(|held| held.target == target) {
            self.held.push_back(Held { target, stream, message });
            return Ok(());
        }
        match self.encode(target, &message) {
            Ok(fragments) => {
                self.send_fragments(target, stream, &message, fragments);
                Ok(())
            }
            Err(error) if needs_key(&error) && matches!(self.secrets, Secrets::None) => {
                if self.held.is_empty() {
                    self.event(Event::KeyNeeded);
                }
                self.held.push_back(Held { target, stream, message });
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn send_fragments(
        &mut self,
        target: Target,
        stream: Stream,
        message: &Message,
        fragments: Fragments,
    ) {
        let verb = match (target, message) {
            (Target::Pipeline(id), Message::CreatePipeline(_) | Message::GetCommandMetadata(_)) => {
                Verb::OpenPipeline { id, fragments }
            }
            _ => Verb::Send { target, stream, fragments },
        };
        self.verb(verb);
    }

    /// Sends what was held back. What cannot be sent even now ends its pipeline.
    pub(super) fn release(&mut self) {
        for held in std::mem::take(&mut self.held) {
            match self.encode(held.target, &held.message) {
                Ok(fragments) => {
                    self.send_fragments(held.target, held.stream, &held.message, fragments);
                }
                Err(_) => {
                    if let Target::Pipeline(id) = held.target {
                        self.pipeline_step(id, PipelineStep::Fail, None);
                    }
                }
            }
        }
    }
}

/// Whether a message cannot be written for want of a session key.
pub(crate) fn needs_key(error: &Error) -> bool {
    matches!(
        error,
        Error::ApiMisuse(Misuse::Unserializable(remora_clixml::Error {
            kind: remora_clixml::ErrorKind::Secret,
            ..
        }))
    )
}
