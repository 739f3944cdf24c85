//! Errors: how they travel, how they are made, how they are completed.
//!
//! An error is an [`ErrorRecord`]. Written to the error stream it does not end anything; travelling as
//! [`Flow::Throw`] it ends the statement, the script or the nearest `try`.

pub(crate) mod confirm;
mod flow;
pub(crate) mod make;
mod parse;
pub(crate) mod position;
pub(crate) mod report;

pub use flow::{Flow, Label, ThrowKind, Thrown};
pub(crate) use make::{bad_enumeration, collection_modified};
pub use make::{
    error, invalid_argument, invalid_operation, not_found, not_implemented, not_supported,
};
pub(crate) use parse::parse_error;
pub use position::StackFrame;
pub use remora_psobject::{ErrorCategory, ErrorRecord, Exception};
