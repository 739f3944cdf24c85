//! Tables.

use remora_psobject::Value;

use super::generator::Generator;
use super::property::ActiveProperty;
use crate::context::{Alignment, FormatContext};
use crate::format_object::{EntryInfo, PropertyField, TableColumn, TableHeader};
use crate::value_text::{Directive, is_scalar};
use crate::view::{self, Control, Expression, TableControl, TableRow, choose};

/// A table without a view shows at most so many columns where none are named.
const MAX_COLUMNS: usize = 10;

const COMPUTER_NAME: &str = "PSComputerName";

impl Generator {
    /// The columns of a table without a view.
    pub(super) fn table_properties(
        &self,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Vec<ActiveProperty> {
        let mut active = self.active(true, value, context);
        if self.parameters.properties.is_empty()
            && crate::select::default_properties(value, context).is_empty()
        {
            active.truncate(MAX_COLUMNS);
        }
        active
    }

    fn table_control(&self) -> Option<&TableControl> {
        match self.view.as_ref().map(|view| &view.control) {
            Some(Control::Table(table)) => Some(table),
            _ => None,
        }
    }

    pub(super) fn table_header(&self, value: &Value, context: &dyn FormatContext) -> TableHeader {
        let hide_in_view = self.table_control().is_some_and(|table| table.hide_headers);
        let columns = match self.table_control() {
            Some(table) => self.view_columns(table, value, context),
            None => self.columns.iter().map(|column| header_of(column, value, context)).collect(),
        };
        TableHeader {
            hide_header: self.parameters.hide_headers || hide_in_view,
            repeat_header: self.parameters.repeat_header,
            columns,
        }
    }

    fn view_columns(
        &self,
        table: &TableControl,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Vec<TableColumn> {
        let type_names = context.type_names(value);
        let Some(row) = choose(&table.rows, value, &type_names, context) else {
            return Vec::new();
        };
        let mut columns: Vec<TableColumn> = row
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let header = table.headers.get(at);
                let label = header.and_then(|header| header.label.clone());
                let matches =
                    label.as_ref().is_none_or(|label| context.property(value, label).is_some());
                let alignment = header.map_or(Alignment::Undefined, |header| header.alignment);
                TableColumn {
                    width: header.map_or(0, |header| header.width),
                    alignment: match alignment {
                        Alignment::Undefined => column.alignment,
                        said => said,
                    },
                    label: label.or_else(|| Some(column.expression.label(context))),
                    property_name: None,
                    header_matches_property: matches,
                }
            })
            .collect();
        if self.remote {
            columns.push(TableColumn {
                label: Some(COMPUTER_NAME.into()),
                header_matches_property: true,
                ..TableColumn::default()
            });
        }
        columns
    }

    pub(super) fn table_row(&mut self, value: &Value, context: &dyn FormatContext) -> EntryInfo {
        let Some(view) = self.view.clone() else {
            let columns = std::mem::take(&mut self.columns);
            let fields = columns
                .iter()
                .map(|column| PropertyField {
                    value: column.intrinsic(value, context).unwrap_or_else(|| {
                        self.text(&column.expression, &column.directive(true), value, context)
                    }),
                    alignment: Alignment::Undefined,
                })
                .collect();
            self.columns = columns;
            return EntryInfo::Table { multi_line: self.parameters.wrap, fields };
        };
        let Control::Table(table) = &view.control else {
            return EntryInfo::Table { multi_line: false, fields: Vec::new() };
        };
        let row = match table.rows.as_slice() {
            // Nearly all tables have one row for all objects.
            [only] if only.conditions.is_empty() => Some(only),
            rows => choose(rows, value, &context.type_names(value), context),
        };
        let mut fields = match row {
            Some(row) => self.view_fields(row, value, context),
            None => Vec::new(),
        };
        if self.remote {
            let name = Expression::Property(COMPUTER_NAME.into());
            let value = self.text(&name, &Directive::default(), value, context);
            fields.push(PropertyField { value, ..PropertyField::default() });
        }
        let multi_line = self.parameters.wrap || row.is_some_and(|row| row.wrap);
        EntryInfo::Table { multi_line, fields }
    }

    fn view_fields(
        &mut self,
        row: &TableRow,
        value: &Value,
        context: &dyn FormatContext,
    ) -> Vec<PropertyField> {
        let mut fields = Vec::with_capacity(row.columns.len());
        for view::TableColumn { expression, format, alignment } in &row.columns {
            let directive = Directive { format: format.clone(), fixed_decimals: false };
            let value = self.text(expression, &directive, value, context);
            fields.push(PropertyField { value, alignment: *alignment });
        }
        fields
    }
}

fn header_of(column: &ActiveProperty, value: &Value, context: &dyn FormatContext) -> TableColumn {
    TableColumn {
        width: column.width,
        alignment: match column.alignment {
            Alignment::Undefined => natural_alignment(&column.expression, value, context),
            said => said,
        },
        label: None,
        property_name: Some(column.title()),
        header_matches_property: true,
    }
}

/// Numbers, truth values and enumeration values stand at the right, everything else at the left.
fn natural_alignment(
    expression: &Expression,
    value: &Value,
    context: &dyn FormatContext,
) -> Alignment {
    match expression.value(value, context) {
        Some(Ok(found)) if !found.is_null() => {
            let at_right = found.as_string().is_none() && is_scalar(&found, context);
            if at_right { Alignment::Right } else { Alignment::Left }
        }
        _ => Alignment::Left,
    }
}
