//! Custom views and group headers as lines.

use super::Sink;
use crate::cells;
use crate::format_object::{FormatValue, Frame};

/// How deep parts may be nested.
const MAX_DEPTH: usize = 50;

/// Writes parts, and what was not yet ended by a line end.
pub(super) fn write(values: &[FormatValue], width: usize, sink: &mut dyn Sink) {
    let mut writer =
        Writer { width, text: String::new(), frames: Vec::new(), line_frames: Vec::new(), sink };
    for value in values {
        writer.value(value, 0);
    }
    writer.end_line();
}

struct Writer<'a> {
    width: usize,
    text: String,
    frames: Vec<Frame>,
    /// The frames around the text of the line that is not yet ended: it stands where it was begun,
    /// though its frame may end before the line does.
    line_frames: Vec<Frame>,
    sink: &'a mut dyn Sink,
}

impl Writer<'_> {
    fn value(&mut self, value: &FormatValue, depth: usize) {
        match value {
            FormatValue::NewLine => self.end_line(),
            FormatValue::Text(text) | FormatValue::Property(text) => {
                if self.text.is_empty() {
                    self.line_frames.clone_from(&self.frames);
                }
                self.text.push_str(text);
            }
            FormatValue::Group { frame, values } => {
                if depth >= MAX_DEPTH {
                    return;
                }
                self.frames.extend(*frame);
                for value in values {
                    self.value(value, depth + 1);
                }
                if frame.is_some() {
                    self.frames.pop();
                }
            }
        }
    }

    fn end_line(&mut self) {
        let frames = if self.text.is_empty() { &self.frames } else { &self.line_frames };
        let sum = |side: fn(&Frame) -> i32| {
            frames.iter().map(|frame| usize::try_from(side(frame)).unwrap_or(0)).sum::<usize>()
        };
        let left = sum(|frame| frame.left);
        let useful = self.width.saturating_sub(left + sum(|frame| frame.right));
        let text = std::mem::take(&mut self.text);
        if useful == 0 {
            return;
        }
        let first_line = frames.last().map_or(0, |frame| frame.first_line);
        let shift = usize::try_from(first_line.unsigned_abs()).unwrap_or(0);
        let shift = if shift >= useful { 0 } else { shift };
        // The first line goes in, or all others do.
        let (first, following) = if first_line >= 0 { (shift, 0) } else { (0, shift) };
        let lines = cells::wrap(&text, useful - first, useful - following);
        for (at, line) in lines.iter().enumerate() {
            let padding = left + if at == 0 { first } else { following };
            if padding == 0 {
                self.sink.line(line);
            } else {
                self.sink.line(&format!("{:padding$}{line}", ""));
            }
        }
    }
}
