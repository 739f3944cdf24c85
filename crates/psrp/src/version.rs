//! Versions of the protocol.

use std::fmt;

use remora_psobject::Version;

use crate::error::Misbehaviour;

/// A version of the protocol (MS-PSRP section 1.7, Versioning and Capability Negotiation).
///
/// | version | what it added |
/// |---|---|
/// | 2.1 | merging of more streams |
/// | 2.2 | disconnected sessions, the information stream |
/// | 2.3 | `RESET_RUNSPACE_STATE` |
/// | 2.4 | no key exchange: secure strings are protected by the transport alone |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtocolVersion {
    /// First number.
    pub major: i32,
    /// Second number.
    pub minor: i32,
}

impl ProtocolVersion {
    /// Windows PowerShell 2.
    pub const V2_0: Self = Self { major: 2, minor: 0 };
    /// Windows PowerShell 3.
    pub const V2_1: Self = Self { major: 2, minor: 1 };
    /// Windows PowerShell 4.
    pub const V2_2: Self = Self { major: 2, minor: 2 };
    /// Windows PowerShell 5 and PowerShell up to 7.5.
    pub const V2_3: Self = Self { major: 2, minor: 3 };
    /// PowerShell 7.6.
    pub const V2_4: Self = Self { major: 2, minor: 4 };
    /// The newest that is spoken here.
    pub const NEWEST: Self = Self::V2_4;

    /// The version that a server of version `own` speaks with a client of this version: the client's,
    /// where it is known, or the own one where the client's is newer.
    ///
    /// # Errors
    /// [`Misbehaviour::IncompatibleVersion`] for another major version.
    pub fn negotiate(self, own: Self) -> Result<Self, Misbehaviour> {
        if self.major == own.major && self.minor >= 0 {
            Ok(self.min(own))
        } else {
            Err(Misbehaviour::IncompatibleVersion { offered: self, own })
        }
    }

    /// Whether secure strings are encrypted with a session key that both ends agree on first.
    pub fn has_key_exchange(self) -> bool {
        self < Self::V2_4
    }

    /// The version as CLIXML carries it.
    pub fn to_version(self) -> Version {
        Version::new(self.major, self.minor)
    }
}

impl From<Version> for ProtocolVersion {
    fn from(version: Version) -> Self {
        Self { major: version.major, minor: version.minor }
    }
}

impl fmt::Display for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_versions_are_echoed_and_newer_ones_lowered() {
        let own = ProtocolVersion::NEWEST;
        for minor in 0..=4 {
            let offered = ProtocolVersion { major: 2, minor };
            assert_eq!(offered.negotiate(own), Ok(offered));
        }
        assert_eq!(ProtocolVersion { major: 2, minor: 5 }.negotiate(own), Ok(own));
        for major in [1, 3] {
            assert!(ProtocolVersion { major, minor: 0 }.negotiate(own).is_err());
        }
        assert_eq!(own.negotiate(ProtocolVersion::V2_3), Ok(ProtocolVersion::V2_3));
    }
}
