//! Tokens as they are kept for `[Parser]::ParseInput`, completion and highlighting.

use super::TokenKind;
use crate::Extent;

/// One token.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub extent: Extent,
    /// What the parser found out about it.
    pub flags: TokenFlags,
    /// Tokens inside an expandable string.
    pub nested: Option<Box<[Token]>>,
}

impl Token {
    /// PowerShell's `TokenFlags` of the token: what follows from its kind and what from its place.
    pub fn token_flags(&self) -> u32 {
        // A keyword that is used as a word is none; everything else about its kind stays.
        (self.kind.static_flags() & !TokenFlags::KEYWORD.bits()) | self.flags.bits()
    }
}

/// The part of PowerShell's `TokenFlags` that depends on where a token stands; the rest follows
/// from the kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenFlags(u32);

impl TokenFlags {
    /// A keyword.
    pub const KEYWORD: Self = Self(0x10);
    /// Part of something wrong.
    pub const TOKEN_IN_ERROR: Self = Self(0x10000);
    /// The name of a command.
    pub const COMMAND_NAME: Self = Self(0x80000);
    /// The name of a member.
    pub const MEMBER_NAME: Self = Self(0x10_0000);
    /// The name of a type.
    pub const TYPE_NAME: Self = Self(0x20_0000);
    /// The name of an attribute.
    pub const ATTRIBUTE_NAME: Self = Self(0x40_0000);

    /// The bits, in PowerShell's numbers.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// True when all flags of `other` are set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the flags of `other`.
    pub fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Takes the flags of `other` away.
    pub fn remove(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}
