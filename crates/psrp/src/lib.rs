//! MS-PSRP as sans-IO machines: messages, fragments, runspace pools and pipelines, both roles.
//!
//! Nothing here reads a clock, makes random numbers or moves bytes. A driver feeds a machine with
//! what arrives ([`client::Input`], [`server::Input`]) and calls its methods for what the user of the
//! session wants; it then takes what there is to do from `poll_output` until there is nothing more.
//! Outputs are either channel verbs (send these fragments, close that pipeline), which
//! `remora-outofproc` turns into lines and `remora-wsman` into SOAP, or events for the user.
//!
//! | module | what it is |
//! |---|---|
//! | [`fragment`] | messages ⇄ fragments (section 2.2.4) |
//! | [`message`] | the messages, one file each (section 2.2.2) |
//! | [`crypto`] | the key exchange, and secure strings |
//! | [`state`] | the transition tables of pools and pipelines, for both roles |
//! | [`client`] | the pool and its pipelines as a client sees them (section 3.1) |
//! | [`server`] | the same as a server sees them (section 3.2) |
//! | [`channel`] | what a transport is asked to do |
//!
//! ```
//! use remora_psrp::{Guid, client};
//!
//! let mut pool = client::RunspacePool::new(client::Options::new(Guid([1; 16])));
//! pool.open()?;
//! let mut verbs = Vec::new();
//! while let Some(output) = pool.poll_output() {
//!     match output {
//!         client::Output::Channel(verb) => verbs.push(verb), // for the transport
//!         client::Output::Event(event) => drop(event),       // for the user
//!     }
//! }
//! assert!(matches!(verbs.as_slice(), [client::Verb::OpenPool { .. }]));
//! # Ok::<(), remora_psrp::Error>(())
//! ```
//!
//! Ids of pools and pipelines are given by the caller; the session key and the padding of the key
//! exchange come from a [`Random`] that the caller supplies. Everything that arrives is bounded by
//! [`Limits`].

pub mod channel;
pub mod client;
pub mod crypto;
mod error;
pub mod fragment;
mod limits;
pub mod message;
mod random;
pub mod server;
mod settings;
pub mod state;
mod version;

pub use channel::{Fragments, Stream, Target};
pub use error::{Error, Exceeded, Malformation, Misbehaviour, Misuse};
pub use limits::Limits;
pub use message::Message;
pub use random::Random;
pub use remora_psobject::Guid;
pub use settings::Settings;
pub use state::{PipelineState, PoolState};
pub use version::ProtocolVersion;

#[cfg(test)]
mod tests {
    #[test]
    fn machines_can_move_to_another_thread() {
        fn is_send<T: Send>() {}
        is_send::<crate::client::RunspacePool>();
        is_send::<crate::server::RunspacePool>();
        is_send::<crate::server::Encoder>();
    }
}
