//! A runspace that could not even be asked for: opening it says why.
//!
//! So a computer that cannot be reached is one of many in a fan-out or a job, like one that answers
//! with an error.

use std::sync::Arc;

use remora_hosting::runspace::{Done, StateListener};
use remora_hosting::{
    ConnectionInfo, Host, Pipeline, PipelineCommand, Runspace, RunspaceAvailability, RunspaceState,
};
use remora_psobject::{ErrorRecord, Guid, Value};

/// A runspace that never opens.
pub(crate) struct FailedRunspace {
    pub(crate) connection: ConnectionInfo,
    pub(crate) reason: Arc<ErrorRecord>,
}

impl Runspace for FailedRunspace {
    fn id(&self) -> Guid {
        Guid::EMPTY
    }

    fn connection(&self) -> &ConnectionInfo {
        &self.connection
    }

    fn state(&self) -> RunspaceState {
        RunspaceState::BeforeOpen
    }

    fn availability(&self) -> RunspaceAvailability {
        RunspaceAvailability::None
    }

    fn on_state_change(&self, _listener: StateListener) {}

    fn open(&self, done: Done) {
        done(Err(Arc::clone(&self.reason)));
    }

    fn close(&self, done: Done) {
        done(Ok(()));
    }

    fn application_private_data(&self) -> Value {
        Value::Null
    }

    fn create_pipeline(
        &self,
        _command: PipelineCommand,
        _host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        Err(Arc::clone(&self.reason))
    }
}
