//! `System.Xml.XmlReader`, `XmlReaderSettings`

use parking_lot::Mutex;

use super::node::{Kind, Node};
use super::reader_place::Place;
use super::write;
use crate::types::prelude::*;
use crate::types::record::Record;
use crate::types::system_io::readers::Reader;
use crate::types::system_io::stream::Stream;

/// Reads XML forwards, node by node.
pub(crate) struct XmlReader {
    pub(super) source: Mutex<Option<String>>,
    pub(super) place: Mutex<Place>,
    pub(super) settings: Value,
    is_text_reader: bool,
}

/// The text that a reader, a stream or a text holds; `None` for any other value.
pub(super) fn source_text(value: &Value) -> Result<Option<String>, Exception> {
    if let Some(reader) = value.downcast::<Reader>() {
        return Ok(Some(reader.rest()?.to_string()));
    }
    if let Some(stream) = value.downcast::<Stream>() {
        let bytes = stream.read_rest()?;
        let (codec, skip) = crate::types::system_text::codec::Codec::detect(&bytes)
            .unwrap_or((crate::types::system_text::codec::Codec::Utf8(false), 0));
        let units = codec.decode(bytes.get(skip..).unwrap_or_default());
        return Ok(Some(PsString::from_units(&units).to_string()));
    }
    if let Some(reader) = value.downcast::<XmlReader>() {
        return Ok(reader.source.lock().take());
    }
    Ok(None)
}

/// The outer text of what a reader stands on, which is then behind it.
pub(super) fn current_text(value: &Value) -> Result<String, Exception> {
    let reader: &XmlReader = value.downcast().ok_or_else(|| errors::argument_null("reader"))?;
    reader.place.lock().parse(reader)?;
    let mut place = reader.place.lock();
    if place.at.is_none() {
        place.read();
    }
    let text = place.node().map(|node| write::outer(node)).unwrap_or_default();
    place.skip();
    Ok(text)
}

impl LiveObject for XmlReader {
    fn object_type(&self) -> TypeId {
        type_named(if self.is_text_reader {
            "System.Xml.XmlTextReader"
        } else {
            "System.Xml.XmlReader"
        })
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&[
            "Settings",
            "NodeType",
            "Name",
            "LocalName",
            "NamespaceURI",
            "Prefix",
            "HasValue",
            "Value",
            "Depth",
            "BaseURI",
            "IsEmptyElement",
            "IsDefault",
            "QuoteChar",
            "XmlSpace",
            "XmlLang",
            "AttributeCount",
            "EOF",
            "ReadState",
            "NameTable",
            "HasAttributes",
        ])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let place = self.place.lock();
        let current = place.current();
        let node = place.node();
        let of = |part: fn(&Node) -> String| current.as_deref().map(part).unwrap_or_default();
        let named = current.as_ref().is_some_and(|node| !node.name.read().starts_with('#'));
        let attributes =
            if place.is_start() { node.map_or(0, |node| node.attributes.read().len()) } else { 0 };
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "settings" => self.settings.clone(),
            "nodetype" => {
                let is_end = place.step().is_some_and(|step| step.is_end);
                let kind = match current.as_ref().map(|node| node.kind) {
                    Some(Kind::Element) if is_end => "EndElement".to_owned(),
                    Some(Kind::Declaration) => "XmlDeclaration".to_owned(),
                    Some(kind) => format!("{kind:?}"),
                    None => "None".to_owned(),
                };
                enum_named("System.Xml.XmlNodeType", &kind)
            }
            "name" if named => of(|node| node.name.read().clone()).into(),
            "localname" if named => of(Node::local_name).into(),
            "prefix" if named => of(Node::prefix).into(),
            "name" | "localname" | "prefix" => "".into(),
            "namespaceuri" => of(|node| node.namespace.clone()).into(),
            "hasvalue" => current.as_ref().is_some_and(|node| node.kind != Kind::Element).into(),
            "value" => of(|node| match node.kind {
                Kind::Element => String::new(),
                _ => node.value.read().clone(),
            })
            .into(),
            "depth" => {
                let depth = place.step().map_or(0, |step| step.depth);
                sequence::count(depth + usize::from(place.attribute.is_some()))
            }
            "baseuri" | "xmllang" => "".into(),
            "isemptyelement" => (place.is_start()
                && place.attribute.is_none()
                && node.is_some_and(|node| *node.short.read()))
            .into(),
            "isdefault" => false.into(),
            "quotechar" => '"'.into(),
            "xmlspace" => enum_value("System.Xml.XmlSpace", 0),
            "attributecount" => sequence::count(attributes),
            "hasattributes" => (attributes > 0).into(),
            "eof" => (place.parsed && place.at.is_some_and(|at| at >= place.steps.len())).into(),
            "readstate" => {
                let state = match (place.closed, place.at) {
                    (true, _) => "Closed",
                    (_, None) => "Initial",
                    (_, Some(at)) if at >= place.steps.len() => "EndOfFile",
                    _ => "Interactive",
                };
                enum_named("System.Xml.ReadState", state)
            }
            "nametable" => Value::Null,
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, _value: Value) -> Option<Result<(), Exception>> {
        let known =
            ["Namespaces", "Normalization", "WhitespaceHandling", "XmlResolver", "DtdProcessing"];
        (self.is_text_reader && known.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .then_some(Ok(()))
    }
}

pub(super) fn close(call: &mut Call<'_>) -> Outcome {
    let reader: &XmlReader = call.this.downcast().ok_or_else(errors::null_reference)?;
    reader.place.lock().closed = true;
    Ok(Value::AutomationNull)
}

pub(super) fn of_text(text: String, settings: Value, is_text_reader: bool) -> Value {
    Value::live(XmlReader {
        source: Mutex::new(Some(text)),
        place: Mutex::default(),
        settings,
        is_text_reader,
    })
}

fn create(call: &Call<'_>, is_text_reader: bool) -> Outcome {
    let settings = match call.argument(1).downcast::<Record>() {
        Some(_) => call.argument(1).clone(),
        None => Value::live(default_settings()),
    };
    let text = match call.string(0) {
        Some(path) => {
            let path = crate::types::system_io::path::full(call, path);
            let bytes = call
                .system()
                .read(&path)
                .map_err(|error| crate::types::system_io::failure::at_file(call, &error, &path))?;
            source_text(&Value::live(Stream::memory_of(bytes, false)))?
        }
        None => source_text(call.argument(0))?,
    };
    let text = text.ok_or_else(|| errors::argument_null("input"))?;
    Ok(of_text(text, settings, is_text_reader))
}

const SETTINGS: &str = "System.Xml.XmlReaderSettings";

fn default_settings() -> Record {
    let fields = vec![
        ("Async", false.into()),
        ("NameTable", Value::Null),
        ("LineNumberOffset", Value::I32(0)),
        ("LinePositionOffset", Value::I32(0)),
        ("ConformanceLevel", enum_value("System.Xml.ConformanceLevel", 2)),
        ("CheckCharacters", true.into()),
        ("MaxCharactersInDocument", Value::I64(0)),
        ("MaxCharactersFromEntities", Value::I64(10_000_000)),
        ("IgnoreWhitespace", false.into()),
        ("IgnoreProcessingInstructions", false.into()),
        ("IgnoreComments", false.into()),
        ("ProhibitDtd", true.into()),
        ("DtdProcessing", enum_value("System.Xml.DtdProcessing", 0)),
        ("CloseInput", false.into()),
        ("ValidationType", enum_value("System.Xml.ValidationType", 0)),
    ];
    Record::new(type_named(SETTINGS), fields)
}

pub(crate) static READER: Implementation = Implementation {
    name: "System.Xml.XmlReader",
    methods: super::reader_members::METHODS,
    static_methods: &[("Create", |call| create(call, false))],
    ..Implementation::EMPTY
};

pub(crate) static TEXT_READER: Implementation = Implementation {
    name: "System.Xml.XmlTextReader",
    constructor: Some(|call| create(call, true)),
    ..Implementation::EMPTY
};

pub(crate) static READER_SETTINGS: Implementation = Implementation {
    name: SETTINGS,
    constructor: Some(|_| Ok(Value::live(default_settings()))),
    ..Implementation::EMPTY
};
