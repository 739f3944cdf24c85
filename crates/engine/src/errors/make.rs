//! Short ways to make error records.

use super::Flow;
use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

/// A record with an exception of this type.
pub fn error(
    exception_type: TypeId,
    message: impl Into<PsString>,
    error_id: impl Into<PsString>,
    category: ErrorCategory,
    target: impl Into<Value>,
) -> ErrorRecord {
    ErrorRecord::new(Exception::new(exception_type, message), error_id, category, target.into())
}

/// An argument that cannot be used (`PSArgumentException`).
pub fn invalid_argument(
    message: impl Into<PsString>,
    error_id: impl Into<PsString>,
    target: impl Into<Value>,
) -> ErrorRecord {
    error(TypeId::PS_ARGUMENT_EXCEPTION, message, error_id, ErrorCategory::InvalidArgument, target)
}

/// An operation that is not possible now (`PSInvalidOperationException`).
pub fn invalid_operation(
    message: impl Into<PsString>,
    error_id: impl Into<PsString>,
    target: impl Into<Value>,
) -> ErrorRecord {
    error(
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        message,
        error_id,
        ErrorCategory::InvalidOperation,
        target,
    )
}

/// Something that is not there (`ItemNotFoundException`).
pub fn not_found(
    message: impl Into<PsString>,
    error_id: impl Into<PsString>,
    target: impl Into<Value>,
) -> ErrorRecord {
    error(
        TypeId::ITEM_NOT_FOUND_EXCEPTION,
        message,
        error_id,
        ErrorCategory::ObjectNotFound,
        target,
    )
}

/// Something that this engine has no implementation of.
pub fn not_implemented(what: &str) -> ErrorRecord {
    error(
        TypeId::PS_NOT_IMPLEMENTED_EXCEPTION,
        format!("{what} is not implemented."),
        "NotImplemented",
        ErrorCategory::NotImplemented,
        Value::Null,
    )
}

/// Something that cannot be done on this kind of object or platform (`PSNotSupportedException`).
pub fn not_supported(message: impl Into<PsString>, target: impl Into<Value>) -> ErrorRecord {
    error(
        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
        message,
        "NotSupported",
        ErrorCategory::NotImplemented,
        target,
    )
}

/// A `RuntimeException` of the language itself.
pub(crate) fn runtime(
    message: impl Into<PsString>,
    error_id: &str,
    category: ErrorCategory,
    target: impl Into<Value>,
) -> ErrorRecord {
    error(TypeId::RUNTIME_EXCEPTION, message, error_id, category, target)
}

const MODIFIED: &str = "Collection was modified; enumeration operation may not execute.";

fn modified() -> Exception {
    Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, MODIFIED)
}

/// A collection changed while `foreach` went through it.
#[cold]
pub(crate) fn collection_modified() -> Flow {
    ErrorRecord::new(
        modified(),
        "System.InvalidOperationException",
        ErrorCategory::OperationStopped,
        Value::Null,
    )
    .into()
}

/// A collection changed while a pipeline went through it.
#[cold]
pub(crate) fn bad_enumeration() -> Flow {
    let message = format!("An error occurred while enumerating through a collection: {MODIFIED}.");
    ErrorRecord::new(
        Exception::new(TypeId::RUNTIME_EXCEPTION, message)
            .with_inner(std::sync::Arc::new(modified())),
        "BadEnumeration",
        ErrorCategory::InvalidOperation,
        Value::Null,
    )
    .into()
}
