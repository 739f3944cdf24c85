//! The options of a regular expression.

use std::ops::{BitOr, BitOrAssign};

/// A set of options with the numeric values of .NET's `RegexOptions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Options(u32);

impl Options {
    /// No option.
    pub const NONE: Self = Self(0);
    /// Letter case does not matter (`i`).
    pub const IGNORE_CASE: Self = Self(1);
    /// `^` and `$` match at every line (`m`).
    pub const MULTILINE: Self = Self(2);
    /// Only groups with a name or number capture (`n`).
    pub const EXPLICIT_CAPTURE: Self = Self(4);
    /// Accepted and without effect: every expression is compiled here.
    pub const COMPILED: Self = Self(8);
    /// `.` matches the line feed too (`s`).
    pub const SINGLELINE: Self = Self(16);
    /// White space and `#` comments in the pattern mean nothing (`x`).
    pub const IGNORE_PATTERN_WHITESPACE: Self = Self(32);
    /// The search goes from the end to the start.
    pub const RIGHT_TO_LEFT: Self = Self(64);
    /// Classes and back-references follow ECMAScript.
    pub const ECMASCRIPT: Self = Self(256);
    /// Letter case follows the invariant culture.
    pub const CULTURE_INVARIANT: Self = Self(512);
    /// Constructs that need backtracking are refused.
    pub const NON_BACKTRACKING: Self = Self(1024);

    const KNOWN: u32 = 0b111_0111_1111;

    /// The options of a numeric value; `None` when the value has bits that are no option.
    pub fn from_bits(bits: u32) -> Option<Self> {
        (bits & !Self::KNOWN == 0).then_some(Self(bits))
    }

    /// The numeric value.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether every option of `other` is set.
    #[inline]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These options with those of `other` set or cleared.
    pub(crate) fn with(self, other: Self, on: bool) -> Self {
        if on { Self(self.0 | other.0) } else { Self(self.0 & !other.0) }
    }

    /// Whether .NET accepts the combination.
    pub(crate) fn is_valid(self) -> bool {
        let ecmascript_friends = Self::ECMASCRIPT
            | Self::IGNORE_CASE
            | Self::MULTILINE
            | Self::COMPILED
            | Self::CULTURE_INVARIANT;
        let ecmascript = !self.contains(Self::ECMASCRIPT) || self.0 & !ecmascript_friends.0 == 0;
        let non_backtracking = !self.contains(Self::NON_BACKTRACKING)
            || self.0 & (Self::RIGHT_TO_LEFT | Self::ECMASCRIPT).0 == 0;
        ecmascript && non_backtracking
    }
}

impl BitOr for Options {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Options {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn unknown_bits_are_refused() {
        assert_eq!(Options::from_bits(99_999), None);
        assert_eq!(Options::from_bits(128), None);
        assert_eq!(Options::from_bits(65), Some(Options::IGNORE_CASE | Options::RIGHT_TO_LEFT));
    }

    #[test]
    fn ecmascript_stands_with_few_others() {
        assert!((Options::ECMASCRIPT | Options::IGNORE_CASE | Options::MULTILINE).is_valid());
        assert!(!(Options::ECMASCRIPT | Options::SINGLELINE).is_valid());
        assert!(!(Options::NON_BACKTRACKING | Options::RIGHT_TO_LEFT).is_valid());
    }
}
