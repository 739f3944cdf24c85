//! What can go wrong, sorted by whose fault it is.

use crate::Mechanism;

/// An authentication or sealing failure. The variant says whose fault it is; values compare equal
/// when both the fault and its cause are the same.
///
/// The text is for the log of the side that made the error. It never holds a secret, and a server
/// sends none of it to the peer: to the peer every refusal looks like the same fresh challenge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The peer sent something well formed that its protocol does not allow at this point.
    #[error("the peer broke the authentication protocol: {0}")]
    PeerMisbehaved(&'static str),
    /// Bytes or text from the peer that cannot be read.
    #[error("malformed {what}: {why}")]
    Malformed {
        /// The structure that was being read.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Something is larger than this crate is willing to handle.
    #[error("{what} is larger than the limit of {limit}")]
    LimitExceeded {
        /// The thing that is too large.
        what: &'static str,
        /// The limit, in the unit of the thing (bytes, items, messages).
        limit: usize,
    },
    /// The caller used a machine in a way that its contract forbids.
    #[error("incorrect use of the authentication machine: {0}")]
    ApiMisuse(&'static str),
    /// The exchange was understood and the answer is no.
    #[error("authentication was rejected: {0}")]
    Rejected(RejectReason),
    /// The server does not offer the mechanism that the caller asked for.
    #[error("the server does not offer {wanted} authentication (it offers: {offered})")]
    NotOffered {
        /// What the caller asked for.
        wanted: Mechanism,
        /// The schemes that the server listed, or `nothing`.
        offered: String,
    },
    /// This build does not have the mechanism.
    #[error("{0} authentication is not available in this build")]
    NotAvailable(Mechanism),
}

impl AuthError {
    pub(crate) const fn malformed(what: &'static str, why: &'static str) -> Self {
        Self::Malformed { what, why }
    }
}

/// Why an exchange that was understood was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RejectReason {
    /// Unknown user or wrong password; which of the two is deliberately not known.
    #[error("the user name or the password is wrong")]
    BadCredentials,
    /// The client asked for an anonymous session, or sent no user name.
    #[error("anonymous access is not allowed")]
    Anonymous,
    /// The AUTHENTICATE_MESSAGE carries no message integrity code.
    #[error("the NTLM message integrity code is missing")]
    MissingMessageIntegrityCode,
    /// The proof of the password holds, but the messages were changed on their way.
    #[error("the NTLM message integrity code does not match: the exchange was tampered with")]
    Tampered,
    /// The channel binding is demanded, but the client sent none.
    #[error("the client sent no channel binding")]
    MissingChannelBinding,
    /// The client bound its proof to another TLS channel than this one.
    #[error("the channel binding belongs to another channel")]
    WrongChannelBinding,
    /// Not NTLMv2, or without 128-bit keys, key exchange, signing or sealing.
    #[error("the peer does not agree to 128-bit sealing with NTLMv2")]
    WeakSecurity,
    /// The client's proof is older, or further in the future, than is allowed.
    #[error("the time stamp of the proof is outside of the permitted lifetime")]
    Stale,
    /// SPNEGO's protection of the mechanism list is due and missing.
    #[error("the SPNEGO mechanism list is not protected by an integrity code")]
    MissingMechanismListMic,
    /// SPNEGO's protection of the mechanism list does not match the list.
    #[error("the SPNEGO mechanism list was tampered with")]
    WrongMechanismListMic,
    /// The client proposed only mechanisms that this end does not have.
    #[error("there is no common authentication mechanism")]
    NoCommonMechanism,
    /// A password would travel, or has travelled, over a connection that is not encrypted.
    #[error("Basic authentication needs TLS")]
    InsecureTransport,
    /// The server answered the client's proof with a new challenge, or with a rejection.
    #[error("the server did not accept the credential")]
    ByServer,
    /// Too many failed attempts on one connection.
    #[error("too many failed attempts on this connection")]
    TooManyAttempts,
}

impl From<RejectReason> for AuthError {
    fn from(reason: RejectReason) -> Self {
        Self::Rejected(reason)
    }
}
