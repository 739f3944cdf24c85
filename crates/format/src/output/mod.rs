//! Format objects to lines.

mod cache;
mod column_widths;
mod complex;
mod list;
mod table;

pub use cache::Batch;
pub use column_widths::distribute;

use crate::cells;
use crate::context::Styles;
use crate::format_object::{EntryInfo, FormatEntry, FormatObject, Shape, TableHeader, WriteStream};
use cache::Cache;
use table::TableWriter;

/// Where lines go.
///
/// A closure over `&str` is a sink for which all streams are one.
pub trait Sink {
    /// Takes a line, without its end; a text of several lines comes as one.
    fn line(&mut self, line: &str);

    /// Says from which stream the lines that follow come.
    fn stream(&mut self, _stream: WriteStream) {}
}

impl<F: FnMut(&str)> Sink for F {
    fn line(&mut self, line: &str) {
        self(line);
    }
}

/// How lines look.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Cells in a line.
    pub width: usize,
    /// Lines on a screen, where headers are repeated for each.
    pub rows: Option<usize>,
    /// Escape sequences for labels; `None` for plain text.
    pub styles: Option<Styles>,
}

/// What is open.
enum Open {
    Nothing,
    Table(TableWriter),
    List,
    Wide(WideBuffer),
    Custom,
}

/// Values of a wide view that wait for the line to be full.
struct WideBuffer {
    writer: TableWriter,
    columns: usize,
    values: Vec<String>,
}

/// Lays format objects out as lines.
pub struct LineWriter {
    layout: Layout,
    cache: Cache,
    shape: Option<Shape>,
    open: Open,
    /// Whether a group was begun since the shape was.
    group_seen: bool,
}

impl LineWriter {
    /// A writer of such lines.
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            cache: Cache::default(),
            shape: None,
            open: Open::Nothing,
            group_seen: false,
        }
    }

    /// Takes a format object and gives the lines that are ready to `sink`.
    pub fn write(&mut self, object: FormatObject, sink: &mut dyn Sink) {
        if let FormatObject::Start(start) = &object {
            let first_width_open = matches!(
                &start.shape,
                Shape::Table(header) if header.columns.first().is_some_and(|c| c.width == 0)
            );
            match start.auto_size {
                Some(count) => self.cache.collect(Batch::Count(count)),
                None if first_width_open => self.cache.collect(Batch::UntilReleased),
                None => {}
            }
        }
        let ready = self.cache.add(object);
        self.write_batch(ready, sink);
    }

    /// Whether rows wait for the widths of those that follow. Who shows rows as they come calls
    /// [`LineWriter::release`] when they have waited for 300 ms.
    pub fn is_waiting(&self) -> bool {
        self.cache.is_waiting()
    }

    /// Writes the rows that wait; widths are worked out from them.
    pub fn release(&mut self, sink: &mut dyn Sink) {
        let ready = self.cache.release();
        self.write_batch(ready, sink);
    }

    fn write_batch(&mut self, ready: Vec<FormatObject>, sink: &mut dyn Sink) {
        if let [first, _, ..] = ready.as_slice()
            && matches!(first, FormatObject::GroupStart(_))
        {
            self.fit_shape(&ready);
        }
        for object in ready {
            self.process(object, sink);
        }
    }

    /// Works widths or the number of columns out from the objects of a group.
    fn fit_shape(&mut self, objects: &[FormatObject]) {
        let entries = objects.iter().filter_map(|object| match object {
            FormatObject::Entry(FormatEntry { info, out_of_band: false, .. }) => Some(info),
            _ => None,
        });
        match &mut self.shape {
            Some(Shape::Table(header)) => {
                for column in &mut header.columns {
                    column.width = cells::width(column.header());
                }
                for entry in entries {
                    if let EntryInfo::Table { fields, .. } = entry {
                        for (column, field) in header.columns.iter_mut().zip(fields) {
                            column.width = column.width.max(cells::width(&field.value));
                        }
                    }
                }
            }
            Some(Shape::Wide(columns)) if *columns == 0 => {
                let longest = entries
                    .map(|entry| match entry {
                        EntryInfo::Wide(field) => cells::width(&field.value),
                        _ => 0,
                    })
                    .max();
                let fitting = columns_that_fit(longest.unwrap_or(0), self.layout.width);
                *columns = i32::try_from(fitting).unwrap_or(1);
            }
            _ => {}
        }
    }

    fn process(&mut self, object: FormatObject, sink: &mut dyn Sink) {
        match object {
            FormatObject::Start(start) => {
                self.shape = Some(start.shape);
                self.group_seen = false;
                sink.line("");
            }
            FormatObject::GroupStart(group) => {
                if let Some(header) = &group.header {
                    if self.group_seen {
                        sink.line("");
                    }
                    complex::write(header, self.layout.width, sink);
                    sink.line("");
                }
                self.group_seen = true;
                self.open = self.open_group(sink);
            }
            FormatObject::Entry(entry) => {
                let tagged = entry.write_stream != WriteStream::None;
                if tagged {
                    sink.stream(entry.write_stream);
                }
                if entry.out_of_band {
                    self.out_of_band(&entry, sink);
                } else {
                    self.entry(&entry, sink);
                }
                if tagged {
                    sink.stream(WriteStream::None);
                }
            }
            FormatObject::GroupEnd => {
                if let Open::Wide(buffer) = &mut self.open {
                    buffer.flush(sink);
                }
                self.open = Open::Nothing;
            }
            FormatObject::End => {
                // Each object of a list ends with an empty line already.
                if !matches!(self.shape, Some(Shape::List)) {
                    sink.line("");
                }
                self.shape = None;
            }
        }
    }

    fn open_group(&mut self, sink: &mut dyn Sink) -> Open {
        match &self.shape {
            Some(Shape::Table(header)) => {
                let mut writer = TableWriter::new(header, &self.layout);
                writer.header(sink);
                Open::Table(writer)
            }
            Some(Shape::List) => Open::List,
            Some(Shape::Wide(columns)) => {
                let columns = usize::try_from(*columns).ok().filter(|c| *c > 0).unwrap_or(2);
                let columns = columns.min(self.layout.width.max(1));
                let mut header = TableHeader::default();
                header.columns.resize_with(columns, Default::default);
                let plain = Layout { styles: None, ..self.layout.clone() };
                let writer = TableWriter::new(&header, &plain);
                Open::Wide(WideBuffer { writer, columns, values: Vec::new() })
            }
            Some(Shape::Custom) => Open::Custom,
            None => Open::Nothing,
        }
    }

    fn entry(&mut self, entry: &FormatEntry, sink: &mut dyn Sink) {
        match (&mut self.open, &entry.info) {
            (Open::Table(writer), EntryInfo::Table { multi_line, fields }) => {
                writer.row(fields, *multi_line, sink);
            }
            (Open::List, EntryInfo::List(fields)) => {
                list::write(fields, &self.layout, sink);
                sink.line("");
            }
            (Open::Wide(buffer), EntryInfo::Wide(field)) => {
                buffer.values.push(field.value.to_string());
                if buffer.values.len() == buffer.columns {
                    buffer.flush(sink);
                }
            }
            (Open::Custom, EntryInfo::Custom(values)) => {
                complex::write(values, self.layout.width, sink);
            }
            _ => {}
        }
    }

    fn out_of_band(&mut self, entry: &FormatEntry, sink: &mut dyn Sink) {
        match &entry.info {
            EntryInfo::RawText(text) => sink.line(text),
            // Messages are not broken: the terminal does that, and files keep them whole.
            EntryInfo::Custom(values) => complex::write(values, usize::MAX / 4, sink),
            EntryInfo::List(fields) if !fields.is_empty() => {
                sink.line("");
                list::write(fields, &self.layout, sink);
                sink.line("");
            }
            _ => {}
        }
    }
}

impl WideBuffer {
    fn flush(&mut self, sink: &mut dyn Sink) {
        if self.values.is_empty() {
            return;
        }
        self.values.resize(self.columns, String::new());
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        self.writer.plain_row(&values, sink);
        self.values.clear();
    }
}

/// How many columns of `longest` cells fit, with a blank between.
fn columns_that_fit(longest: usize, width: usize) -> usize {
    if longest == 0 || longest >= width {
        return 1;
    }
    let mut columns = 1;
    while longest * (columns + 1) + columns < width {
        columns += 1;
    }
    columns
}
