//! Where a command runs: new connections, or sessions that are open.

use std::sync::Arc;
use std::time::{Duration, Instant};

use remora_engine::prelude::*;
use remora_hosting::{RunspaceAvailability, RunspaceRequest, RunspaceState};

use crate::errors;
use crate::failed_runspace::FailedRunspace;
use crate::fan_out::Target;
use crate::services::RemotingServices;
use crate::session::PsSession;

/// How long a busy session is given to end a command whose output is still being read: the last
/// answers of the far end may be on their way.
const GRACE: Duration = Duration::from_millis(400);

/// How often it is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(5);

/// Connections that are made for the command alone.
pub(crate) fn of_requests(
    runtime: &mut CommandRuntime<'_>,
    requests: Vec<RunspaceRequest>,
) -> Vec<Target> {
    let services = runtime.context().extension::<RemotingServices>().clone();
    let target = |request: RunspaceRequest| {
        let connection = request.connection.clone();
        let runspace = services
            .create(request)
            .unwrap_or_else(|reason| Arc::new(FailedRunspace { connection, reason }));
        Target::new(runspace, true)
    };
    requests.into_iter().map(target).collect()
}

/// The sessions that can run a command; each of the others is an error of its own.
///
/// # Errors
/// Where none is left.
pub(crate) fn of_sessions(
    runtime: &mut CommandRuntime<'_>,
    sessions: &[Value],
) -> CommandResult<Vec<Target>> {
    let mut targets = Vec::new();
    for value in sessions {
        let Some(session) = value.downcast::<PsSession>() else { continue };
        let state = session.runspace.state();
        let availability = availability(session);
        if state != RunspaceState::Opened {
            runtime.write_error(errors::session_not_open(session, state))?;
        } else if availability != RunspaceAvailability::Available {
            runtime.write_error(errors::session_not_available(session, availability))?;
        } else {
            let runspace = Arc::clone(&session.runspace);
            targets.push(Target::new(runspace, false));
        }
    }
    if targets.is_empty() {
        return Err(runtime.throw(errors::no_valid_sessions()));
    }
    Ok(targets)
}

fn availability(session: &PsSession) -> RunspaceAvailability {
    let limit = Instant::now() + GRACE;
    loop {
        let availability = session.runspace.availability();
        if availability != RunspaceAvailability::Busy || Instant::now() >= limit {
            return availability;
        }
        std::thread::sleep(LOOK);
    }
}
