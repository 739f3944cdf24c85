//! [`RemoteRunspace`]: a runspace at the other end of a link.

mod hosts;
mod pipeline;
mod session;

use std::sync::Arc;

use remora_hosting::runspace::Done;
use remora_hosting::{
    ConnectionInfo, Host, Leaving, Pipeline, PipelineCommand, Runspace, RunspaceAvailability,
    RunspaceState, runspace::StateListener,
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
        left: Option<Vec<Guid>>,
    ) -> Self {
        Self(Session::new(connection, options, host, runtime, connector, left))
    }
}

impl RemoteRunspace {
    fn require_open(&self) -> Result<(), Arc<ErrorRecord>> {
        let state = self.state();
        if state == RunspaceState::Opened {
            return Ok(());
        }
        let computer = self.0.connection.computer_name();
        let message = format!("The session with {computer} is not open; its state is {state:?}.");
        Err(errors::invalid_state(message))
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

    fn disconnect(&self, leaving: Leaving, done: Done) {
        let drops_output = match leaving.output_buffering_mode {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        };
        let idle_timeout = leaving.idle_timeout;
        let leaving = remora_psrp::client::Leaving { idle_timeout, drops_output };
        self.0.disconnect(leaving, done);
    }

    fn connect(&self, done: Done) {
        self.0.connect(done);
    }

    fn left_commands(&self) -> Vec<Guid> {
        self.0.left_commands()
    }

    fn take_up_command(
        &self,
        id: Guid,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        self.require_open()?;
        Ok(Arc::new(pipeline::RemotePipeline::of_known(Arc::clone(&self.0), id, host)))
    }

    fn application_private_data(&self) -> Value {
        self.0.private_data()
    }

    fn create_pipeline(
        &self,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        self.require_open()?;
        Ok(Arc::new(pipeline::RemotePipeline::new(Arc::clone(&self.0), command, host)))
    }
}
