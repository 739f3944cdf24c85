//! The names of the authentication mechanisms.

use std::fmt;

/// An authentication mechanism, by the names that `-Authentication` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mechanism {
    /// The endpoint's own choice among those that never send the password: Negotiate, then NTLM.
    #[default]
    Default,
    /// User name and password in every request (RFC 7617); TLS only unless explicitly allowed.
    Basic,
    /// SPNEGO (RFC 4178) with NTLM inside.
    Negotiate,
    /// NTLM messages without SPNEGO around them.
    Ntlm,
    /// Kerberos v5. Not available yet: every use answers [`AuthError::NotAvailable`].
    ///
    /// [`AuthError::NotAvailable`]: crate::AuthError::NotAvailable
    Kerberos,
    /// CredSSP (MS-CSSP). Not available yet: every use answers [`AuthError::NotAvailable`].
    ///
    /// [`AuthError::NotAvailable`]: crate::AuthError::NotAvailable
    CredSsp,
}

impl Mechanism {
    /// Whether this build can speak the mechanism.
    #[must_use]
    pub const fn is_available(self) -> bool {
        !matches!(self, Self::Kerberos | Self::CredSsp)
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Default => "Default",
            Self::Basic => "Basic",
            Self::Negotiate => "Negotiate",
            Self::Ntlm => "NTLM",
            Self::Kerberos => "Kerberos",
            Self::CredSsp => "CredSSP",
        })
    }
}
