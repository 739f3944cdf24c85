//! `System.Globalization.DateTimeStyles`

/// How a text is read as a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateTimeStyles(pub i64);

impl DateTimeStyles {
    /// Blanks in front.
    pub const LEADING_WHITE: i64 = 1;
    /// Blanks behind.
    pub const TRAILING_WHITE: i64 = 2;
    /// Blanks within.
    pub const INNER_WHITE: i64 = 4;
    /// A time without a date is on the first day of the year 1.
    pub const NO_CURRENT_DATE: i64 = 8;
    /// The result is in UTC.
    pub const ADJUST_TO_UNIVERSAL: i64 = 16;
    /// Without a zone the text means local time.
    pub const ASSUME_LOCAL: i64 = 32;
    /// Without a zone the text means UTC.
    pub const ASSUME_UNIVERSAL: i64 = 64;
    /// `Z` gives UTC, an offset local time, nothing no kind.
    pub const ROUNDTRIP_KIND: i64 = 128;

    /// Whether these flags are set.
    pub fn has(self, flags: i64) -> bool {
        self.0 & flags == flags
    }

    /// With what the standard formats add: `r` and `u` mean UTC, `o` keeps the kind.
    #[must_use]
    pub fn for_format(self, format: &str) -> Self {
        match format {
            "o" | "O" => Self(self.0 | Self::ROUNDTRIP_KIND),
            _ => self,
        }
    }
}
