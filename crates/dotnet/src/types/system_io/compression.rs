//! `System.IO.Compression.GZipStream`, `DeflateStream`, `ZLibStream`

use std::io::{Error, ErrorKind, Read, Result as IoResult, Write};

use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::stream::{self, Flow, Stream, to_io};
use crate::system::OpenMode;
use crate::types::prelude::*;

/// The stream below as the standard library reads and writes it.
struct Below(Arc<Stream>);

impl Read for Below {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.0.read_into(buffer)
    }
}

impl Write for Below {
    fn write(&mut self, bytes: &[u8]) -> IoResult<usize> {
        self.0.write(bytes).map_err(to_io)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> IoResult<()> {
        self.0.flush().map_err(to_io)
    }
}

/// What packs, by the format around the packed bytes.
enum Packer {
    Gzip(GzEncoder<Below>),
    Deflate(DeflateEncoder<Below>),
    Zlib(ZlibEncoder<Below>),
}

struct Packing {
    packer: Option<Packer>,
    base: Arc<Stream>,
    leave_open: bool,
}

impl Flow for Packing {
    fn read(&mut self, _buffer: &mut [u8]) -> IoResult<usize> {
        Err(ErrorKind::Unsupported.into())
    }

    fn write(&mut self, bytes: &[u8]) -> IoResult<()> {
        match &mut self.packer {
            Some(Packer::Gzip(to)) => to.write_all(bytes),
            Some(Packer::Deflate(to)) => to.write_all(bytes),
            Some(Packer::Zlib(to)) => to.write_all(bytes),
            None => Ok(()),
        }
    }

    fn flush(&mut self) -> IoResult<()> {
        match &mut self.packer {
            Some(Packer::Gzip(to)) => to.flush(),
            Some(Packer::Deflate(to)) => to.flush(),
            Some(Packer::Zlib(to)) => to.flush(),
            None => Ok(()),
        }
    }

    fn close(&mut self) -> IoResult<()> {
        match self.packer.take() {
            Some(Packer::Gzip(to)) => to.finish().map(drop)?,
            Some(Packer::Deflate(to)) => to.finish().map(drop)?,
            Some(Packer::Zlib(to)) => to.finish().map(drop)?,
            None => {}
        }
        if self.leave_open { Ok(()) } else { self.base.close().map_err(to_io) }
    }
}

struct Unpacking {
    source: Box<dyn Read + Send>,
    base: Arc<Stream>,
    leave_open: bool,
}

impl Flow for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.source.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => {
                Error::new(ErrorKind::InvalidData, "Found truncated data while decoding.")
            }
            ErrorKind::InvalidData | ErrorKind::InvalidInput => Error::new(
                ErrorKind::InvalidData,
                "The archive entry was compressed using an unsupported compression method.",
            ),
            _ => error,
        })
    }

    fn write(&mut self, _bytes: &[u8]) -> IoResult<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn close(&mut self) -> IoResult<()> {
        if self.leave_open { Ok(()) } else { self.base.close().map_err(to_io) }
    }
}

/// The level of `CompressionLevel`.
pub(super) fn level(value: &Value) -> Compression {
    match value.as_i64() {
        Some(1) => Compression::fast(),
        Some(2) => Compression::none(),
        Some(3) => Compression::best(),
        _ => Compression::default(),
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let base: Arc<Stream> =
        call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("stream"))?;
    let how = call.argument(1);
    // The second argument is a mode or a level; a level says that bytes are packed.
    let is_level =
        matches!(how.base(), Value::Enum(id, _) if id.short_name() == "CompressionLevel");
    let packs = is_level || how.as_i64() == Some(1);
    let leave_open = call.bool(2);
    let name = match call.type_id.full_name() {
        "System.IO.Compression.DeflateStream" => "System.IO.Compression.DeflateStream",
        "System.IO.Compression.ZLibStream" => "System.IO.Compression.ZLibStream",
        _ => "System.IO.Compression.GZipStream",
    };
    if !packs && !base.can_read() {
        return Err(errors::argument_for("stream", "Stream does not support reading."));
    }
    let below = Below(Arc::clone(&base));
    let mode = OpenMode { read: !packs, write: packs, ..OpenMode::default() };
    let flow: Box<dyn Flow> = if packs {
        let level = if is_level { level(how) } else { Compression::default() };
        let packer = match name {
            "System.IO.Compression.DeflateStream" => {
                Packer::Deflate(DeflateEncoder::new(below, level))
            }
            "System.IO.Compression.ZLibStream" => Packer::Zlib(ZlibEncoder::new(below, level)),
            _ => Packer::Gzip(GzEncoder::new(below, level)),
        };
        Box::new(Packing { packer: Some(packer), base, leave_open })
    } else {
        let source: Box<dyn Read + Send> = match name {
            "System.IO.Compression.DeflateStream" => Box::new(DeflateDecoder::new(below)),
            "System.IO.Compression.ZLibStream" => Box::new(ZlibDecoder::new(below)),
            _ => Box::new(MultiGzDecoder::new(below)),
        };
        Box::new(Unpacking { source, base, leave_open })
    };
    Ok(Value::live(Stream::flowing(name, mode, flow).on(call.argument(0).clone())))
}

pub(crate) static GZIP: Implementation =
    stream::stream("System.IO.Compression.GZipStream", Some(construct));
pub(crate) static DEFLATE: Implementation =
    stream::stream("System.IO.Compression.DeflateStream", Some(construct));
