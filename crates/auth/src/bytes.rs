//! A cursor over bytes from the peer that never reads past their end, and UTF-16 text.

use crate::AuthError;

/// Reads little-endian numbers and byte runs; names the structure in every error.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], AuthError> {
        let (taken, rest) =
            self.rest.split_at_checked(length).ok_or(self.error("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], AuthError> {
        let (taken, rest) =
            self.rest.split_first_chunk::<N>().ok_or(self.error("it ends too early"))?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, AuthError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, AuthError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, AuthError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, AuthError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) const fn error(&self, why: &'static str) -> AuthError {
        AuthError::malformed(self.what, why)
    }
}

/// The UTF-16LE form of a text.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    // Room for the longest case, so that no copy of a password is left behind by growing.
    let mut bytes = Vec::with_capacity(text.len() * 2);
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

/// The text of UTF-16LE bytes; refused when a byte is left over or a surrogate stands alone.
pub(crate) fn from_utf16(bytes: &[u8], what: &'static str) -> Result<String, AuthError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(AuthError::malformed(what, "a UTF-16 text has an odd number of bytes"));
    }
    char::decode_utf16(pairs.iter().map(|pair| u16::from_le_bytes(*pair)))
        .collect::<Result<String, _>>()
        .map_err(|_| AuthError::malformed(what, "a text is not valid UTF-16"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_the_round_trip_and_broken_text_is_refused() {
        for text in ["", "User", "Jürgen", "\u{1F600}"] {
            assert_eq!(from_utf16(&utf16(text), "text").unwrap(), text);
        }
        assert!(from_utf16(&[0x41], "text").is_err());
        assert!(from_utf16(&[0x00, 0xd8, 0x41, 0x00], "text").is_err());
    }

    #[test]
    fn a_reader_stops_at_the_end() {
        let mut reader = Reader::new(&[1, 2, 3], "thing");
        assert_eq!(reader.u16().unwrap(), 0x0201);
        assert_eq!(reader.u16(), Err(AuthError::malformed("thing", "it ends too early")));
        assert_eq!(reader.u8().unwrap(), 3);
        assert!(reader.take(1).is_err());
    }
}
