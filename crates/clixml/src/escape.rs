//! `_xHHHH_` and XML character references (MS-PSRP section 2.2.5.3.2, Encoding Strings).
//!
//! A UTF-16 code unit that XML cannot carry, or that a parser would change, is written as `_x`, four
//! hexadecimal digits and `_`. So is each half of a surrogate pair, and the underscore of a literal `_x`.

use std::borrow::Cow;
use std::fmt::Write;

use remora_psobject::PsString;

use crate::error::ErrorKind;

/// Appends text as the content of an element.
pub(crate) fn write_text(out: &mut String, text: &PsString) {
    if has_nothing_to_escape(text) {
        out.push_str(text);
    } else if text.has_lone_surrogates() {
        let units = text.units();
        for (at, unit) in units.iter().enumerate() {
            write_unit(out, *unit, starts_escape(&units, at));
        }
    } else {
        write_chars(out, text);
    }
}

/// Whether all bytes are plain. There is no branch a byte, so that many are looked at together.
fn has_nothing_to_escape(text: &str) -> bool {
    let odd = |byte: u8| !is_plain(byte) | (byte == b'_');
    text.as_bytes().chunks(512).all(|chunk| !chunk.iter().fold(false, |any, &byte| any | odd(byte)))
}

fn is_plain(byte: u8) -> bool {
    (0x20..0x7F).contains(&byte) & (byte != b'<') & (byte != b'>') & (byte != b'&')
}

fn write_chars(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(end) = rest.bytes().position(|byte| !is_plain(byte) || byte == b'_') {
        let (before, from) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(before);
        let Some(character) = from.chars().next() else {
            return;
        };
        let escape =
            character == '_' && from.get(1..2).is_some_and(|next| matches!(next, "x" | "X"));
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            write_unit(out, *unit, escape);
        }
        rest = from.get(character.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn starts_escape(units: &[u16], at: usize) -> bool {
    units.get(at) == Some(&u16::from(b'_'))
        && units.get(at + 1).is_some_and(|next| [u16::from(b'x'), u16::from(b'X')].contains(next))
}

fn write_unit(out: &mut String, unit: u16, escape: bool) {
    match unit {
        _ if escape => write_escape(out, unit),
        0x26 => out.push_str("&amp;"),
        0x3C => out.push_str("&lt;"),
        0x3E => out.push_str("&gt;"),
        // Control characters of both sets, and surrogates.
        0..=0x1F | 0x7F..=0x9F | 0xD800..=0xDFFF => write_escape(out, unit),
        // Characters that XML forbids, which .NET's writer gives as references all the same.
        0xFFFE | 0xFFFF => {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#x{unit:X};");
        }
        _ => out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

fn write_escape(out: &mut String, unit: u16) {
    // Writing to a string cannot fail.
    let _ = write!(out, "_x{unit:04X}_");
}

/// Appends text as the value of an attribute in double quotes: a name, written with the same escapes.
pub(crate) fn write_attribute(out: &mut String, text: &PsString) {
    if text.contains('"') {
        let mut inner = String::with_capacity(text.len());
        write_text(&mut inner, text);
        out.push_str(&inner.replace('"', "&quot;"));
    } else {
        write_text(out, text);
    }
}

/// The text that the content of an element or an attribute stands for.
pub(crate) fn decode(raw: &str) -> Result<PsString, ErrorKind> {
    let text = decode_references(raw)?;
    Ok(decode_escapes(&text))
}

/// Replaces `&…;` and carriage returns, which XML reads as line feeds.
pub(crate) fn decode_references(raw: &str) -> Result<Cow<'_, str>, ErrorKind> {
    if memchr::memchr2(b'&', b'\r', raw.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'&', b'\r', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(after) = from.strip_prefix('\r') {
            out.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        let end = from.find(';').ok_or(ErrorKind::Malformed("a reference has no end"))?;
        let name = from.get(1..end).unwrap_or_default();
        out.push(referenced(name).ok_or(ErrorKind::Malformed("a reference to an unknown entity"))?);
        rest = from.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// The character of a reference. Only the five entities of XML exist: there is no document type.
fn referenced(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = match name.strip_prefix("#x") {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => name.strip_prefix('#')?.parse().ok()?,
            };
            char::from_u32(number)?
        }
    })
}

fn decode_escapes(text: &str) -> PsString {
    if !has_escape(text) {
        return PsString::from(text);
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"_x") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        units.extend(before.encode_utf16());
        let (unit, length) = match escaped_unit(from) {
            Some(unit) => (unit, 7),
            None => (u16::from(b'_'), 1),
        };
        units.push(unit);
        rest = from.get(length..).unwrap_or_default();
    }
    units.extend(rest.encode_utf16());
    PsString::from_units(&units)
}

fn has_escape(text: &str) -> bool {
    memchr::memchr_iter(b'_', text.as_bytes())
        .any(|at| text.get(at..).and_then(escaped_unit).is_some())
}

fn escaped_unit(from: &str) -> Option<u16> {
    let digits = from.strip_prefix("_x")?.get(..4)?;
    let ends = from.get(6..7) == Some("_");
    (ends && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        write_text(&mut out, &PsString::from(text));
        out
    }

    #[test]
    fn recorded_encodings() {
        assert_eq!(
            encoded("nul\0 bell\u{7} esc\u{1b} _x0041_"),
            "nul_x0000_ bell_x0007_ esc_x001B_ _x005F_x0041_"
        );
        assert_eq!(encoded("é€😀"), "é€_xD83D__xDE00_");
        assert_eq!(encoded("a<b>&'\""), "a&lt;b&gt;&amp;'\"");
        assert_eq!(encoded("\u{FFFE}"), "&#xFFFE;");
        assert_eq!(encoded("a_b"), "a_b");
    }

    #[test]
    fn decoding_undoes_encoding() {
        for text in
            ["", "_x", "_x0041", "_x0041_", "a\r\nb", "😀", "_X0041_", "&amp;", "\u{85}\u{FFFF}"]
        {
            assert_eq!(decode(&encoded(text)).unwrap(), text, "{text:?}");
        }
        let half = PsString::from_units(&[0xD83D, u16::from(b'_'), u16::from(b'x')]);
        let mut out = String::new();
        write_text(&mut out, &half);
        assert_eq!(decode(&out).unwrap(), half);
    }

    #[test]
    fn unknown_entities_are_refused() {
        for text in ["&nbsp;", "&#xD800;", "&lt", "&#99999999999;", "&;"] {
            assert!(matches!(decode(text), Err(ErrorKind::Malformed(_))), "{text}");
        }
    }
}
