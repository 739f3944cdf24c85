//! Finding the sessions that other computers keep for the user.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::{FoundSession, Record, RunspaceAvailability, RunspaceRequest, RunspaceState};
use remora_language::wildcard::WildcardPattern;
use remora_psobject::Guid;

use crate::connect::ConnectionParameters;
use crate::errors;
use crate::services::RemotingServices;
use crate::session::{PsSession, Sessions};

/// How long the wait lasts in one go; it looks for a stop in between.
const NAP: Duration = Duration::from_millis(100);

/// Which sessions are meant.
#[derive(Default)]
pub(crate) struct Filter {
    pub(crate) names: Vec<PsString>,
    pub(crate) instance_ids: Vec<Guid>,
    pub(crate) configuration: Option<PsString>,
    /// `SessionFilterState`: 0 all, 1 opened, 2 disconnected, 3 closed, 4 broken.
    pub(crate) state: i64,
}

impl Filter {
    fn admits(&self, session: &PsSession) -> bool {
        let matches = |pattern: &PsString, text: &str| {
            WildcardPattern::new(pattern, true).is_ok_and(|pattern| pattern.is_match(text))
        };
        let short = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
        let configuration = session.runspace.connection().configuration_name();
        (self.names.is_empty() || self.names.iter().any(|name| matches(name, &session.name)))
            && (self.instance_ids.is_empty() || self.instance_ids.contains(&session.runspace.id()))
            && self
                .configuration
                .as_ref()
                .is_none_or(|wanted| matches(&short(wanted).into(), &short(&configuration)))
            && self.admits_state(session)
    }

    /// Whether the session is in the state that is wanted.
    pub(crate) fn admits_state(&self, session: &PsSession) -> bool {
        let state = session.runspace.state();
        match self.state {
            1 => state == RunspaceState::Opened,
            2 => state == RunspaceState::Disconnected,
            3 => state == RunspaceState::Closed,
            4 => state == RunspaceState::Broken,
            _ => true,
        }
    }
}

/// The sessions at these computers. Those that this client has are its own objects; a computer that
/// does not answer is an error of its own.
///
/// # Errors
/// Parameters that name no computer; a stop.
pub(crate) fn find(
    runtime: &mut CommandRuntime<'_>,
    parameters: &ConnectionParameters,
    filter: &Filter,
) -> CommandResult<Vec<(Arc<PsSession>, Value)>> {
    let requests = parameters.requests(runtime)?;
    let services = runtime.context().extension::<RemotingServices>().clone();
    let (sender, receiver) = mpsc::channel();
    for (index, request) in requests.iter().enumerate() {
        let sender = sender.clone();
        services.find(
            &request.connection,
            Box::new(move |result| {
                // Nobody waits any more where the user gave up.
                let _ = sender.send((index, result));
            }),
        );
    }
    let token = runtime.stop_token();
    let mut answers: Vec<Option<Result<Vec<FoundSession>, Arc<ErrorRecord>>>> = Vec::new();
    answers.resize_with(requests.len(), || None);
    while answers.iter().any(Option::is_none) {
        if token.is_stopped() {
            runtime.check_stop()?;
            return Ok(Vec::new());
        }
        if let Ok((index, result)) = receiver.recv_timeout(NAP)
            && let Some(slot) = answers.get_mut(index)
        {
            *slot = Some(result);
        }
    }
    let mut sessions = Vec::new();
    for (request, answer) in requests.into_iter().zip(answers) {
        let computer = request.connection.computer_name();
        let found = match answer {
            Some(Ok(found)) => found,
            Some(Err(reason)) => {
                let record = errors::open_failed(&computer, &reason, "RemotePSSessionQueryFailed");
                runtime.pass_on(Record::Error(Arc::new(record)))?;
                continue;
            }
            None => continue,
        };
        for one in found {
            match object_of(runtime, &services, &request, &one) {
                Ok((session, value)) if filter.admits(&session) => sessions.push((session, value)),
                Ok(_) => {}
                Err(reason) => runtime.write_error(ErrorRecord::clone(&reason))?,
            }
        }
    }
    Ok(sessions)
}

/// The object of a session that was found.
fn object_of(
    runtime: &mut CommandRuntime<'_>,
    services: &RemotingServices,
    request: &RunspaceRequest,
    found: &FoundSession,
) -> Result<(Arc<PsSession>, Value), Arc<ErrorRecord>> {
    let sessions = runtime.context().extension::<Sessions>();
    let known = sessions.all().iter().find(|(session, _)| session.runspace.id() == found.id);
    if let Some(known) = known {
        return Ok(known.clone());
    }
    let id = sessions.next_id();
    let mut request = request.clone();
    if let remora_hosting::ConnectionInfo::WsMan(connection) = &mut request.connection {
        connection.configuration_name.clone_from(&found.configuration_name);
    }
    let runspace = services.take_up(request, found)?;
    debug_assert_ne!(runspace.availability(), RunspaceAvailability::Available);
    let session = Arc::new(PsSession::new(id, found.name.clone(), runspace));
    let value = Value::live_arc(Arc::clone(&session));
    Ok((session, value))
}
