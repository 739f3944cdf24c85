//! Leaving sessions: commands that go on without a client, and what is kept of their output here.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::runspace::Done;
use remora_hosting::{Host, Leaving, PipelineCommand, Record, Runspace, StopToken};
use remora_psobject::DateTime;

use crate::errors;
use crate::fan_out::Target;
use crate::kept_pipeline::LeftCommand;
use crate::opening::Opening;
use crate::session::{Absence, PsSession, Sessions};

/// How long a far end that still lives is given for the parting.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the wait lasts in one go; it looks for a stop in between.
const NAP: Duration = Duration::from_millis(100);

/// How long the far end keeps a session where nobody says.
const USUAL_IDLE_TIMEOUT: Duration = Duration::from_secs(2 * 3600);

/// Starts something that is told by a [`Done`], and waits for it; `None` where the user gave up.
pub(crate) fn wait_for(
    token: &StopToken,
    start: impl FnOnce(Done),
) -> Option<Result<(), Arc<ErrorRecord>>> {
    let (sender, receiver) = mpsc::channel();
    start(Box::new(move |result| {
        let _ = sender.send(result);
    }));
    let mut waited = Duration::ZERO;
    while !token.is_stopped() && waited < PATIENCE {
        match receiver.recv_timeout(NAP) {
            Ok(result) => return Some(result),
            Err(mpsc::RecvTimeoutError::Timeout) => waited += NAP,
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}

/// Leaves a session.
///
/// # Errors
/// Why the session could not be left.
pub(crate) fn leave(
    runtime: &mut CommandRuntime<'_>,
    session: &PsSession,
    leaving: Leaving,
) -> CommandResult<Result<(), Arc<ErrorRecord>>> {
    let token = runtime.stop_token();
    match wait_for(&token, |done| session.runspace.disconnect(leaving, done)) {
        Some(Ok(())) => {
            let since = runtime.system().now_local();
            let configured = match session.runspace.connection() {
                remora_hosting::ConnectionInfo::WsMan(connection) => connection.option.idle_timeout,
                _ => None,
            };
            let limit = leaving.idle_timeout.or(configured).unwrap_or(USUAL_IDLE_TIMEOUT);
            let ticks = i64::try_from(limit.as_nanos() / 100).unwrap_or(i64::MAX);
            let until = DateTime::new(since.ticks().saturating_add(ticks), since.kind());
            let until = until.unwrap_or(since);
            *session.absence.lock() = Some(Absence { since, until });
            Ok(Ok(()))
        }
        Some(Err(reason)) => Ok(Err(reason)),
        None => {
            runtime.check_stop()?;
            let message = "The far end did not answer in time.";
            Ok(Err(Arc::new(invalid_operation(message, "PSSessionDisconnectFailed", Value::Null))))
        }
    }
}

/// Takes a session up again that was left, here or by another client.
///
/// # Errors
/// Where the user gave up; inside, why the session could not be taken up.
pub(crate) fn come_back(
    runtime: &mut CommandRuntime<'_>,
    session: &PsSession,
) -> CommandResult<Result<(), Arc<ErrorRecord>>> {
    let token = runtime.stop_token();
    match wait_for(&token, |done| session.runspace.connect(done)) {
        Some(Ok(())) => {
            *session.absence.lock() = None;
            Ok(Ok(()))
        }
        Some(Err(reason)) => Ok(Err(reason)),
        None => {
            runtime.check_stop()?;
            let message = "The far end did not answer in time.";
            Ok(Err(Arc::new(invalid_operation(message, "PSSessionConnectFailed", Value::Null))))
        }
    }
}

/// Starts a command in a session of its own on each target, and leaves the sessions.
pub(crate) fn start(
    runtime: &mut CommandRuntime<'_>,
    targets: Vec<Target>,
    mut command: PipelineCommand,
    host: Option<Arc<dyn Host>>,
    names: Vec<PsString>,
) -> CommandResult {
    command.no_input = true;
    let token = runtime.stop_token();
    let mut opening = Opening::default();
    for (index, target) in targets.into_iter().enumerate() {
        let computer = target.runspace.connection().computer_name();
        opening.start(index, computer, target.runspace);
    }
    while let Some(opened) = opening.next(&token) {
        if let Err(reason) = opened.result {
            let record = errors::open_failed(&opened.computer, &reason, "PSSessionOpenFailed");
            runtime.pass_on(Record::Error(Arc::new(record)))?;
            continue;
        }
        let left = match begin(&opened.runspace, command.clone(), host.clone()) {
            Ok(left) => left,
            Err(reason) => {
                runtime.write_error(ErrorRecord::clone(&reason))?;
                opened.runspace.close(Box::new(|_| {}));
                continue;
            }
        };
        let sessions = runtime.context().extension::<Sessions>();
        let id = sessions.next_id();
        let name = names.get(opened.index).cloned();
        let value = sessions.add(id, name, opened.runspace);
        let Some(session) = value.downcast_arc::<PsSession>() else { continue };
        *session.left.lock() = Some(left);
        match leave(runtime, &session, Leaving::default())? {
            Ok(()) => runtime.write_object(value)?,
            Err(reason) => {
                runtime.write_error(errors::disconnect_failed(&session, &reason))?;
            }
        }
    }
    runtime.check_stop()
}

/// Starts a command whose output is kept until somebody receives it.
fn begin(
    runspace: &Arc<dyn Runspace>,
    command: PipelineCommand,
    host: Option<Arc<dyn Host>>,
) -> Result<LeftCommand, Arc<ErrorRecord>> {
    let pipeline = runspace.create_pipeline(command, host)?;
    let (sender, records) = mpsc::channel();
    pipeline.start(Arc::new(move |record| {
        // Nobody wants it any more where the session was removed.
        let _ = sender.send(record);
    }));
    Ok(LeftCommand { pipeline, records })
}
