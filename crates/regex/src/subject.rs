//! The text that is searched.

use std::borrow::Cow;

/// A text to search. Positions in it count UTF-16 units, as .NET's do.
///
/// An ASCII text is searched as it is: its bytes are its units. Any other is decoded once, so a
/// caller that runs several searches over one text should keep the subject.
#[derive(Clone, Debug)]
pub struct Subject<'t> {
    form: Form<'t>,
}

#[derive(Clone, Debug)]
enum Form<'t> {
    Ascii(Cow<'t, str>),
    Wide(Cow<'t, [u16]>),
}

/// Read access to units, so that the matcher is compiled for both forms.
pub(crate) trait Units: Copy {
    fn len(self) -> usize;
    /// The unit at `index`, which must be less than the length.
    fn at(self, index: usize) -> u16;
}

impl Units for &[u8] {
    #[inline]
    fn len(self) -> usize {
        <[u8]>::len(self)
    }
    #[inline]
    fn at(self, index: usize) -> u16 {
        u16::from(self[index])
    }
}

impl Units for &[u16] {
    #[inline]
    fn len(self) -> usize {
        <[u16]>::len(self)
    }
    #[inline]
    fn at(self, index: usize) -> u16 {
        self[index]
    }
}

/// The units of a subject in the form they have.
pub(crate) enum UnitsOf<'s> {
    Ascii(&'s [u8]),
    Wide(&'s [u16]),
}

impl<'t> Subject<'t> {
    /// A subject over `text`.
    pub fn new(text: &'t str) -> Self {
        let form = if text.is_ascii() {
            Form::Ascii(Cow::Borrowed(text))
        } else {
            Form::Wide(Cow::Owned(text.encode_utf16().collect()))
        };
        Self { form }
    }

    /// A subject that keeps its text, for objects that outlive the call they were made in.
    pub fn owned(text: String) -> Subject<'static> {
        let form = if text.is_ascii() {
            Form::Ascii(Cow::Owned(text))
        } else {
            Form::Wide(Cow::Owned(text.encode_utf16().collect()))
        };
        Subject { form }
    }

    /// A subject over UTF-16 units, which may hold lone surrogates.
    pub fn from_utf16(units: &'t [u16]) -> Self {
        Self { form: Form::Wide(Cow::Borrowed(units)) }
    }

    /// The length in UTF-16 units.
    pub fn len(&self) -> usize {
        match &self.form {
            Form::Ascii(text) => text.len(),
            Form::Wide(units) => units.len(),
        }
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of `length` units from `index`. Bounds beyond the text are clipped; half a
    /// surrogate pair becomes U+FFFD.
    pub fn slice(&self, index: usize, length: usize) -> Cow<'_, str> {
        let start = index.min(self.len());
        let end = start.saturating_add(length).min(self.len());
        match &self.form {
            Form::Ascii(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
            Form::Wide(units) => Cow::Owned(String::from_utf16_lossy(&units[start..end])),
        }
    }

    /// The part of `length` units from `index` as a subject of its own.
    pub(crate) fn part(&self, index: usize, length: usize) -> Subject<'_> {
        let start = index.min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let form = match &self.form {
            Form::Ascii(text) => {
                Form::Ascii(Cow::Borrowed(text.get(start..end).unwrap_or_default()))
            }
            Form::Wide(units) => Form::Wide(Cow::Borrowed(&units[start..end])),
        };
        Subject { form }
    }

    pub(crate) fn units(&self) -> UnitsOf<'_> {
        match &self.form {
            Form::Ascii(text) => UnitsOf::Ascii(text.as_bytes()),
            Form::Wide(units) => UnitsOf::Wide(units),
        }
    }
}

impl<'t> From<&'t str> for Subject<'t> {
    fn from(text: &'t str) -> Self {
        Self::new(text)
    }
}

/// Text that is put together from parts of a subject and new text. Units are joined before they are
/// decoded, so halves of a surrogate pair that meet again make their character again.
pub(crate) enum TextBuilder {
    Ascii(String),
    Wide(Vec<u16>),
}

impl TextBuilder {
    pub(crate) fn new(subject: &Subject<'_>) -> Self {
        match subject.units() {
            UnitsOf::Ascii(bytes) => Self::Ascii(String::with_capacity(bytes.len())),
            UnitsOf::Wide(units) => Self::Wide(Vec::with_capacity(units.len())),
        }
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        match self {
            Self::Ascii(all) => all.push_str(text),
            Self::Wide(all) => all.extend(text.encode_utf16()),
        }
    }

    pub(crate) fn push_part(&mut self, subject: &Subject<'_>, start: usize, end: usize) {
        match (self, subject.units()) {
            (Self::Wide(all), UnitsOf::Wide(units)) => {
                all.extend_from_slice(units.get(start..end).unwrap_or_default());
            }
            (all, _) => all.push_str(&subject.slice(start, end.saturating_sub(start))),
        }
    }

    pub(crate) fn finish(self) -> String {
        match self {
            Self::Ascii(all) => all,
            Self::Wide(all) => String::from_utf16_lossy(&all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Subject, TextBuilder};

    #[test]
    fn positions_count_utf16_units() {
        let subject = Subject::new("a😀b");
        assert_eq!(subject.len(), 4);
        assert_eq!(subject.slice(3, 9), "b");
        assert_eq!(subject.slice(9, 1), "");
        assert_eq!(Subject::new("abc").slice(1, 1), "b");
        assert_eq!(Subject::owned("é1".to_owned()).slice(1, 1), "1");
    }

    #[test]
    fn halves_of_a_pair_join_again() {
        let subject = Subject::new("😀");
        let mut text = TextBuilder::new(&subject);
        text.push_part(&subject, 0, 1);
        text.push_part(&subject, 1, 2);
        assert_eq!(text.finish(), "😀");
    }
}
