//! `System.Xml.XmlWriter`, `XmlTextWriter`, `XmlWriterSettings`

use parking_lot::Mutex;

use super::writer_settings::default_settings;
use super::writer_text::{Style, Text};
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::record::Record;
use crate::types::system_io::stream::Stream;
use crate::types::system_io::writers::Writer;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::{codec_of, value as encoding_value};
use crate::types::system_text::string_builder::Builder;

/// `ConformanceLevel.Fragment`
const FRAGMENT: i64 = 1;

/// Writes XML, part by part.
pub(crate) struct XmlWriter {
    pub(super) text: Mutex<Text>,
    target: Value,
    codec: Codec,
    settings: Value,
    /// The declaration that is still to come.
    pub(super) declaration: Mutex<Option<String>>,
    pub(super) fragment: bool,
    close_target: bool,
    started: Mutex<bool>,
    is_text_writer: bool,
}

impl LiveObject for XmlWriter {
    fn object_type(&self) -> TypeId {
        type_named(if self.is_text_writer {
            "System.Xml.XmlTextWriter"
        } else {
            "System.Xml.XmlWriter"
        })
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Settings", "WriteState", "XmlSpace", "XmlLang"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "settings" => self.settings.clone(),
            "writestate" => enum_named("System.Xml.WriteState", self.text.lock().state()),
            "xmlspace" => enum_value("System.Xml.XmlSpace", 0),
            "xmllang" => Value::Null,
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !self.is_text_writer {
            return None;
        }
        match name.to_ascii_lowercase().as_str() {
            "formatting" => self.text.lock().set_indent(value.as_i64() == Some(1)),
            "indentation" => {
                let count = usize::try_from(value.as_i64().unwrap_or(2)).unwrap_or(2);
                self.text.lock().set_indent_text(&" ".repeat(count));
            }
            "namespaces" | "indentchar" | "quotechar" => {}
            _ => return None,
        }
        Some(Ok(()))
    }
}

impl XmlWriter {
    /// Begins: the declaration comes first.
    pub(super) fn begin(&self) {
        if let Some(declaration) = self.declaration.lock().take() {
            self.text.lock().item(&declaration);
        }
    }

    fn flush(&self) -> Result<(), Exception> {
        let text = std::mem::take(&mut self.text.lock().out);
        if text.is_empty() {
            return Ok(());
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        if let Some(builder) = self.target.downcast::<Builder>() {
            builder.push(&units);
        } else if let Some(writer) = self.target.downcast::<Writer>() {
            writer.put(&units)?;
        } else if let Some(stream) = self.target.downcast::<Stream>() {
            if !std::mem::replace(&mut *self.started.lock(), true) {
                stream.write(self.codec.preamble())?;
            }
            stream.write(&self.codec.encode(&units))?;
        }
        Ok(())
    }

    fn close(&self) -> Result<(), Exception> {
        {
            let mut text = self.text.lock();
            while text.depth() > 0 {
                text.end_element(false)?;
            }
        }
        self.flush()?;
        if self.close_target
            && let Some(stream) = self.target.downcast::<Stream>()
        {
            stream.close()?;
        }
        Ok(())
    }

    pub(super) fn declaration_of(&self, standalone: Option<bool>) -> String {
        let encoding = if self.target.downcast::<Stream>().is_some() {
            self.codec.web_name()
        } else {
            "utf-16"
        };
        let standalone = match standalone {
            Some(true) => " standalone=\"yes\"",
            Some(false) => " standalone=\"no\"",
            None => "",
        };
        format!("<?xml version=\"1.0\" encoding=\"{encoding}\"{standalone}?>")
    }

    fn element(&self, call: &Call<'_>) -> Result<(), Exception> {
        self.begin();
        let (prefix, local, namespace) = name_of(call, call.count());
        let single = !self.fragment;
        self.text.lock().start_element(prefix, local, namespace, single)
    }
}

/// Prefix, local name and name space of the first arguments.
fn name_of<'a>(call: &Call<'a>, count: usize) -> (Option<&'a str>, &'a str, Option<&'a str>) {
    let part = |index: usize| call.string(index).map(PsString::as_str);
    match count {
        1 => (None, part(0).unwrap_or_default(), None),
        2 => (None, part(0).unwrap_or_default(), part(1)),
        _ => (part(0), part(1).unwrap_or_default(), part(2)),
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a XmlWriter, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn texted(call: &mut Call<'_>, put: impl FnOnce(&mut Text, &str)) -> Outcome {
    let writer = this(call)?;
    if !writer.text.lock().in_attribute() {
        writer.begin();
    }
    let text = call.string(0).map_or("", PsString::as_str);
    put(&mut writer.text.lock(), text);
    Ok(Value::AutomationNull)
}

const METHODS: &[(&str, Body)] = &[
    ("Close", |call| {
        this(call)?.close()?;
        Ok(Value::AutomationNull)
    }),
    ("Dispose", |call| {
        this(call)?.close()?;
        Ok(Value::AutomationNull)
    }),
    ("Flush", |call| {
        this(call)?.flush()?;
        Ok(Value::AutomationNull)
    }),
    ("LookupPrefix", |call| {
        let namespace = call.required_string(0, "ns")?;
        Ok(Value::from(this(call)?.text.lock().prefix_of(namespace)))
    }),
    ("WriteAttributeString", |call| {
        let writer = this(call)?;
        let count = call.count().saturating_sub(1);
        let (prefix, local, namespace) = name_of(call, count);
        let mut text = writer.text.lock();
        text.start_attribute(prefix, local, namespace)?;
        text.text(call.string(count).map_or("", PsString::as_str));
        text.end_attribute();
        Ok(Value::AutomationNull)
    }),
    ("WriteBase64", |call| {
        use base64::Engine as _;
        let bytes = call.bytes(0).unwrap_or_default();
        let range = sequence::range_in(call.int(1), call.int(2), bytes.len())?;
        let packed =
            base64::engine::general_purpose::STANDARD.encode(bytes.get(range).unwrap_or_default());
        this(call)?.text.lock().inline(&packed);
        Ok(Value::AutomationNull)
    }),
    ("WriteCData", |call| texted(call, |to, text| to.inline(&format!("<![CDATA[{text}]]>")))),
    ("WriteCharEntity", |call| {
        let unit = call.argument(0).as_i64().unwrap_or(0);
        this(call)?.text.lock().inline(&format!("&#x{unit:X};"));
        Ok(Value::AutomationNull)
    }),
    ("WriteComment", |call| texted(call, |to, text| to.item(&format!("<!--{text}-->")))),
    ("WriteDocType", |call| {
        let writer = this(call)?;
        writer.begin();
        let part = |index: usize| call.string(index).map(PsString::as_str);
        let mut text = format!("<!DOCTYPE {}", part(0).unwrap_or_default());
        match (part(1), part(2)) {
            (Some(public), system) => {
                let system = system.unwrap_or_default();
                text.push_str(&format!(" PUBLIC \"{public}\" \"{system}\""));
            }
            (None, Some(system)) => text.push_str(&format!(" SYSTEM \"{system}\"")),
            (None, None) => {}
        }
        if let Some(subset) = part(3) {
            text.push_str(&format!("[{subset}]"));
        }
        text.push('>');
        writer.text.lock().item(&text);
        Ok(Value::AutomationNull)
    }),
    ("WriteElementString", |call| {
        let writer = this(call)?;
        let count = call.count().saturating_sub(1);
        let (prefix, local, namespace) = name_of(call, count);
        writer.begin();
        let mut text = writer.text.lock();
        text.start_element(prefix, local, namespace, !writer.fragment)?;
        let value = call.string(count).map_or("", PsString::as_str);
        if !value.is_empty() {
            text.text(value);
        }
        text.end_element(false)?;
        Ok(Value::AutomationNull)
    }),
    ("WriteEndAttribute", |call| {
        this(call)?.text.lock().end_attribute();
        Ok(Value::AutomationNull)
    }),
    ("WriteEndDocument", |call| {
        let mut text = this(call)?.text.lock();
        while text.depth() > 0 {
            text.end_element(false)?;
        }
        Ok(Value::AutomationNull)
    }),
    ("WriteEndElement", |call| {
        this(call)?.text.lock().end_element(false)?;
        Ok(Value::AutomationNull)
    }),
    ("WriteEntityRef", |call| texted(call, |to, text| to.inline(&format!("&{text};")))),
    ("WriteFullEndElement", |call| {
        this(call)?.text.lock().end_element(true)?;
        Ok(Value::AutomationNull)
    }),
    ("WriteNode", |call| {
        let source = super::reader::current_text(call.argument(0))?;
        let writer = this(call)?;
        writer.begin();
        writer.text.lock().item(&source);
        Ok(Value::AutomationNull)
    }),
    ("WriteProcessingInstruction", |call| {
        let writer = this(call)?;
        let (name, text) = (call.required_string(0, "name")?, call.string(1));
        if name.eq_ignore_case("xml") {
            *writer.declaration.lock() = None;
        } else {
            writer.begin();
        }
        let rest = text.filter(|text| !text.is_empty()).map(|text| format!(" {text}"));
        writer.text.lock().item(&format!("<?{name}{}?>", rest.unwrap_or_default()));
        Ok(Value::AutomationNull)
    }),
    ("WriteRaw", |call| texted(call, |to, text| to.inline(text))),
    ("WriteStartAttribute", |call| {
        let writer = this(call)?;
        let (prefix, local, namespace) = name_of(call, call.count());
        writer.text.lock().start_attribute(prefix, local, namespace)?;
        Ok(Value::AutomationNull)
    }),
    ("WriteStartDocument", |call| {
        let writer = this(call)?;
        let standalone = (call.count() > 0).then(|| call.bool(0));
        let mut declaration = writer.declaration.lock();
        if declaration.is_some() {
            *declaration = Some(writer.declaration_of(standalone));
        }
        drop(declaration);
        writer.begin();
        Ok(Value::AutomationNull)
    }),
    ("WriteStartElement", |call| {
        this(call)?.element(call)?;
        Ok(Value::AutomationNull)
    }),
    ("WriteString", |call| texted(call, Text::text)),
    ("WriteValue", |call| {
        let writer = this(call)?;
        let text = match call.argument(0).base() {
            Value::Bool(flag) => flag.to_string(),
            Value::DateTime(_) => {
                let zone = call.system().local_time_zone();
                let format = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";
                crate::format::format_value(call.argument(0), format, &Culture::invariant(), &zone)?
                    .to_string()
            }
            other => crate::text::to_text(other, &Culture::invariant()).to_string(),
        };
        writer.text.lock().text(&text);
        Ok(Value::AutomationNull)
    }),
    ("WriteWhitespace", |call| texted(call, |to, text| to.inline(text))),
];

fn create(call: &mut Call<'_>) -> Outcome {
    let settings = match call.argument(1).downcast_arc::<Record>() {
        Some(given) => given,
        None => Arc::new(default_settings()),
    };
    make(call, &settings, false)
}

fn make(call: &Call<'_>, settings: &Arc<Record>, is_text_writer: bool) -> Outcome {
    let mut close_target = settings.get_bool("CloseOutput");
    let target = match call.string(0) {
        Some(path) => {
            close_target = true;
            let path = crate::types::system_io::path::full(call, path);
            let mode = crate::system::OpenMode {
                write: true,
                create: true,
                truncate: true,
                ..crate::system::OpenMode::default()
            };
            crate::types::system_io::stream::open(call, &path, mode)?
        }
        None if call.argument(0).is_null() => return Err(errors::argument_null("output")),
        None => call.argument(0).clone(),
    };
    let style = Style {
        indent: settings.get_bool("Indent"),
        indent_text: settings.get_text("IndentChars"),
        new_line: settings.get_text("NewLineChars"),
        attributes_on_lines: settings.get_bool("NewLineOnAttributes")
            && settings.get_bool("Indent"),
    };
    let fragment = settings.get("ConformanceLevel").as_i64() == Some(FRAGMENT);
    let writer = XmlWriter {
        text: Mutex::new(Text::new(style)),
        codec: codec_of(&settings.get("Encoding")).unwrap_or(Codec::Utf8(true)),
        target,
        settings: Value::live_arc(Arc::clone(settings)),
        declaration: Mutex::new(None),
        fragment,
        close_target,
        started: Mutex::new(false),
        is_text_writer,
    };
    if !fragment && !settings.get_bool("OmitXmlDeclaration") {
        *writer.declaration.lock() = Some(writer.declaration_of(None));
    }
    Ok(Value::live(writer))
}

pub(crate) static WRITER: Implementation = Implementation {
    name: "System.Xml.XmlWriter",
    methods: METHODS,
    static_methods: &[("Create", create)],
    ..Implementation::EMPTY
};

pub(crate) static TEXT_WRITER: Implementation = Implementation {
    name: "System.Xml.XmlTextWriter",
    constructor: Some(|call| {
        let settings = default_settings();
        settings.set("ConformanceLevel", enum_value("System.Xml.ConformanceLevel", FRAGMENT));
        if let Some(codec) = codec_of(call.argument(1)) {
            settings.set("Encoding", encoding_value(codec));
        }
        settings.set("CloseOutput", true.into());
        make(call, &Arc::new(settings), true)
    }),
    methods: &[("WriteStartDocument", |call| {
        let writer = this(call)?;
        let standalone = (call.count() > 0).then(|| call.bool(0));
        writer.text.lock().item(&writer.declaration_of(standalone));
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};
