//! Views: for which types, in what form, with which columns or lines.

mod build;
mod expression;
mod table;

use std::sync::Arc;

use remora_psobject::PsString;

pub use build::{Column, Entry, by_control, by_property, col, item, native, path, sequence, text};
pub use expression::{Expression, Native, is_pattern, is_true, matches, member, resolve};
pub use table::{Applicability, ViewTable, applies, choose, original_name};

use crate::context::Alignment;
use crate::shape::ShapeKind;

/// A view: how objects of some types look in one shape.
#[derive(Clone, Debug)]
pub struct View {
    /// The name that `-View` takes.
    pub name: PsString,
    /// Names of the types that it is for.
    pub types: Vec<PsString>,
    /// What it looks like.
    pub control: Control,
    /// By what objects are grouped.
    pub group_by: Option<GroupBy>,
    /// Whether objects print where they come, inside a table of others too.
    pub out_of_band: bool,
}

impl View {
    /// The shape of its control.
    pub fn kind(&self) -> ShapeKind {
        match self.control {
            Control::Table(_) => ShapeKind::Table,
            Control::List(_) => ShapeKind::List,
            Control::Wide(_) => ShapeKind::Wide,
            Control::Custom(_) => ShapeKind::Custom,
        }
    }
}

/// The body of a view.
#[derive(Clone, Debug)]
pub enum Control {
    /// `TableControl`
    Table(TableControl),
    /// `ListControl`
    List(ListControl),
    /// `WideControl`
    Wide(WideControl),
    /// `CustomControl`
    Custom(Arc<CustomControl>),
}

/// `GroupBy` of a view.
#[derive(Clone, Debug)]
pub struct GroupBy {
    /// What the group's members share.
    pub key: Expression,
    /// What stands before the key in the header, instead of the property's name.
    pub label: Option<PsString>,
    /// The whole header, instead of label and key.
    pub control: Option<Arc<CustomControl>>,
}

/// A condition that an object meets: a type, a script block, or both.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The type that the object must have.
    pub type_name: Option<PsString>,
    /// What must be true of the object.
    pub expression: Option<Expression>,
}

/// `TableControl`
#[derive(Clone, Debug, Default)]
pub struct TableControl {
    /// Column headers; none, or one for each column.
    pub headers: Vec<TableHeader>,
    /// Rows: the first whose conditions hold, or the first without any.
    pub rows: Vec<TableRow>,
    /// Whether widths are worked out from the values.
    pub auto_size: bool,
    /// Whether there are no headers.
    pub hide_headers: bool,
}

/// The header of a column.
#[derive(Clone, Debug, Default)]
pub struct TableHeader {
    /// The label, where it is not the property's name.
    pub label: Option<PsString>,
    /// Cells; 0 where the layout decides.
    pub width: usize,
    /// The alignment of label and values.
    pub alignment: Alignment,
}

/// `TableRowEntry`
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// For which objects; empty for all others.
    pub conditions: Vec<Condition>,
    /// Whether long values go on in further lines.
    pub wrap: bool,
    /// The columns.
    pub columns: Vec<TableColumn>,
}

/// A value in a row.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// The value.
    pub expression: Expression,
    /// How it is formatted.
    pub format: Option<PsString>,
    /// Its alignment, where it is not the header's.
    pub alignment: Alignment,
}

/// `ListControl`
#[derive(Clone, Debug, Default)]
pub struct ListControl {
    /// Entries: the first whose conditions hold, or the first without any.
    pub entries: Vec<ListEntry>,
}

/// `ListEntry`
#[derive(Clone, Debug, Default)]
pub struct ListEntry {
    /// For which objects; empty for all others.
    pub conditions: Vec<Condition>,
    /// The lines.
    pub items: Vec<ListItem>,
}

/// `ListItem`
#[derive(Clone, Debug)]
pub struct ListItem {
    /// The label, where it is not the property's name.
    pub label: Option<PsString>,
    /// The value.
    pub expression: Expression,
    /// How it is formatted.
    pub format: Option<PsString>,
    /// When it is shown.
    pub when: Option<Expression>,
}

/// `WideControl`
#[derive(Clone, Debug, Default)]
pub struct WideControl {
    /// Number of columns; 0 for two.
    pub columns: usize,
    /// Whether the number of columns is worked out from the values.
    pub auto_size: bool,
    /// Entries: the first whose conditions hold, or the first without any.
    pub entries: Vec<WideEntry>,
}

/// `WideEntry`
#[derive(Clone, Debug)]
pub struct WideEntry {
    /// For which objects; empty for all others.
    pub conditions: Vec<Condition>,
    /// The value.
    pub expression: Expression,
    /// How it is formatted.
    pub format: Option<PsString>,
}

/// `CustomControl`
#[derive(Clone, Debug, Default)]
pub struct CustomControl {
    /// Entries: the first whose conditions hold, or the first without any.
    pub entries: Vec<CustomEntry>,
}

/// `CustomEntry`
#[derive(Clone, Debug, Default)]
pub struct CustomEntry {
    /// For which objects; empty for all others.
    pub conditions: Vec<Condition>,
    /// What is printed.
    pub items: Vec<CustomItem>,
}

/// A part of a custom control.
#[derive(Clone, Debug)]
pub enum CustomItem {
    /// A text.
    Text(PsString),
    /// So many ends of lines.
    NewLine(usize),
    /// Parts that are indented together.
    Frame {
        /// Cells at the left.
        left: usize,
        /// Cells at the right.
        right: usize,
        /// Cells by which the first line goes in (positive) or sticks out (negative).
        first_line: i32,
        /// What is in it.
        items: Vec<CustomItem>,
    },
    /// A value of the object.
    Value {
        /// The value; `None` for the object itself.
        expression: Option<Expression>,
        /// When it is shown.
        when: Option<Expression>,
        /// How it is formatted.
        format: Option<PsString>,
        /// Whether its items are shown one by one.
        enumerate: bool,
        /// What prints the value or its items.
        control: Option<Arc<CustomControl>>,
    },
}
