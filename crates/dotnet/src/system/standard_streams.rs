//! The standard streams of the process, for `System.Console`.

use std::io;

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardStream {
    /// Input.
    Input,
    /// Output.
    Output,
    /// Errors.
    Error,
}

/// Reads and writes the standard streams. Without another implementation input is empty and output is
/// lost.
#[allow(clippy::missing_errors_doc, reason = "each method gives the error of the system")]
pub trait StandardStreams {
    /// Writes to output or errors, at once.
    fn write_standard(&self, _stream: StandardStream, _bytes: &[u8]) -> io::Result<()> {
        Ok(())
    }

    /// Reads some bytes of the input; none at its end.
    fn read_standard(&self, _buffer: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    /// Whether the stream is a terminal.
    fn is_terminal(&self, _stream: StandardStream) -> bool {
        false
    }

    /// Columns and rows of the terminal, if there is one.
    fn terminal_size(&self) -> Option<(u16, u16)> {
        None
    }
}
