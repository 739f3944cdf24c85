//! `System.Xml.XmlWriterSettings`

use crate::types::prelude::*;
use crate::types::record::Record;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::value as encoding_value;

const SETTINGS: &str = "System.Xml.XmlWriterSettings";

/// The settings that nobody has changed.
pub(super) fn default_settings() -> Record {
    let fields = vec![
        ("Async", false.into()),
        ("Encoding", encoding_value(Codec::Utf8(true))),
        ("OmitXmlDeclaration", false.into()),
        ("NewLineHandling", enum_value("System.Xml.NewLineHandling", 0)),
        ("NewLineChars", "\n".into()),
        ("Indent", false.into()),
        ("IndentChars", "  ".into()),
        ("NewLineOnAttributes", false.into()),
        ("CloseOutput", false.into()),
        ("ConformanceLevel", enum_value("System.Xml.ConformanceLevel", 2)),
        ("CheckCharacters", true.into()),
        ("NamespaceHandling", enum_value("System.Xml.NamespaceHandling", 0)),
        ("WriteEndDocumentOnClose", true.into()),
        ("OutputMethod", enum_value("System.Xml.XmlOutputMethod", 0)),
        ("DoNotEscapeUriAttributes", false.into()),
    ];
    Record::new(type_named(SETTINGS), fields)
}

pub(crate) static WRITER_SETTINGS: Implementation = Implementation {
    name: SETTINGS,
    constructor: Some(|_| Ok(Value::live(default_settings()))),
    methods: &[
        ("Clone", |call| {
            let copy = default_settings();
            let own: &Record = call.this.downcast().ok_or_else(errors::null_reference)?;
            for name in own.property_names() {
                copy.set(&name, own.get(&name));
            }
            Ok(Value::live(copy))
        }),
        ("Reset", |call| {
            let own: &Record = call.this.downcast().ok_or_else(errors::null_reference)?;
            let fresh = default_settings();
            for name in own.property_names() {
                own.set(&name, fresh.get(&name));
            }
            Ok(Value::AutomationNull)
        }),
    ],
    ..Implementation::EMPTY
};
