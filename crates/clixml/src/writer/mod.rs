//! Values → CLIXML.

mod object;
mod primitive;

use std::collections::HashMap;
use std::fmt::{Display, Write};

use remora_psobject::{ObjectView, PlainView, PsString, Value};

use crate::error::Error;
use crate::{NAMESPACE, SecretCodec, VERSION};

/// Where white space goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Nowhere: what goes over a wire.
    #[default]
    Compact,
    /// A line an element, two blanks a level: what goes to a file.
    Indented,
}

/// How values are written.
#[derive(Clone, Copy)]
pub struct WriteOptions<'a> {
    /// How deep properties of objects are followed; what lies deeper is written as text.
    pub depth: u32,
    /// Where white space goes.
    pub layout: Layout,
    /// Who answers for objects.
    pub view: &'a dyn ObjectView,
    /// Who encrypts secure strings; without one they are an error.
    pub secrets: Option<&'a dyn SecretCodec>,
}

/// What remoting uses: depth 1, no white space.
impl Default for WriteOptions<'_> {
    fn default() -> Self {
        Self { depth: 1, layout: Layout::Compact, view: &PlainView, secrets: None }
    }
}

/// Objects are not followed further down than this, whatever their depth says.
const MAX_LEVEL: u32 = 50;

/// Writes one value, without a document around it: what a PSRP message carries.
///
/// # Errors
/// [`crate::ErrorKind::Secret`] for a secure string without a codec.
pub fn write(value: &Value, options: &WriteOptions<'_>) -> Result<String, Error> {
    write_onto(String::new(), value, options)
}

/// Writes one value as [`write()`] does, behind what stands in `out` already.
///
/// # Errors
/// [`crate::ErrorKind::Secret`] for a secure string without a codec.
pub fn write_onto(out: String, value: &Value, options: &WriteOptions<'_>) -> Result<String, Error> {
    let mut writer = Writer::new(options);
    writer.out = out;
    writer.value(value, None, options.depth)?;
    Ok(writer.out)
}

/// Writes a document of these values: what Export-Clixml writes.
///
/// # Errors
/// [`crate::ErrorKind::Secret`] for a secure string without a codec.
pub fn write_all<'v>(
    values: impl IntoIterator<Item = &'v Value>,
    options: &WriteOptions<'_>,
) -> Result<String, Error> {
    write_document(values.into_iter().map(|value| (None, value)), options)
}

/// Writes a document whose values say which stream they belong to: what a shell gives to another one
/// over a pipe.
///
/// # Errors
/// [`crate::ErrorKind::Secret`] for a secure string without a codec.
pub fn write_streams<'v>(
    values: impl IntoIterator<Item = (&'static str, &'v Value)>,
    options: &WriteOptions<'_>,
) -> Result<String, Error> {
    write_document(values.into_iter().map(|(stream, value)| (Some(stream), value)), options)
}

/// Writes a document of values, each with the stream that it belongs to, if any.
fn write_document<'v>(
    values: impl Iterator<Item = (Option<&'static str>, &'v Value)>,
    options: &WriteOptions<'_>,
) -> Result<String, Error> {
    let mut writer = Writer::new(options);
    writer.out = format!("<Objs Version=\"{VERSION}\" xmlns=\"{NAMESPACE}\"");
    writer.unclosed = true;
    writer.level = 1;
    for (stream, value) in values {
        writer.stream = stream;
        writer.value(value, None, options.depth)?;
    }
    writer.close("Objs");
    Ok(writer.out)
}

/// The state of one document.
struct Writer<'a> {
    out: String,
    options: &'a WriteOptions<'a>,
    /// Depth of the element that is open, for white space.
    level: u32,
    /// The last start tag lacks its `>`, in case the element stays empty.
    unclosed: bool,
    /// Objects that were written, by identity.
    objects: HashMap<usize, u32>,
    next_object: u32,
    /// The stream of the value that comes next.
    stream: Option<&'static str>,
    /// Lists of type names that were written.
    type_names: HashMap<Vec<PsString>, u32>,
}

impl<'a> Writer<'a> {
    fn new(options: &'a WriteOptions<'a>) -> Self {
        Self {
            out: String::new(),
            options,
            level: 0,
            unclosed: false,
            objects: HashMap::new(),
            next_object: 0,
            stream: None,
            type_names: HashMap::new(),
        }
    }

    fn indent(&mut self) {
        if self.options.layout == Layout::Indented && !self.out.is_empty() {
            self.out.push('\n');
            for _ in 0..self.level {
                self.out.push_str("  ");
            }
        }
    }

    fn begin(&mut self, element: &str, name: Option<&PsString>) {
        if std::mem::take(&mut self.unclosed) {
            self.out.push('>');
        }
        self.indent();
        self.out.push('<');
        self.out.push_str(element);
        if let Some(stream) = self.stream.take() {
            self.out.push_str(" S=\"");
            self.out.push_str(stream);
            self.out.push('"');
        }
        if let Some(name) = name {
            self.out.push_str(" N=\"");
            crate::escape::write_attribute(&mut self.out, name);
            self.out.push('"');
        }
    }

    /// Opens an element that may have child elements.
    fn open(&mut self, element: &str, name: Option<&PsString>, reference: Option<u32>) {
        self.begin(element, name);
        if let Some(reference) = reference {
            self.attribute("RefId", reference);
        }
        self.unclosed = true;
        self.level += 1;
    }

    fn attribute(&mut self, name: &str, number: u32) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{number}\"");
    }

    /// Closes what [`Writer::open`] opened.
    fn close(&mut self, element: &str) {
        self.level = self.level.saturating_sub(1);
        if std::mem::take(&mut self.unclosed) {
            self.out.push_str(" />");
            return;
        }
        self.indent();
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// An element with text that needs no escapes.
    fn plain(&mut self, element: &str, name: Option<&PsString>, text: &str) {
        self.begin(element, name);
        self.out.push('>');
        self.out.push_str(text);
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// An element with what a number, or another thing whose text needs no escapes, is written as.
    fn shown(&mut self, element: &str, name: Option<&PsString>, content: impl Display) {
        self.begin(element, name);
        // Writing to a string cannot fail.
        let _ = write!(self.out, ">{content}</{element}>");
    }

    /// An element with any text.
    fn text(&mut self, element: &str, name: Option<&PsString>, text: &PsString) {
        self.begin(element, name);
        self.out.push('>');
        crate::escape::write_text(&mut self.out, text);
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// An element without content.
    fn empty(&mut self, element: &str, name: Option<&PsString>) {
        self.begin(element, name);
        self.out.push_str(" />");
    }
}
