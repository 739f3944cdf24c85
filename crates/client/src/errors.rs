//! Failures of a link as error records.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, TypeId, Value};

use crate::link::{FailureKind, LinkFailure};

/// Why no session was made, in the words and with the ids of PowerShell.
pub(crate) fn connecting(computer: &str, failure: &LinkFailure) -> Arc<ErrorRecord> {
    let message = format!(
        "Connecting to remote server {computer} failed with the following error message : {} For more \
         information, see the about_Remote_Troubleshooting Help topic.",
        failure.message
    );
    let id = match failure.kind {
        FailureKind::NotFound => "NetworkPathNotFound",
        FailureKind::Unreachable => "CannotConnect",
        FailureKind::TimedOut => "WinRMOperationTimeout",
        FailureKind::Certificate => "SSLCertificateInvalid",
        FailureKind::AccessDenied => "AccessDenied",
        FailureKind::Refused
        | FailureKind::Protocol
        | FailureKind::Broken
        | FailureKind::Configuration => "",
    };
    record(message, id, ErrorCategory::OpenError, failure.code)
}

/// Why a session broke that was open.
pub(crate) fn broken(computer: &str, failure: &LinkFailure) -> Arc<ErrorRecord> {
    let message = format!(
        "Processing data from remote server {computer} failed with the following error message: {} For more \
         information, see the about_Remote_Troubleshooting Help topic.",
        failure.message
    );
    record(message, "JobFailure", ErrorCategory::OpenError, failure.code)
}

fn record(message: String, id: &str, category: ErrorCategory, code: i32) -> Arc<ErrorRecord> {
    let exception = Exception::new(TypeId::PS_REMOTING_TRANSPORT_EXCEPTION, message)
        .with_property("ErrorCode", Value::I32(code))
        .with_property("TransportMessage", Value::Null);
    Arc::new(ErrorRecord::new(exception, id, category, Value::Null))
}

/// Something was asked of a runspace that its state does not allow.
pub(crate) fn invalid_state(message: String) -> Arc<ErrorRecord> {
    Arc::new(ErrorRecord::new(
        Exception::new(TypeId::INVALID_RUNSPACE_STATE_EXCEPTION, message),
        "InvalidRunspaceState",
        ErrorCategory::InvalidOperation,
        Value::Null,
    ))
}

/// A connection that this program cannot make, whatever the far end says.
pub(crate) fn impossible(message: impl Into<String>) -> Arc<ErrorRecord> {
    record(message.into(), "CannotConnect", ErrorCategory::InvalidArgument, 0)
}
