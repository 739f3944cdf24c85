//! Text to pattern and back.

use crate::syntax::{Options, ParseError, Scanner};
use crate::unicode::CaseCulture;

/// A pattern that matches `text` and nothing else: a backslash before every character that means
/// something in a pattern. `]` and `}` stay as they are.
pub fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        let escaped = match c {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\x0C' => 'f',
            '\\' | '*' | '+' | '?' | '|' | '{' | '[' | '(' | ')' | '^' | '$' | '.' | '#' | ' ' => c,
            _ => {
                pattern.push(c);
                continue;
            }
        };
        pattern.push('\\');
        pattern.push(escaped);
    }
    pattern
}

/// Resolves the escapes in `text`: those of [`escape`], and `\x41`, `\u0041`, `\cA`, octal numbers
/// and the letters for control characters.
pub fn unescape(text: &str) -> Result<String, ParseError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut scanner = Scanner::new(&units, Options::NONE, CaseCulture::Invariant);
    let mut plain = Vec::with_capacity(units.len());
    while let Some(&unit) = units.get(scanner.position()) {
        scanner.skip(1);
        if unit == u16::from(b'\\') {
            plain.push(scanner.scan_final_escape()?);
        } else {
            plain.push(unit);
        }
    }
    Ok(String::from_utf16_lossy(&plain))
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape};

    #[test]
    fn escaping_is_undone_by_unescaping() {
        for text in ["a.b*c+d?e[f](g){h}^$|\\ #", "\t\n\r\x0C", "-]}", "", "é😀"] {
            assert_eq!(unescape(&escape(text)).unwrap(), text);
        }
        assert_eq!(escape("[a]{b} c#\n"), r"\[a]\{b}\ c\#\n");
    }

    #[test]
    fn unescape_knows_every_character_escape() {
        assert_eq!(unescape(r"a\.b\t\x41\u0042\101\cA\e").unwrap(), "a.b\tABA\u{1}\u{1B}");
        assert_eq!(unescape("a\\").unwrap_err().offset(), 2);
        assert_eq!(unescape(r"\q").unwrap_err().sentence(), r"Unrecognized escape sequence \q.");
    }
}
