//! `System.IO.Stream`, `FileStream`, `MemoryStream`

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use parking_lot::Mutex;

use super::failure::at_file;
use crate::call::Body;
use crate::system::{FileHandle, OpenMode};
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("CopyTo", |call| {
        let rest = this(call)?.read_rest()?;
        let target: Arc<Stream> =
            call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("destination"))?;
        target.write(&rest)?;
        Ok(Value::AutomationNull)
    }),
    ("Dispose", close),
    ("Flush", |call| {
        this(call)?.with(|body| match body {
            Medium::File(file) => file.flush(),
            Medium::Memory(_) => Ok(()),
        })?;
        Ok(Value::AutomationNull)
    }),
    ("Read", |call| {
        let count = usize::try_from(call.int(2)).unwrap_or(0);
        let bytes = this(call)?.read(count)?;
        let items: Vec<Value> = bytes.iter().map(|byte| Value::U8(*byte)).collect();
        sequence::copy_to(&items, call.argument(0), call.int(1))?;
        Ok(sequence::count(bytes.len()))
    }),
    ("ReadByte", |call| {
        let bytes = this(call)?.read(1)?;
        Ok(Value::I32(bytes.first().map_or(-1, |byte| i32::from(*byte))))
    }),
    ("Seek", |call| {
        let offset = call.long(0);
        let to = match call.argument(1).as_i64().unwrap_or(0) {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| {
                Exception::new(
                    TypeId::IO_EXCEPTION,
                    "An attempt was made to move the position before the beginning of the stream.",
                )
            })?),
            1 => SeekFrom::Current(offset),
            _ => SeekFrom::End(offset),
        };
        let place = this(call)?.seek(to)?;
        Ok(Value::I64(i64::try_from(place).unwrap_or(i64::MAX)))
    }),
    ("SetLength", |call| {
        let length = u64::try_from(call.long(0)).unwrap_or(0);
        this(call)?.set_length(length)?;
        Ok(Value::AutomationNull)
    }),
    ("ToArray", |call| Ok(Value::bytes(this(call)?.memory()?))),
    ("GetBuffer", |call| Ok(Value::bytes(this(call)?.memory()?))),
    ("ToString", |call| Ok(this(call)?.text().into())),
    ("Write", |call| {
        let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("buffer"))?;
        let range = if call.count() >= 3 {
            sequence::range_in(call.int(1), call.int(2), bytes.len())?
        } else {
            0..bytes.len()
        };
        this(call)?.write(bytes.get(range).unwrap_or(&[]))?;
        Ok(Value::AutomationNull)
    }),
    ("WriteByte", |call| {
        this(call)?.write(&[u8::try_from(call.long(0)).unwrap_or(0)])?;
        Ok(Value::AutomationNull)
    }),
    ("WriteTo", |call| {
        let all = this(call)?.memory()?;
        let target: Arc<Stream> =
            call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("stream"))?;
        target.write(&all)?;
        Ok(Value::AutomationNull)
    }),
];

const fn stream(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_properties: &[("Null", |_| Ok(Value::live(Stream::memory_of(Vec::new(), true))))],
        ..Implementation::EMPTY
    }
}

pub(crate) static STREAM: Implementation = stream("System.IO.Stream", None);
pub(crate) static MEMORY: Implementation = stream(
    "System.IO.MemoryStream",
    Some(|call| {
        let bytes = call.bytes(0).unwrap_or_default();
        let range = match (call.argument(1).base(), call.argument(2).base()) {
            (Value::I32(start), Value::I32(count)) => {
                sequence::range_in(*start, *count, bytes.len())?
            }
            _ => 0..bytes.len(),
        };
        let writable =
            !call.arguments.iter().any(|argument| matches!(argument.base(), Value::Bool(false)));
        Ok(Value::live(Stream::memory_of(bytes.get(range).unwrap_or(&[]).to_vec(), writable)))
    }),
);
pub(crate) static FILE: Implementation = stream(
    "System.IO.FileStream",
    Some(|call| {
        let mode = mode_of(call.argument(1), call.argument(2));
        open(call, &super::file::path(call, 0)?, mode)
    }),
);

/// What a stream reads from and writes to.
enum Medium {
    Memory(Cursor<Vec<u8>>),
    File(Box<dyn FileHandle>),
}

/// A stream of bytes.
pub struct Stream {
    body: Mutex<Option<Medium>>,
    path: Option<String>,
    mode: OpenMode,
}

impl Stream {
    /// A stream in memory.
    pub fn memory_of(bytes: Vec<u8>, writable: bool) -> Self {
        Self {
            body: Mutex::new(Some(Medium::Memory(Cursor::new(bytes)))),
            path: None,
            mode: OpenMode { read: true, write: writable, ..OpenMode::default() },
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Medium) -> std::io::Result<T>) -> Result<T, Exception> {
        let mut body = self.body.lock();
        let Some(body) = body.as_mut() else {
            return Err(errors::disposed(if self.path.is_some() {
                "closed file"
            } else {
                "closed Stream"
            }));
        };
        act(body).map_err(|error| Exception::new(TypeId::IO_EXCEPTION, error.to_string()))
    }

    /// Up to so many bytes from the place of the stream on.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be read.
    pub fn read(&self, count: usize) -> Result<Vec<u8>, Exception> {
        if !self.mode.read {
            return Err(errors::not_supported("Stream does not support reading."));
        }
        self.with(|body| {
            let mut bytes = Vec::new();
            let limit = count as u64;
            match body {
                Medium::Memory(cursor) => cursor.take(limit).read_to_end(&mut bytes)?,
                Medium::File(file) => file.take(limit).read_to_end(&mut bytes)?,
            };
            Ok(bytes)
        })
    }

    /// All bytes that are left.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be read.
    pub fn read_rest(&self) -> Result<Vec<u8>, Exception> {
        self.read(usize::MAX)
    }

    /// Writes at the place of the stream.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Exception> {
        if !self.mode.write {
            return Err(errors::not_supported("Stream does not support writing."));
        }
        self.with(|body| match body {
            Medium::Memory(cursor) => cursor.write_all(bytes),
            Medium::File(file) => file.write_all(bytes),
        })
    }

    fn seek(&self, to: SeekFrom) -> Result<u64, Exception> {
        self.with(|body| match body {
            Medium::Memory(cursor) => cursor.seek(to),
            Medium::File(file) => file.seek(to),
        })
    }

    fn length(&self) -> Result<u64, Exception> {
        self.with(|body| match body {
            Medium::Memory(cursor) => Ok(cursor.get_ref().len() as u64),
            Medium::File(file) => {
                let place = file.stream_position()?;
                let end = file.seek(SeekFrom::End(0))?;
                file.seek(SeekFrom::Start(place))?;
                Ok(end)
            }
        })
    }

    fn set_length(&self, length: u64) -> Result<(), Exception> {
        self.with(|body| match body {
            Medium::Memory(cursor) => {
                let size = usize::try_from(length).map_err(std::io::Error::other)?;
                cursor.get_mut().resize(size, 0);
                Ok(())
            }
            Medium::File(file) => file.set_length(length),
        })
    }

    /// The bytes of a stream in memory, which stay when it is closed.
    fn memory(&self) -> Result<Vec<u8>, Exception> {
        match &*self.body.lock() {
            Some(Medium::Memory(cursor)) => Ok(cursor.get_ref().clone()),
            _ => Err(errors::disposed("closed Stream")),
        }
    }

    /// Closes the stream.
    pub fn close(&self) {
        let mut body = self.body.lock();
        if matches!(&*body, Some(Medium::File(_))) {
            *body = None;
        }
    }
}

/// Opens a file as a stream.
pub(super) fn open(call: &Call<'_>, path: &str, mode: OpenMode) -> Outcome {
    let file = call.system().open(path, mode).map_err(|error| at_file(call, &error, path))?;
    Ok(Value::live(Stream {
        body: Mutex::new(Some(Medium::File(file))),
        path: Some(path.to_owned()),
        mode: OpenMode { write: mode.write || mode.append, ..mode },
    }))
}

/// What `FileMode` and `FileAccess` ask for.
pub(super) fn mode_of(mode: &Value, access: &Value) -> OpenMode {
    let mode = mode.as_i64().unwrap_or(3);
    let access = match access.base() {
        Value::Enum(id, number) if id.short_name() == "FileAccess" => *number,
        _ if mode == 6 => 2,
        _ => 3,
    };
    OpenMode {
        read: access & 1 != 0,
        write: access & 2 != 0,
        append: mode == 6,
        create: matches!(mode, 2 | 4 | 6),
        create_new: mode == 1,
        truncate: matches!(mode, 2 | 5),
    }
}

impl LiveObject for Stream {
    fn object_type(&self) -> TypeId {
        type_named(if self.path.is_some() {
            "System.IO.FileStream"
        } else {
            "System.IO.MemoryStream"
        })
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut list = vec!["CanRead", "CanSeek", "CanWrite", "Length", "Position", "CanTimeout"];
        list.push(if self.path.is_some() { "Name" } else { "Capacity" });
        names(&list)
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let open = self.body.lock().is_some();
        let number = |value: Result<u64, Exception>| {
            value.map(|value| Value::I64(i64::try_from(value).unwrap_or(i64::MAX)))
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "canread" => Ok((open && self.mode.read).into()),
            "canseek" => Ok(open.into()),
            "canwrite" => Ok((open && self.mode.write).into()),
            "cantimeout" | "isasync" => Ok(false.into()),
            "length" => number(self.length()),
            "position" => number(self.seek(SeekFrom::Current(0))),
            "name" => Ok(Value::from(self.path.clone())),
            "capacity" => self.memory().map(|bytes| sequence::count(bytes.len())),
            _ => return None,
        })
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("Position") {
            return name.eq_ignore_ascii_case("Capacity").then_some(Ok(()));
        }
        let Some(place) = value.as_i64().and_then(|place| u64::try_from(place).ok()) else {
            return Some(Err(errors::out_of_range("value", "Non-negative number required.")));
        };
        Some(self.seek(SeekFrom::Start(place)).map(drop))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Stream, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn close(call: &mut Call<'_>) -> Outcome {
    this(call)?.close();
    Ok(Value::AutomationNull)
}
