//! Script text, extents into it and the positions that PowerShell shows for them.

use std::sync::{Arc, OnceLock};

/// A half-open range of byte offsets into [`ScriptSource::text`].
///
/// Extents are plain numbers so that nodes stay small; everything PowerShell's `IScriptExtent`
/// shows (line, column, UTF-16 offset, text) is asked of the [`ScriptSource`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extent {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Extent {
    /// The extent from `start` to `end` (byte offsets).
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty extent at `offset`.
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// The smallest extent that starts where `self` starts and ends where `last` ends.
    pub const fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }

    /// True when no byte lies inside.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// True when `offset` lies inside or at an edge.
    pub const fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// A place in a script as people and `IScriptPosition` count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptPosition {
    /// UTF-16 code units before the position.
    pub offset: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 code units, from 1.
    pub column: u32,
}

/// The text of one script with the tables that turn byte offsets into lines and columns.
///
/// Shared by every node that came from it.
#[derive(Debug)]
pub struct ScriptSource {
    text: Arc<str>,
    file: Option<Arc<str>>,
    line_starts: OnceLock<Vec<u32>>,
    ascii: bool,
}

impl ScriptSource {
    /// Wraps `text`, read from `file` when it came from one.
    pub fn new(text: impl Into<Arc<str>>, file: Option<&str>) -> Arc<Self> {
        let text = text.into();
        let ascii = text.is_ascii();
        Arc::new(Self { text, file: file.map(Arc::from), line_starts: OnceLock::new(), ascii })
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The file that the text came from; `None` for typed or generated text.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The text inside `extent`; empty when the extent does not lie on character borders.
    pub fn slice(&self, extent: Extent) -> &str {
        self.text.get(extent.start as usize..extent.end as usize).unwrap_or("")
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (index, byte) in bytes.iter().enumerate() {
                let ends_line = match byte {
                    b'\n' => true,
                    b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                    _ => false,
                };
                if ends_line {
                    starts.push(index as u32 + 1);
                }
            }
            starts
        })
    }

    /// How many lines the text has (at least one).
    pub fn line_count(&self) -> u32 {
        self.line_starts().len() as u32
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> ScriptPosition {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let line_start = starts.get(line - 1).copied().unwrap_or(0);
        ScriptPosition {
            offset: self.utf16_offset(offset),
            line: line as u32,
            column: self.utf16_between(line_start, offset) + 1,
        }
    }

    /// The UTF-16 offset of a byte offset, as `IScriptExtent.StartOffset` counts.
    ///
    /// Offsets past the end keep their distance to the end.
    pub fn utf16_offset(&self, offset: u32) -> u32 {
        self.utf16_between(0, offset)
    }

    /// The byte offset of a UTF-16 offset; the end of the text when it lies past it.
    pub fn byte_offset(&self, utf16: u32) -> u32 {
        if self.ascii {
            return utf16.min(self.text.len() as u32);
        }
        let mut units = 0;
        for (index, character) in self.text.char_indices() {
            if units >= utf16 {
                return index as u32;
            }
            units += character.len_utf16() as u32;
        }
        self.text.len() as u32
    }

    fn utf16_between(&self, start: u32, end: u32) -> u32 {
        if self.ascii {
            return end.saturating_sub(start);
        }
        let length = self.text.len() as u32;
        let inside = self.slice(Extent::new(start, end.min(length)));
        inside.encode_utf16().count() as u32 + end.saturating_sub(length)
    }

    /// The text of a line (from 1) without its line break.
    pub fn line_text(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let index = line.saturating_sub(1) as usize;
        let start = starts.get(index).copied().unwrap_or(self.text.len() as u32);
        let end = starts.get(index + 1).copied().unwrap_or(self.text.len() as u32);
        self.slice(Extent::new(start, end)).trim_end_matches(['\r', '\n'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let source = ScriptSource::new("a\r\n😀b\rc", Some("x.ps1"));
        let at_b = source.text().find('b').unwrap() as u32;
        assert_eq!(source.position(at_b), ScriptPosition { offset: 5, line: 2, column: 3 });
        assert_eq!(source.position(at_b + 2).line, 3);
        assert_eq!(source.line_text(2), "😀b");
        assert_eq!(source.byte_offset(5), at_b);
        assert_eq!(source.line_count(), 3);
    }
}
