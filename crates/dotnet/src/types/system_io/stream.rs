//! `System.IO.Stream`, `FileStream`, `MemoryStream`, and the common part of all other streams

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use parking_lot::Mutex;

use super::failure::at_file;
use super::open_mode::mode_of;
use super::stream_members::METHODS;
use crate::call::Body;
use crate::system::{FileHandle, OpenMode};
use crate::types::prelude::*;

/// Bytes that come or go in order: a pipe of a process, a compressed stream.
pub trait Flow: Send {
    /// Reads some bytes; none at the end.
    ///
    /// # Errors
    /// What the source reports; `InvalidData` where the bytes are not what they should be.
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize>;

    /// Writes all bytes.
    ///
    /// # Errors
    /// What the target reports.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()>;

    /// Hands on what is held back.
    ///
    /// # Errors
    /// What the target reports.
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// What the target reports.
    fn close(&mut self) -> std::io::Result<()> {
        self.flush()
    }
}

/// A type of streams with the members that all have.
pub(super) const fn stream(name: &'static str, constructor: Option<Body>) -> Implementation {
    Implementation {
        name,
        constructor,
        methods: METHODS,
        static_methods: &[("Synchronized", |call| Ok(call.argument(0).clone()))],
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
        let given = matches!(call.argument(0).base(), Value::Array(_));
        let mut made = Stream::memory_of(bytes.get(range).unwrap_or(&[]).to_vec(), writable);
        made.expandable = !given;
        let capacity = if given { bytes.len() } else { usize::try_from(call.int(0)).unwrap_or(0) };
        *made.capacity.lock() = capacity;
        Ok(Value::live(made))
    }),
);
pub(crate) static FILE: Implementation = stream(
    "System.IO.FileStream",
    Some(|call| {
        let mode = mode_of(call.argument(1), call.argument(2));
        open(call, &super::file::path(call, 0)?, mode)
    }),
);

/// An exception on its way through a reader or writer of the standard library.
pub(super) fn to_io(exception: Exception) -> std::io::Error {
    std::io::Error::other(exception.message().to_string())
}

/// What a stream reads from and writes to.
enum Medium {
    Memory(Cursor<Vec<u8>>),
    File(Box<dyn FileHandle>),
    Flow(Box<dyn Flow>),
}

/// A stream of bytes.
pub struct Stream {
    body: Mutex<Option<Medium>>,
    type_name: &'static str,
    path: Option<String>,
    pub(super) mode: OpenMode,
    /// Whether a stream in memory grows.
    pub(super) expandable: bool,
    /// What a stream in memory has room for.
    pub(super) capacity: Mutex<usize>,
    /// What a closed stream in memory held.
    left: Mutex<Vec<u8>>,
    /// The stream below.
    base: Option<Value>,
}

impl Stream {
    fn new(type_name: &'static str, medium: Medium, mode: OpenMode) -> Self {
        Self {
            body: Mutex::new(Some(medium)),
            type_name,
            path: None,
            mode,
            expandable: true,
            capacity: Mutex::new(0),
            left: Mutex::default(),
            base: None,
        }
    }

    /// A stream in memory.
    pub fn memory_of(bytes: Vec<u8>, writable: bool) -> Self {
        let mode = OpenMode { read: true, write: writable, ..OpenMode::default() };
        Self::new("System.IO.MemoryStream", Medium::Memory(Cursor::new(bytes)), mode)
    }

    /// A stream that is read or written in order.
    pub fn flowing(type_name: &'static str, mode: OpenMode, flow: Box<dyn Flow>) -> Self {
        Self::new(type_name, Medium::Flow(flow), mode)
    }

    /// The same with the stream that it stands on.
    #[must_use]
    pub fn on(self, base: Value) -> Self {
        Self { base: Some(base), ..self }
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
        act(body).map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => {
                errors::of("System.IO.InvalidDataException", error.to_string())
            }
            std::io::ErrorKind::Unsupported => errors::not_supported(error.to_string()),
            _ => Exception::new(TypeId::IO_EXCEPTION, error.to_string()),
        })
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.body.lock().is_none()
    }

    /// Whether it can be read.
    pub fn can_read(&self) -> bool {
        self.mode.read
    }

    /// Up to so many bytes from the place of the stream on.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be read.
    pub fn read(&self, count: usize) -> Result<Vec<u8>, Exception> {
        if !self.mode.read {
            return Err(self.refused("reading", "Reading from"));
        }
        self.with(|body| {
            let mut bytes = Vec::new();
            let limit = count as u64;
            match body {
                Medium::Memory(cursor) => cursor.take(limit).read_to_end(&mut bytes)?,
                Medium::File(file) => file.take(limit).read_to_end(&mut bytes)?,
                Medium::Flow(flow) => {
                    let mut chunk = [0; 8192];
                    while bytes.len() < count {
                        let wanted = (count - bytes.len()).min(chunk.len());
                        let room = chunk.get_mut(..wanted).unwrap_or_default();
                        let read = flow.read(room)?;
                        if read == 0 {
                            break;
                        }
                        bytes.extend_from_slice(room.get(..read).unwrap_or_default());
                    }
                    bytes.len()
                }
            };
            Ok(bytes)
        })
    }

    /// What comes next, without waiting for the buffer to be full.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be read.
    pub fn read_some(&self, most: usize) -> Result<Vec<u8>, Exception> {
        if !self.mode.read {
            return Err(self.refused("reading", "Reading from"));
        }
        self.with(|body| {
            let mut bytes = vec![0; most];
            let count = match body {
                Medium::Memory(cursor) => cursor.read(&mut bytes)?,
                Medium::File(file) => file.read(&mut bytes)?,
                Medium::Flow(flow) => flow.read(&mut bytes)?,
            };
            bytes.truncate(count);
            Ok(bytes)
        })
    }

    /// The same into a buffer, for readers of the standard library.
    pub(super) fn read_into(&self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.read_some(buffer.len()).map_err(to_io)?;
        if let Some(room) = buffer.get_mut(..bytes.len()) {
            room.copy_from_slice(&bytes);
        }
        Ok(bytes.len())
    }

    /// All bytes that are left.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be read.
    pub fn read_rest(&self) -> Result<Vec<u8>, Exception> {
        self.read(usize::MAX)
    }

    fn refused(&self, what: &str, act: &str) -> Exception {
        if self.type_name.contains("Compression") {
            let message = format!("{act} the compression stream is not supported.");
            return errors::invalid_operation(message);
        }
        errors::not_supported(format!("Stream does not support {what}."))
    }

    /// Writes at the place of the stream.
    ///
    /// # Errors
    /// Where the stream is closed or cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Exception> {
        if !self.mode.write {
            return Err(self.refused("writing", "Writing to"));
        }
        self.with(|body| match body {
            Medium::Memory(cursor) => {
                let place = usize::try_from(cursor.position()).unwrap_or(usize::MAX);
                let end = place.saturating_add(bytes.len());
                if end > cursor.get_ref().len() && !self.expandable {
                    let room = *self.capacity.lock();
                    if end > room {
                        return Err(std::io::Error::new(
                            std::io::ErrorKind::Unsupported,
                            "Memory stream is not expandable.",
                        ));
                    }
                }
                self.grow(end);
                cursor.write_all(bytes)
            }
            Medium::File(file) => file.write_all(bytes),
            Medium::Flow(flow) => flow.write(bytes),
        })
    }

    /// Makes room as .NET does: at least 256 bytes, then twice as many.
    fn grow(&self, needed: usize) {
        let mut capacity = self.capacity.lock();
        if needed > *capacity {
            *capacity = needed.max(256).max(capacity.saturating_mul(2));
        }
    }

    pub(super) fn seek(&self, to: SeekFrom) -> Result<u64, Exception> {
        self.with(|body| match body {
            Medium::Memory(cursor) => cursor.seek(to),
            Medium::File(file) => file.seek(to),
            Medium::Flow(_) => Err(unseekable(self.type_name)),
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
            Medium::Flow(_) => Err(unseekable(self.type_name)),
        })
    }

    pub(super) fn set_length(&self, length: u64) -> Result<(), Exception> {
        self.with(|body| match body {
            Medium::Memory(cursor) => {
                let size = usize::try_from(length).map_err(std::io::Error::other)?;
                cursor.get_mut().resize(size, 0);
                if cursor.position() > length {
                    cursor.set_position(length);
                }
                self.grow(size);
                Ok(())
            }
            Medium::File(file) => file.set_length(length),
            Medium::Flow(_) => Err(unseekable(self.type_name)),
        })
    }

    /// The bytes of a stream in memory, which stay when it is closed.
    ///
    /// # Errors
    /// Where it is not in memory.
    pub fn memory(&self) -> Result<Vec<u8>, Exception> {
        match &*self.body.lock() {
            Some(Medium::Memory(cursor)) => Ok(cursor.get_ref().clone()),
            None if self.type_name.ends_with("MemoryStream") => Ok(self.left.lock().clone()),
            _ => Err(errors::disposed("closed Stream")),
        }
    }

    /// Closes the stream.
    ///
    /// # Errors
    /// What the target of the last bytes reports.
    pub fn close(&self) -> Result<(), Exception> {
        let Some(mut medium) = self.body.lock().take() else {
            return Ok(());
        };
        let closed = match &mut medium {
            Medium::Memory(cursor) => {
                *self.left.lock() = std::mem::take(cursor.get_mut());
                Ok(())
            }
            Medium::File(file) => file.flush(),
            Medium::Flow(flow) => flow.close(),
        };
        closed.map_err(|error| Exception::new(TypeId::IO_EXCEPTION, error.to_string()))
    }

    /// Hands on what is held back.
    ///
    /// # Errors
    /// Where the stream is closed.
    pub fn flush(&self) -> Result<(), Exception> {
        self.with(|body| match body {
            Medium::File(file) => file.flush(),
            Medium::Memory(_) => Ok(()),
            Medium::Flow(flow) => flow.flush(),
        })
    }
}

fn unseekable(type_name: &str) -> std::io::Error {
    let message = if type_name.contains("Compression") {
        "This operation is not supported."
    } else {
        "Stream does not support seeking."
    };
    std::io::Error::new(std::io::ErrorKind::Unsupported, message)
}

/// Opens a file as a stream.
pub(crate) fn open(call: &Call<'_>, path: &str, mode: OpenMode) -> Outcome {
    let file = call.system().open(path, mode).map_err(|error| at_file(call, &error, path))?;
    let mode = OpenMode { write: mode.write || mode.append, ..mode };
    let mut stream = Stream::new("System.IO.FileStream", Medium::File(file), mode);
    stream.path = Some(path.to_owned());
    Ok(Value::live(stream))
}

impl LiveObject for Stream {
    fn object_type(&self) -> TypeId {
        type_named(self.type_name)
    }

    fn property_names(&self) -> Vec<PsString> {
        let mut list = vec!["CanRead", "CanSeek", "CanWrite", "Length", "Position", "CanTimeout"];
        match self.type_name {
            "System.IO.FileStream" => list.push("Name"),
            "System.IO.MemoryStream" => list.push("Capacity"),
            _ if self.base.is_some() => list.push("BaseStream"),
            _ => {}
        }
        names(&list)
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let open = self.body.lock().is_some();
        let number = |value: Result<u64, Exception>| {
            value.map(|value| Value::I64(i64::try_from(value).unwrap_or(i64::MAX)))
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "canread" => Ok((open && self.mode.read).into()),
            "canseek" => {
                let flows = matches!(&*self.body.lock(), Some(Medium::Flow(_)));
                Ok((open && !flows).into())
            }
            "basestream" => Ok(self.base.clone().unwrap_or_default()),
            "canwrite" => Ok((open && self.mode.write).into()),
            "cantimeout" | "isasync" => Ok(false.into()),
            "length" => number(self.length()),
            "position" => number(self.seek(SeekFrom::Current(0))),
            "name" => Ok(Value::from(self.path.clone())),
            "capacity" => {
                self.memory().map(|held| sequence::count(held.len().max(*self.capacity.lock())))
            }
            _ => return None,
        })
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        if !name.eq_ignore_ascii_case("Position") {
            if !name.eq_ignore_ascii_case("Capacity") {
                return None;
            }
            *self.capacity.lock() =
                value.as_i64().and_then(|wanted| usize::try_from(wanted).ok()).unwrap_or(0);
            return Some(Ok(()));
        }
        let Some(place) = value.as_i64().and_then(|place| u64::try_from(place).ok()) else {
            return Some(Err(errors::out_of_range("value", "Non-negative number required.")));
        };
        Some(self.seek(SeekFrom::Start(place)).map(drop))
    }
}
