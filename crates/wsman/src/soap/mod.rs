//! The SOAP 1.2 envelope with its WS-Addressing and WS-Management headers.

mod duration;
mod envelope;
mod header;
mod sets;

pub use duration::{format_elapsed, format_timeout, parse_duration};
pub use envelope::{Envelope, is_other_soap_version, write_envelope, write_message};
pub use header::{CompressionRequest, Header, HeaderProblem};
pub use sets::{Options, Selectors, WsmanOption};
