//! Errors of sessions and connections, with PowerShell's ids and texts.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{RunspaceAvailability, RunspaceState};

use crate::session::PsSession;

/// A session that is not open cannot run a command.
pub(crate) fn session_not_open(session: &PsSession, state: RunspaceState) -> ErrorRecord {
    let message = format!(
        "Because the session state for session {} is not equal to Open, you cannot run a command in the session.  \
         The session state is {state:?}.",
        session.label()
    );
    error(
        TypeId::INVALID_RUNSPACE_STATE_EXCEPTION,
        message,
        "InvokeCommandCommandInvalidSessionState",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
}

/// A session that runs a command cannot run another.
pub(crate) fn session_not_available(
    session: &PsSession,
    availability: RunspaceAvailability,
) -> ErrorRecord {
    let message = format!(
        "The session {} is not available to run commands.  The session availability is {availability:?}.",
        session.label()
    );
    error(
        TypeId::INVALID_RUNSPACE_STATE_EXCEPTION,
        message,
        "InvokeCommandCommandInvalidSessionAvailability",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
}

/// None of the sessions can run a command.
pub(crate) fn no_valid_sessions() -> ErrorRecord {
    error(
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        "No valid sessions were specified.  Ensure you provide valid sessions that are in the Opened state and are \
         available to run commands.",
        "InvalidOperation",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
}

/// A name that no computer can have.
pub(crate) fn invalid_computer_name(names: &[PsString]) -> ErrorRecord {
    let targets = Value::strings(names.iter().cloned());
    error(
        TypeId::ARGUMENT_EXCEPTION,
        "One or more computer names are not valid. If you are trying to pass a URI, use the -ConnectionUri \
         parameter, or pass URI objects instead of strings.",
        "PSSessionInvalidComputerName",
        ErrorCategory::InvalidArgument,
        targets,
    )
}

/// What a cmdlet leaves for later.
pub(crate) fn not_yet(what: &str) -> ErrorRecord {
    not_implemented(what)
}

/// No session goes by this.
pub(crate) fn session_not_found(what: &str, id: &str) -> ErrorRecord {
    session_not_available_for(format!("The remote session with {what} is not available."), id)
}

/// No session is the one that is meant, in words of its own.
pub(crate) fn session_not_available_for(message: String, id: &str) -> ErrorRecord {
    error(TypeId::ARGUMENT_EXCEPTION, message, id, ErrorCategory::InvalidArgument, Value::Null)
}

/// A connection that was not made, as the record of one computer.
pub(crate) fn open_failed(computer: &str, reason: &ErrorRecord, id: &'static str) -> ErrorRecord {
    let message = reason.message();
    let details = format!("[{computer}] {message}");
    // What the transport found out stands in front, where it knows it.
    let cause = reason.fully_qualified_error_id.as_str();
    let is_cause = reason.exception.exception_type() == TypeId::PS_REMOTING_TRANSPORT_EXCEPTION
        && !cause.is_empty()
        && cause != "JobFailure";
    let id = if is_cause { format!("{cause},{id}") } else { id.to_owned() };
    let mut record = ErrorRecord::new(
        Arc::clone(&reason.exception),
        id,
        ErrorCategory::OpenError,
        computer.into(),
    )
    .with_details(details);
    record.category_info.target_name = computer.into();
    record.category_info.target_type = "String".into();
    record
}

/// Parameters that mean nothing together.
pub(crate) fn ambiguous_parameters() -> ErrorRecord {
    error(
        TypeId::find("System.Management.Automation.ParameterBindingException")
            .unwrap_or(TypeId::ARGUMENT_EXCEPTION),
        "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot \
         be used together or an insufficient number of parameters were provided.",
        "AmbiguousParameterSet",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
}

/// A session that could not be left.
pub(crate) fn disconnect_failed(session: &PsSession, reason: &ErrorRecord) -> ErrorRecord {
    let message = format!(
        "Disconnect-PSSession operation failed for runspace Id = {} for the following reason: {}",
        session.runspace.id(),
        reason.message()
    );
    moved(session, message, "PSSessionDisconnectFailed", reason)
}

/// A session that could not be taken up again.
pub(crate) fn connect_failed(session: &PsSession, reason: &ErrorRecord) -> ErrorRecord {
    let message = format!(
        "Connect-PSSession operation failed for runspace Id = {} for the following reason: {}",
        session.runspace.id(),
        reason.message()
    );
    moved(session, message, "PSSessionConnectFailed", reason)
}

fn moved(
    session: &PsSession,
    message: String,
    id: &'static str,
    reason: &ErrorRecord,
) -> ErrorRecord {
    let exception = Exception::new(TypeId::RUNTIME_EXCEPTION, message)
        .with_inner(Arc::clone(&reason.exception));
    let mut record = ErrorRecord::new(exception, id, ErrorCategory::InvalidOperation, Value::Null);
    record.category_info.target_name = session.name.clone();
    record
}

/// A session whose state does not allow what was asked.
pub(crate) fn session_cannot(
    session: &PsSession,
    what: &str,
    state: RunspaceState,
    id: &'static str,
) -> ErrorRecord {
    error(
        TypeId::INVALID_RUNSPACE_STATE_EXCEPTION,
        format!(
            "The session {} cannot be {what}, because its state is {state:?}.",
            session.label()
        ),
        id,
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
}
