//! Values with an element of their own (MS-PSRP section 2.2.5.1, Serialization of Primitive Type
//! Objects).

use base64::Engine;
use remora_psobject::{PsString, SecureString, TypeId, Value};

use super::Writer;
use crate::error::{Error, ErrorKind};
use crate::{duration, number, time};

impl Writer<'_> {
    /// Writes a primitive value; `false` where the value is none.
    pub(super) fn primitive(
        &mut self,
        value: &Value,
        name: Option<&PsString>,
    ) -> Result<bool, Error> {
        match value {
            Value::Null | Value::AutomationNull => self.empty("Nil", name),
            Value::Str(text) => self.text("S", name, text),
            Value::Bool(flag) => self.plain("B", name, if *flag { "true" } else { "false" }),
            Value::Char(unit) => self.shown("C", name, unit),
            Value::I8(n) => self.shown("SB", name, n),
            Value::U8(n) => self.shown("By", name, n),
            Value::I16(n) => self.shown("I16", name, n),
            Value::U16(n) => self.shown("U16", name, n),
            Value::I32(n) => self.shown("I32", name, n),
            Value::U32(n) => self.shown("U32", name, n),
            Value::I64(n) => self.shown("I64", name, n),
            Value::U64(n) => self.shown("U64", name, n),
            Value::F32(n) => self.plain("Sg", name, &number::single(*n)),
            Value::F64(n) => self.plain("Db", name, &number::double(*n)),
            Value::Decimal(n) => self.shown("D", name, n),
            Value::DateTime(at) => {
                let view = self.options.view;
                self.plain("DT", name, &time::write(*at, |at| view.local_offset(at)));
            }
            Value::TimeSpan(span) => self.plain("TS", name, &duration::write(*span)),
            Value::Guid(guid) => self.shown("G", name, guid),
            Value::Version(version) => self.shown("Version", name, version),
            Value::Uri(uri) => self.text("URI", name, &uri.original),
            Value::Array(array) => match array.to_bytes() {
                Some(bytes) => {
                    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
                    self.plain("BA", name, &text);
                }
                None => return Ok(false),
            },
            Value::Live(live) => {
                if let Some(secret) = live.downcast::<SecureString>() {
                    self.secret(secret, name)?;
                } else if live.object_type() == TypeId::SCRIPT_BLOCK {
                    self.text("SBK", name, &live.text());
                } else if live.object_type() == TypeId::XML_DOCUMENT {
                    let outer = live.property("OuterXml").and_then(Result::ok);
                    let text = outer.and_then(|text| text.as_string().cloned()).unwrap_or_default();
                    self.text("XD", name, &text);
                } else {
                    return Ok(false);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn secret(&mut self, secret: &SecureString, name: Option<&PsString>) -> Result<(), Error> {
        let codec = self.options.secrets.ok_or(Error::new(ErrorKind::Secret))?;
        let text = secret.reveal(|units| codec.encrypt(units))?;
        self.plain("SS", name, &text);
        Ok(())
    }
}
