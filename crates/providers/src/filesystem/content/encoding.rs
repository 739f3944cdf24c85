//! The encodings that `-Encoding` names.

use remora_dotnet::types::system_text::codec::Codec;
use remora_dotnet::types::system_text::encoding::{self, codec_of};
use remora_engine::errors::{Exception, Flow};
use remora_engine::{ExecutionContext, TypeId, Value};

/// UTF-8 without a mark: what is taken where nothing is said.
pub const DEFAULT_ENCODING: Codec = Codec::Utf8(false);

/// The encoding of a name that PowerShell knows, of the Web, or of the number of a code page.
pub fn encoding_of_name(name: &str) -> Option<Codec> {
    let name = name.trim();
    Some(match name.to_ascii_lowercase().as_str() {
        "utf8" | "utf8nobom" | "default" | "ansi" | "oem" => DEFAULT_ENCODING,
        "utf8bom" => Codec::Utf8(true),
        "unicode" | "string" | "unknown" => Codec::Utf16(false, true),
        "bigendianunicode" => Codec::Utf16(true, true),
        "utf32" => Codec::Utf32(false, true),
        "bigendianutf32" => Codec::Utf32(true, true),
        other => match other.parse() {
            Ok(page) => Codec::of_page(page)?,
            Err(_) => Codec::of_name(other)?,
        },
    })
}

/// The encoding that an argument of `-Encoding` stands for: an object of `System.Text.Encoding`, a
/// name or the number of a code page.
pub fn encoding_of_argument(value: &Value) -> Option<Codec> {
    if let Some(codec) = codec_of(value) {
        return Some(codec);
    }
    match value.as_str() {
        Some(name) => encoding_of_name(name),
        None => Codec::of_page(value.as_i32()?),
    }
}

/// `ArgumentToEncodingTransformationAttribute`: names and numbers of code pages become encodings.
///
/// # Errors
/// `ArgumentException` for a name that no encoding has.
pub fn argument_to_encoding(_context: &mut ExecutionContext, value: Value) -> Result<Value, Flow> {
    let is_name = value.as_str().is_some() || value.as_i32().is_some();
    if !is_name {
        return Ok(value);
    }
    match encoding_of_argument(&value) {
        Some(codec) => Ok(encoding::value(codec)),
        None => {
            let name = match (value.as_str(), value.as_i32()) {
                (Some(name), _) => name.to_owned(),
                (None, number) => number.unwrap_or_default().to_string(),
            };
            let message = format!(
                "'{name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method. (Parameter 'name')"
            );
            Err(Exception::new(TypeId::ARGUMENT_EXCEPTION, message).into())
        }
    }
}

/// Whether the bytes of line ends are those of ASCII and stand for nothing else.
pub(super) fn has_ascii_lines(codec: Codec) -> bool {
    match codec {
        Codec::Utf8(_) | Codec::Ascii | Codec::Latin1 => true,
        Codec::CodePage(_, page) => page.is_single_byte(),
        Codec::Utf16(..) | Codec::Utf32(..) | Codec::Utf7 => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_encodings_write_their_bytes() {
        let bytes = |name: &str| {
            let codec = encoding_of_name(name).unwrap();
            let units: Vec<u16> = "é€".encode_utf16().collect();
            [codec.preamble().to_vec(), codec.encode(&units)].concat()
        };
        assert_eq!(bytes("utf8BOM"), [239, 187, 191, 195, 169, 226, 130, 172]);
        assert_eq!(bytes("utf8"), [195, 169, 226, 130, 172]);
        assert_eq!(bytes("unicode"), [255, 254, 233, 0, 172, 32]);
        assert_eq!(bytes("bigendianunicode"), [254, 255, 0, 233, 32, 172]);
        assert_eq!(bytes("utf32"), [255, 254, 0, 0, 233, 0, 0, 0, 172, 32, 0, 0]);
        assert_eq!(bytes("ascii"), [63, 63]);
        assert_eq!(bytes("latin1"), [233, 63]);
        assert_eq!(bytes("utf7"), *b"+AOkgrA-");
        assert_eq!(encoding_of_name("1252"), Codec::of_page(1252));
        assert_eq!(encoding_of_name("nope"), None);
    }
}
