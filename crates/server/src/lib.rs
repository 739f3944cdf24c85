//! The endpoint: what `remora serve` runs, without the program around it.
//!
//! ```text
//!  listener  – sockets, TLS, who it is, sealed messages         knows no PowerShell
//!  service   – what a verified caller wants → store and relay   knows SOAP's verbs
//!  store     – shells by owner and id; their output; quotas     outlives connections
//!  session host – one process for each shell, behind a line protocol
//! ```
//!
//! What a client sends is relayed, not interpreted: the listener never looks into CLIXML. A request
//! reaches the service only together with a [`Verified`] caller, which exists for nobody who has
//! not proved a password; everything that belongs to somebody else is not found.
//!
//! | module | what it is |
//! |---|---|
//! | [`configuration`] | options, the users file, session configurations |
//! | [`listener`] | [`Endpoint`]: binds, serves, drains |
//! | [`service`] | the verbs of WS-Management, carried out |
//! | [`store`] | shells and their output |
//! | [`session_host`] | the process behind a shell: starting it, relaying |
//! | [`text_shell`] | commands with standard streams, without PowerShell's protocol |
//! | [`runspace_host`] | that process from inside: runspaces behind the line protocol |
//! | [`lab`] | many endpoints in one process |

pub mod configuration;
pub mod lab;
pub mod listener;
pub mod runspace_host;
pub mod service;
pub mod session_host;
pub mod store;
pub mod text_shell;

mod system;
mod usage;
mod verified;

pub use configuration::{ConfigurationError, EndpointOptions, Quotas, SessionConfiguration};
pub use listener::{Endpoint, EndpointError};
pub use verified::Verified;
