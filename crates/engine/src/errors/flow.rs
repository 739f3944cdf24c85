//! Why a statement did not end in the ordinary way.

use std::fmt;
use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, Exception, PsString, Value};

/// The label that a `break` or `continue` names; labels are strings at run time.
pub type Label = Option<PsString>;

/// What ends a statement, a block or a command early.
#[derive(Clone, Debug)]
pub enum Flow {
    /// `break`: ends the loop of this label, or the nearest one.
    Break(Label),
    /// `continue`: goes on with the next round of the loop of this label, or of the nearest one.
    Continue(Label),
    /// `return`: ends the function, script block or script.
    Return,
    /// `exit`: ends the script with this code, or the session.
    Exit(i32),
    /// An error that looks for a handler.
    Throw(Box<Thrown>),
    /// The command of this number wants no more input: the commands before it end.
    StopUpstream(u64),
    /// The pipeline is being stopped.
    Stopped,
}

/// How far an error reaches where nobody catches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThrowKind {
    /// It ends the statement; the script goes on with the next one.
    Statement,
    /// It ends the function, and there the statement that called it: `$PSCmdlet.ThrowTerminatingError`.
    Command,
    /// It ends the script: `throw`, or an error that `-ErrorAction Stop` raised.
    Script,
}

/// An error on its way to a handler.
#[derive(Clone, Debug)]
pub struct Thrown {
    /// The error.
    pub record: Arc<ErrorRecord>,
    /// How far it reaches.
    pub kind: ThrowKind,
    /// Whether it stands in `$Error` already.
    pub recorded: bool,
    /// Whether `-ErrorAction Stop` or the preference raised an error that would not have ended
    /// anything by itself.
    pub raised_by_preference: bool,
}

impl Flow {
    /// An error that ends the statement.
    pub fn statement_error(record: impl Into<Arc<ErrorRecord>>) -> Self {
        Self::Throw(Box::new(Thrown {
            record: record.into(),
            kind: ThrowKind::Statement,
            recorded: false,
            raised_by_preference: false,
        }))
    }

    /// An error that ends the function that it is thrown in.
    pub(crate) fn command_error(record: impl Into<Arc<ErrorRecord>>) -> Self {
        Self::Throw(Box::new(Thrown {
            record: record.into(),
            kind: ThrowKind::Command,
            recorded: false,
            raised_by_preference: false,
        }))
    }

    /// The error as the caller of the command sees it that it ended.
    pub(crate) fn out_of_command(self) -> Self {
        match self {
            Self::Throw(mut thrown) if thrown.kind == ThrowKind::Command => {
                thrown.kind = ThrowKind::Statement;
                Self::Throw(thrown)
            }
            other => other,
        }
    }

    /// An error that ends the script.
    pub fn script_error(record: impl Into<Arc<ErrorRecord>>) -> Self {
        Self::Throw(Box::new(Thrown {
            record: record.into(),
            kind: ThrowKind::Script,
            recorded: false,
            raised_by_preference: false,
        }))
    }

    /// The error, if it is one.
    pub fn error(&self) -> Option<&Arc<ErrorRecord>> {
        match self {
            Self::Throw(thrown) => Some(&thrown.record),
            _ => None,
        }
    }
}

/// A terminating error, as `ThrowTerminatingError` throws it.
impl From<ErrorRecord> for Flow {
    fn from(record: ErrorRecord) -> Self {
        Self::statement_error(record)
    }
}

impl From<Arc<ErrorRecord>> for Flow {
    fn from(record: Arc<ErrorRecord>) -> Self {
        Self::statement_error(record)
    }
}

/// An exception without a record of its own: its type's full name is the error id.
impl From<Exception> for Flow {
    fn from(exception: Exception) -> Self {
        Self::from(Arc::new(exception))
    }
}

impl From<Arc<Exception>> for Flow {
    fn from(exception: Arc<Exception>) -> Self {
        if let Some(record) = exception.error_record() {
            return Self::statement_error(record);
        }
        let id = exception.exception_type().full_name();
        Self::statement_error(ErrorRecord::new(
            exception,
            id,
            ErrorCategory::NotSpecified,
            Value::Null,
        ))
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throw(thrown) => f.write_str(&thrown.record.message()),
            other => fmt::Debug::fmt(other, f),
        }
    }
}

impl std::error::Error for Flow {}
