//! Strings with .NET semantics on a UTF-8 base.
//!
//! PowerShell counts, indexes and cuts strings in UTF-16 code units, and a string may hold half a
//! surrogate pair. Nearly all strings are ASCII, where a code unit is a byte; the others carry a
//! UTF-16 copy that is made when it is first asked for.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, LazyLock, OnceLock};

use compact_str::CompactString;

/// An immutable string; a clone shares the text.
///
/// It dereferences to `str`. Where it holds lone surrogates, that `str` has U+FFFD in their place and
/// [`PsString::units`] has the truth.
#[derive(Clone)]
pub struct PsString(Arc<Text>);

enum Text {
    Ascii(CompactString),
    Wide(Box<Wide>),
}

struct Wide {
    text: CompactString,
    units: OnceLock<Box<[u16]>>,
    /// The UTF-16 form cannot be had from `text`.
    lone_surrogates: bool,
}

static EMPTY: LazyLock<PsString> =
    LazyLock::new(|| PsString(Arc::new(Text::Ascii(CompactString::const_new("")))));

impl PsString {
    /// The empty string.
    pub fn empty() -> Self {
        EMPTY.clone()
    }

    /// A string of these UTF-16 code units, lone surrogates included.
    pub fn from_units(units: &[u16]) -> Self {
        match String::from_utf16(units) {
            Ok(text) => Self::from(text),
            Err(_) => Self(Arc::new(Text::Wide(Box::new(Wide {
                text: CompactString::from(String::from_utf16_lossy(units)),
                units: OnceLock::from(Box::from(units)),
                lone_surrogates: true,
            })))),
        }
    }

    /// The text; U+FFFD stands for a lone surrogate.
    pub fn as_str(&self) -> &str {
        match &*self.0 {
            Text::Ascii(text) => text,
            Text::Wide(wide) => &wide.text,
        }
    }

    /// Whether every character is ASCII, so that code units, characters and bytes are the same.
    pub fn is_ascii(&self) -> bool {
        matches!(&*self.0, Text::Ascii(_))
    }

    /// Whether the string holds half a surrogate pair.
    pub fn has_lone_surrogates(&self) -> bool {
        matches!(&*self.0, Text::Wide(wide) if wide.lone_surrogates)
    }

    /// The UTF-16 code units. For ASCII text they are made for the call, for other text once.
    pub fn units(&self) -> Cow<'_, [u16]> {
        match &*self.0 {
            Text::Ascii(text) => Cow::Owned(text.bytes().map(u16::from).collect()),
            Text::Wide(wide) => Cow::Borrowed(wide.units()),
        }
    }

    /// `Length`: the number of UTF-16 code units.
    pub fn unit_len(&self) -> usize {
        match &*self.0 {
            Text::Ascii(text) => text.len(),
            Text::Wide(wide) => wide.units().len(),
        }
    }

    /// The code unit at `index`, or `None` past the end.
    pub fn unit_at(&self, index: usize) -> Option<u16> {
        match &*self.0 {
            Text::Ascii(text) => text.as_bytes().get(index).map(|byte| u16::from(*byte)),
            Text::Wide(wide) => wide.units().get(index).copied(),
        }
    }

    /// `Substring`: `len` code units from `start`, or `None` where that runs past the end.
    pub fn substring(&self, start: usize, len: usize) -> Option<Self> {
        let end = start.checked_add(len)?;
        match &*self.0 {
            Text::Ascii(text) => text.get(start..end).map(Self::from),
            Text::Wide(wide) => wide.units().get(start..end).map(Self::from_units),
        }
    }

    /// Ordinal equality without regard to case, as identifiers are compared.
    pub fn eq_ignore_case(&self, other: &str) -> bool {
        eq_ignore_case(self.as_str(), other)
    }

    /// This string followed by `other`.
    pub fn concat(&self, other: &Self) -> Self {
        if self.has_lone_surrogates() || other.has_lone_surrogates() {
            let mut units = self.units().into_owned();
            units.extend_from_slice(&other.units());
            return Self::from_units(&units);
        }
        let mut text = CompactString::with_capacity(self.len() + other.len());
        text.push_str(self);
        text.push_str(other);
        Self::from(text)
    }

    /// Whether both are the same allocation.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Wide {
    fn units(&self) -> &[u16] {
        self.units.get_or_init(|| self.text.encode_utf16().collect())
    }
}

/// Ordinal equality without regard to case: simple upper-case mapping, character by character.
pub fn eq_ignore_case(left: &str, right: &str) -> bool {
    if left.len() == right.len() && left.eq_ignore_ascii_case(right) {
        return true;
    }
    if left.is_ascii() && right.is_ascii() {
        return false;
    }
    left.chars().map(fold_char).eq(right.chars().map(fold_char))
}

/// The character that stands for all cases of `character` in ordinal comparison without case: its
/// upper-case form where that is a single character.
pub fn fold_char(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => character,
    }
}

impl From<CompactString> for PsString {
    fn from(text: CompactString) -> Self {
        if text.is_empty() {
            return Self::empty();
        }
        Self(Arc::new(if text.is_ascii() {
            Text::Ascii(text)
        } else {
            Text::Wide(Box::new(Wide { text, units: OnceLock::new(), lone_surrogates: false }))
        }))
    }
}

impl From<&str> for PsString {
    fn from(text: &str) -> Self {
        Self::from(CompactString::from(text))
    }
}

impl From<String> for PsString {
    fn from(text: String) -> Self {
        Self::from(CompactString::from(text))
    }
}

impl From<Cow<'_, str>> for PsString {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(CompactString::from(text))
    }
}

impl From<char> for PsString {
    fn from(character: char) -> Self {
        Self::from(CompactString::from_iter([character]))
    }
}

impl Default for PsString {
    fn default() -> Self {
        Self::empty()
    }
}

impl Deref for PsString {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for PsString {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for PsString {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for PsString {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.as_str() == other.as_str()
                && self.has_lone_surrogates() == other.has_lone_surrogates()
                && (!self.has_lone_surrogates() || self.units() == other.units()))
    }
}

impl Eq for PsString {}

impl PartialEq<str> for PsString {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other && !self.has_lone_surrogates()
    }
}

impl PartialEq<&str> for PsString {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// Ordinal order of the text (by code point; see the language crate for linguistic order).
impl PartialOrd for PsString {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PsString {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for PsString {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for PsString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for PsString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_cuts_count_utf16_units() {
        let text = PsString::from("a😀b");
        assert_eq!(text.unit_len(), 4);
        let half = text.substring(1, 1).unwrap();
        assert!(half.has_lone_surrogates());
        assert_eq!(half.units().as_ref(), [0xD83D]);
        assert_eq!(half.concat(&text.substring(2, 2).unwrap()), PsString::from("😀b"));
        assert_eq!(text.substring(3, 2), None);
    }

    #[test]
    fn different_halves_differ_though_both_print_alike() {
        let high = PsString::from_units(&[0xD83D]);
        let low = PsString::from_units(&[0xDE00]);
        assert_eq!(high.as_str(), low.as_str());
        assert_ne!(high, low);
    }

    #[test]
    fn case_is_ignored_beyond_ascii() {
        assert!(eq_ignore_case("Ärger", "äRGER"));
        assert!(!eq_ignore_case("ß", "SS"));
        assert!(!eq_ignore_case("a", "ab"));
    }
}
