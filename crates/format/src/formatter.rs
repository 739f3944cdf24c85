//! What Out-Default, Out-String and Out-File do: objects of any kind to lines.

use std::sync::Arc;

use remora_psobject::Value;

use crate::context::FormatContext;
use crate::format_object::{FormatObject, WriteStream};
use crate::output::{Layout, LineWriter, Sink};
use crate::shape::{ShapeCommand, ShapeError, ShapeParameters};
use crate::view::ViewTable;

/// How lines look.
#[derive(Clone, Debug)]
pub struct FormatterOptions {
    /// The views of the session.
    pub views: Arc<ViewTable>,
    /// Whether labels are decorated with the escape sequences of `$PSStyle`.
    pub decorate: bool,
    /// Lines on a screen, where headers are repeated for each.
    pub rows: Option<usize>,
}

impl FormatterOptions {
    /// Plain lines with the views that PowerShell brings.
    pub fn plain() -> Self {
        Self { views: ViewTable::built_in(), decorate: false, rows: None }
    }
}

/// Where the stream of objects stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Outside,
    InShape,
    InGroup,
}

/// Formats objects of any kind, format objects among them, one after another.
///
/// A console host gives one cell less than the console has, so that a full line does not make the
/// cursor go to the next.
pub struct Formatter {
    options: FormatterOptions,
    width: usize,
    writer: Option<LineWriter>,
    command: Option<ShapeCommand>,
    place: Place,
    /// From which stream the object comes that is being formatted.
    stream: WriteStream,
}

impl Formatter {
    /// A formatter of lines of so many cells.
    pub fn new(width: usize, options: FormatterOptions) -> Self {
        Self {
            options,
            width,
            writer: None,
            command: None,
            place: Place::Outside,
            stream: WriteStream::None,
        }
    }

    /// Takes an object and gives the lines that are ready to `sink`, without line ends; a text of
    /// several lines comes as one.
    ///
    /// # Errors
    /// As [`ShapeCommand::process`].
    pub fn push(
        &mut self,
        value: &Value,
        context: &dyn FormatContext,
        sink: &mut dyn Sink,
    ) -> Result<(), ShapeError> {
        if value.is_null() {
            return Ok(());
        }
        if !crate::value_text::is_single(value)
            && let Some(object) = FormatObject::from_value(value)
        {
            if matches!(object, FormatObject::Start(_)) && self.place == Place::InGroup {
                self.end_command(sink);
            }
            self.emit(object, context, sink);
            return Ok(());
        }
        let mut command = self.command.take().unwrap_or_else(|| {
            ShapeCommand::new(ShapeParameters::default(), Arc::clone(&self.options.views))
        });
        let result =
            command.process(value, context, &mut |object| self.emit(object, context, sink));
        self.command = Some(command);
        result
    }

    /// As [`Formatter::push`], for an object that came from a stream other than the output stream; the
    /// sink is told of it when its lines come.
    ///
    /// # Errors
    /// As [`Formatter::push`].
    pub fn push_from(
        &mut self,
        stream: WriteStream,
        value: &Value,
        context: &dyn FormatContext,
        sink: &mut dyn Sink,
    ) -> Result<(), ShapeError> {
        self.stream = stream;
        let result = self.push(value, context, sink);
        self.stream = WriteStream::None;
        result
    }

    /// Whether rows wait for the widths of those that follow. Who shows rows as they come calls
    /// [`Formatter::release`] when they have waited for 300 ms.
    pub fn is_waiting(&self) -> bool {
        self.writer.as_ref().is_some_and(LineWriter::is_waiting)
    }

    /// Writes the rows that wait.
    pub fn release(&mut self, sink: &mut dyn Sink) {
        if let Some(writer) = &mut self.writer {
            writer.release(sink);
        }
    }

    /// Ends what was begun.
    pub fn finish(&mut self, sink: &mut dyn Sink) {
        self.end_command(sink);
        self.release(sink);
    }

    fn end_command(&mut self, sink: &mut dyn Sink) {
        if let (Some(mut command), Some(writer)) = (self.command.take(), &mut self.writer) {
            command.end(&mut |object| writer.write(object, sink));
            self.place = Place::Outside;
        }
    }

    fn emit(&mut self, mut object: FormatObject, context: &dyn FormatContext, sink: &mut dyn Sink) {
        if let FormatObject::Entry(entry) = &mut object
            && self.stream != WriteStream::None
        {
            entry.write_stream = self.stream;
        }
        self.place = match &object {
            FormatObject::Start(_) | FormatObject::GroupEnd => Place::InShape,
            FormatObject::GroupStart(_) => Place::InGroup,
            FormatObject::Entry(_) => self.place,
            FormatObject::End => Place::Outside,
        };
        let (decorate, width, rows) = (self.options.decorate, self.width, self.options.rows);
        let writer = self.writer.get_or_insert_with(|| {
            let styles = decorate.then(|| context.preferences().styles);
            LineWriter::new(Layout { width, rows, styles })
        });
        writer.write(object, sink);
    }
}
