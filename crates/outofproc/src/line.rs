//! Bytes → lines.

use memchr::memchr;

/// Why bytes are no lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineError {
    /// The line is longer than allowed.
    TooLong,
    /// The line is not UTF-8.
    Encoding,
}

/// Cuts bytes into lines that end in LF or CR LF.
#[derive(Debug)]
pub struct LineReader {
    buffer: Vec<u8>,
    /// Bytes of the buffer that were given out.
    used: usize,
    /// Bytes behind them that hold no line end.
    searched: usize,
    limit: usize,
}

/// Lines of 4 MB: a packet of PowerShell is a hundredth of that.
impl Default for LineReader {
    fn default() -> Self {
        Self::new(4 * 1024 * 1024)
    }
}

impl LineReader {
    /// Takes lines of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), used: 0, searched: 0, limit }
    }

    /// Adds bytes that arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.used == self.buffer.len() {
            self.buffer.clear();
            self.used = 0;
        } else if self.used > self.buffer.len() / 2 {
            self.buffer.drain(..self.used);
            self.used = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole line without its end; `None` where more bytes are needed.
    ///
    /// # Errors
    /// [`LineError::TooLong`] also before the end of the line is there. Nothing can be read after that.
    pub fn next_line(&mut self) -> Result<Option<String>, LineError> {
        let rest = self.buffer.get(self.used..).unwrap_or_default();
        let unsearched = rest.get(self.searched..).unwrap_or_default();
        let Some(end) = memchr(b'\n', unsearched).map(|at| at + self.searched) else {
            self.searched = rest.len();
            return if rest.len() > self.limit { Err(LineError::TooLong) } else { Ok(None) };
        };
        if end > self.limit {
            return Err(LineError::TooLong);
        }
        let line = rest.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = std::str::from_utf8(line).map(str::to_owned).map_err(|_| LineError::Encoding);
        self.used += end + 1;
        self.searched = 0;
        line.map(Some)
    }

    /// What stands behind the last line end, at the end of the input.
    pub fn rest(&self) -> &[u8] {
        self.buffer.get(self.used..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_two_ways_and_are_cut_anywhere() {
        for cut in 1..8 {
            let mut reader = LineReader::default();
            let mut lines = Vec::new();
            for piece in b"a\r\nbc\n\nd".chunks(cut) {
                reader.push(piece);
                while let Some(line) = reader.next_line().unwrap() {
                    lines.push(line);
                }
            }
            assert_eq!(lines, ["a", "bc", ""]);
            assert_eq!(reader.rest(), b"d");
        }
    }

    #[test]
    fn lines_are_bounded() {
        let mut reader = LineReader::new(3);
        reader.push(b"abc\nabcd");
        assert_eq!(reader.next_line(), Ok(Some("abc".to_owned())));
        assert_eq!(reader.next_line(), Err(LineError::TooLong));
        let mut reader = LineReader::default();
        reader.push(b"\xFF\n");
        assert_eq!(reader.next_line(), Err(LineError::Encoding));
    }
}
