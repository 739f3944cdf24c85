//! The state of a session: the machine of its pool, who listens, and the queue of what is told them.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::runspace::{Done, StateListener};
use remora_hosting::{
    ConnectionInfo, Host, InvocationState, Record, RecordSink, RunspaceAvailability, RunspaceState,
    StateChange,
};
use remora_psobject::{ErrorRecord, Guid, Value};
use remora_psrp::client::{
    Event, Input, Leaving, Options, Output, PipelineEvent, RunspacePool, Verb,
};
use remora_psrp::crypto::KeyPair;
use remora_psrp::message::HostResponse;
use remora_psrp::{Error, PipelineState, PoolState, Target};
use tokio::sync::mpsc;

use super::{Connector, hosts};
use crate::entropy::SystemEntropy;
use crate::errors;
use crate::link::{LinkEvent, LinkFailure};

/// What a session shares between its user's threads and its link.
pub(crate) struct Session {
    pub(crate) id: Guid,
    pub(crate) connection: ConnectionInfo,
    pub(crate) host: Option<Arc<dyn Host>>,
    runtime: tokio::runtime::Handle,
    inner: Mutex<Inner>,
}

struct Inner {
    pool: RunspacePool,
    connector: Option<Connector>,
    verbs: Option<mpsc::UnboundedSender<Verb>>,
    pipelines: HashMap<Guid, Listener>,
    /// Who waits for the session to be open, at first or again.
    opening: Option<Done>,
    /// Who waits for the parting.
    leaving: Option<Done>,
    /// The commands that run there since before this client came; `None` for a session of its own.
    left: Option<Vec<Guid>>,
    closing: Vec<Done>,
    listeners: Vec<StateListener>,
    private_data: Value,
    failure: Option<LinkFailure>,
    /// What is to be told, in order; one thread at a time tells it.
    news: VecDeque<News>,
    is_telling: bool,
    /// Its commands wanted to exit: it closes when they have ended.
    is_exiting: bool,
}

/// Who listens to a pipeline.
struct Listener {
    sink: Arc<dyn RecordSink>,
    host: Option<Arc<dyn Host>>,
}

/// Something to be told outside of the lock.
enum News {
    Done(Done, Result<(), Arc<ErrorRecord>>),
    State(StateChange<RunspaceState>),
    Record(Arc<dyn RecordSink>, Record),
    HostCall(Target, remora_psrp::message::HostCall, Option<Arc<dyn Host>>),
    StandardError(String),
    KeyNeeded,
}

impl Session {
    pub(crate) fn new(
        connection: ConnectionInfo,
        options: Options,
        host: Option<Arc<dyn Host>>,
        runtime: tokio::runtime::Handle,
        connector: Connector,
        left: Option<Vec<Guid>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            id: options.id,
            connection,
            host,
            runtime,
            inner: Mutex::new(Inner {
                pool: RunspacePool::new(options),
                connector: Some(connector),
                verbs: None,
                pipelines: HashMap::new(),
                opening: None,
                leaving: None,
                left,
                closing: Vec::new(),
                listeners: Vec::new(),
                private_data: Value::Null,
                failure: None,
                news: VecDeque::new(),
                is_telling: false,
                is_exiting: false,
            }),
        })
    }

    pub(crate) fn state(&self) -> RunspaceState {
        let inner = self.inner.lock();
        match inner.pool.state() {
            // It was found there, without a client.
            PoolState::BeforeOpen if inner.left.is_some() => RunspaceState::Disconnected,
            state => runspace_state(state),
        }
    }

    /// The commands that run there since before this client came, and that it did not take up.
    pub(crate) fn left_commands(&self) -> Vec<Guid> {
        self.inner.lock().left.clone().unwrap_or_default()
    }

    /// Parts from the far end, which goes on.
    pub(crate) fn disconnect(self: &Arc<Self>, leaving: Leaving, done: Done) {
        {
            let mut inner = self.inner.lock();
            match inner.pool.disconnect(leaving) {
                Ok(()) => inner.leaving = Some(done),
                Err(error) => {
                    let state = runspace_state(inner.pool.state());
                    let reason = errors::invalid_state(format!(
                        "The session is {state:?} and cannot be left: {error}."
                    ));
                    inner.news.push_back(News::Done(done, Err(reason)));
                }
            }
            inner.drain(self);
        }
        self.tell();
    }

    /// Meets the far end again, or takes up a session that was found.
    pub(crate) fn connect(self: &Arc<Self>, done: Done) {
        {
            let mut inner = self.inner.lock();
            match inner.pool.state() {
                PoolState::BeforeOpen if inner.left.is_some() => {
                    drop(inner);
                    return self.open(done);
                }
                _ => match inner.pool.reconnect() {
                    Ok(()) => inner.opening = Some(done),
                    Err(error) => {
                        let reason = errors::invalid_state(format!(
                            "The session cannot be taken up: {error}."
                        ));
                        inner.news.push_back(News::Done(done, Err(reason)));
                    }
                },
            }
            inner.drain(self);
        }
        self.tell();
    }

    /// Takes up a command that runs there.
    pub(crate) fn connect_pipeline(
        self: &Arc<Self>,
        id: Guid,
        sink: Arc<dyn RecordSink>,
        host: Option<Arc<dyn Host>>,
    ) {
        self.add_pipeline(id, sink, host, |pool| pool.connect_pipeline(id));
        if let Some(left) = &mut self.inner.lock().left {
            left.retain(|known| *known != id);
        }
    }

    pub(crate) fn availability(&self) -> RunspaceAvailability {
        let inner = self.inner.lock();
        match inner.pool.state() {
            PoolState::Opened if inner.pipelines.is_empty() => RunspaceAvailability::Available,
            PoolState::Opened => RunspaceAvailability::Busy,
            _ => RunspaceAvailability::None,
        }
    }

    pub(crate) fn private_data(&self) -> Value {
        self.inner.lock().private_data.clone()
    }

    pub(crate) fn listen(&self, listener: StateListener) {
        self.inner.lock().listeners.push(listener);
    }

    pub(crate) fn open(self: &Arc<Self>, done: Done) {
        let connector = {
            let mut inner = self.inner.lock();
            inner.connector.take()
        };
        let Some(connector) = connector else {
            done(Err(errors::invalid_state("The session was opened before.".into())));
            return;
        };
        let link = match connector(&self.runtime) {
            Ok(link) => link,
            Err(failure) => {
                done(Err(errors::connecting(&self.connection.computer_name(), &failure)));
                self.inner.lock().pool.handle_input(Input::Lost);
                self.tell();
                return;
            }
        };
        let mut events = link.events;
        {
            let mut inner = self.inner.lock();
            inner.verbs = Some(link.verbs);
            inner.opening = Some(done);
            let opened =
                if inner.left.is_some() { inner.pool.connect() } else { inner.pool.open() };
            if let Err(error) = opened {
                let failure = configuration(&error);
                inner.fail(&self.connection, failure);
            }
            inner.drain(self);
        }
        self.tell();
        // The task holds the session weakly: a session that nobody has is closed by its link's end.
        let session = Arc::downgrade(self);
        self.runtime.spawn(async move {
            while let Some(event) = events.recv().await {
                match session.upgrade() {
                    Some(session) => session.link_event(event),
                    None => return,
                }
            }
        });
    }

    pub(crate) fn close(self: &Arc<Self>, done: Done) {
        {
            let mut inner = self.inner.lock();
            match inner.pool.state() {
                PoolState::BeforeOpen if inner.left.is_some() => {
                    // Only who has a session can end it.
                    drop(inner);
                    let session = Arc::clone(self);
                    return self.open(Box::new(move |result| match result {
                        Ok(()) => session.close(done),
                        Err(reason) => done(Err(reason)),
                    }));
                }
                PoolState::Closed | PoolState::Broken | PoolState::BeforeOpen => {
                    inner.verbs = None;
                    inner.news.push_back(News::Done(done, Ok(())));
                }
                _ => {
                    inner.closing.push(done);
                    // An error means that it is being closed already.
                    inner.pool.close();
                }
            }
            inner.drain(self);
        }
        self.tell();
    }

    /// Works with the machine and tells what comes of it.
    pub(crate) fn with_pool<R>(self: &Arc<Self>, work: impl FnOnce(&mut RunspacePool) -> R) -> R {
        let result = {
            let mut inner = self.inner.lock();
            let result = work(&mut inner.pool);
            inner.drain(self);
            result
        };
        self.tell();
        result
    }

    /// Starts a pipeline whose records go to a sink.
    pub(crate) fn start_pipeline(
        self: &Arc<Self>,
        id: Guid,
        sink: Arc<dyn RecordSink>,
        host: Option<Arc<dyn Host>>,
        create: remora_psrp::message::CreatePipeline,
    ) {
        self.add_pipeline(id, sink, host, |pool| pool.create_pipeline(id, create));
    }

    fn add_pipeline(
        self: &Arc<Self>,
        id: Guid,
        sink: Arc<dyn RecordSink>,
        host: Option<Arc<dyn Host>>,
        start: impl FnOnce(&mut RunspacePool) -> Result<(), Error>,
    ) {
        {
            let mut inner = self.inner.lock();
            inner.pipelines.insert(id, Listener { sink: Arc::clone(&sink), host });
            if let Err(error) = start(&mut inner.pool) {
                inner.pipelines.remove(&id);
                let reason =
                    Some(errors::invalid_state(format!("The command was not started: {error}.")));
                let change = StateChange { state: InvocationState::Failed, reason };
                inner.news.push_back(News::Record(sink, Record::State(change)));
            }
            inner.drain(self);
        }
        self.tell();
    }

    /// Answers a host call.
    pub(crate) fn respond(self: &Arc<Self>, target: Target, response: HostResponse) {
        // A call whose pipeline was stopped meanwhile wants no answer any more.
        let _ = self.with_pool(|pool| pool.respond(target, response));
    }

    /// Agrees on a key for secure strings. Making a key pair takes a while, so it is done elsewhere.
    fn exchange_keys(self: &Arc<Self>) {
        let session = Arc::clone(self);
        self.runtime.spawn_blocking(move || {
            let pair = KeyPair::generate(&mut SystemEntropy);
            let result = pair.and_then(|pair| session.with_pool(|pool| pool.exchange_keys(pair)));
            if let Err(error) = result {
                tracing::debug!(%error, "no key was exchanged");
            }
        });
    }

    fn link_event(self: &Arc<Self>, event: LinkEvent) {
        {
            let mut inner = self.inner.lock();
            match event {
                LinkEvent::Data(target, bytes) => {
                    inner.pool.handle_input(Input::Received { target, bytes: &bytes });
                }
                LinkEvent::PipelineClosed(id) => inner.pool.handle_input(Input::PipelineClosed(id)),
                LinkEvent::PipelineFailed(id, failure) => {
                    let reason = errors::broken(&self.connection.computer_name(), &failure);
                    inner.end_pipeline(id, InvocationState::Failed, Some(reason));
                    inner.pool.handle_input(Input::PipelineClosed(id));
                }
                LinkEvent::PoolClosed => inner.pool.handle_input(Input::PoolClosed),
                LinkEvent::Disconnected => inner.pool.handle_input(Input::Disconnected),
                LinkEvent::Reconnected => inner.pool.handle_input(Input::Reconnected),
                LinkEvent::NotMoved(failure) => {
                    if let Some(done) = inner.leaving.take().or_else(|| inner.opening.take()) {
                        let reason = errors::broken(&self.connection.computer_name(), &failure);
                        inner.news.push_back(News::Done(done, Err(reason)));
                    }
                }
                LinkEvent::Failed(failure) => inner.fail(&self.connection, failure),
                LinkEvent::StandardError(text) => inner.news.push_back(News::StandardError(text)),
            }
            inner.drain(self);
        }
        self.tell();
    }

    /// Tells what waits to be told. One thread does it at a time, so that the order stays.
    fn tell(self: &Arc<Self>) {
        loop {
            let news = {
                let mut inner = self.inner.lock();
                if inner.is_telling {
                    return;
                }
                match inner.news.pop_front() {
                    Some(news) => {
                        inner.is_telling = true;
                        news
                    }
                    None => return,
                }
            };
            match news {
                News::Done(done, result) => done(result),
                News::State(change) => {
                    let listeners = self.inner.lock().listeners.clone();
                    for listener in listeners {
                        listener(&change);
                    }
                }
                News::Record(sink, record) => {
                    let is_end =
                        matches!(&record, Record::State(change) if change.state.is_final());
                    sink.record(record);
                    if is_end && self.inner.lock().is_exiting {
                        let session = Arc::clone(self);
                        self.runtime.spawn_blocking(move || session.close(Box::new(|_| ())));
                    }
                }
                News::HostCall(target, call, host) => {
                    let host = host.or_else(|| self.host.clone());
                    if hosts::ends_session(&call, host.as_deref()) {
                        self.inner.lock().is_exiting = true;
                    }
                    hosts::answer(self, &self.runtime, target, call, host);
                }
                News::KeyNeeded => self.exchange_keys(),
                News::StandardError(text) => {
                    if let Some(ui) = self.host.as_ref().and_then(|host| host.ui()) {
                        ui.write_error_line(&text);
                    }
                }
            }
            self.inner.lock().is_telling = false;
        }
    }
}

impl Inner {
    /// Takes what the machine gives: verbs go to the link, events become news.
    fn drain(&mut self, session: &Session) {
        while let Some(output) = self.pool.poll_output() {
            match output {
                Output::Channel(verb) => {
                    if let Some(verbs) = &self.verbs {
                        // A link that is gone tells it by its own event.
                        let _ = verbs.send(verb);
                    }
                }
                Output::Event(event) => self.event(event, session),
            }
        }
    }

    fn fail(&mut self, connection: &ConnectionInfo, failure: LinkFailure) {
        if let Some(done) = self.opening.take() {
            let reason = errors::connecting(&connection.computer_name(), &failure);
            self.news.push_back(News::Done(done, Err(reason)));
        }
        self.failure = Some(failure);
        self.pool.handle_input(Input::Lost);
        self.verbs = None;
    }

    fn end_pipeline(&mut self, id: Guid, state: InvocationState, reason: Option<Arc<ErrorRecord>>) {
        if let Some(listener) = self.pipelines.remove(&id) {
            let change = StateChange { state, reason };
            self.news.push_back(News::Record(listener.sink, Record::State(change)));
        }
    }

    fn event(&mut self, event: Event, session: &Session) {
        match event {
            Event::PrivateData(value) => self.private_data = value,
            Event::PoolState { state, reason, error } => {
                self.pool_state(state, reason, error, session);
            }
            Event::HostCall { target, call } => {
                let host = match target {
                    Target::Pipeline(id) => {
                        self.pipelines.get(&id).and_then(|listener| listener.host.clone())
                    }
                    Target::Pool => None,
                };
                self.news.push_back(News::HostCall(target, call, host));
            }
            Event::KeyNeeded => self.news.push_back(News::KeyNeeded),
            Event::Pipeline { id, event } => self.pipeline_event(id, event, session),
            Event::Negotiated(_)
            | Event::PoolSize { .. }
            | Event::Availability { .. }
            | Event::UserEvent(_)
            | Event::KeyExchanged => {}
        }
    }

    fn pool_state(
        &mut self,
        state: PoolState,
        reason: Option<Arc<ErrorRecord>>,
        error: Option<Error>,
        session: &Session,
    ) {
        let computer = session.connection.computer_name();
        let reason = reason.or_else(|| {
            let failure = self.failure.clone().or_else(|| error.as_ref().map(configuration))?;
            Some(errors::broken(&computer, &failure))
        });
        match state {
            PoolState::Opened => {
                if let Some(done) = self.opening.take() {
                    self.news.push_back(News::Done(done, Ok(())));
                }
            }
            PoolState::Disconnected => {
                if let Some(done) = self.leaving.take() {
                    self.news.push_back(News::Done(done, Ok(())));
                }
            }
            PoolState::Closed | PoolState::Broken => {
                if let Some(done) = self.leaving.take() {
                    let reason = errors::invalid_state("The session has ended.".into());
                    self.news.push_back(News::Done(done, Err(reason)));
                }
                if let Some(done) = self.opening.take() {
                    let failure = self.failure.clone().unwrap_or_else(|| {
                        let text = reason.as_ref().map_or_else(
                            || "The far end closed the session before it was open.".into(),
                            |reason| reason.message().to_string(),
                        );
                        LinkFailure::new(crate::link::FailureKind::Refused, text)
                    });
                    let error = errors::connecting(&computer, &failure);
                    self.news.push_back(News::Done(done, Err(error)));
                }
                // Every pipeline that has not heard its end hears it now.
                let ids: Vec<Guid> = self.pipelines.keys().copied().collect();
                let (end, why) = match state {
                    PoolState::Broken => (InvocationState::Failed, reason.clone()),
                    _ => (InvocationState::Stopped, None),
                };
                for id in ids {
                    self.end_pipeline(id, end, why.clone());
                }
                for done in std::mem::take(&mut self.closing) {
                    self.news.push_back(News::Done(done, Ok(())));
                }
                self.verbs = None;
            }
            _ => {}
        }
        self.news.push_back(News::State(StateChange { state: runspace_state(state), reason }));
    }

    fn pipeline_event(&mut self, id: Guid, event: PipelineEvent, session: &Session) {
        let record = match event {
            PipelineEvent::State { state, reason } => {
                let state = invocation_state(state);
                if state.is_final() {
                    let reason = reason.or_else(|| {
                        let failure = self.failure.as_ref()?;
                        Some(errors::broken(&session.connection.computer_name(), failure))
                    });
                    self.end_pipeline(id, state, reason);
                    return;
                }
                Record::State(StateChange { state, reason })
            }
            PipelineEvent::Closed => return,
            PipelineEvent::Unreadable { message, error } => {
                let failure = LinkFailure::new(
                    crate::link::FailureKind::Protocol,
                    format!("A message of the kind {message:?} cannot be read: {error}."),
                );
                Record::Error(errors::broken(&session.connection.computer_name(), &failure))
            }
            PipelineEvent::Output(value) => Record::Output(value),
            PipelineEvent::Error(record) => Record::Error(record),
            PipelineEvent::Warning(record) => Record::Warning(record),
            PipelineEvent::Verbose(record) => Record::Verbose(record),
            PipelineEvent::Debug(record) => Record::Debug(record),
            PipelineEvent::Information(record) => Record::Information(record),
            PipelineEvent::Progress(record) => Record::Progress(record),
        };
        if let Some(listener) = self.pipelines.get(&id) {
            self.news.push_back(News::Record(Arc::clone(&listener.sink), record));
        }
    }
}

fn configuration(error: &Error) -> LinkFailure {
    LinkFailure::new(crate::link::FailureKind::Protocol, format!("{error}."))
}

fn runspace_state(state: PoolState) -> RunspaceState {
    match state {
        PoolState::BeforeOpen => RunspaceState::BeforeOpen,
        PoolState::Opened => RunspaceState::Opened,
        PoolState::Closed => RunspaceState::Closed,
        PoolState::Closing => RunspaceState::Closing,
        PoolState::Broken => RunspaceState::Broken,
        PoolState::Disconnected => RunspaceState::Disconnected,
        PoolState::Connecting => RunspaceState::Connecting,
        PoolState::Opening | PoolState::NegotiationSent | PoolState::NegotiationSucceeded => {
            RunspaceState::Opening
        }
    }
}

fn invocation_state(state: PipelineState) -> InvocationState {
    match state {
        PipelineState::NotStarted => InvocationState::NotStarted,
        PipelineState::Running => InvocationState::Running,
        PipelineState::Stopping => InvocationState::Stopping,
        PipelineState::Stopped => InvocationState::Stopped,
        PipelineState::Completed => InvocationState::Completed,
        PipelineState::Failed => InvocationState::Failed,
        PipelineState::Disconnected => InvocationState::Disconnected,
    }
}
