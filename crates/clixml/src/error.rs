//! What can go wrong, and at which byte.

use std::fmt;

/// Why a document was not read, or a value not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not well-formed.
    Malformed(&'static str),
    /// An element stands where it may not, or has no meaning.
    UnexpectedElement,
    /// The text of an element is no value of its type.
    BadValue(&'static str),
    /// A reference leads to nothing.
    UnknownReference,
    /// Something is larger, deeper or more than allowed.
    LimitExceeded(&'static str),
    /// A secure string without a key, or with another one.
    Secret,
}

/// An error and the place in the document where it was found; 0 where there is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Offset in bytes.
    pub at: usize,
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, at: 0 }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Malformed(what) => write!(f, "CLIXML is not well-formed: {what}")?,
            ErrorKind::UnexpectedElement => {
                f.write_str("CLIXML has an element that may not stand here")?
            }
            ErrorKind::BadValue(what) => write!(f, "CLIXML has a text that is no {what}")?,
            ErrorKind::UnknownReference => {
                f.write_str("CLIXML refers to an object that it does not hold")?
            }
            ErrorKind::LimitExceeded(what) => write!(f, "CLIXML exceeds the limit for {what}")?,
            ErrorKind::Secret => f.write_str(
                "a secure string cannot cross: no session key was agreed on, or it is another one",
            )?,
        }
        write!(f, " (at byte {})", self.at)
    }
}

impl std::error::Error for Error {}
