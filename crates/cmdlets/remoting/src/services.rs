//! What the remoting cmdlets need of the program around them.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::runspace::FoundDone;
use remora_hosting::{ConnectionInfo, FoundSession, Runspace, RunspaceFactory, RunspaceRequest};

/// Makes runspaces elsewhere. The program puts its factory into the session; without one, every
/// connection is an error that says so.
#[derive(Clone, Default)]
pub struct RemotingServices {
    /// The program's factory.
    pub factory: Option<Arc<dyn RunspaceFactory>>,
}

impl RemotingServices {
    /// A runspace that is not open yet.
    pub(crate) fn create(
        &self,
        request: RunspaceRequest,
    ) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        match &self.factory {
            Some(factory) => factory.create(request),
            None => Err(no_factory()),
        }
    }

    /// Asks a computer for the sessions that it keeps.
    pub(crate) fn find(&self, connection: &ConnectionInfo, done: FoundDone) {
        match &self.factory {
            Some(factory) => factory.find(connection, done),
            None => done(Err(no_factory())),
        }
    }

    /// A runspace for a session that was found.
    pub(crate) fn take_up(
        &self,
        request: RunspaceRequest,
        found: &FoundSession,
    ) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        match &self.factory {
            Some(factory) => factory.take_up(request, found),
            None => Err(no_factory()),
        }
    }
}

fn no_factory() -> Arc<ErrorRecord> {
    Arc::new(invalid_operation(
        "This program was built into a host that makes no connections to other computers.",
        "NoRunspaceFactory",
        Value::Null,
    ))
}
