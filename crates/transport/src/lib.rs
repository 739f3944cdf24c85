//! Drivers that move bytes: HTTP and TLS over sockets, ssh and other child processes.
//!
//! Nothing here knows what the bytes mean. Everything is bounded in size and time by limits that the
//! caller gives.

pub mod http;
pub mod process;
pub mod ssh;
pub mod tls;

mod error;

pub use error::{Layer, TransportError};
