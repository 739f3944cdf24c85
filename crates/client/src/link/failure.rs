//! Why a link failed, in words that an error record can carry.

use remora_transport::{Layer, TransportError};

/// `ERROR_BAD_NETPATH` of Windows.
const BAD_NETWORK_PATH: i32 = 53;

/// What kind of failure it is: it decides the error id and the category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The name was not found.
    NotFound,
    /// Nobody listens, or the way is blocked.
    Unreachable,
    /// Something took longer than it may.
    TimedOut,
    /// The certificate was not accepted.
    Certificate,
    /// The user was not accepted.
    AccessDenied,
    /// What was asked for is not to be had there: a configuration, a shell, a quota.
    Refused,
    /// The far end says what makes no sense.
    Protocol,
    /// The connection, the program or the session at the far end ended.
    Broken,
    /// This end was told something impossible.
    Configuration,
}

/// Why a link failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkFailure {
    pub(crate) kind: FailureKind,
    /// What happened, as a whole sentence that does not name the host.
    pub(crate) message: String,
    /// The far end's own number for it, where it gave one.
    pub(crate) code: i32,
}

impl LinkFailure {
    pub(crate) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), code: 0 }
    }
}

impl From<TransportError> for LinkFailure {
    fn from(error: TransportError) -> Self {
        let TransportError { layer, peer, message } = error;
        let (kind, text) = match layer {
            Layer::Resolve => {
                let text = format!(
                    "The network path was not found: the name in {peer} cannot be resolved ({message}). Check the \
                     spelling, the inventory and DNS."
                );
                return Self { code: BAD_NETWORK_PATH, ..Self::new(FailureKind::NotFound, text) };
            }
            Layer::Connect => (
                FailureKind::Unreachable,
                format!(
                    "No connection could be made to {peer} ({message}). Check that the host is up, that its endpoint \
                     is running (remora serve, or the WinRM service) and that no firewall stands in between."
                ),
            ),
            Layer::Tls => (
                FailureKind::Certificate,
                format!(
                    "TLS with {peer} failed ({message}). Check the certificate of the endpoint; a session option can \
                     skip the check of its issuer (-SkipCACheck) or its name (-SkipCNCheck)."
                ),
            ),
            Layer::TimeOut => {
                (FailureKind::TimedOut, format!("{peer} did not answer in time: {message}."))
            }
            Layer::Limit => (
                FailureKind::Protocol,
                format!("{peer} sent a message that is larger than allowed ({message})."),
            ),
            Layer::Http => (
                FailureKind::Broken,
                format!("The connection to {peer} ended in the middle of an exchange ({message})."),
            ),
            Layer::Process => {
                (FailureKind::Broken, format!("The program {peer} failed: {message}."))
            }
        };
        Self::new(kind, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_knows_is_no_closed_port() {
        let failure =
            |layer| LinkFailure::from(TransportError::new(layer, "nohost:5985", "no such name"));
        let resolve = failure(Layer::Resolve);
        assert_eq!((resolve.kind, resolve.code), (FailureKind::NotFound, 53));
        assert!(
            resolve.message.starts_with("The network path was not found"),
            "{}",
            resolve.message
        );
        assert_eq!(failure(Layer::Connect).kind, FailureKind::Unreachable);
    }
}
