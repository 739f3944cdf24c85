//! `System.IO.BufferedStream`

use super::stream::{Flow, Stream, stream, to_io};
use crate::types::prelude::*;

pub(crate) static BUFFERED: Implementation = stream(
    "System.IO.BufferedStream",
    Some(|call| {
        let base: Arc<Stream> =
            call.argument(0).downcast_arc().ok_or_else(|| errors::argument_null("stream"))?;
        let mode = base.mode;
        let pipe = Passed { base };
        Ok(Value::live(Stream::flowing("System.IO.BufferedStream", mode, Box::new(pipe))))
    }),
);

/// A stream that hands everything on to another.
struct Passed {
    base: Arc<Stream>,
}

impl Flow for Passed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.base.read_into(buffer)
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.base.write(bytes).map_err(to_io)
    }

    fn close(&mut self) -> std::io::Result<()> {
        self.base.close().map_err(to_io)
    }
}
