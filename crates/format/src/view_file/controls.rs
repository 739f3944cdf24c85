//! `TableControl`, `ListControl`, `WideControl`

use roxmltree::Node;

use super::reader::{Reader, child, elements, name_of};
use super::selection::entry_conditions;
use crate::context::Alignment;
use crate::view::{
    Applicability, ListControl, ListEntry, ListItem, TableColumn, TableControl, TableHeader,
    TableRow, WideControl, WideEntry,
};

/// Of the entries of a control one, and only one, must be for all objects.
fn check_default<T: Applicability>(
    reader: &mut Reader<'_, '_>,
    entries: &[T],
    name: &str,
) -> Option<()> {
    match entries.iter().filter(|entry| entry.conditions().is_empty()).count() {
        1 => Some(()),
        0 => {
            reader.error(format!("There must be at least one default {name}."));
            None
        }
        _ => {
            reader.error(format!("There cannot be more than one default {name}."));
            None
        }
    }
}

/// `TableControl`
pub(super) fn table(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<TableControl> {
    let mut control = TableControl::default();
    let mut rows = None;
    let mut sound = true;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "autosize" => control.auto_size = reader.flag(&child)?,
            "hidetableheaders" => control.hide_headers = reader.flag(&child)?,
            "tableheaders" => match reader.each(&child, "TableColumnHeader", table_header) {
                Some(headers) => control.headers = headers,
                None => {
                    reader.inside(&child, |reader| {
                        reader.error(
                            "The column header definition is not valid; all headers are discarded.",
                        );
                    });
                    sound = false;
                }
            },
            "tablerowentries" => match reader.each(&child, "TableRowEntry", table_row) {
                Some(found) => {
                    reader.inside(&child, |r| check_default(r, &found, "TableRowEntry"))?;
                    rows = Some(found);
                }
                None => return None,
            },
            _ => reader.unknown(&child),
        }
    }
    let Some(rows) = rows else {
        reader.error("Node TableRowEntries is missing.");
        return None;
    };
    let standard = rows.iter().find(|row| row.conditions.is_empty());
    let count = standard.map_or(0, |row| row.columns.len());
    let headers = control.headers.len();
    if headers != 0 && headers != count {
        reader.error(format!(
            "The header item count = {headers} does not match default row item count = {count}."
        ));
        return None;
    }
    let others = rows.iter().filter(|row| !row.conditions.is_empty());
    for (at, row) in others.enumerate() {
        let found = row.columns.len();
        if found != count {
            reader.error(format!(
                "The row item count = {found} on alternative set #{} does not match default row \
                 item count = {count}.",
                at + 1
            ));
            return None;
        }
    }
    control.rows = rows;
    sound.then_some(control)
}

fn table_header(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<TableHeader> {
    let mut header = TableHeader::default();
    for child in elements(node) {
        match name_of(&child).as_str() {
            "label" => header.label = reader.text(&child),
            "width" => header.width = reader.number(&child, 1)?,
            "alignment" => header.alignment = reader.alignment(&child)?,
            _ => reader.unknown(&child),
        }
    }
    Some(header)
}

fn table_row(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<TableRow> {
    let conditions = entry_conditions(reader, node);
    let mut row = TableRow { conditions, ..TableRow::default() };
    let mut items = None;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "entryselectedby" => {}
            "wrap" => row.wrap = reader.flag(&child)?,
            "tablecolumnitems" => {
                items = Some(reader.each(&child, "TableColumnItem", table_column)?);
            }
            _ => reader.unknown(&child),
        }
    }
    match items {
        Some(columns) => Some(TableRow { columns, ..row }),
        None => {
            reader.error("Node TableColumnItems is missing.");
            None
        }
    }
}

fn table_column(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<TableColumn> {
    let before = reader.error_count();
    let (mut format, mut alignment) = (None, Alignment::Undefined);
    for child in elements(node) {
        match name_of(&child).as_str() {
            "propertyname" | "scriptblock" => {}
            "formatstring" => format = reader.text(&child),
            "alignment" => alignment = reader.alignment(&child)?,
            _ => reader.unknown(&child),
        }
    }
    let found = reader.expression(node);
    if reader.error_count() > before {
        return None;
    }
    // A column may be empty.
    let expression = found.unwrap_or_else(|| crate::view::Expression::Property("".into()));
    Some(TableColumn { expression, format, alignment })
}

/// `ListControl`
pub(super) fn list(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<ListControl> {
    let mut entries = None;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "listentries" => {
                let found = reader.each(&child, "ListEntry", list_entry)?;
                reader.inside(&child, |r| check_default(r, &found, "ListEntry"))?;
                entries = Some(found);
            }
            _ => reader.unknown(&child),
        }
    }
    if entries.is_none() {
        reader.error("Node ListEntries is missing.");
    }
    entries.map(|entries| ListControl { entries })
}

fn list_entry(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<ListEntry> {
    let conditions = entry_conditions(reader, node);
    let mut items = None;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "entryselectedby" => {}
            "listitems" => items = Some(reader.each(&child, "ListItem", list_item)?),
            _ => reader.unknown(&child),
        }
    }
    let Some(items) = items else {
        reader.error("Node ListItems is missing.");
        return None;
    };
    if items.is_empty() {
        reader.error("At least one list view item must be specified.");
        return None;
    }
    Some(ListEntry { conditions, items })
}

fn list_item(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<ListItem> {
    let (mut label, mut format, mut when) = (None, None, None);
    for child in elements(node) {
        match name_of(&child).as_str() {
            "propertyname" | "scriptblock" => {}
            "label" => label = reader.text(&child),
            "formatstring" => format = reader.text(&child),
            "itemselectioncondition" => {
                when = Some(reader.inside(&child, |reader| reader.expression(&child))?);
            }
            _ => reader.unknown(&child),
        }
    }
    let Some(expression) = reader.expression(node) else {
        reader.error("The property entry is not valid.");
        return None;
    };
    Some(ListItem { label, expression, format, when })
}

/// `WideControl`
pub(super) fn wide(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<WideControl> {
    let mut control = WideControl::default();
    let mut entries = None;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "autosize" => control.auto_size = reader.flag(&child)?,
            "columnnumber" => control.columns = reader.number(&child, 1)?,
            "wideentries" => {
                let found = reader.each(&child, "WideEntry", wide_entry)?;
                reader.inside(&child, |r| check_default(r, &found, "WideEntry"))?;
                entries = Some(found);
            }
            _ => reader.unknown(&child),
        }
    }
    if control.auto_size && control.columns > 0 {
        reader.error("AutoSize and ColumnNumber are mutually exclusive.");
        return None;
    }
    if entries.is_none() {
        reader.error("Node WideEntries is missing.");
    }
    entries.map(|entries| WideControl { entries, ..control })
}

fn wide_entry(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Option<WideEntry> {
    let conditions = entry_conditions(reader, node);
    let Some(item) = child(node, "WideItem") else {
        reader.error("Node WideItem is missing.");
        return None;
    };
    for other in elements(node) {
        if !matches!(name_of(&other).as_str(), "entryselectedby" | "wideitem") {
            reader.unknown(&other);
        }
    }
    reader.inside(&item, |reader| {
        let mut format = None;
        for child in elements(&item) {
            match name_of(&child).as_str() {
                "propertyname" | "scriptblock" => {}
                "formatstring" => format = reader.text(&child),
                _ => reader.unknown(&child),
            }
        }
        let Some(expression) = reader.expression(&item) else {
            reader.error("An expression is expected.");
            return None;
        };
        Some(WideEntry { conditions, expression, format })
    })
}
