//! Errors, sorted by whose fault they are.

use thiserror::Error as ThisError;

/// What went wrong, and on which side.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum Error {
    /// The text is well-formed but the peer broke a rule of the protocol.
    #[error("the peer broke the protocol: {0}")]
    PeerMisbehaved(String),
    /// The text cannot be read as what it claims to be.
    #[error("malformed message: {0}")]
    Malformed(String),
    /// A bound was exceeded; nothing was processed.
    #[error("{what} exceeds the limit of {maximum}")]
    LimitExceeded {
        /// What was counted, for example `envelope size in bytes`.
        what: &'static str,
        /// The largest value allowed.
        maximum: usize,
    },
    /// The caller asked for something that the present state does not allow.
    #[error("not possible now: {0}")]
    ApiMisuse(String),
}

impl Error {
    /// A [`Error::Malformed`] with the given explanation.
    pub(crate) fn malformed(what: impl Into<String>) -> Self {
        Self::Malformed(what.into())
    }

    /// A [`Error::PeerMisbehaved`] with the given explanation.
    pub(crate) fn peer(what: impl Into<String>) -> Self {
        Self::PeerMisbehaved(what.into())
    }

    /// A [`Error::ApiMisuse`] with the given explanation.
    pub(crate) fn misuse(what: impl Into<String>) -> Self {
        Self::ApiMisuse(what.into())
    }
}
