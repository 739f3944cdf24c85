//! `System.IO.StringReader`, `StreamReader`

use parking_lot::Mutex;

use super::stream::Stream;
use crate::call::Body;
use crate::system::OpenMode;
use crate::types::prelude::*;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::{codec_of, value as encoding_value};
use crate::types::system_threading::task;

const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("Dispose", close),
    ("Peek", |call| {
        let reader = this(call)?;
        let unit = reader.state.lock().peek()?;
        Ok(Value::I32(unit.map_or(-1, i32::from)))
    }),
    ("Read", read),
    ("ReadBlock", read),
    ("ReadLine", read_line),
    ("ReadToEnd", read_to_end),
    ("ReadAsync", |call| {
        let read = read(call);
        task::of_outcome(read)
    }),
    ("ReadBlockAsync", |call| {
        let read = read(call);
        task::of_outcome(read)
    }),
    ("ReadLineAsync", |call| {
        let line = read_line(call);
        task::of_outcome(line)
    }),
    ("ReadToEndAsync", |call| {
        let text = read_to_end(call);
        task::of_outcome(text)
    }),
    ("DiscardBufferedData", |call| {
        let reader = this(call)?;
        let mut state = reader.state.lock();
        state.units.clear();
        state.at = 0;
        state.held.clear();
        state.source = reader.stream.as_ref().and_then(Value::downcast_arc);
        Ok(Value::AutomationNull)
    }),
];

const fn reader(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: &[("Synchronized", |call| Ok(call.argument(0).clone()))],
        static_properties: &[("Null", |_| {
            Ok(Value::live(Reader::over_text(&PsString::default())))
        })],
        ..Implementation::EMPTY
    }
}

pub(crate) static TEXT: Implementation = reader("System.IO.TextReader", None);
pub(crate) static STRING: Implementation = reader(
    "System.IO.StringReader",
    Some(|call| {
        let text = call.required_string(0, "s")?;
        Ok(Value::live(Reader::over_text(text)))
    }),
);
pub(crate) static STREAM: Implementation = reader("System.IO.StreamReader", Some(construct));

/// How many bytes are asked for at a time.
const CHUNK: usize = 4096;

/// A text that is read piece by piece.
pub struct Reader {
    state: Mutex<State>,
    stream: Option<Value>,
    is_stream: bool,
}

struct State {
    units: Vec<u16>,
    at: usize,
    codec: Codec,
    /// Where more comes from.
    source: Option<Arc<Stream>>,
    /// The first bytes of a character whose rest has not come.
    held: Vec<u8>,
    started: bool,
}

impl State {
    fn peek(&mut self) -> Result<Option<u16>, Exception> {
        if self.at >= self.units.len() {
            self.fill()?;
        }
        Ok(self.units.get(self.at).copied())
    }

    fn next(&mut self) -> Result<Option<u16>, Exception> {
        let unit = self.peek()?;
        self.at += usize::from(unit.is_some());
        Ok(unit)
    }

    /// Takes more from the source.
    fn fill(&mut self) -> Result<(), Exception> {
        let Some(source) = self.source.clone() else {
            return Ok(());
        };
        if self.at == self.units.len() {
            self.units.clear();
            self.at = 0;
        }
        let before = self.units.len();
        while self.units.len() == before {
            let more = source.read_some(CHUNK)?;
            let ended = more.is_empty();
            self.held.extend(more);
            if !self.started && (ended || self.held.len() >= 4 || !may_be_marked(&self.held)) {
                self.started = true;
                if let Some((codec, skip)) = Codec::detect(&self.held) {
                    self.codec = codec;
                    self.held.drain(..skip);
                }
            }
            if ended {
                self.source = None;
                let rest = std::mem::take(&mut self.held);
                self.units.extend(self.codec.decode(&rest));
                return Ok(());
            }
            if self.started {
                let whole = whole_characters(self.codec, &self.held);
                let ready: Vec<u8> = self.held.drain(..whole).collect();
                self.units.extend(self.codec.decode(&ready));
            }
        }
        Ok(())
    }

    fn line(&mut self) -> Result<Option<PsString>, Exception> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let mut line = Vec::new();
        while let Some(unit) = self.next()? {
            match unit {
                10 => break,
                13 => {
                    if self.peek()? == Some(10) {
                        self.at += 1;
                    }
                    break;
                }
                other => line.push(other),
            }
        }
        Ok(Some(PsString::from_units(&line)))
    }

    fn rest(&mut self) -> Result<PsString, Exception> {
        while self.source.is_some() {
            self.fill()?;
        }
        let rest = PsString::from_units(self.units.get(self.at..).unwrap_or(&[]));
        self.at = self.units.len();
        Ok(rest)
    }
}

/// Whether more bytes may show a byte order mark.
fn may_be_marked(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(0xEF | 0xFE | 0xFF | 0) | None)
}

/// How many of the bytes are whole characters.
fn whole_characters(codec: Codec, bytes: &[u8]) -> usize {
    match codec {
        Codec::Utf8(_) => match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => match bytes.utf8_chunks().last() {
                // An unfinished character may also stand behind a malformed one.
                Some(chunk) if is_unfinished(chunk.invalid()) => {
                    bytes.len() - chunk.invalid().len()
                }
                _ => bytes.len(),
            },
        },
        Codec::Utf16(..) => bytes.len() & !1,
        Codec::Utf32(..) => bytes.len() & !3,
        _ => bytes.len(),
    }
}

fn is_unfinished(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

impl Reader {
    fn over_text(text: &PsString) -> Self {
        let state = State {
            units: text.units().into_owned(),
            at: 0,
            codec: Codec::Utf8(false),
            source: None,
            held: Vec::new(),
            started: true,
        };
        Self { state: Mutex::new(state), stream: None, is_stream: false }
    }

    /// A reader of a stream.
    pub(crate) fn over_stream(stream: Value, codec: Codec) -> Option<Self> {
        let state = State {
            units: Vec::new(),
            at: 0,
            codec,
            source: Some(stream.downcast_arc()?),
            held: Vec::new(),
            started: false,
        };
        Some(Self { state: Mutex::new(state), stream: Some(stream), is_stream: true })
    }

    /// The next line without its end.
    ///
    /// # Errors
    /// What the stream reports.
    pub fn line(&self) -> Result<Option<PsString>, Exception> {
        self.state.lock().line()
    }

    /// The next code unit.
    ///
    /// # Errors
    /// What the stream reports.
    pub fn next(&self) -> Result<Option<u16>, Exception> {
        self.state.lock().next()
    }

    /// All that is left.
    ///
    /// # Errors
    /// What the stream reports.
    pub fn rest(&self) -> Result<PsString, Exception> {
        self.state.lock().rest()
    }
}

impl LiveObject for Reader {
    fn object_type(&self) -> TypeId {
        type_named(if self.is_stream { "System.IO.StreamReader" } else { "System.IO.StringReader" })
    }

    fn property_names(&self) -> Vec<PsString> {
        if self.is_stream {
            names(&["CurrentEncoding", "BaseStream", "EndOfStream"])
        } else {
            Vec::new()
        }
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        if !self.is_stream {
            return None;
        }
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "currentencoding" => encoding_value(self.state.lock().codec),
            "basestream" => self.stream.clone().unwrap_or_default(),
            "endofstream" => {
                return Some(self.state.lock().peek().map(|unit| unit.is_none().into()));
            }
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Reader, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn close(call: &mut Call<'_>) -> Outcome {
    if let Some(stream) = this(call)?.stream.as_ref().and_then(|value| value.downcast::<Stream>()) {
        stream.close()?;
    }
    Ok(Value::AutomationNull)
}

/// `Read()` gives a code unit, `Read(buffer, index, count)` fills a part of an array.
fn read(call: &mut Call<'_>) -> Outcome {
    let mut state = this(call)?.state.lock();
    if call.count() == 0 {
        return Ok(Value::I32(state.next()?.map_or(-1, i32::from)));
    }
    let count = usize::try_from(call.int(2)).unwrap_or(0);
    let mut items = Vec::new();
    while items.len() < count
        && let Some(unit) = state.next()?
    {
        items.push(Value::Char(unit));
    }
    sequence::copy_to(&items, call.argument(0), call.int(1))?;
    Ok(sequence::count(items.len()))
}

fn read_line(call: &mut Call<'_>) -> Outcome {
    Ok(this(call)?.line()?.map_or(Value::Null, Value::from))
}

fn read_to_end(call: &mut Call<'_>) -> Outcome {
    Ok(this(call)?.rest()?.into())
}

/// A reader of a file.
pub(super) fn file_reader(call: &Call<'_>, path: &str, codec: Codec) -> Outcome {
    let mode = OpenMode { read: true, ..OpenMode::default() };
    over(super::stream::open(call, path, mode)?, codec)
}

fn over(stream: Value, codec: Codec) -> Outcome {
    let reader = Reader::over_stream(stream, codec);
    reader.map(Value::live).ok_or_else(|| errors::argument_null("stream"))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let codec = call.arguments.iter().find_map(codec_of).unwrap_or(Codec::Utf8(true));
    if call.string(0).is_some() {
        let path = super::file::path(call, 0)?;
        return file_reader(call, &path, codec);
    }
    let stream = call.argument(0);
    if stream.downcast::<Stream>().is_some_and(|stream| !stream.can_read()) {
        return Err(errors::argument("Stream was not readable."));
    }
    over(stream.clone(), codec)
}
