//! WS-Management and MS-WSMV as sans-IO machines.
//!
//! Nothing in this crate opens a socket, reads the clock or draws a random number: texts, instants
//! and identifiers come in as arguments, texts and events go out.
//!
//! * [`xml`] – the bounded reader and the escaping writer that everything else stands on.
//! * [`soap`] – the SOAP 1.2 envelope and the WS-Addressing / WS-Management headers.
//! * [`message`] – one type per request and response body, each with both directions.
//! * [`fault`] – SOAP faults with their `WSManFault` detail, and the catalogue of known ones.
//! * [`exchange`] – one request and its answer, for callers that need no shell.
//! * [`shell`] – the machines: [`shell::client`] drives one remote shell, [`shell::server`] turns
//!   requests into verbs and replies into SOAP.
//!
//! The payload of a shell (PSRP fragments or console bytes) is opaque here.

pub mod error;
pub mod exchange;
pub mod fault;
pub mod identity;
pub mod limits;
pub mod message;
pub mod names;
pub mod shell;
pub mod soap;
pub mod xml;

pub use error::Error;
pub use identity::{CommandId, Guid, IdSource, ShellId};
pub use limits::Limits;
