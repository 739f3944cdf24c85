//! `System.Globalization.NumberStyles`

/// What a text may hold to be read as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyles(pub i64);

impl NumberStyles {
    /// Blanks in front.
    pub const LEADING_WHITE: i64 = 1;
    /// Blanks behind.
    pub const TRAILING_WHITE: i64 = 2;
    /// A sign in front.
    pub const LEADING_SIGN: i64 = 4;
    /// A sign behind.
    pub const TRAILING_SIGN: i64 = 8;
    /// Parentheses around a negative number.
    pub const PARENTHESES: i64 = 16;
    /// A decimal point.
    pub const DECIMAL_POINT: i64 = 32;
    /// Group separators.
    pub const THOUSANDS: i64 = 64;
    /// An exponent.
    pub const EXPONENT: i64 = 128;
    /// A currency symbol.
    pub const CURRENCY_SYMBOL: i64 = 256;
    /// Hexadecimal digits.
    pub const HEX_SPECIFIER: i64 = 512;
    /// Binary digits.
    pub const BINARY_SPECIFIER: i64 = 1024;

    /// `Integer`
    pub const INTEGER: Self = Self(7);
    /// `HexNumber`
    pub const HEX_NUMBER: Self = Self(515);
    /// `Number`
    pub const NUMBER: Self = Self(111);
    /// `Float`
    pub const FLOAT: Self = Self(167);
    /// `Float` with group separators: what `Double.Parse` takes.
    pub const FLOAT_THOUSANDS: Self = Self(231);
    /// `Any`
    pub const ANY: Self = Self(511);

    /// Whether all these flags are set.
    pub fn has(self, flags: i64) -> bool {
        self.0 & flags == flags
    }
}
