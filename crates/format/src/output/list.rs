//! Lists as lines.

use super::{Layout, Sink};
use crate::cells;
use crate::format_object::ListField;

const SEPARATOR: &str = " : ";

/// Writes the lines of one object.
pub(super) fn write(fields: &[ListField], layout: &Layout, sink: &mut dyn Sink) {
    // There must be room for a cell of the label, the separator, and a cell of the value.
    if fields.is_empty() || layout.width < SEPARATOR.len() + 2 {
        return;
    }
    let room = layout.width - SEPARATOR.len() - 1;
    let longest = fields.iter().map(|field| cells::width(field.name())).max().unwrap_or(0);
    let label_width = longest.min(room);
    let indent = label_width + SEPARATOR.len();
    let value_width = layout.width - indent;
    let mut line = String::new();
    for field in fields {
        line.clear();
        if let Some(styles) = &layout.styles {
            line.push_str(&styles.format_accent);
        }
        push_label(field.name(), label_width, &mut line);
        line.push_str(SEPARATOR);
        if let Some(styles) = &layout.styles {
            line.push_str(&styles.reset);
        }
        let value = &field.field.value;
        if !value.contains(['\n', '\r']) && cells::width(value) <= value_width {
            line.push_str(value);
            sink.line(&line);
            continue;
        }
        for (at, text) in cells::wrap(value, value_width, value_width).iter().enumerate() {
            if at > 0 {
                line.clear();
                line.extend(std::iter::repeat_n(' ', indent));
            }
            line.push_str(text);
            sink.line(&line);
        }
    }
}

fn push_label(label: &str, width: usize, line: &mut String) {
    let cells = cells::width(label);
    if cells > width {
        line.push_str(&cells::head(label, width));
    } else {
        line.push_str(label);
        line.extend(std::iter::repeat_n(' ', width - cells));
    }
}
