//! The negotiation flags.

use std::ops::{BitAnd, BitOr};

/// MS-NLMP 2.2.2.5 NEGOTIATE. Only the flags that this implementation sends or looks at have
/// names; the others are kept as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(pub(crate) u32);

impl Flags {
    pub(crate) const UNICODE: Self = Self(0x0000_0001);
    pub(crate) const REQUEST_TARGET: Self = Self(0x0000_0004);
    pub(crate) const SIGN: Self = Self(0x0000_0010);
    pub(crate) const SEAL: Self = Self(0x0000_0020);
    pub(crate) const NTLM: Self = Self(0x0000_0200);
    pub(crate) const ANONYMOUS: Self = Self(0x0000_0800);
    pub(crate) const ALWAYS_SIGN: Self = Self(0x0000_8000);
    pub(crate) const TARGET_TYPE_DOMAIN: Self = Self(0x0001_0000);
    pub(crate) const TARGET_TYPE_SERVER: Self = Self(0x0002_0000);
    pub(crate) const EXTENDED_SESSION_SECURITY: Self = Self(0x0008_0000);
    pub(crate) const TARGET_INFO: Self = Self(0x0080_0000);
    pub(crate) const VERSION: Self = Self(0x0200_0000);
    pub(crate) const KEY_128: Self = Self(0x2000_0000);
    pub(crate) const KEY_EXCHANGE: Self = Self(0x4000_0000);

    /// What sealing with 128-bit keys needs, all of it.
    pub(crate) const SEALING: Self = Self(
        Self::UNICODE.0
            | Self::SIGN.0
            | Self::SEAL.0
            | Self::EXTENDED_SESSION_SECURITY.0
            | Self::KEY_128.0
            | Self::KEY_EXCHANGE.0,
    );

    pub(crate) const fn has(self, all: Self) -> bool {
        self.0 & all.0 == all.0
    }
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Flags {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
