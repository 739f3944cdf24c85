//! Reading: lines, delimited parts, bytes, everything.

use std::collections::VecDeque;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::time::Duration;

use remora_dotnet::system::FileHandle;
use remora_engine::Value;
use remora_engine::command::CommandResult;
use remora_engine::providers::{ContentReader, ProviderRuntime};

use remora_dotnet::types::system_text::codec::Codec;
use remora_psobject::PsString;

use super::encoding::has_ascii_lines;
use crate::filesystem::errors;

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;
/// How often `-Wait` looks for more.
const WAIT: Duration = Duration::from_millis(100);

/// What one block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Division {
    /// A line without its end.
    Lines,
    /// What stands between two delimiters.
    Delimiter(String),
    /// The whole text.
    All,
    /// A byte.
    Bytes,
    /// All bytes as one array.
    AllBytes,
}

/// A file that is read from front to back.
pub(super) struct FileReader {
    file: Box<dyn FileHandle>,
    encoding: Codec,
    division: Division,
    wait: bool,
    /// Bytes that are read and not yet given.
    buffer: Vec<u8>,
    /// How much of the buffer has been given.
    given: usize,
    /// Blocks of encodings that must be decoded as a whole.
    ready: VecDeque<PsString>,
    at_end: bool,
    looked_for_mark: bool,
}

impl FileReader {
    pub(super) fn new(
        file: Box<dyn FileHandle>,
        encoding: Codec,
        division: Division,
        wait: bool,
    ) -> Self {
        Self {
            file,
            encoding,
            division,
            wait,
            buffer: Vec::new(),
            given: 0,
            ready: VecDeque::new(),
            at_end: false,
            looked_for_mark: false,
        }
    }

    fn fail(
        runtime: &ProviderRuntime<'_, '_>,
        failure: &std::io::Error,
    ) -> remora_engine::errors::Flow {
        let thrown = errors::exception(&**runtime.system(), failure, "");
        thrown.into()
    }

    /// Reads a chunk more; false at the end of the file.
    fn fill(&mut self, runtime: &ProviderRuntime<'_, '_>) -> CommandResult<bool> {
        if self.given > CHUNK {
            self.buffer.drain(..self.given);
            self.given = 0;
        }
        let length = self.buffer.len();
        self.buffer.resize(length + CHUNK, 0);
        let read = self.file.read(&mut self.buffer[length..]);
        let count = read.as_ref().map_or(0, |count| *count);
        self.buffer.truncate(length + count);
        read.map_err(|failure| Self::fail(runtime, &failure))?;
        self.at_end = count == 0;
        Ok(count > 0)
    }

    fn fill_all(&mut self, runtime: &ProviderRuntime<'_, '_>) -> CommandResult {
        while self.fill(runtime)? {
            runtime.check_stop()?;
        }
        Ok(())
    }

    /// Looks for a mark at the start of the file, which counts more than what was asked for.
    fn look_for_mark(&mut self, runtime: &ProviderRuntime<'_, '_>) -> CommandResult {
        if self.looked_for_mark {
            return Ok(());
        }
        self.looked_for_mark = true;
        while self.buffer.len() < 4 && self.fill(runtime)? {}
        if !matches!(self.division, Division::Bytes | Division::AllBytes)
            && let Some((encoding, length)) = Codec::detect(&self.buffer)
        {
            self.encoding = encoding;
            self.given = length;
        }
        Ok(())
    }

    fn decode(&self, bytes: &[u8]) -> PsString {
        match self.encoding {
            // Nearly all text: no detour over code units.
            Codec::Utf8(_) => String::from_utf8_lossy(bytes).into(),
            other => PsString::from_units(&other.decode(bytes)),
        }
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.given..).unwrap_or(&[])
    }

    /// Takes the bytes up to the next line end; `None` where there is no whole line yet.
    fn whole_line(&mut self) -> Option<PsString> {
        let rest = self.rest();
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        let after_return = rest.get(end + 1);
        let ends = match (rest.get(end), after_return) {
            (Some(b'\r'), Some(b'\n')) => 2,
            // A line feed may follow in the next chunk.
            (Some(b'\r'), None) if !self.at_end => return None,
            _ => 1,
        };
        let line = self.decode(rest.get(..end).unwrap_or(&[]));
        self.given += end + ends;
        Some(line)
    }

    /// The next block of text.
    fn next_text(&mut self, runtime: &ProviderRuntime<'_, '_>) -> CommandResult<Option<PsString>> {
        if let Some(block) = self.ready.pop_front() {
            return Ok(Some(block));
        }
        if self.division == Division::Lines && has_ascii_lines(self.encoding) {
            loop {
                if let Some(line) = self.whole_line() {
                    return Ok(Some(line));
                }
                if !self.fill(runtime)? {
                    break;
                }
            }
            if let Some(line) = self.whole_line() {
                return Ok(Some(line));
            }
            let last = self.decode(self.rest());
            self.given = self.buffer.len();
            return Ok((!last.is_empty()).then_some(last));
        }
        self.fill_all(runtime)?;
        let text = self.decode(self.rest());
        self.given = self.buffer.len();
        self.ready = match &self.division {
            Division::Delimiter(delimiter) => delimited(&text, delimiter),
            Division::All if text.is_empty() => VecDeque::new(),
            Division::All => VecDeque::from([text]),
            _ => lines(&text),
        };
        Ok(self.ready.pop_front())
    }

    fn next_block(&mut self, runtime: &ProviderRuntime<'_, '_>) -> CommandResult<Option<Value>> {
        match self.division {
            Division::Bytes => {
                if self.given == self.buffer.len() && !self.fill(runtime)? {
                    return Ok(None);
                }
                let byte = self.rest().first().copied();
                self.given += 1;
                Ok(byte.map(Value::U8))
            }
            Division::AllBytes => {
                self.fill_all(runtime)?;
                if self.given == self.buffer.len() {
                    return Ok(None);
                }
                let bytes = self.rest().to_vec();
                self.given = self.buffer.len();
                Ok(Some(Value::bytes(bytes)))
            }
            _ => Ok(self.next_text(runtime)?.map(Value::from)),
        }
    }
}

/// The lines of a text; what ends with a line end has no line behind it.
fn lines(text: &str) -> VecDeque<PsString> {
    let mut found = VecDeque::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(end) = rest.find(['\n', '\r']) else {
            found.push_back(rest.into());
            break;
        };
        let (line, after) = rest.split_at(end);
        found.push_back(line.into());
        let ends = if after.starts_with("\r\n") { 2 } else { 1 };
        rest = after.get(ends..).unwrap_or("");
    }
    found
}

fn delimited(text: &str, delimiter: &str) -> VecDeque<PsString> {
    let mut parts: VecDeque<PsString> = text.split(delimiter).map(PsString::from).collect();
    if parts.back().is_some_and(|last| last.is_empty()) {
        parts.pop_back();
    }
    parts
}

impl ContentReader for FileReader {
    fn read(
        &mut self,
        runtime: &mut ProviderRuntime<'_, '_>,
        count: usize,
    ) -> CommandResult<Vec<Value>> {
        self.look_for_mark(runtime)?;
        let mut blocks = Vec::new();
        while count == 0 || blocks.len() < count {
            match self.next_block(runtime)? {
                Some(block) => blocks.push(block),
                None if self.wait && blocks.is_empty() => runtime.sleep(WAIT)?,
                None => break,
            }
            runtime.check_stop()?;
        }
        Ok(blocks)
    }

    fn seek_to_end(&mut self) -> CommandResult {
        // A file that cannot be sought is read from where it is.
        let _ = self.file.seek(SeekFrom::End(0));
        self.looked_for_mark = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_divided() {
        let all = |parts: VecDeque<PsString>| parts.into_iter().collect::<Vec<_>>();
        assert_eq!(all(lines("a\r\nb\rc\n\nd")), ["a", "b", "c", "", "d"]);
        assert_eq!(all(lines("a\n")), ["a"]);
        assert_eq!(all(delimited("a,b,,c", ",")), ["a", "b", "", "c"]);
        assert_eq!(all(delimited("a,", ",")), ["a"]);
        assert!(delimited("", ",").is_empty());
    }
}
