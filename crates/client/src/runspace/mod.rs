//! [`RemoteRunspace`]: a runspace at the other end of a link.

mod hosts;
mod pipeline;
mod session;

use std::sync::Arc;

use remora_hosting::runspace::Done;
use remora_hosting::{
    ConnectionInfo, Host, Pipeline, PipelineCommand, Runspace, RunspaceAvailability, RunspaceState,
    runspace::StateListener,
};
use remora_psobject::{ErrorRecord, Guid, Value};
use remora_psrp::client::Options;

use crate::errors;
use crate::link::{Link, LinkFailure};
use session::Session;

/// Makes the link of a session when it is opened.
pub(crate) type Connector =
    Box<dyn FnOnce(&tokio::runtime::Handle) -> Result<Link, LinkFailure> + Send>;

/// A runspace behind a link.
pub(crate) struct RemoteRunspace(Arc<Session>);

impl RemoteRunspace {
    pub(crate) fn new(
        connection: ConnectionInfo,
        options: Options,
        host: Option<Arc<dyn Host>>,
        runtime: tokio::runtime::Handle,
        connector: Connector,
    ) -> Self {
        Self(Session::new(connection, options, host, runtime, connector))
    }
}

impl Runspace for RemoteRunspace {
    fn id(&self) -> Guid {
        self.0.id
    }

    fn connection(&self) -> &ConnectionInfo {
        &self.0.connection
    }

    fn state(&self) -> RunspaceState {
        self.0.state()
    }

    fn availability(&self) -> RunspaceAvailability {
        self.0.availability()
    }

    fn on_state_change(&self, listener: StateListener) {
        self.0.listen(listener);
    }

    fn open(&self, done: Done) {
        self.0.open(done);
    }

    fn close(&self, done: Done) {
        self.0.close(done);
    }

    fn application_private_data(&self) -> Value {
        self.0.private_data()
    }

    fn create_pipeline(
        &self,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        let state = self.state();
        if state != RunspaceState::Opened {
            let message = format!(
                "The session with {} is not open; its state is {state:?}.",
                self.0.connection.computer_name()
            );
            return Err(errors::invalid_state(message));
        }
        Ok(Arc::new(pipeline::RemotePipeline::new(Arc::clone(&self.0), command, host)))
    }
}
