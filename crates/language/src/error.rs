//! [`LanguageError`]: what a rule of the language reports when it cannot give a value.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, TypeId, Value};

/// A failed operator, conversion, member access or call.
///
/// It holds what the engine needs for an [`ErrorRecord`]: the error id, the category and the
/// exception as the rule itself throws it. A conversion throws `PSInvalidCastException`; when that
/// ends a statement, scripts see it inside a `RuntimeException` (see
/// [`LanguageError::into_error_record`]).
#[derive(Clone, Debug)]
pub struct LanguageError {
    /// The `FullyQualifiedErrorId`; no command's class follows it.
    pub error_id: PsString,
    /// The category of the record.
    pub category: ErrorCategory,
    /// The exception.
    pub exception: Arc<Exception>,
    /// What was being worked on; null in most cases.
    pub target: Value,
}

/// The result of a rule. The error is boxed, so that the good case stays small.
pub type Result<T = Value> = std::result::Result<T, Box<LanguageError>>;

impl LanguageError {
    /// An error of these parts.
    pub fn new(
        error_id: impl Into<PsString>,
        category: ErrorCategory,
        exception: impl Into<Arc<Exception>>,
    ) -> Box<Self> {
        Box::new(Self {
            error_id: error_id.into(),
            category,
            exception: exception.into(),
            target: Value::Null,
        })
    }

    /// A `RuntimeException` of category `InvalidOperation`, as most operators throw it.
    pub fn runtime(error_id: &str, message: impl Into<PsString>) -> Box<Self> {
        Self::new(
            error_id,
            ErrorCategory::InvalidOperation,
            Exception::new(TypeId::RUNTIME_EXCEPTION, message),
        )
    }

    /// A `RuntimeException` that only repeats what another exception says.
    pub fn wrapped(inner: impl Into<Arc<Exception>>) -> Box<Self> {
        let inner = inner.into();
        let exception =
            Exception::new(TypeId::RUNTIME_EXCEPTION, inner.message().clone()).with_inner(inner);
        Self::new("RuntimeException", ErrorCategory::NotSpecified, exception)
    }

    /// A failed conversion.
    pub fn cast(
        error_id: &str,
        message: impl Into<PsString>,
        inner: Option<Exception>,
    ) -> Box<Self> {
        let exception = Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, message);
        let exception = match inner {
            Some(inner) => exception.with_inner(inner),
            None => exception,
        };
        Self::new(error_id, ErrorCategory::InvalidArgument, exception)
    }

    /// An exception of .NET that nobody put into words for PowerShell: its type's name is the id.
    ///
    /// An exception that brings an error record of its own, as `throw` in a script makes it, keeps
    /// that record's id, category and target.
    pub fn thrown(exception: impl Into<Arc<Exception>>) -> Box<Self> {
        let exception = exception.into();
        if let Some(record) = exception.error_record() {
            return Box::new(Self {
                error_id: record.fully_qualified_error_id.clone(),
                category: record.category_info.category,
                target: record.target_object.clone(),
                exception,
            });
        }
        let id = exception.exception_type().full_name();
        Self::new(id, ErrorCategory::OperationStopped, exception)
    }

    /// A call that could not be made: no such overload, arguments that do not fit.
    pub fn method(
        error_id: &str,
        message: impl Into<PsString>,
        inner: Option<Arc<Exception>>,
    ) -> Box<Self> {
        let exception = Exception::new(TypeId::METHOD_EXCEPTION, message);
        let exception = match inner {
            Some(inner) => exception.with_inner(inner),
            None => exception,
        };
        Self::new(error_id, ErrorCategory::NotSpecified, exception)
    }

    /// With the object that was being worked on.
    #[must_use]
    pub fn with_target(mut self: Box<Self>, target: Value) -> Box<Self> {
        self.target = target;
        self
    }

    /// What a person reads.
    pub fn message(&self) -> &PsString {
        self.exception.message()
    }

    /// The exception as a statement shows it in `$_.Exception`: a failed cast stands inside a
    /// `RuntimeException` of the same text.
    pub fn statement_exception(&self) -> Arc<Exception> {
        if self.exception.exception_type().derives_from(TypeId::PS_INVALID_CAST_EXCEPTION) {
            let message = self.exception.message().clone();
            return Arc::new(
                Exception::new(TypeId::RUNTIME_EXCEPTION, message)
                    .with_inner(Arc::clone(&self.exception)),
            );
        }
        Arc::clone(&self.exception)
    }

    /// The error record of the statement that failed, without a place.
    pub fn into_error_record(self) -> ErrorRecord {
        ErrorRecord::new(self.statement_exception(), self.error_id, self.category, self.target)
    }
}

impl std::fmt::Display for LanguageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self.message(), f)
    }
}

impl std::error::Error for LanguageError {}

/// A call of a body of .NET that failed, as an exception of ours.
impl From<Exception> for Box<LanguageError> {
    fn from(exception: Exception) -> Self {
        LanguageError::thrown(exception)
    }
}

/// `System.DivideByZeroException` inside a `RuntimeException`.
#[cold]
pub(crate) fn divide_by_zero() -> Box<LanguageError> {
    LanguageError::wrapped(Exception::new(
        TypeId::DIVIDE_BY_ZERO_EXCEPTION,
        "Attempted to divide by zero.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_cast_is_shown_inside_a_runtime_exception() {
        let inner = Exception::new(TypeId::FORMAT_EXCEPTION, "inner");
        let error = LanguageError::cast("InvalidCastFromStringToInteger", "outer", Some(inner));
        let record = error.into_error_record();
        assert_eq!(record.exception.exception_type(), TypeId::RUNTIME_EXCEPTION);
        let chain: Vec<_> = std::iter::successors(record.exception.inner(), |e| e.inner())
            .map(|e| e.exception_type().short_name())
            .collect();
        assert_eq!(chain, ["PSInvalidCastException", "FormatException"]);
    }
}
