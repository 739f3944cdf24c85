//! NTLM (MS-NLMP), both ends: NTLMv2 only, connection-oriented.
//!
//! The exchange has three messages:
//!
//! ```text
//!   Initiator                                   Acceptor
//!   Start          ── NEGOTIATE_MESSAGE ──▶     AwaitNegotiate
//!   AwaitChallenge ◀── CHALLENGE_MESSAGE ──     (made)
//!   (made)         ── AUTHENTICATE_MESSAGE ──▶  AwaitAuthenticate
//!   Finished                                    Finished
//! ```
//!
//! Every other message at any of these points ends the exchange, and a machine that has finished,
//! well or badly, never starts again. What older variants allow is not implemented rather than
//! switched off: LM and NTLMv1 responses, session security without extended session security,
//! 40-bit and 56-bit keys, anonymous and guest sessions, OEM text, datagrams.

mod acceptor;
mod av_pairs;
mod flags;
mod initiator;
mod message;
mod response;

pub use acceptor::{Acceptor, AcceptorOptions, AcceptorStep, Authenticated, TargetNames};
pub use initiator::{Initiator, InitiatorOptions};

/// The first eight bytes of every message (MS-NLMP 2.2.1).
pub const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";

/// The largest message that is read, in bytes. The largest useful one has some names, a response
/// and target information: a few kilobytes.
pub const MAX_MESSAGE_LENGTH: usize = 16 * 1024;

/// Whether the bytes begin like a NEGOTIATE_MESSAGE, the first of an exchange.
pub(crate) fn is_negotiate(token: &[u8]) -> bool {
    token.strip_prefix(SIGNATURE).is_some_and(|rest| rest.starts_with(&[1, 0, 0, 0]))
}
