//! Tables as lines.

use super::column_widths::{SEPARATOR, distribute};
use super::{Layout, Sink};
use crate::cells::{self, ELLIPSIS};
use crate::context::{Alignment, Styles};
use crate::format_object::{PropertyField, TableHeader};

/// A screen of fewer cells shows no table.
const MIN_WIDTH: usize = 5;

struct Column {
    width: usize,
    alignment: Alignment,
    label: String,
    is_property: bool,
}

/// Writes the rows of a table or of a wide view.
pub(super) struct TableWriter {
    columns: Vec<Column>,
    hide_header: bool,
    /// Rows after which headers are printed again.
    repeat_after: Option<usize>,
    since_header: usize,
    styles: Option<Styles>,
    disabled: bool,
}

impl TableWriter {
    pub(super) fn new(header: &TableHeader, layout: &Layout) -> Self {
        let mut widths: Vec<usize> = header.columns.iter().map(|column| column.width).collect();
        distribute(&mut widths, layout.width);
        let disabled = layout.width < MIN_WIDTH || widths.iter().all(|width| *width == 0);
        let columns = header
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| Column {
                width: *width,
                alignment: column.alignment,
                label: column.header().to_owned(),
                is_property: column.header_matches_property,
            })
            .collect();
        Self {
            columns,
            hide_header: header.hide_header,
            repeat_after: layout.rows.filter(|_| header.repeat_header),
            since_header: 0,
            styles: layout.styles.clone(),
            disabled,
        }
    }

    /// Writes labels and the dashes below them.
    pub(super) fn header(&mut self, sink: &mut dyn Sink) {
        if self.disabled || self.hide_header {
            return;
        }
        let labels: Vec<(&str, Alignment)> =
            self.columns.iter().map(|column| (column.label.as_str(), column.alignment)).collect();
        self.multi_line_row(&labels, true, sink);
        let dashes: Vec<String> = self
            .columns
            .iter()
            .map(|column| "-".repeat(cells::width(&column.label).min(column.width)))
            .collect();
        let dashes: Vec<(&str, Alignment)> = dashes
            .iter()
            .zip(&self.columns)
            .map(|(dashes, column)| (dashes.as_str(), column.alignment))
            .collect();
        self.single_line_row(&dashes, true, sink);
        self.since_header = 0;
    }

    /// Writes a row.
    pub(super) fn row(&mut self, fields: &[PropertyField], multi_line: bool, sink: &mut dyn Sink) {
        if self.disabled {
            return;
        }
        if self.repeat_after.is_some_and(|rows| self.since_header + 2 >= rows) {
            self.header(sink);
        }
        self.since_header += 1;
        let values: Vec<(&str, Alignment)> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| match fields.get(at) {
                Some(field) => (
                    field.value.as_str(),
                    match field.alignment {
                        Alignment::Undefined => column.alignment,
                        said => said,
                    },
                ),
                None => ("", Alignment::Left),
            })
            .collect();
        if multi_line {
            self.multi_line_row(&values, false, sink);
        } else {
            self.single_line_row(&values, false, sink);
        }
    }

    /// Writes a row of texts at the left.
    pub(super) fn plain_row(&self, values: &[&str], sink: &mut dyn Sink) {
        if !self.disabled {
            let values: Vec<_> = values.iter().map(|value| (*value, Alignment::Left)).collect();
            self.single_line_row(&values, false, sink);
        }
    }

    fn single_line_row(&self, values: &[(&str, Alignment)], is_header: bool, sink: &mut dyn Sink) {
        let mut line = String::with_capacity(80);
        let last = self.columns.len().saturating_sub(1);
        for (at, (column, (value, alignment))) in self.columns.iter().zip(values).enumerate() {
            if column.width == 0 {
                continue;
            }
            if at > 0 {
                line.extend(std::iter::repeat_n(' ', SEPARATOR));
            }
            self.style(column, is_header, &mut line, |line| {
                push_cell(value, column.width, *alignment, at != last, line);
            });
        }
        sink.line(&line);
    }

    fn multi_line_row(&self, values: &[(&str, Alignment)], is_header: bool, sink: &mut dyn Sink) {
        let visible: Vec<(&Column, Vec<String>, Alignment)> = self
            .columns
            .iter()
            .zip(values)
            .filter(|(column, _)| column.width > 0)
            .map(|(column, (value, alignment))| {
                (column, cells::wrap(value, column.width, column.width), *alignment)
            })
            .collect();
        let height = visible.iter().map(|(_, lines, _)| lines.len()).max().unwrap_or(0);
        for row in 0..height {
            let mut line = String::with_capacity(80);
            for (at, (column, lines, alignment)) in visible.iter().enumerate() {
                if at > 0 {
                    line.extend(std::iter::repeat_n(' ', SEPARATOR));
                }
                let pad = at + 1 != visible.len();
                match lines.get(row) {
                    Some(text) => self.style(column, is_header, &mut line, |line| {
                        push_cell(text, column.width, *alignment, pad, line);
                    }),
                    None if pad => line.extend(std::iter::repeat_n(' ', column.width)),
                    None => {}
                }
            }
            sink.line(&line);
        }
    }

    fn style(
        &self,
        column: &Column,
        is_header: bool,
        line: &mut String,
        write: impl FnOnce(&mut String),
    ) {
        match &self.styles {
            Some(styles) if is_header => {
                line.push_str(if column.is_property {
                    &styles.table_header
                } else {
                    &styles.custom_table_header_label
                });
                write(line);
                line.push_str(&styles.reset);
            }
            _ => write(line),
        }
    }
}

/// Appends a value in a cell of `width`: filled up, or cut with an ellipsis where the cut is.
fn push_cell(value: &str, width: usize, alignment: Alignment, pad: bool, line: &mut String) {
    let value = cells::first_line(value);
    let cells = cells::width(&value);
    let blanks = |line: &mut String, count: usize| line.extend(std::iter::repeat_n(' ', count));
    if cells <= width {
        let missing = width - cells;
        let (before, after) = match alignment {
            Alignment::Right => (missing, 0),
            Alignment::Center => (missing / 2, missing - missing / 2),
            Alignment::Left | Alignment::Undefined => (0, missing),
        };
        blanks(line, before);
        line.push_str(&value);
        if pad {
            blanks(line, after);
        }
        return;
    }
    // One cell is too narrow for a part of the value and the ellipsis.
    if width <= 1 {
        let kept = match alignment {
            Alignment::Right => cells::tail(&value, width),
            _ => cells::head(&value, width),
        };
        let missing = width - cells::width(&kept).min(width);
        line.push_str(&kept);
        blanks(line, if pad { missing } else { 0 });
        return;
    }
    // A cut through a character of two cells leaves one cell empty.
    let room = width.saturating_sub(1);
    if alignment == Alignment::Right {
        let kept = cells::tail(&value, room);
        blanks(line, room - cells::width(&kept).min(room));
        line.push(ELLIPSIS);
        line.push_str(&kept);
    } else {
        let kept = cells::head(&value, room);
        let missing = room - cells::width(&kept).min(room);
        line.push_str(&kept);
        line.push(ELLIPSIS);
        if pad {
            blanks(line, missing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: &str, width: usize, alignment: Alignment) -> String {
        let mut line = String::new();
        push_cell(value, width, alignment, true, &mut line);
        line
    }

    #[test]
    fn values_are_filled_up_or_cut() {
        assert_eq!(cell("ab", 5, Alignment::Center), " ab  ");
        assert_eq!(cell("123456789", 4, Alignment::Right), "…789");
        assert_eq!(cell("gamma", 5, Alignment::Left), "gamma");
        assert_eq!(cell("gamma delta", 5, Alignment::Left), "gamm…");
        assert_eq!(cell("日本語", 4, Alignment::Left), "日… ");
        assert_eq!(cell("l1\nl2", 5, Alignment::Left), "l1…  ");
        assert_eq!(cell("Microsoft", 1, Alignment::Left), "M");
        assert_eq!(cell("123", 1, Alignment::Right), "3");
    }
}
