//! `System.IO.StringWriter`, `StreamWriter`

use parking_lot::Mutex;

use super::stream::{self, Stream};
use crate::call::Body;
use crate::system::OpenMode;
use crate::types::prelude::*;
use crate::types::system::string::units_of;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::{codec_of, value as encoding_value};
use crate::types::system_text::string_builder::Builder;
use crate::types::system_threading::task;

const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("Dispose", close),
    ("Flush", |call| {
        this(call)?.flush()?;
        Ok(Value::AutomationNull)
    }),
    ("GetStringBuilder", |call| {
        let text = PsString::from_units(&this(call)?.text.lock());
        Ok(Value::live(Builder::new(&text)))
    }),
    ("ToString", |call| Ok(this(call)?.text().into())),
    ("Write", write),
    ("WriteLine", write_line),
    ("DisposeAsync", |call| {
        let closed = close(call);
        task::of_outcome(closed)
    }),
    ("FlushAsync", |call| {
        let flushed = this(call)?.flush().map(|()| Value::AutomationNull);
        task::of_outcome(flushed)
    }),
    ("WriteAsync", |call| {
        let written = write(call);
        task::of_outcome(written)
    }),
    ("WriteLineAsync", |call| {
        let written = write_line(call);
        task::of_outcome(written)
    }),
];

fn write(call: &mut Call<'_>) -> Outcome {
    let text = written(call)?;
    this(call)?.put(&text)?;
    Ok(Value::AutomationNull)
}

fn write_line(call: &mut Call<'_>) -> Outcome {
    let mut text = written(call)?;
    let writer = this(call)?;
    text.extend_from_slice(&writer.new_line.lock().units());
    writer.put(&text)?;
    Ok(Value::AutomationNull)
}

const fn writer(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: &[("Synchronized", |call| Ok(call.argument(0).clone()))],
        static_properties: &[("Null", |_| Ok(Value::live(Writer::to_text())))],
        ..Implementation::EMPTY
    }
}

pub(crate) static TEXT: Implementation = writer("System.IO.TextWriter", None);
pub(crate) static STRING: Implementation =
    writer("System.IO.StringWriter", Some(|_| Ok(Value::live(Writer::to_text()))));
pub(crate) static STREAM: Implementation = writer("System.IO.StreamWriter", Some(construct));

/// Text that is written piece by piece, to memory or to a stream.
pub struct Writer {
    /// What was written and has not gone to the stream.
    text: Mutex<Vec<u16>>,
    stream: Option<Value>,
    codec: Codec,
    new_line: Mutex<PsString>,
    auto_flush: Mutex<bool>,
    preamble: Mutex<bool>,
}

impl Writer {
    fn to_text() -> Self {
        Self {
            text: Mutex::default(),
            stream: None,
            codec: Codec::Utf16(false, false),
            new_line: Mutex::new("\n".into()),
            auto_flush: Mutex::new(false),
            preamble: Mutex::new(false),
        }
    }

    /// A writer that hands each text on to a stream at once.
    pub(crate) fn direct(stream: Stream) -> Self {
        let writer = to_stream(Value::live(stream), Codec::Utf8(false), false);
        *writer.auto_flush.lock() = true;
        writer
    }

    fn target(&self) -> Option<&Stream> {
        self.stream.as_ref()?.downcast()
    }

    /// Writes a text.
    ///
    /// # Errors
    /// What the stream reports.
    pub(crate) fn put(&self, units: &[u16]) -> Result<(), Exception> {
        if self.target().is_some_and(Stream::is_closed) {
            return Err(Exception::new(
                TypeId::OBJECT_DISPOSED_EXCEPTION,
                "Cannot write to a closed TextWriter.",
            ));
        }
        self.text.lock().extend_from_slice(units);
        if *self.auto_flush.lock() {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), Exception> {
        let Some(stream) = self.target() else {
            return Ok(());
        };
        let units = std::mem::take(&mut *self.text.lock());
        if std::mem::take(&mut *self.preamble.lock()) {
            stream.write(self.codec.preamble())?;
        }
        if units.is_empty() {
            return Ok(());
        }
        stream.write(&self.codec.encode(&units))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A script that forgot to close its writer still finds what it wrote.
        let _ = self.flush();
    }
}

impl LiveObject for Writer {
    fn object_type(&self) -> TypeId {
        type_named(if self.stream.is_some() {
            "System.IO.StreamWriter"
        } else {
            "System.IO.StringWriter"
        })
    }

    fn text(&self) -> PsString {
        if self.stream.is_some() {
            return self.object_type().full_name().into();
        }
        PsString::from_units(&self.text.lock())
    }

    fn property_names(&self) -> Vec<PsString> {
        if self.stream.is_some() {
            return names(&["AutoFlush", "BaseStream", "Encoding", "FormatProvider", "NewLine"]);
        }
        names(&["Encoding", "FormatProvider", "NewLine"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "autoflush" if self.stream.is_some() => (*self.auto_flush.lock()).into(),
            "basestream" if self.stream.is_some() => self.stream.clone().unwrap_or_default(),
            "encoding" => encoding_value(self.codec),
            "formatprovider" => Value::Null,
            "newline" => self.new_line.lock().clone().into(),
            _ => return None,
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if name.eq_ignore_ascii_case("AutoFlush") {
            *self.auto_flush.lock() = value.as_bool().unwrap_or(false);
            return Some(self.flush());
        }
        if name.eq_ignore_ascii_case("NewLine") {
            *self.new_line.lock() = value.as_string().cloned().unwrap_or_default();
            return Some(Ok(()));
        }
        None
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Writer, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

/// The text of a call: a value, characters, or a format and its arguments.
pub(crate) fn written(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    let culture = call.context.culture();
    let first = call.argument(0);
    if let (Some(format), true) = (first.as_string(), call.count() > 1) {
        let rest = call.arguments.get(1..).unwrap_or(&[]);
        let arguments = match rest {
            [single] if sequence::is_collection(single) => sequence::items_of(single),
            several => several.to_vec(),
        };
        let zone = call.system().local_time_zone();
        let text = crate::composite::format(format, &arguments, &mut |value, format| {
            crate::format::format_value(value, format, &culture, &zone)
        })?;
        return Ok(text.units().into_owned());
    }
    let is_chars =
        matches!(first.base(), Value::Array(array) if array.element_type() == TypeId::CHAR);
    if is_chars {
        let units = units_of(&call.items(0));
        let range = if call.count() >= 3 {
            sequence::range_in(call.int(1), call.int(2), units.len())?
        } else {
            0..units.len()
        };
        return Ok(units.get(range).unwrap_or(&[]).to_vec());
    }
    Ok(crate::text::to_text(first, &culture).units().into_owned())
}

fn close(call: &mut Call<'_>) -> Outcome {
    let writer = this(call)?;
    writer.flush()?;
    if let Some(stream) = writer.target() {
        stream.close()?;
    }
    Ok(Value::AutomationNull)
}

/// A writer of a file.
pub(super) fn file_writer(call: &Call<'_>, path: &str, append: bool, codec: Codec) -> Outcome {
    let mode =
        OpenMode { write: true, create: true, truncate: !append, append, ..OpenMode::default() };
    let known = call.system().metadata(path, true);
    let is_new = !append || known.is_ok_and(|found| found.length == 0);
    let stream = stream::open(call, path, mode)?;
    Ok(Value::live(to_stream(stream, codec, is_new)))
}

fn to_stream(stream: Value, codec: Codec, preamble: bool) -> Writer {
    Writer {
        text: Mutex::default(),
        stream: Some(stream),
        codec,
        new_line: Mutex::new("\n".into()),
        auto_flush: Mutex::new(false),
        preamble: Mutex::new(preamble),
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let codec = call.arguments.iter().find_map(codec_of).unwrap_or(Codec::Utf8(false));
    if call.string(0).is_some() {
        let path = super::file::path(call, 0)?;
        return file_writer(call, &path, call.bool(1), codec);
    }
    if call.argument(0).downcast::<Stream>().is_none() {
        return Err(errors::argument_null("stream"));
    }
    Ok(Value::live(to_stream(call.argument(0).clone(), codec, true)))
}
