//! Values inside XML text.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::Error;

/// Decoding is lenient about padding because a few clients leave it out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Encodes with padding and without line breaks.
pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

/// Encodes as [`encode_base64`] does, behind what stands in `out`.
pub(crate) fn append_base64(bytes: &[u8], out: &mut String) {
    base64_simd::STANDARD.encode_append(bytes, out);
}

/// Decodes, white space anywhere ignored, into at most `maximum` bytes.
///
/// # Errors
/// [`Error::LimitExceeded`] or [`Error::Malformed`].
pub(crate) fn decode_base64(text: &str, maximum: usize) -> Result<Vec<u8>, Error> {
    let too_large = || Error::LimitExceeded { what: "base64 payload in bytes", maximum };
    let trimmed = text.trim_ascii().as_bytes();
    // The usual form, as it is written here, is read many bytes at a time.
    if trimmed.len() / 4 * 3 <= maximum.saturating_add(2)
        && let Ok(bytes) = base64_simd::STANDARD.decode_to_vec(trimmed)
    {
        return if bytes.len() > maximum { Err(too_large()) } else { Ok(bytes) };
    }
    let compact: Cow<'_, [u8]> = if trimmed.iter().any(u8::is_ascii_whitespace) {
        trimmed.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
    } else {
        Cow::Borrowed(trimmed)
    };
    // The last group may hold one byte only, hence the slack.
    if compact.len() / 4 * 3 > maximum.saturating_add(2) {
        return Err(too_large());
    }
    let bytes =
        BASE64.decode(&compact).map_err(|_| Error::malformed("a base64 text was expected"))?;
    if bytes.len() > maximum { Err(too_large()) } else { Ok(bytes) }
}

/// Reads an `xs:boolean`, in the capitalisation that clients really use (`True`, `TRUE`, `1`).
pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    let text = text.trim();
    if text == "1" || text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text == "0" || text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_base64, encode_base64, parse_bool};
    use crate::Error;

    #[test]
    fn base64_both_ways_and_bounded() {
        assert_eq!(encode_base64(b"hi\r\n"), "aGkNCg==");
        assert_eq!(decode_base64(" aGk\r\n\tNCg== ", 4).unwrap(), b"hi\r\n");
        assert_eq!(decode_base64("aGkNCg", 4).unwrap(), b"hi\r\n");
        assert_eq!(decode_base64("", 0).unwrap(), b"");
        assert!(matches!(decode_base64("aGkNCg==", 3), Err(Error::LimitExceeded { .. })));
        assert!(matches!(decode_base64(&"A".repeat(4000), 10), Err(Error::LimitExceeded { .. })));
        for bad in ["a", "a=b", "aGk*", "é"] {
            assert!(matches!(decode_base64(bad, 100), Err(Error::Malformed(_))), "{bad}");
        }
    }

    #[test]
    fn booleans_as_clients_write_them() {
        for text in ["true", "True", "TRUE", "1", " true "] {
            assert_eq!(parse_bool(text), Some(true));
        }
        for text in ["false", "False", "0"] {
            assert_eq!(parse_bool(text), Some(false));
        }
        assert_eq!(parse_bool("yes"), None);
    }
}
