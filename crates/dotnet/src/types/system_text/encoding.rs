//! `System.Text.Encoding` and its kin

use super::codec::Codec;
use super::fallback::Fallback;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system::string::units_of;

const METHODS: &[(&str, Body)] = &[
    ("Clone", |call| Ok(call.this.base().clone())),
    ("Equals", |call| {
        let other = call.argument(0).downcast::<Encoding>();
        Ok(other
            .is_some_and(|other| Ok(other.codec) == this(call).map(|e| e.codec).map_err(drop))
            .into())
    }),
    ("GetByteCount", |call| Ok(sequence::count(this(call)?.encode(&units(call)?)?.len()))),
    ("GetBytes", get_bytes),
    ("GetCharCount", |call| Ok(sequence::count(decoded(call)?.len()))),
    ("GetChars", |call| {
        let items = decoded(call)?.into_iter().map(Value::Char).collect();
        Ok(Value::array_of(TypeId::CHAR, items))
    }),
    ("GetDecoder", |call| Ok(super::coders::decoder(this(call)?.codec))),
    ("GetEncoder", |call| Ok(super::coders::encoder(this(call)?.codec))),
    ("GetMaxByteCount", |call| {
        let count = call.int(0);
        Ok(Value::I32(match this(call)?.codec {
            Codec::Utf8(_) => (count + 1) * 3,
            Codec::Utf16(..) => (count + 1) * 2,
            Codec::Utf32(..) => (count + 1) * 4,
            Codec::Utf7 => count * 3 + 2,
            _ => count + 1,
        }))
    }),
    ("GetMaxCharCount", |call| Ok(Value::I32(call.int(0) + 1))),
    ("GetPreamble", |call| Ok(Value::bytes(this(call)?.codec.preamble().to_vec()))),
    ("GetString", |call| Ok(PsString::from_units(&decoded(call)?).into())),
    ("IsAlwaysNormalized", |_| Ok(false.into())),
];

const STATIC_METHODS: &[(&str, Body)] = &[
    ("Convert", |call| {
        let from =
            codec_of(call.argument(0)).ok_or_else(|| errors::argument_null("srcEncoding"))?;
        let to = codec_of(call.argument(1)).ok_or_else(|| errors::argument_null("dstEncoding"))?;
        let bytes = call.bytes(2).ok_or_else(|| errors::argument_null("bytes"))?;
        Ok(Value::bytes(to.encode(&from.decode(&bytes))))
    }),
    ("GetEncoding", get_encoding),
    ("GetEncodings", |_| {
        let items = [1200, 1201, 12000, 12001, 20127, 28591, 65001]
            .into_iter()
            .filter_map(Codec::of_page)
            .map(|codec| Value::live(EncodingInfo(codec)))
            .collect();
        Ok(Value::array_of(type_named("System.Text.EncodingInfo"), items))
    }),
    ("RegisterProvider", |_| Ok(Value::AutomationNull)),
];

const STATIC_PROPERTIES: &[(&str, Body)] = &[
    ("ASCII", |_| Ok(value(Codec::Ascii))),
    ("BigEndianUnicode", |_| Ok(value(Codec::Utf16(true, true)))),
    ("Default", |_| Ok(value(Codec::Utf8(false)))),
    ("Latin1", |_| Ok(value(Codec::Latin1))),
    ("UTF32", |_| Ok(value(Codec::Utf32(false, true)))),
    ("UTF7", |_| Ok(value(Codec::Utf7))),
    ("UTF8", |_| Ok(value(Codec::Utf8(true)))),
    ("Unicode", |_| Ok(value(Codec::Utf16(false, true)))),
];

const fn encoding(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: STATIC_METHODS,
        static_properties: STATIC_PROPERTIES,
        ..Implementation::EMPTY
    }
}

pub(crate) static ENCODING: Implementation = encoding("System.Text.Encoding", None);
pub(crate) static ASCII: Implementation =
    encoding("System.Text.ASCIIEncoding", Some(|_| Ok(value(Codec::Ascii))));
pub(crate) static UTF7: Implementation =
    encoding("System.Text.UTF7Encoding", Some(|_| Ok(value(Codec::Utf7))));
pub(crate) static UTF8: Implementation = encoding(
    "System.Text.UTF8Encoding",
    Some(|call| Ok(made(Codec::Utf8(call.bool(0)), call.bool(1)))),
);
pub(crate) static UNICODE: Implementation = encoding(
    "System.Text.UnicodeEncoding",
    Some(|call| {
        let preamble = call.count() < 2 || call.bool(1);
        Ok(made(Codec::Utf16(call.bool(0), preamble), call.bool(2)))
    }),
);
pub(crate) static UTF32: Implementation = encoding(
    "System.Text.UTF32Encoding",
    Some(|call| {
        let preamble = call.count() < 2 || call.bool(1);
        Ok(made(Codec::Utf32(call.bool(0), preamble), call.bool(2)))
    }),
);

/// An encoding as scripts hold it.
pub struct Encoding {
    /// What it does.
    pub codec: Codec,
    /// What becomes of characters that it does not have.
    encoder: Fallback,
    /// What becomes of bytes that it does not know.
    decoder: Fallback,
    /// Whether it was made by a script, not taken from a property.
    own: bool,
}

/// An encoding as a value.
pub fn value(codec: Codec) -> Value {
    let (encoder, decoder) = (Fallback::Usual, Fallback::Usual);
    Value::live(Encoding { codec, encoder, decoder, own: false })
}

fn made(codec: Codec, strict: bool) -> Value {
    let fallback = || if strict { Fallback::Throw } else { Fallback::Usual };
    Value::live(Encoding { codec, encoder: fallback(), decoder: fallback(), own: true })
}

impl Encoding {
    fn encode(&self, units: &[u16]) -> Result<Vec<u8>, Exception> {
        self.encoder.encode(self.codec, units)
    }
}

/// The encoding behind a value.
pub fn codec_of(value: &Value) -> Option<Codec> {
    value.downcast::<Encoding>().map(|encoding| encoding.codec)
}

impl LiveObject for Encoding {
    fn object_type(&self) -> TypeId {
        let derived =
            |name: &'static str, base: &str| TypeId::register(name, Some(type_named(base)));
        match self.codec {
            Codec::Utf8(_) if !self.own => {
                derived("System.Text.UTF8Encoding+UTF8EncodingSealed", "System.Text.UTF8Encoding")
            }
            Codec::Ascii if !self.own => derived(
                "System.Text.ASCIIEncoding+ASCIIEncodingSealed",
                "System.Text.ASCIIEncoding",
            ),
            Codec::Latin1 => {
                derived("System.Text.Latin1Encoding+Latin1EncodingSealed", "System.Text.Encoding")
            }
            Codec::Utf8(_) => type_named("System.Text.UTF8Encoding"),
            Codec::Utf16(..) => type_named("System.Text.UnicodeEncoding"),
            Codec::Utf32(..) => type_named("System.Text.UTF32Encoding"),
            Codec::Utf7 => type_named("System.Text.UTF7Encoding"),
            Codec::Ascii => type_named("System.Text.ASCIIEncoding"),
            Codec::CodePage(..) => {
                derived("System.Text.SBCSCodePageEncoding", "System.Text.Encoding")
            }
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "Preamble",
            "BodyName",
            "EncodingName",
            "HeaderName",
            "WebName",
            "WindowsCodePage",
            "IsBrowserDisplay",
            "IsBrowserSave",
            "IsMailNewsDisplay",
            "IsMailNewsSave",
            "IsSingleByte",
            "EncoderFallback",
            "DecoderFallback",
            "IsReadOnly",
            "CodePage",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let codec = self.codec;
        let single = matches!(codec, Codec::Ascii | Codec::Latin1)
            || matches!(codec, Codec::CodePage(page, _) if !matches!(page, 932 | 936 | 949 | 950 | 50220 | 51932 | 54936));
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "bodyname" | "headername" | "webname" => codec.web_name().into(),
            "encodingname" => codec.display_name().into(),
            "windowscodepage" => Value::I32(match codec {
                Codec::Utf16(..) | Codec::Utf32(..) | Codec::Utf8(_) => 1200,
                _ => 1252,
            }),
            "isbrowserdisplay" | "isbrowsersave" => {
                matches!(codec, Codec::Utf8(_) | Codec::Latin1).into()
            }
            "ismailnewsdisplay" | "ismailnewssave" => {
                matches!(codec, Codec::Utf8(_) | Codec::Latin1 | Codec::Ascii).into()
            }
            "issinglebyte" => single.into(),
            "isreadonly" => true.into(),
            "codepage" => Value::I32(codec.page()),
            "encoderfallback" => self.encoder.to_value("Encoder", codec),
            "decoderfallback" => self.decoder.to_value("Decoder", codec),
            "preamble" => Value::Null,
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(codec_of(other) == Some(self.codec))
    }
}

struct EncodingInfo(Codec);

impl LiveObject for EncodingInfo {
    fn object_type(&self) -> TypeId {
        type_named("System.Text.EncodingInfo")
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["CodePage", "Name", "DisplayName"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "codepage" => Value::I32(self.0.page()),
            "name" => self.0.web_name().into(),
            "displayname" => self.0.display_name().into(),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Encoding, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// The text of the first argument: a string or characters.
fn units(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    match call.argument(0).base() {
        Value::Str(text) => Ok(text.units().into_owned()),
        Value::Null | Value::AutomationNull => Err(errors::argument_null("s")),
        _ => Ok(units_of(&call.items(0))),
    }
}

fn get_bytes(call: &mut Call<'_>) -> Outcome {
    let encoding = this(call)?;
    let mut text = units(call)?;
    if call.count() == 3 {
        let range = sequence::range_in(call.int(1), call.int(2), text.len())?;
        text = text.drain(range).collect();
    }
    if call.count() == 5 {
        let range = sequence::range_in(call.int(1), call.int(2), text.len())?;
        let bytes = encoding.encode(text.get(range).unwrap_or(&[]))?;
        let items: Vec<Value> = bytes.iter().map(|byte| Value::U8(*byte)).collect();
        sequence::copy_to(&items, call.argument(3), call.int(4))?;
        return Ok(sequence::count(bytes.len()));
    }
    Ok(Value::bytes(encoding.encode(&text)?))
}

fn decoded(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    let encoding = this(call)?;
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("bytes"))?;
    let range = if call.count() >= 3 {
        sequence::range_in(call.int(1), call.int(2), bytes.len())?
    } else {
        0..bytes.len()
    };
    encoding.decoder.decode(encoding.codec, bytes.get(range).unwrap_or(&[]))
}

/// `GetEncoding(name or page[, encoderFallback, decoderFallback])`
fn get_encoding(call: &mut Call<'_>) -> Outcome {
    let found = named_encoding(call)?;
    let (Some(codec), 3) = (codec_of(&found), call.count()) else {
        return Ok(found);
    };
    let (encoder, decoder) = (Fallback::of(call.argument(1)), Fallback::of(call.argument(2)));
    Ok(Value::live(Encoding { codec, encoder, decoder, own: true }))
}

fn named_encoding(call: &Call<'_>) -> Outcome {
    match call.argument(0).base() {
        Value::Str(name) => Codec::of_name(name).map(value).ok_or_else(|| {
            errors::argument_for(
                "name",
                &format!("'{name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method."),
            )
        }),
        other => {
            let page = other.as_i32().unwrap_or(-1);
            if !(0..=65535).contains(&page) {
                return Err(errors::out_of_range("codepage", "Valid values are between 0 and 65535, inclusive."));
            }
            Codec::of_page(page).map(value).ok_or_else(|| {
                errors::not_supported(format!("No data is available for encoding {page}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method."))
            })
        }
    }
}
