//! Authentication mechanisms and message sealing as sans-IO machines.
//!
//! The crate holds both ends of what a WS-Man endpoint speaks on one TCP connection: Basic, NTLM
//! (MS-NLMP, NTLMv2 only) in its raw form and inside SPNEGO (RFC 4178, MS-SPNG), and the
//! multipart framing that carries sealed SOAP over plain HTTP (MS-WSMV 2.2.9.1).
//!
//! * [`ServerAuthenticator`] turns `Authorization` values into a verified [`Principal`].
//! * [`ClientAuthenticator`] turns a [`Credential`] and the answers of a server into
//!   `Authorization` values.
//! * Both end with a [`SecurityContext`], which [`sealing`] uses to wrap and unwrap messages.
//! * [`UsersFile`] is the text of a user store; [`AccountStore`] is what the acceptors ask.
//!
//! Nothing here reads a clock, a random number generator, a file or a socket: nonces and the time
//! come from an [`Entropy`] that the caller supplies, header values go in and out as text.
//!
//! ```
//! use remora_auth::{
//!     ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Credential, Entropy,
//!     FileTime, Secret, ServerAuthenticator, ServerOptions, ServerStep, UsersFile, sealing,
//! };
//!
//! /// Stands for the operating system's generator and clock.
//! struct System;
//! impl Entropy for System {
//!     fn fill(&mut self, buffer: &mut [u8]) {
//!         buffer.fill(4); // not for use
//!     }
//!     fn now(&self) -> FileTime {
//!         FileTime::from_ticks(133_000_000_000_000_000)
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let users = UsersFile::parse("alice:a4f49c406510bdcab6824ee7c30fd852")?;
//! let mut server = ServerAuthenticator::new(ServerOptions::default(), ChannelSecurity::Plain);
//!
//! let credential = Credential::new("alice", Secret::new("Password"));
//! let mut client = ClientAuthenticator::new(credential, ClientOptions::default())?;
//! let mut authorization = client.start()?;
//! let (mut ours, mut theirs) = loop {
//!     // The driver sends `Authorization` and brings back status and `WWW-Authenticate`.
//!     let (status, fields, accepted) =
//!         match server.step(Some(authorization.as_str()), &users, &mut System) {
//!             ServerStep::Challenge(fields) => (401, fields, None),
//!             ServerStep::Continue(field) => (401, vec![field], None),
//!             ServerStep::Rejected(rejection) => (401, rejection.challenges, None),
//!             ServerStep::Accepted(mut accepted) => {
//!                 assert_eq!(accepted.principal.name(), "alice");
//!                 (200, accepted.authenticate.take().into_iter().collect(), accepted.context)
//!             }
//!         };
//!     let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
//!     match client.on_response(status, &fields, &mut System)? {
//!         ClientStep::Retry(next) => authorization = next,
//!         ClientStep::Done(done) => break (done.context.unwrap(), accepted.unwrap()),
//!     }
//! };
//! let body = sealing::seal(&mut ours, b"<s:Envelope/>")?;
//! let message = sealing::unseal(&mut theirs, sealing::CONTENT_TYPE, body, 153_600)?;
//! assert_eq!(message.content, b"<s:Envelope/>");
//! # Ok(())
//! # }
//! ```
//!
//! Two properties hold for the whole crate. A [`Principal`] other than nobody is made only after
//! the proof of its password has been verified, and whatever a peer sends ends in a value or an
//! [`AuthError`], never in a panic.

mod account;
mod basic;
mod bytes;
mod channel_binding;
mod client;
mod credential;
mod crypto;
mod der;
mod entropy;
mod error;
mod header;
mod mechanism;
mod nt_hash;
pub mod ntlm;
mod principal;
pub mod sealing;
mod security_context;
mod server;
pub mod spnego;
mod users_file;

pub use account::{Account, AccountStore};
pub use channel_binding::{CbtHardeningLevel, ChannelBinding, ChannelSecurity};
pub use client::{
    AuthorizationHeader, ClientAuthenticator, ClientOptions, ClientStep, EstablishedClient,
};
pub use credential::{Credential, Secret};
pub use entropy::{Entropy, FileTime};
pub use error::{AuthError, RejectReason};
pub use mechanism::Mechanism;
pub use nt_hash::{NtHash, NtHashParseError};
pub use principal::Principal;
pub use security_context::{SIGNATURE_LENGTH, SecurityContext};
pub use server::{Accepted, Rejection, ServerAuthenticator, ServerOptions, ServerStep};
pub use users_file::{User, UsersFile, UsersFileError};
