//! Cultures: names, number patterns, date patterns.
//!
//! The table (`data/cultures.txt`, one line a culture, sorted by name) holds what ICU 72 says; a line
//! is taken apart when its culture is first asked for. Cultures that the table does not hold fall back
//! to the invariant patterns.

mod date_time_format;
mod number_format;
mod table;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use parking_lot::RwLock;

pub use date_time_format::DateTimeFormat;
pub use number_format::NumberFormat;

/// A culture; a clone shares the data.
#[derive(Clone, Debug)]
pub struct Culture(Arc<CultureData>);

/// What a culture says.
#[derive(Clone, Debug)]
pub struct CultureData {
    /// `Name`: empty for the invariant culture.
    pub name: String,
    /// `LCID`
    pub lcid: i32,
    /// `DisplayName`
    pub display_name: String,
    /// `EnglishName`
    pub english_name: String,
    /// `NativeName`
    pub native_name: String,
    /// `TwoLetterISOLanguageName`
    pub two_letter_iso: String,
    /// `ThreeLetterISOLanguageName`
    pub three_letter_iso: String,
    /// `ThreeLetterWindowsLanguageName`
    pub three_letter_windows: String,
    /// `IetfLanguageTag`
    pub ietf_tag: String,
    /// Name of the parent; the invariant culture is its own.
    pub parent: String,
    /// `IsNeutralCulture`
    pub is_neutral: bool,
    /// `CultureTypes` as its text.
    pub types: String,
    /// `KeyboardLayoutId`
    pub keyboard: i32,
    /// Short type name of the calendar.
    pub calendar: String,
    /// Code pages: ANSI, OEM, Mac, EBCDIC.
    pub code_pages: [i32; 4],
    /// `TextInfo.ListSeparator`
    pub list_separator: String,
    /// `TextInfo.IsRightToLeft`
    pub right_to_left: bool,
    /// Number patterns.
    pub number: Arc<NumberFormat>,
    /// Date patterns.
    pub date_time: Arc<DateTimeFormat>,
}

impl Deref for Culture {
    type Target = CultureData;
    fn deref(&self) -> &CultureData {
        &self.0
    }
}

impl PartialEq for Culture {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.name.eq_ignore_ascii_case(&other.name)
    }
}

static INVARIANT: LazyLock<Culture> = LazyLock::new(|| {
    let data = table::find("").unwrap_or_else(table::bare);
    Culture(Arc::new(data))
});

static FOUND: LazyLock<RwLock<HashMap<String, Culture>>> = LazyLock::new(RwLock::default);

impl Culture {
    /// The invariant culture.
    pub fn invariant() -> Self {
        INVARIANT.clone()
    }

    /// English (United States).
    pub fn en_us() -> Self {
        Self::find("en-US").unwrap_or_else(Self::invariant)
    }

    /// The culture of this name; case does not matter. A well-formed name that no table knows gives
    /// a culture with invariant patterns; a malformed one gives none.
    pub fn find(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::invariant());
        }
        let key = name.to_ascii_lowercase();
        if let Some(known) = FOUND.read().get(&key) {
            return Some(known.clone());
        }
        let data = table::find(name).or_else(|| table::derive(name))?;
        let culture = Self(Arc::new(data));
        FOUND.write().insert(key, culture.clone());
        Some(culture)
    }

    /// The culture of this identifier.
    pub fn find_lcid(lcid: i32) -> Option<Self> {
        Self::find(table::name_of_lcid(lcid)?)
    }

    /// The names of all cultures in the table, the invariant one first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        table::names()
    }

    /// The culture above this one, up to the invariant culture.
    pub fn parent(&self) -> Self {
        Self::find(&self.parent).unwrap_or_else(Self::invariant)
    }

    /// This culture with other number patterns.
    #[must_use]
    pub fn with_number(&self, number: Arc<NumberFormat>) -> Self {
        Self(Arc::new(CultureData { number, ..(*self.0).clone() }))
    }

    /// This culture with other date patterns.
    #[must_use]
    pub fn with_date_time(&self, date_time: Arc<DateTimeFormat>) -> Self {
        Self(Arc::new(CultureData { date_time, ..(*self.0).clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cultures_are_found_by_name_and_number() {
        let en = Culture::find("EN-us").unwrap();
        assert_eq!((en.lcid, en.name.as_str()), (1033, "en-US"));
        assert_eq!(en.parent().name, "en");
        assert_eq!(Culture::find_lcid(1031).unwrap().name, "de-DE");
        assert_eq!(Culture::invariant().lcid, 127);
        assert_eq!(Culture::find("de-DE").unwrap().number.number_decimal_separator, ",");
        assert!(Culture::find("no such culture").is_none());
    }
}
