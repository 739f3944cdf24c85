//! Format objects: what Format-Table and its kin give, and what is laid out as lines.
//!
//! As values they are objects of `Microsoft.PowerShell.Commands.Internal.Format.*` with the properties
//! that PowerShell gives them, so that they cross CLIXML and print at the far end.

mod class;
mod read;
mod write;

use remora_psobject::{LiveObject, PsString, TypeId, Value};

pub use class::Class;

use crate::context::Alignment;

/// A format object.
#[derive(Clone, Debug, PartialEq)]
pub enum FormatObject {
    /// `FormatStartData`: a table, a list… begins.
    Start(FormatStart),
    /// `GroupStartData`: a group begins.
    GroupStart(GroupStart),
    /// `FormatEntryData`: an object.
    Entry(FormatEntry),
    /// `GroupEndData`: the group ends.
    GroupEnd,
    /// `FormatEndData`: the table, the list… ends.
    End,
}

/// `FormatStartData`
#[derive(Clone, Debug, PartialEq)]
pub struct FormatStart {
    /// Which shape, with its columns.
    pub shape: Shape,
    /// `AutosizeInfo`: how many objects decide about widths, 0 for all of a group; `None` where widths
    /// are not worked out.
    pub auto_size: Option<i32>,
}

/// `ShapeInfo`
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `TableHeaderInfo`
    Table(TableHeader),
    /// `ListViewHeaderInfo`
    List,
    /// `WideViewHeaderInfo`: the number of columns, 0 where it is not said.
    Wide(i32),
    /// `ComplexViewHeaderInfo`
    Custom,
}

/// `TableHeaderInfo`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableHeader {
    /// No headers are printed.
    pub hide_header: bool,
    /// Headers are printed again for each screen.
    pub repeat_header: bool,
    /// The columns.
    pub columns: Vec<TableColumn>,
}

/// `TableColumnInfo`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableColumn {
    /// Cells; 0 where the layout decides.
    pub width: usize,
    /// The alignment of header and values.
    pub alignment: Alignment,
    /// The label, where the view has one.
    pub label: Option<PsString>,
    /// The property's name.
    pub property_name: Option<PsString>,
    /// Whether the label is the name of a property; other labels look different.
    pub header_matches_property: bool,
}

impl TableColumn {
    /// What stands above the column.
    pub fn header(&self) -> &str {
        let label = self.label.as_deref().filter(|label| !label.is_empty());
        label.or(self.property_name.as_deref()).unwrap_or("")
    }
}

/// `GroupStartData`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupStart {
    /// `GroupingEntry`: the header of the group.
    pub header: Option<Vec<FormatValue>>,
}

/// `WriteStreamType`: from which stream an object comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WriteStream {
    /// Not said.
    #[default]
    None,
    /// The output stream.
    Output,
    /// The error stream.
    Error,
    /// The warning stream.
    Warning,
    /// The verbose stream.
    Verbose,
    /// The debug stream.
    Debug,
    /// The information stream.
    Information,
}

/// `FormatEntryData`
#[derive(Clone, Debug, PartialEq)]
pub struct FormatEntry {
    /// What is printed.
    pub info: EntryInfo,
    /// Whether it prints where it comes, outside of any shape.
    pub out_of_band: bool,
    /// From which stream the object comes.
    pub write_stream: WriteStream,
}

/// `FormatEntryInfo`
#[derive(Clone, Debug, PartialEq)]
pub enum EntryInfo {
    /// `RawTextFormatEntry`: lines as they are.
    RawText(PsString),
    /// `TableRowEntry`
    Table {
        /// Whether long values go on in further lines.
        multi_line: bool,
        /// The values.
        fields: Vec<PropertyField>,
    },
    /// `ListViewEntry`
    List(Vec<ListField>),
    /// `WideViewEntry`
    Wide(PropertyField),
    /// `ComplexViewEntry`
    Custom(Vec<FormatValue>),
}

/// `FormatPropertyField`: a value's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PropertyField {
    /// The text.
    pub value: PsString,
    /// Its alignment, where it is not the column's.
    pub alignment: Alignment,
}

/// `ListViewField`
#[derive(Clone, Debug, PartialEq)]
pub struct ListField {
    /// The label, where the view has one.
    pub label: Option<PsString>,
    /// The property's name.
    pub property_name: Option<PsString>,
    /// The value's text.
    pub field: PropertyField,
}

impl ListField {
    /// What stands before the value.
    pub fn name(&self) -> &str {
        self.label.as_deref().or(self.property_name.as_deref()).unwrap_or("")
    }
}

/// `FormatValue`: a part of a custom view or of a group's header.
#[derive(Clone, Debug, PartialEq)]
pub enum FormatValue {
    /// `FormatNewLine`
    NewLine,
    /// `FormatTextField`
    Text(PsString),
    /// `FormatPropertyField`
    Property(PsString),
    /// `FormatEntry`: parts that may be indented together.
    Group {
        /// `FrameInfo`
        frame: Option<Frame>,
        /// The parts.
        values: Vec<FormatValue>,
    },
}

/// `FrameInfo`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Cells by which the first line goes in (positive) or sticks out (negative).
    pub first_line: i32,
    /// Cells at the left.
    pub left: i32,
    /// Cells at the right.
    pub right: i32,
}

impl FormatObject {
    /// Text that prints where it comes.
    pub fn raw_text(text: impl Into<PsString>) -> Self {
        Self::Entry(FormatEntry {
            info: EntryInfo::RawText(text.into()),
            out_of_band: true,
            write_stream: WriteStream::None,
        })
    }

    /// Its class.
    pub fn class(&self) -> Class {
        match self {
            Self::Start(_) => Class::FormatStartData,
            Self::GroupStart(_) => Class::GroupStartData,
            Self::Entry(_) => Class::FormatEntryData,
            Self::GroupEnd => Class::GroupEndData,
            Self::End => Class::FormatEndData,
        }
    }

    /// The format object as a value that goes through pipelines.
    pub fn into_value(self) -> Value {
        Value::live(self)
    }

    /// The format object that a value is, here made or deserialized; `None` for any other value.
    pub fn from_value(value: &Value) -> Option<Self> {
        match value.downcast::<Self>() {
            Some(known) => Some(known.clone()),
            None => read::format_object(value),
        }
    }
}

impl LiveObject for FormatObject {
    fn object_type(&self) -> TypeId {
        self.class().type_id()
    }

    fn property_names(&self) -> Vec<PsString> {
        write::properties(self).into_iter().map(|(name, _)| name.into()).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, remora_psobject::Exception>> {
        write::properties(self)
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| Ok(value))
    }
}
