//! [`RemotePipeline`].

use std::sync::Arc;

use parking_lot::Mutex;
use remora_hosting::{Host, InvocationState, Pipeline, PipelineCommand, Record, RecordSink};
use remora_psobject::{Guid, Value};

use super::session::Session;
use crate::convert;
use crate::entropy::new_guid;

/// Commands that run in a remote runspace.
pub(super) struct RemotePipeline {
    id: Guid,
    session: Arc<Session>,
    host: Option<Arc<dyn Host>>,
    command: Mutex<Option<Start>>,
    state: Arc<Mutex<InvocationState>>,
}

/// How it begins.
enum Start {
    Create(Box<PipelineCommand>),
    TakeUp,
}

impl RemotePipeline {
    pub(super) fn new(
        session: Arc<Session>,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Self {
        Self {
            id: new_guid(),
            session,
            host,
            command: Mutex::new(Some(Start::Create(Box::new(command)))),
            state: Arc::default(),
        }
    }

    /// A command that runs there already.
    pub(super) fn of_known(session: Arc<Session>, id: Guid, host: Option<Arc<dyn Host>>) -> Self {
        let command = Mutex::new(Some(Start::TakeUp));
        Self { id, session, host, command, state: Arc::default() }
    }
}

/// Keeps the state beside what it passes on.
struct Watched {
    sink: Arc<dyn RecordSink>,
    state: Arc<Mutex<InvocationState>>,
}

impl RecordSink for Watched {
    fn record(&self, record: Record) {
        if let Record::State(change) = &record {
            *self.state.lock() = change.state;
        }
        self.sink.record(record);
    }
}

impl Pipeline for RemotePipeline {
    fn id(&self) -> Guid {
        self.id
    }

    fn state(&self) -> InvocationState {
        *self.state.lock()
    }

    fn start(&self, sink: Arc<dyn RecordSink>) {
        let Some(command) = self.command.lock().take() else { return };
        *self.state.lock() = InvocationState::Running;
        let sink = Arc::new(Watched { sink, state: Arc::clone(&self.state) });
        let host = self.host.clone();
        match command {
            Start::Create(command) => {
                let create = convert::create_pipeline(&command);
                self.session.start_pipeline(self.id, sink, host, create);
            }
            Start::TakeUp => self.session.connect_pipeline(self.id, sink, host),
        }
    }

    fn write_input(&self, value: Value) {
        // Input for a pipeline that has ended is nobody's.
        let _ = self.session.with_pool(|pool| pool.send_input(self.id, value));
    }

    fn end_input(&self) {
        let _ = self.session.with_pool(|pool| pool.end_input(self.id));
    }

    fn stop(&self) {
        let _ = self.session.with_pool(|pool| pool.stop_pipeline(self.id));
    }
}
