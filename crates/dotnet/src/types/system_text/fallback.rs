//! `EncoderFallback` and `DecoderFallback`: what becomes of text that an encoding does not have.

use super::codec::Codec;
use crate::types::prelude::*;
use crate::types::record::Record;

const EXCEPTION: [&str; 2] =
    ["System.Text.EncoderExceptionFallback", "System.Text.DecoderExceptionFallback"];

const fn fallback(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(|call| {
            let text = match call.string(0) {
                Some(text) => text.clone(),
                None => "?".into(),
            };
            let mut fields = vec![("MaxCharCount", sequence::count(text.unit_len()))];
            if EXCEPTION.contains(&call.type_id.full_name()) {
                fields = vec![("MaxCharCount", Value::I32(0))];
            } else {
                fields.insert(0, ("DefaultString", text.into()));
            }
            Ok(Value::live(Record::new(call.type_id, fields)))
        }),
        static_properties: &[
            ("ExceptionFallback", |call| Ok(of_kind(call, "ExceptionFallback"))),
            ("ReplacementFallback", |call| Ok(of_kind(call, "ReplacementFallback"))),
        ],
        ..Implementation::EMPTY
    }
}

fn of_kind(call: &Call<'_>, kind: &str) -> Value {
    let side = if call.type_id.short_name().starts_with("En") { "Encoder" } else { "Decoder" };
    let id = type_named(&format!("System.Text.{side}{kind}"));
    let fields = match (kind, side) {
        ("ExceptionFallback", _) => vec![("MaxCharCount", Value::I32(0))],
        (_, "Encoder") => vec![("DefaultString", "?".into()), ("MaxCharCount", Value::I32(1))],
        _ => vec![("DefaultString", "\u{fffd}".into()), ("MaxCharCount", Value::I32(1))],
    };
    Value::live(Record::new(id, fields))
}

pub(crate) static ENCODER: Implementation = fallback("System.Text.EncoderFallback");
pub(crate) static DECODER: Implementation = fallback("System.Text.DecoderFallback");
pub(crate) static ENCODER_EXCEPTION: Implementation =
    fallback("System.Text.EncoderExceptionFallback");
pub(crate) static DECODER_EXCEPTION: Implementation =
    fallback("System.Text.DecoderExceptionFallback");
pub(crate) static ENCODER_REPLACEMENT: Implementation =
    fallback("System.Text.EncoderReplacementFallback");
pub(crate) static DECODER_REPLACEMENT: Implementation =
    fallback("System.Text.DecoderReplacementFallback");

/// What becomes of what an encoding does not have.
#[derive(Clone, Debug)]
pub(super) enum Fallback {
    /// What the encoding itself puts in its place.
    Usual,
    /// An exception.
    Throw,
    /// This text.
    Replace(PsString),
}

impl Fallback {
    /// The fallback that an object stands for.
    pub(super) fn of(value: &Value) -> Self {
        let Some(record) = value.downcast::<Record>() else {
            return Self::Usual;
        };
        if EXCEPTION.contains(&record.object_type().full_name()) {
            return Self::Throw;
        }
        record
            .get("DefaultString")
            .as_string()
            .map_or(Self::Usual, |text| Self::Replace(text.clone()))
    }

    /// The object that stands for it.
    pub(super) fn to_value(&self, side: &str, codec: Codec) -> Value {
        let kind = if matches!(self, Self::Throw) { "Exception" } else { "Replacement" };
        let id = type_named(&format!("System.Text.{side}{kind}Fallback"));
        let text: PsString = match self {
            Self::Replace(text) => text.clone(),
            _ if matches!(codec, Codec::Ascii | Codec::Latin1) => "?".into(),
            _ => "\u{fffd}".into(),
        };
        let fields = match self {
            Self::Throw => vec![("MaxCharCount", Value::I32(0))],
            _ => vec![
                ("DefaultString", text.clone().into()),
                ("MaxCharCount", sequence::count(text.unit_len())),
            ],
        };
        Value::live(Record::new(id, fields))
    }

    /// Text as bytes.
    ///
    /// # Errors
    /// `EncoderFallbackException`
    pub(super) fn encode(&self, codec: Codec, units: &[u16]) -> Result<Vec<u8>, Exception> {
        if matches!(self, Self::Usual) {
            return Ok(codec.encode(units));
        }
        let mut bytes = Vec::new();
        let mut at = 0;
        for decoded in char::decode_utf16(units.iter().copied()) {
            let mut buffer = [0; 2];
            let part: Vec<u16> = match &decoded {
                Ok(character) => character.encode_utf16(&mut buffer).to_vec(),
                Err(lone) => vec![lone.unpaired_surrogate()],
            };
            let encoded = codec.encode(&part);
            if decoded.is_ok() && codec.decode(&encoded) == part {
                bytes.extend(encoded);
            } else if let Self::Replace(text) = self {
                bytes.extend(codec.encode(&text.units()));
            } else {
                let unit = part.first().copied().unwrap_or(0);
                return Err(errors::of(
                    "System.Text.EncoderFallbackException",
                    format!(
                        "Unable to translate Unicode character \\\\u{unit:04X} at index {at} to specified code page."
                    ),
                ));
            }
            at += part.len();
        }
        Ok(bytes)
    }

    /// Bytes as text.
    ///
    /// # Errors
    /// `DecoderFallbackException`
    pub(super) fn decode(&self, codec: Codec, bytes: &[u8]) -> Result<Vec<u16>, Exception> {
        if matches!(self, Self::Usual) {
            return Ok(codec.decode(bytes));
        }
        let mut text = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let (good, bad) = first_bad(codec, rest);
            text.extend(codec.decode(rest.get(..good).unwrap_or(&[])));
            at += good;
            if bad == 0 {
                break;
            }
            let unknown = bytes.get(at..at + bad).unwrap_or(&[]);
            let Self::Replace(replacement) = self else {
                let listed: String = unknown.iter().map(|byte| format!("[{byte:02X}]")).collect();
                return Err(errors::of(
                    "System.Text.DecoderFallbackException",
                    format!(
                        "Unable to translate bytes {listed} at index {at} from specified code page to Unicode."
                    ),
                ));
            };
            text.extend(replacement.units().iter());
            at += bad;
        }
        Ok(text)
    }
}

/// How many bytes can be read, and how many behind them cannot.
fn first_bad(codec: Codec, bytes: &[u8]) -> (usize, usize) {
    match codec {
        Codec::Utf8(_) => match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), 0),
            Err(error) => {
                let good = error.valid_up_to();
                (good, error.error_len().unwrap_or(bytes.len() - good))
            }
        },
        Codec::Ascii => match bytes.iter().position(|byte| *byte > 0x7F) {
            Some(at) => (at, 1),
            None => (bytes.len(), 0),
        },
        _ => (bytes.len(), 0),
    }
}
