//! How characters are bytes.

use remora_engine::Value;
use remora_engine::command::{CommandResult, CommandRuntime};

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a mark at the start.
    Utf8 {
        /// Whether files start with the mark.
        mark: bool,
    },
    /// UTF-16, with a mark at the start.
    Utf16 {
        /// High bytes first.
        big_endian: bool,
    },
    /// UTF-32, with a mark at the start.
    Utf32 {
        /// High bytes first.
        big_endian: bool,
    },
    /// Seven bits; all else is `?`.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// UTF-7.
    Utf7,
    /// A code page.
    CodePage(&'static encoding_rs::Encoding),
}

impl Default for TextEncoding {
    fn default() -> Self {
        Self::Utf8 { mark: false }
    }
}

impl TextEncoding {
    /// The encoding of a name that PowerShell knows, of the Web, or of the number of a code page.
    pub fn of_name(name: &str) -> Option<Self> {
        let lower = name.trim().to_ascii_lowercase();
        Some(match lower.as_str() {
            "utf8" | "utf8nobom" | "default" | "ansi" | "oem" | "utf-8" | "65001" => {
                Self::Utf8 { mark: false }
            }
            "utf8bom" => Self::Utf8 { mark: true },
            "unicode" | "string" | "unknown" | "utf-16" | "utf-16le" | "1200" => {
                Self::Utf16 { big_endian: false }
            }
            "bigendianunicode" | "utf-16be" | "1201" => Self::Utf16 { big_endian: true },
            "utf32" | "utf-32" | "12000" => Self::Utf32 { big_endian: false },
            "bigendianutf32" | "utf-32be" | "12001" => Self::Utf32 { big_endian: true },
            "ascii" | "us-ascii" | "20127" => Self::Ascii,
            "latin1" | "iso-8859-1" | "28591" => Self::Latin1,
            "utf7" | "utf-7" | "65000" => Self::Utf7,
            number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                Self::of_code_page(number)?
            }
            label => Self::CodePage(encoding_rs::Encoding::for_label(label.as_bytes())?),
        })
    }

    fn of_code_page(number: &str) -> Option<Self> {
        let label = match number {
            "932" => "shift_jis".to_owned(),
            "936" => "gbk".to_owned(),
            "949" => "euc-kr".to_owned(),
            "950" => "big5".to_owned(),
            "866" => "ibm866".to_owned(),
            "10000" => "macintosh".to_owned(),
            "20866" => "koi8-r".to_owned(),
            "21866" => "koi8-u".to_owned(),
            "51932" => "euc-jp".to_owned(),
            "54936" => "gb18030".to_owned(),
            number if number.starts_with("125") => format!("windows-{number}"),
            number => {
                let part = number.strip_prefix("2859")?;
                format!("iso-8859-{part}")
            }
        };
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Self::CodePage)
    }

    /// The encoding that an argument of `-Encoding` stands for: a name, a number, or an object of
    /// `System.Text.Encoding`.
    ///
    /// # Errors
    /// What a property of the object threw.
    pub fn of_argument(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<Option<Self>> {
        if let Some(text) = value.as_str() {
            return Ok(Self::of_name(text));
        }
        if let Some(number) = value.as_i64() {
            return Ok(Self::of_name(&number.to_string()));
        }
        let name = runtime.get_property(value, "CodePage")?.and_then(|page| page.as_i64());
        let Some(encoding) = name.and_then(|page| Self::of_name(&page.to_string())) else {
            let name = runtime.get_property(value, "WebName")?.unwrap_or_default();
            return Ok(name.as_str().and_then(Self::of_name));
        };
        if let Self::Utf8 { .. } = encoding {
            let preamble = runtime.invoke_method(value, "GetPreamble", &[]);
            let mark = preamble.ok().and_then(|bytes| runtime.enumerate(&bytes));
            return Ok(Some(Self::Utf8 { mark: mark.is_some_and(|bytes| !bytes.is_empty()) }));
        }
        Ok(Some(encoding))
    }

    /// The bytes that a file starts with.
    pub fn preamble(self) -> &'static [u8] {
        match self {
            Self::Utf8 { mark: true } => b"\xEF\xBB\xBF",
            Self::Utf16 { big_endian: false } => b"\xFF\xFE",
            Self::Utf16 { big_endian: true } => b"\xFE\xFF",
            Self::Utf32 { big_endian: false } => b"\xFF\xFE\0\0",
            Self::Utf32 { big_endian: true } => b"\0\0\xFE\xFF",
            _ => b"",
        }
    }

    /// The encoding that a mark at the start of a file names, and the length of the mark.
    pub fn of_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        const MARKS: &[TextEncoding] = &[
            TextEncoding::Utf32 { big_endian: false },
            TextEncoding::Utf32 { big_endian: true },
            TextEncoding::Utf8 { mark: true },
            TextEncoding::Utf16 { big_endian: false },
            TextEncoding::Utf16 { big_endian: true },
        ];
        MARKS
            .iter()
            .find(|encoding| bytes.starts_with(encoding.preamble()))
            .map(|encoding| (*encoding, encoding.preamble().len()))
    }

    /// Whether the bytes of line ends are those of ASCII and stand for nothing else.
    pub fn has_ascii_lines(self) -> bool {
        match self {
            Self::Utf8 { .. } | Self::Ascii | Self::Latin1 => true,
            Self::CodePage(page) => page.is_single_byte(),
            Self::Utf16 { .. } | Self::Utf32 { .. } | Self::Utf7 => false,
        }
    }

    /// The text of bytes. What is no character becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 { .. } => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16 { big_endian } => decode_utf16(bytes, big_endian),
            Self::Utf32 { big_endian } => decode_utf32(bytes, big_endian),
            Self::Ascii => bytes
                .iter()
                .map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{FFFD}' })
                .collect(),
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Self::Utf7 => super::utf7::decode(bytes),
            Self::CodePage(page) => page.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }

    /// The bytes of a text. What the encoding has no bytes for becomes `?`.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 { .. } => text.as_bytes().to_vec(),
            Self::Utf16 { big_endian } => text
                .encode_utf16()
                .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect(),
            Self::Utf32 { big_endian } => text
                .chars()
                .map(u32::from)
                .flat_map(|code| if big_endian { code.to_be_bytes() } else { code.to_le_bytes() })
                .collect(),
            Self::Ascii => units_or_mark(text, 0x80),
            Self::Latin1 => units_or_mark(text, 0x100),
            Self::Utf7 => super::utf7::encode(text),
            Self::CodePage(page) => encode_page(page, text),
        }
    }
}

/// Each UTF-16 unit below the limit as a byte; others are `?`.
fn units_or_mark(text: &str, limit: u16) -> Vec<u8> {
    text.encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if unit < limit => byte,
            _ => b'?',
        })
        .collect()
}

fn encode_page(page: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = page.encode(text);
    if !lossy {
        return bytes.into_owned();
    }
    let mut encoded = Vec::with_capacity(text.len());
    let mut buffer = [0_u8; 4];
    for character in text.chars() {
        let (bytes, _, lossy) = page.encode(character.encode_utf8(&mut buffer));
        if lossy {
            encoded.push(b'?');
        } else {
            encoded.extend_from_slice(&bytes);
        }
    }
    encoded
}

fn decode_utf16(bytes: &[u8], big_endian: bool) -> String {
    let units = bytes.chunks(2).map(|pair| match <[u8; 2]>::try_from(pair) {
        Ok(pair) if big_endian => u16::from_be_bytes(pair),
        Ok(pair) => u16::from_le_bytes(pair),
        Err(_) => 0xFFFD,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect()
}

fn decode_utf32(bytes: &[u8], big_endian: bool) -> String {
    let codes = bytes.chunks(4).map(|four| match <[u8; 4]>::try_from(four) {
        Ok(four) if big_endian => u32::from_be_bytes(four),
        Ok(four) => u32::from_le_bytes(four),
        Err(_) => 0xFFFD,
    });
    codes.map(|code| char::from_u32(code).unwrap_or('\u{FFFD}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_encodings_write_their_bytes() {
        let bytes = |name: &str| {
            let encoding = TextEncoding::of_name(name).unwrap();
            [encoding.preamble().to_vec(), encoding.encode("é€")].concat()
        };
        assert_eq!(bytes("utf8BOM"), [239, 187, 191, 195, 169, 226, 130, 172]);
        assert_eq!(bytes("unicode"), [255, 254, 233, 0, 172, 32]);
        assert_eq!(bytes("bigendianunicode"), [254, 255, 0, 233, 32, 172]);
        assert_eq!(bytes("utf32"), [255, 254, 0, 0, 233, 0, 0, 0, 172, 32, 0, 0]);
        assert_eq!(bytes("ascii"), [63, 63]);
        assert_eq!(bytes("latin1"), [233, 63]);
        assert_eq!(bytes("utf7"), *b"+AOkgrA-");
        assert_eq!(TextEncoding::of_name("1252").unwrap().encode("é"), [233]);
        assert_eq!(TextEncoding::of_name("windows-1251").unwrap().encode("ж"), [230]);
        assert_eq!(TextEncoding::of_name("nope"), None);
    }

    #[test]
    fn marks_are_recognized() {
        let (encoding, length) = TextEncoding::of_mark(b"\xFF\xFEa\0").unwrap();
        assert_eq!((encoding.decode(b"a\0"), length), ("a".to_owned(), 2));
        assert_eq!(TextEncoding::of_mark(b"abc"), None);
    }
}
