//! Values with an element of their own (MS-PSRP section 2.2.5.1, Serialization of Primitive Type
//! Objects).

use std::str::FromStr;

use base64::Engine;
use remora_psobject::{Decimal, Guid, SecureString, Uri, Value, Version};

use super::Reader;
use crate::error::{Error, ErrorKind};
use crate::scanner::Start;
use crate::{duration, number, time};

impl<'a> Reader<'a> {
    /// The value of an element that is neither an object nor a reference.
    pub(super) fn primitive(&mut self, start: Start<'a>) -> Result<Value, Error> {
        match start.name {
            "S" => return self.text().map(Value::Str),
            "Nil" => {
                self.raw_text()?;
                return Ok(Value::Null);
            }
            // A script arrives as its text: nothing that came over a wire is a script block.
            "SBK" | "XD" | "URI" => {
                let text = self.text()?;
                return Ok(match start.name {
                    "URI" => Value::from(Uri { original: text }),
                    "XD" => self.xml(text),
                    _ => Value::Str(text),
                });
            }
            "SS" => return self.secret(),
            _ => {}
        }
        let at = self.scanner.at();
        let raw = self.raw_text()?;
        let text = raw.trim();
        let bad = |what: &'static str| Error { kind: ErrorKind::BadValue(what), at };
        match start.name {
            "I32" => parsed(text).map(Value::I32).ok_or_else(|| bad("32-bit integer")),
            "I64" => parsed(text).map(Value::I64).ok_or_else(|| bad("64-bit integer")),
            "B" => match text {
                "true" | "1" => Ok(Value::Bool(true)),
                "false" | "0" => Ok(Value::Bool(false)),
                _ => Err(bad("Boolean")),
            },
            "C" => parsed(text).map(Value::Char).ok_or_else(|| bad("character")),
            "SB" => parsed(text).map(Value::I8).ok_or_else(|| bad("signed byte")),
            "By" => parsed(text).map(Value::U8).ok_or_else(|| bad("byte")),
            "I16" => parsed(text).map(Value::I16).ok_or_else(|| bad("16-bit integer")),
            "U16" => parsed(text).map(Value::U16).ok_or_else(|| bad("unsigned 16-bit integer")),
            "U32" => parsed(text).map(Value::U32).ok_or_else(|| bad("unsigned 32-bit integer")),
            "U64" => parsed(text).map(Value::U64).ok_or_else(|| bad("unsigned 64-bit integer")),
            "Db" => number::parse(text).map(Value::F64).ok_or_else(|| bad("double")),
            #[allow(clippy::cast_possible_truncation, reason = "a float was written as a float")]
            "Sg" => number::parse(text).map(|n| Value::F32(n as f32)).ok_or_else(|| bad("float")),
            "D" => Decimal::from_str(text).map(Value::from).map_err(|_| bad("decimal number")),
            "DT" => {
                let view = self.options.view;
                let parsed = time::parse(text, |at| view.local_offset(at));
                parsed.map(Value::DateTime).ok_or_else(|| bad("date and time"))
            }
            "TS" => duration::parse(text).map(Value::TimeSpan).ok_or_else(|| bad("duration")),
            "G" => Guid::parse(text).map(Value::from).ok_or_else(|| bad("GUID")),
            "Version" => Version::parse(text).map(Value::from).ok_or_else(|| bad("version")),
            "BA" => {
                let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
                let bytes = base64::engine::general_purpose::STANDARD.decode(packed);
                bytes.map(Value::bytes).map_err(|_| bad("base64 text"))
            }
            _ => Err(Error { kind: ErrorKind::UnexpectedElement, at }),
        }
    }

    fn secret(&mut self) -> Result<Value, Error> {
        let at = self.scanner.at();
        let raw = self.raw_text()?;
        let codec = self.options.secrets.ok_or(Error { kind: ErrorKind::Secret, at })?;
        let units = codec.decrypt(raw.trim()).map_err(|error| Error { at, ..error })?;
        Ok(Value::live(SecureString::from_units(units)))
    }

    /// An XML document, where somebody here can make one; its text otherwise.
    fn xml(&self, text: remora_psobject::PsString) -> Value {
        let text = Value::Str(text);
        let made =
            self.options.rehydrator.and_then(|r| r.rehydrate("System.Xml.XmlDocument", &text));
        made.unwrap_or(text)
    }
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}
