//! `System.IO.StringReader`, `StreamReader`, `BinaryReader`

use parking_lot::Mutex;

use super::failure::at_file;
use super::file::decode;
use super::stream::Stream;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_text::codec::Codec;
use crate::types::system_text::encoding::{codec_of, value as encoding_value};

const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("Dispose", close),
    ("Peek", |call| {
        let reader = this(call)?;
        Ok(Value::I32(reader.state.lock().peek().map_or(-1, i32::from)))
    }),
    ("Read", read),
    ("ReadBlock", read),
    ("ReadLine", |call| Ok(this(call)?.state.lock().line().map_or(Value::Null, Value::from))),
    ("ReadToEnd", |call| Ok(this(call)?.state.lock().rest().into())),
    ("DiscardBufferedData", |_| Ok(Value::AutomationNull)),
];

const fn reader(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation { name, constructor, methods: METHODS, ..Implementation::EMPTY }
}

pub(crate) static TEXT: Implementation = reader("System.IO.TextReader", None);
pub(crate) static STRING: Implementation = reader(
    "System.IO.StringReader",
    Some(|call| {
        let text = call.required_string(0, "s")?;
        Ok(Value::live(Reader::new(text, Codec::Utf8(false), None, false)))
    }),
);
pub(crate) static STREAM: Implementation = reader("System.IO.StreamReader", Some(construct));

/// A text that is read piece by piece.
pub struct Reader {
    state: Mutex<State>,
    codec: Codec,
    stream: Option<Value>,
    is_stream: bool,
}

struct State {
    units: Vec<u16>,
    at: usize,
}

impl State {
    fn peek(&self) -> Option<u16> {
        self.units.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u16> {
        let unit = self.peek()?;
        self.at += 1;
        Some(unit)
    }

    fn line(&mut self) -> Option<PsString> {
        self.peek()?;
        let start = self.at;
        while let Some(unit) = self.peek() {
            if matches!(unit, 10 | 13) {
                let line = PsString::from_units(self.units.get(start..self.at).unwrap_or(&[]));
                self.at += 1;
                if unit == 13 && self.peek() == Some(10) {
                    self.at += 1;
                }
                return Some(line);
            }
            self.at += 1;
        }
        Some(PsString::from_units(self.units.get(start..).unwrap_or(&[])))
    }

    fn rest(&mut self) -> PsString {
        let rest = PsString::from_units(self.units.get(self.at..).unwrap_or(&[]));
        self.at = self.units.len();
        rest
    }
}

impl Reader {
    fn new(text: &PsString, codec: Codec, stream: Option<Value>, is_stream: bool) -> Self {
        Self {
            state: Mutex::new(State { units: text.units().into_owned(), at: 0 }),
            codec,
            stream,
            is_stream,
        }
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
            "currentencoding" => encoding_value(self.codec),
            "basestream" => self.stream.clone().unwrap_or_default(),
            "endofstream" => self.state.lock().peek().is_none().into(),
            _ => return None,
        }))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Reader, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn close(call: &mut Call<'_>) -> Outcome {
    if let Some(stream) = this(call)?.stream.as_ref().and_then(|value| value.downcast::<Stream>()) {
        stream.close();
    }
    Ok(Value::AutomationNull)
}

/// `Read()` gives a code unit, `Read(buffer, index, count)` fills a part of an array.
fn read(call: &mut Call<'_>) -> Outcome {
    let mut state = this(call)?.state.lock();
    if call.count() == 0 {
        return Ok(Value::I32(state.next().map_or(-1, i32::from)));
    }
    let count = usize::try_from(call.int(2)).unwrap_or(0);
    let items: Vec<Value> = (0..count).map_while(|_| state.next()).map(Value::Char).collect();
    sequence::copy_to(&items, call.argument(0), call.int(1))?;
    Ok(sequence::count(items.len()))
}

/// A reader of a file.
pub(super) fn file_reader(call: &Call<'_>, path: &str, codec: Codec) -> Outcome {
    let bytes = call.system().read(path).map_err(|error| at_file(call, &error, path))?;
    let text = decode(&bytes, codec);
    Ok(Value::live(Reader::new(&text, codec, None, true)))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let codec = call.arguments.iter().find_map(codec_of).unwrap_or(Codec::Utf8(true));
    if call.string(0).is_some() {
        let path = super::file::path(call, 0)?;
        return file_reader(call, &path, codec);
    }
    let stream: Arc<Stream> =
        call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("stream"))?;
    let text = decode(&stream.read_rest()?, codec);
    Ok(Value::live(Reader::new(&text, codec, Some(call.argument(0).clone()), true)))
}
