//! Short ways to write views down.

use std::sync::Arc;

use remora_psobject::PsString;

use super::{
    Condition, Control, CustomControl, CustomEntry, CustomItem, Expression, GroupBy, ListControl,
    ListEntry, ListItem, Native, TableColumn, TableControl, TableHeader, TableRow, View,
    WideControl, WideEntry,
};
use crate::context::Alignment;

/// A column of a table or a line of a list, while a view is written down.
#[derive(Clone, Debug)]
pub struct Column {
    expression: Expression,
    label: Option<PsString>,
    width: usize,
    header_alignment: Alignment,
    alignment: Alignment,
    format: Option<PsString>,
}

/// A property.
pub fn col(name: &str) -> Column {
    Column::of(Expression::Property(name.into()))
}

/// A property in a list.
pub fn item(name: &str) -> Column {
    col(name)
}

/// A value that a function computes, with its label.
pub fn native(label: &str, function: Native) -> Column {
    Column::of(Expression::Native(function)).label(label)
}

/// A property of a property.
pub fn path(names: &'static [&'static str]) -> Column {
    Column::of(Expression::Path(names))
}

/// An escape sequence in a property of a property, shown in itself.
pub fn sequence(names: &'static [&'static str]) -> Column {
    Column::of(Expression::Sequence(names))
}

/// A text of a custom control.
pub fn text(text: &str) -> CustomItem {
    CustomItem::Text(text.into())
}

impl Column {
    fn of(expression: Expression) -> Self {
        Self {
            expression,
            label: None,
            width: 0,
            header_alignment: Alignment::Undefined,
            alignment: Alignment::Undefined,
            format: None,
        }
    }

    /// With a label that is not the property's name.
    #[must_use]
    pub fn label(self, label: &str) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// So many cells wide.
    #[must_use]
    pub fn width(self, width: usize) -> Self {
        Self { width, ..self }
    }

    /// Header and values at the right.
    #[must_use]
    pub fn right(self) -> Self {
        Self { header_alignment: Alignment::Right, ..self }
    }

    /// Header and values at the left, said expressly.
    #[must_use]
    pub fn left(self) -> Self {
        Self { header_alignment: Alignment::Left, ..self }
    }

    /// Values, not the header, at the right.
    #[must_use]
    pub fn values_right(self) -> Self {
        Self { alignment: Alignment::Right, ..self }
    }

    /// Formatted so.
    #[must_use]
    pub fn format(self, format: &str) -> Self {
        Self { format: Some(format.into()), ..self }
    }

    fn list_item(self) -> ListItem {
        ListItem { label: self.label, expression: self.expression, format: self.format, when: None }
    }
}

/// Lines of a list, while a view is written down.
pub struct Entry {
    conditions: Vec<Condition>,
    items: Vec<ListItem>,
}

impl Entry {
    /// Lines for all objects that no other entry is for.
    pub fn of(columns: impl IntoIterator<Item = Column>) -> Self {
        let items = columns.into_iter().map(Column::list_item).collect();
        Self { conditions: Vec::new(), items }
    }

    /// Properties by name.
    pub fn names(names: &[&str]) -> Self {
        Self::of(names.iter().map(|name| item(name)))
    }

    /// For objects of this type only.
    #[must_use]
    pub fn only_for(mut self, type_name: &str) -> Self {
        self.conditions.push(Condition { type_name: Some(type_name.into()), expression: None });
        self
    }
}

fn names(types: &[&str]) -> Vec<PsString> {
    types.iter().map(|name| PsString::from(*name)).collect()
}

impl View {
    fn of(name: &str, types: &[&str], control: Control) -> Self {
        let types = names(types);
        Self { name: name.into(), types, control, group_by: None, out_of_band: false }
    }

    /// A table.
    pub fn table(name: &str, types: &[&str], columns: impl IntoIterator<Item = Column>) -> Self {
        let mut control = TableControl::default();
        let mut row = TableRow::default();
        for column in columns {
            control.headers.push(TableHeader {
                label: column.label,
                width: column.width,
                alignment: column.header_alignment,
            });
            row.columns.push(TableColumn {
                expression: column.expression,
                format: column.format,
                alignment: column.alignment,
            });
        }
        control.rows.push(row);
        Self::of(name, types, Control::Table(control))
    }

    /// A list of these entries.
    pub fn list(name: &str, types: &[&str], entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries = entries
            .into_iter()
            .map(|entry| ListEntry { conditions: entry.conditions, items: entry.items })
            .collect();
        Self::of(name, types, Control::List(ListControl { entries }))
    }

    /// A wide view of one property.
    pub fn wide(name: &str, types: &[&str], property: Column) -> Self {
        let entry = WideEntry {
            conditions: Vec::new(),
            expression: property.expression,
            format: property.format,
        };
        let control = WideControl { entries: vec![entry], ..WideControl::default() };
        Self::of(name, types, Control::Wide(control))
    }

    /// A custom view of these parts.
    pub fn custom(name: &str, types: &[&str], items: Vec<CustomItem>) -> Self {
        Self::of(name, types, Control::Custom(CustomControl::of(items)))
    }

    /// Grouped.
    #[must_use]
    pub fn grouped(self, group_by: GroupBy) -> Self {
        Self { group_by: Some(group_by), ..self }
    }

    /// Long values go on in further lines.
    #[must_use]
    pub fn wrapped(mut self) -> Self {
        if let Control::Table(table) = &mut self.control {
            for row in &mut table.rows {
                row.wrap = true;
            }
        }
        self
    }

    /// Widths are worked out from the values.
    #[must_use]
    pub fn auto_sized(mut self) -> Self {
        if let Control::Table(table) = &mut self.control {
            table.auto_size = true;
        }
        self
    }

    /// Objects print where they come.
    #[must_use]
    pub fn printed_at_once(self) -> Self {
        Self { out_of_band: true, ..self }
    }

    /// With another wide entry for objects of one type.
    #[must_use]
    pub fn with_wide_entry(mut self, type_name: &str, property: Column) -> Self {
        if let Control::Wide(wide) = &mut self.control {
            wide.entries.push(WideEntry {
                conditions: vec![Condition { type_name: Some(type_name.into()), expression: None }],
                expression: property.expression,
                format: property.format,
            });
        }
        self
    }
}

impl CustomControl {
    /// A control of these parts for all objects.
    pub fn of(items: Vec<CustomItem>) -> Arc<Self> {
        Arc::new(Self { entries: vec![CustomEntry { conditions: Vec::new(), items }] })
    }
}

impl From<Column> for CustomItem {
    fn from(column: Column) -> Self {
        Self::Value {
            expression: Some(column.expression),
            when: None,
            format: column.format,
            enumerate: false,
            control: None,
        }
    }
}

/// Grouped by a value whose header is its label and its text.
pub fn by_property(key: Column) -> GroupBy {
    GroupBy { key: key.expression, label: key.label, control: None }
}

/// Grouped by a value whose header is four blanks, a label and a text.
pub fn by_control(key: Column, label: &str, shown: Column) -> GroupBy {
    let items = vec![text(label), shown.into()];
    let frame = CustomItem::Frame { left: 4, right: 0, first_line: 0, items };
    GroupBy { key: key.expression, label: None, control: Some(CustomControl::of(vec![frame])) }
}
