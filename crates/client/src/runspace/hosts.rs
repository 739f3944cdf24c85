//! Calls of the user's host by the far end.

use std::sync::Arc;

use remora_hosting::call::call;
use remora_hosting::{Host, HostError, HostMethod};
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, TypeId, Value};
use remora_psrp::message::{HostCall, HostResponse};
use remora_psrp::{PipelineState, Target};

use super::session::Session;

/// Does a host call. Calls without an answer are done at once, so that their order stays; a question may
/// take as long as a person thinks, and is asked on a thread of its own.
pub(super) fn answer(
    session: &Arc<Session>,
    runtime: &tokio::runtime::Handle,
    target: Target,
    host_call: HostCall,
    host: Option<Arc<dyn Host>>,
) {
    if !host_call.wants_answer() {
        if let (Some(host), Some(method)) = (host, HostMethod::from_number(host_call.method.into()))
        {
            // What the host cannot show is not shown; the far end waits for nothing.
            let _ = call(&*host, method, &host_call.parameters);
        }
        return;
    }
    let session = Arc::clone(session);
    runtime.spawn_blocking(move || {
        if has_stopped(&session, target) {
            // Nobody waits for the answer any more: the user is not asked.
            return;
        }
        let result = respond(host.as_deref(), &host_call);
        let response =
            HostResponse { call_id: host_call.call_id, method: host_call.method, result };
        session.respond(target, response);
    });
}

/// Whether whoever calls the host is being stopped or has ended.
fn has_stopped(session: &Arc<Session>, target: Target) -> bool {
    let Target::Pipeline(id) = target else { return false };
    let state = session.with_pool(|pool| pool.pipeline_state(id));
    !matches!(state, Some(PipelineState::NotStarted | PipelineState::Running))
}

/// Whether a call says that commands of a session wanted to exit, and nobody has entered the session:
/// then it ends with them. Who has entered it only leaves it.
pub(super) fn ends_session(host_call: &HostCall, host: Option<&dyn Host>) -> bool {
    HostMethod::from_number(host_call.method.into()) == Some(HostMethod::SetShouldExit)
        && !host.is_some_and(Host::is_runspace_pushed)
}

fn respond(host: Option<&dyn Host>, host_call: &HostCall) -> Result<Value, Arc<ErrorRecord>> {
    let method = HostMethod::from_number(host_call.method.into());
    let (Some(host), Some(method)) = (host, method) else {
        return Err(refused("There is no host here that could answer."));
    };
    match call(host, method, &host_call.parameters) {
        Ok(answer) => Ok(answer.unwrap_or_default()),
        Err(HostError::Failed(record)) => Err(record),
        Err(error) => Err(refused(&error.to_string())),
    }
}

fn refused(message: &str) -> Arc<ErrorRecord> {
    Arc::new(ErrorRecord::new(
        Exception::new(TypeId::HOST_EXCEPTION, message),
        "HostFunctionNotImplemented",
        ErrorCategory::NotImplemented,
        Value::Null,
    ))
}
