//! The little of DER (X.690) that SPNEGO and certificates need: definite lengths, low tags.

use crate::AuthError;

pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
/// `[APPLICATION 0]`, constructed: the outer shell of a GSS-API token (RFC 2743 3.1).
pub(crate) const APPLICATION_0: u8 = 0x60;

/// The tag of `[number]`, constructed.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// Reads one element after the other. It borrows, copies nothing and does not recurse, so its
/// cost is bounded by the size of the input.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next element, if there is one.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The content of the next element, which must have this tag.
    pub(crate) fn element(&mut self, tag: u8) -> Result<&'a [u8], AuthError> {
        if self.peek() != Some(tag) {
            return Err(self.error("an element has an unexpected tag"));
        }
        self.any().map(|(_, content)| content)
    }

    /// The content of the next element when it has this tag; nothing is consumed when it has not.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, AuthError> {
        if self.peek() == Some(tag) { self.element(tag).map(Some) } else { Ok(None) }
    }

    /// A reader of the content of the next element, which must have this tag.
    pub(crate) fn enter(&mut self, tag: u8) -> Result<Self, AuthError> {
        let what = self.what;
        self.element(tag).map(|content| Self::new(content, what))
    }

    /// The next element, whatever it is, as (tag, content).
    pub(crate) fn any(&mut self) -> Result<(u8, &'a [u8]), AuthError> {
        let too_short = self.error("an element ends too early");
        let (&tag, rest) = self.rest.split_first().ok_or(too_short.clone())?;
        if tag & 0x1f == 0x1f {
            return Err(self.error("a tag has more than one byte"));
        }
        let (&first, rest) = rest.split_first().ok_or(too_short.clone())?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let count = usize::from(first & 0x7f);
                let (digits, rest) = rest.split_at_checked(count).ok_or(too_short.clone())?;
                let length = digits.iter().fold(0_u64, |sum, digit| sum << 8 | u64::from(*digit));
                (usize::try_from(length).map_err(|_| too_short.clone())?, rest)
            }
            _ => return Err(self.error("an element has an indefinite or a huge length")),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(too_short)?;
        self.rest = rest;
        Ok((tag, content))
    }

    /// Refuses bytes after the last expected element.
    pub(crate) fn finish(&self) -> Result<(), AuthError> {
        if self.is_empty() { Ok(()) } else { Err(self.error("there are bytes after its end")) }
    }

    pub(crate) const fn error(&self, why: &'static str) -> AuthError {
        AuthError::malformed(self.what, why)
    }
}

/// One element whose content is the concatenation of the parts.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    match u8::try_from(length) {
        Ok(short @ 0..=0x7f) => out.push(short),
        _ => {
            let digits: Vec<u8> =
                length.to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
            // A usize has at most eight bytes, so the count always fits.
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or(0));
            out.extend(digits);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_in_their_shortest_form_and_read_back() {
        for (length, head) in [
            (0, vec![0x04, 0x00]),
            (127, vec![0x04, 0x7f]),
            (128, vec![0x04, 0x81, 0x80]),
            (255, vec![0x04, 0x81, 0xff]),
            (256, vec![0x04, 0x82, 0x01, 0x00]),
            (65536, vec![0x04, 0x83, 0x01, 0x00, 0x00]),
        ] {
            let content = vec![7_u8; length];
            let written = element(OCTET_STRING, &[&content]);
            assert!(written.starts_with(&head), "{length}");
            let mut reader = Reader::new(&written, "test");
            assert_eq!(reader.element(OCTET_STRING).unwrap(), content);
            reader.finish().unwrap();
        }
    }

    #[test]
    fn indefinite_huge_and_cut_lengths_are_refused() {
        for bytes in [
            &[0x30_u8, 0x80, 0x00, 0x00][..],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0x82, 0x01],
            &[0x30, 0x02, 0x00],
            &[0x30],
            &[],
            &[0x1f, 0x81, 0x00],
        ] {
            assert!(Reader::new(bytes, "test").any().is_err(), "{bytes:x?}");
        }
    }
}
