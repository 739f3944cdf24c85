//! SPNEGO (RFC 4178 with MS-SPNG), both ends, with NTLM as the mechanism inside.
//!
//! ```text
//!   Initiator                                               Acceptor
//!   NegTokenInit { [NTLM], NEGOTIATE }              ──▶
//!          ◀── NegTokenResp { incomplete, NTLM, CHALLENGE }
//!   NegTokenResp { AUTHENTICATE, mechListMIC }      ──▶
//!          ◀── NegTokenResp { completed, mechListMIC }
//! ```
//!
//! When the client would rather use another mechanism (a Windows client lists Kerberos first),
//! the acceptor answers `request-mic` with NTLM as its choice and without a token; the client then
//! starts NTLM in its next message, and the integrity code over the list of mechanisms is no
//! longer optional: without it somebody in the middle could have removed the better mechanism.

mod acceptor;
mod initiator;
mod token;

pub use acceptor::{Acceptor, AcceptorStep};
pub use initiator::{Initiator, InitiatorStep};

/// The largest token that is read, in bytes. Windows puts up to 48 KiB of Kerberos ticket into one.
pub const MAX_TOKEN_LENGTH: usize = 64 * 1024;

/// Whether the bytes begin like a token of SPNEGO: the GSS-API shell with its object identifier,
/// or the choice of a `NegTokenResp`.
#[must_use]
pub fn is_spnego(token: &[u8]) -> bool {
    token::looks_like_init(token) || token.first() == Some(&token::RESPONSE_TAG)
}

/// Whether the bytes begin like a `NegTokenInit`, the first token of an exchange.
pub(crate) fn is_init(token: &[u8]) -> bool {
    token::looks_like_init(token)
}

/// Whether the bytes are a Kerberos token without SPNEGO around it.
#[must_use]
pub fn is_raw_kerberos(token: &[u8]) -> bool {
    token::shell_identifier(token).is_some_and(token::is_kerberos)
}
