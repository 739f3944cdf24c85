//! Text to bytes and back, in the encodings that scripts name.

use encoding_rs::Encoding as Table;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// UTF-8; whether it has a preamble.
    Utf8(bool),
    /// UTF-16: most significant byte first, preamble.
    Utf16(bool, bool),
    /// UTF-32: most significant byte first, preamble.
    Utf32(bool, bool),
    /// UTF-7.
    Utf7,
    /// Seven bits.
    Ascii,
    /// The first 256 characters.
    Latin1,
    /// A code page.
    CodePage(u16, &'static Table),
}

/// Code pages of the tables: number, label, web name, display name.
const PAGES: &[(u16, &str, &str, &str)] = &[
    (866, "ibm866", "ibm866", "Cyrillic (DOS)"),
    (874, "windows-874", "windows-874", "Thai (Windows)"),
    (932, "shift_jis", "shift_jis", "Japanese (Shift-JIS)"),
    (936, "gbk", "gb2312", "Chinese Simplified (GB2312)"),
    (949, "euc-kr", "ks_c_5601-1987", "Korean"),
    (950, "big5", "big5", "Chinese Traditional (Big5)"),
    (1250, "windows-1250", "windows-1250", "Central European (Windows)"),
    (1251, "windows-1251", "windows-1251", "Cyrillic (Windows)"),
    (1252, "windows-1252", "windows-1252", "Western European (Windows)"),
    (1253, "windows-1253", "windows-1253", "Greek (Windows)"),
    (1254, "windows-1254", "windows-1254", "Turkish (Windows)"),
    (1255, "windows-1255", "windows-1255", "Hebrew (Windows)"),
    (1256, "windows-1256", "windows-1256", "Arabic (Windows)"),
    (1257, "windows-1257", "windows-1257", "Baltic (Windows)"),
    (1258, "windows-1258", "windows-1258", "Vietnamese (Windows)"),
    (10000, "macintosh", "macintosh", "Western European (Mac)"),
    (20866, "koi8-r", "koi8-r", "Cyrillic (KOI8-R)"),
    (21866, "koi8-u", "koi8-u", "Cyrillic (KOI8-U)"),
    (28592, "iso-8859-2", "iso-8859-2", "Central European (ISO)"),
    (28595, "iso-8859-5", "iso-8859-5", "Cyrillic (ISO)"),
    (28597, "iso-8859-7", "iso-8859-7", "Greek (ISO)"),
    (28605, "iso-8859-15", "iso-8859-15", "Latin 9 (ISO)"),
    (50220, "iso-2022-jp", "iso-2022-jp", "Japanese (JIS)"),
    (51932, "euc-jp", "euc-jp", "Japanese (EUC)"),
    (54936, "gb18030", "GB18030", "Chinese Simplified (GB18030)"),
];

impl Codec {
    /// The encoding of a code page; 0 is UTF-8.
    pub fn of_page(page: i32) -> Option<Self> {
        Some(match page {
            0 | 65001 => Self::Utf8(true),
            1200 => Self::Utf16(false, true),
            1201 => Self::Utf16(true, true),
            12000 => Self::Utf32(false, true),
            12001 => Self::Utf32(true, true),
            65000 => Self::Utf7,
            20127 => Self::Ascii,
            28591 => Self::Latin1,
            page => {
                let (number, label, ..) =
                    PAGES.iter().find(|(number, ..)| i32::from(*number) == page)?;
                Self::CodePage(*number, Table::for_label(label.as_bytes())?)
            }
        })
    }

    /// The encoding of a name; case does not matter.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Some(match name.as_str() {
            "utf-8"
            | "utf8"
            | "unicode-1-1-utf-8"
            | "unicode-2-0-utf-8"
            | "x-unicode-1-1-utf-8"
            | "x-unicode-2-0-utf-8" => Self::Utf8(true),
            "utf-16" | "utf-16le" | "unicode" | "ucs-2" | "iso-10646-ucs-2" => {
                Self::Utf16(false, true)
            }
            "utf-16be" | "unicodefffe" => Self::Utf16(true, true),
            "utf-32" | "utf-32le" | "ucs-4" => Self::Utf32(false, true),
            "utf-32be" => Self::Utf32(true, true),
            "utf-7" | "utf7" => Self::Utf7,
            "us-ascii" | "ascii" | "ansi_x3.4-1968" | "iso646-us" | "us" | "cp367" => Self::Ascii,
            "iso-8859-1" | "iso_8859-1" | "latin1" | "l1" | "cp819" | "iso8859-1" => Self::Latin1,
            _ => {
                let listed = PAGES
                    .iter()
                    .find(|(_, label, web, _)| *label == name || web.eq_ignore_ascii_case(&name));
                if let Some((page, ..)) = listed {
                    return Self::of_page(i32::from(*page));
                }
                let page = name
                    .strip_prefix("windows-")
                    .or_else(|| name.strip_prefix("cp"))
                    .and_then(|number| number.parse().ok())?;
                return Self::of_page(page);
            }
        })
    }

    /// The number of the code page.
    pub fn page(self) -> i32 {
        match self {
            Self::Utf8(_) => 65001,
            Self::Utf16(false, _) => 1200,
            Self::Utf16(true, _) => 1201,
            Self::Utf32(false, _) => 12000,
            Self::Utf32(true, _) => 12001,
            Self::Utf7 => 65000,
            Self::Ascii => 20127,
            Self::Latin1 => 28591,
            Self::CodePage(page, _) => i32::from(page),
        }
    }

    /// The name registered for it.
    pub fn web_name(self) -> &'static str {
        match self {
            Self::Utf8(_) => "utf-8",
            Self::Utf16(false, _) => "utf-16",
            Self::Utf16(true, _) => "utf-16BE",
            Self::Utf32(false, _) => "utf-32",
            Self::Utf32(true, _) => "utf-32BE",
            Self::Utf7 => "utf-7",
            Self::Ascii => "us-ascii",
            Self::Latin1 => "iso-8859-1",
            Self::CodePage(page, _) => {
                PAGES.iter().find(|(number, ..)| *number == page).map_or("", |(_, _, web, _)| web)
            }
        }
    }

    /// The name for people.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::Utf8(_) => "Unicode (UTF-8)",
            Self::Utf16(false, _) => "Unicode",
            Self::Utf16(true, _) => "Unicode (Big-Endian)",
            Self::Utf32(false, _) => "Unicode (UTF-32)",
            Self::Utf32(true, _) => "Unicode (UTF-32 Big-Endian)",
            Self::Utf7 => "Unicode (UTF-7)",
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "Western European (ISO)",
            Self::CodePage(page, _) => PAGES
                .iter()
                .find(|(number, ..)| *number == page)
                .map_or("", |(.., display)| display),
        }
    }

    /// The bytes that mark a file as being in the encoding.
    pub fn preamble(self) -> &'static [u8] {
        match self {
            Self::Utf8(true) => &[0xEF, 0xBB, 0xBF],
            Self::Utf16(false, true) => &[0xFF, 0xFE],
            Self::Utf16(true, true) => &[0xFE, 0xFF],
            Self::Utf32(false, true) => &[0xFF, 0xFE, 0, 0],
            Self::Utf32(true, true) => &[0, 0, 0xFE, 0xFF],
            _ => &[],
        }
    }

    /// The encoding that the first bytes of a file tell, and how many they are.
    pub fn detect(bytes: &[u8]) -> Option<(Self, usize)> {
        const MARKED: [Codec; 5] = [
            Codec::Utf32(false, true),
            Codec::Utf32(true, true),
            Codec::Utf8(true),
            Codec::Utf16(false, true),
            Codec::Utf16(true, true),
        ];
        MARKED
            .into_iter()
            .find(|codec| bytes.starts_with(codec.preamble()))
            .map(|codec| (codec, codec.preamble().len()))
    }

    /// Code units as bytes; what cannot be written becomes a question mark or U+FFFD.
    pub fn encode(self, units: &[u16]) -> Vec<u8> {
        match self {
            Self::Utf8(_) => String::from_utf16_lossy(units).into_bytes(),
            Self::Utf16(big, _) => units
                .iter()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect(),
            Self::Utf32(big, _) => String::from_utf16_lossy(units)
                .chars()
                .flat_map(|c| {
                    let code = u32::from(c);
                    if big { code.to_be_bytes() } else { code.to_le_bytes() }
                })
                .collect(),
            Self::Ascii => narrow(units, 0x7F),
            Self::Latin1 => narrow(units, 0xFF),
            Self::Utf7 => encode_utf7(units),
            Self::CodePage(_, table) => {
                let text = String::from_utf16_lossy(units);
                let mut out = Vec::new();
                for character in text.chars() {
                    let mut buffer = [0; 4];
                    let (bytes, _, missing) = table.encode(character.encode_utf8(&mut buffer));
                    if missing {
                        out.push(b'?');
                    } else {
                        out.extend_from_slice(&bytes);
                    }
                }
                out
            }
        }
    }

    /// Bytes as code units; what cannot be read becomes a question mark or U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> Vec<u16> {
        match self {
            Self::Utf8(_) => String::from_utf8_lossy(bytes).encode_utf16().collect(),
            Self::Utf16(big, _) => {
                let mut units: Vec<u16> = bytes
                    .chunks(2)
                    .map(|pair| match (pair, big) {
                        ([first, second], true) => u16::from_be_bytes([*first, *second]),
                        ([first, second], false) => u16::from_le_bytes([*first, *second]),
                        _ => 0xFFFD,
                    })
                    .collect();
                replace_lone_surrogates(&mut units);
                units
            }
            Self::Utf32(big, _) => bytes
                .chunks(4)
                .map(|chunk| {
                    let code = <[u8; 4]>::try_from(chunk).map(|four| {
                        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
                    });
                    code.ok().and_then(char::from_u32).unwrap_or('\u{FFFD}')
                })
                .collect::<String>()
                .encode_utf16()
                .collect(),
            Self::Ascii => bytes
                .iter()
                .map(|byte| u16::from(if *byte < 0x80 { *byte } else { b'?' }))
                .collect(),
            Self::Latin1 => bytes.iter().map(|byte| u16::from(*byte)).collect(),
            Self::Utf7 => decode_utf7(bytes),
            Self::CodePage(_, table) => {
                let (text, _) = table.decode_without_bom_handling(bytes);
                text.encode_utf16().collect()
            }
        }
    }
}

fn replace_lone_surrogates(units: &mut Vec<u16>) {
    let text: String =
        char::decode_utf16(units.iter().copied()).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
    *units = text.encode_utf16().collect();
}

/// One byte a character, a question mark for what does not fit.
fn narrow(units: &[u16], most: u16) -> Vec<u8> {
    char::decode_utf16(units.iter().copied())
        .map(|unit| match unit {
            Ok(character) => u16::try_from(u32::from(character))
                .ok()
                .filter(|code| *code <= most)
                .and_then(|code| u8::try_from(code).ok())
                .unwrap_or(b'?'),
            Err(_) => b'?',
        })
        .collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn is_direct(unit: u16) -> bool {
    u8::try_from(unit)
        .is_ok_and(|byte| byte.is_ascii_alphanumeric() || b"'(),-./:? \t\r\n".contains(&byte))
}

fn encode_utf7(units: &[u16]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        if is_direct(*unit) {
            out.push(u8::try_from(*unit).unwrap_or(b'?'));
            at += 1;
            continue;
        }
        if *unit == u16::from(b'+') {
            out.extend_from_slice(b"+-");
            at += 1;
            continue;
        }
        let run: Vec<u16> = units
            .get(at..)
            .unwrap_or(&[])
            .iter()
            .take_while(|unit| !is_direct(**unit))
            .copied()
            .collect();
        at += run.len();
        let bits: Vec<u8> = run
            .iter()
            .flat_map(|unit| (0..16).rev().map(move |bit| u8::from(unit >> bit & 1 == 1)))
            .collect();
        out.push(b'+');
        for chunk in bits.chunks(6) {
            let value = (0..6).fold(0_usize, |sum, bit| {
                sum * 2 + usize::from(chunk.get(bit).copied().unwrap_or(0))
            });
            out.extend(BASE64.get(value));
        }
        out.push(b'-');
    }
    out
}

fn decode_utf7(bytes: &[u8]) -> Vec<u16> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'+' {
            out.push(u16::from(*byte));
            continue;
        }
        if bytes.get(at) == Some(&b'-') {
            out.push(u16::from(b'+'));
            at += 1;
            continue;
        }
        let (mut bits, mut count) = (0_u32, 0);
        while let Some(value) =
            bytes.get(at).and_then(|byte| BASE64.iter().position(|known| known == byte))
        {
            bits = (bits << 6) | u32::try_from(value).unwrap_or(0);
            count += 6;
            at += 1;
            if count >= 16 {
                count -= 16;
                out.push(u16::try_from((bits >> count) & 0xFFFF).unwrap_or(0));
            }
        }
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
    }
    out
}
