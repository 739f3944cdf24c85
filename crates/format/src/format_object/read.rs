//! Format objects from the properties of ordinary, mostly deserialized, objects.

use remora_psobject::{PsString, Value};

use super::class::{CLASS_ID_PROPERTY, NAME_SPACE};
use super::{
    Class, EntryInfo, FormatEntry, FormatObject, FormatStart, FormatValue, Frame, GroupStart,
    ListField, PropertyField, Shape, TableColumn, TableHeader, WriteStream,
};
use crate::context::Alignment;

/// More cells than any screen has; sizes from elsewhere are held to it.
const MAX_CELLS: i64 = 10_000;

/// How deep the parts of a custom view may be nested.
const MAX_DEPTH: usize = 64;

/// Reads a format object; `None` for any other value.
pub(super) fn format_object(value: &Value) -> Option<FormatObject> {
    Some(match class(value)? {
        Class::FormatStartData => FormatObject::Start(FormatStart {
            shape: shape(&get(value, "shapeInfo"))?,
            auto_size: match get(value, "autosizeInfo") {
                Value::Null => None,
                info => Some(i32::try_from(number(&info, "objectCount")).unwrap_or(0)),
            },
        }),
        Class::GroupStartData => {
            let header = match get(value, "groupingEntry") {
                Value::Null => None,
                entry => Some(format_values(&entry, 0)),
            };
            FormatObject::GroupStart(GroupStart { header })
        }
        Class::FormatEntryData => FormatObject::Entry(FormatEntry {
            info: entry_info(&get(value, "formatEntryInfo"))?,
            out_of_band: flag(value, "outOfBand"),
            write_stream: stream(&get(value, "writeStream")),
        }),
        Class::GroupEndData => FormatObject::GroupEnd,
        Class::FormatEndData => FormatObject::End,
        _ => return None,
    })
}

fn class(value: &Value) -> Option<Class> {
    match value {
        Value::Live(live) if !live.object_type().full_name().starts_with(NAME_SPACE) => None,
        Value::Object(_) | Value::Live(_) => {
            Class::from_id(property(value, CLASS_ID_PROPERTY)?.as_str()?)
        }
        _ => None,
    }
}

fn property(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Object(object) => object
            .get(name)
            .or_else(|| property(Some(object.base()).filter(|b| !b.is_null())?, name)),
        Value::Live(live) => live.property(name)?.ok(),
        _ => None,
    }
}

/// A property; null where there is none.
fn get(value: &Value, name: &str) -> Value {
    property(value, name).unwrap_or_default().or_null()
}

fn number(value: &Value, name: &str) -> i64 {
    get(value, name).as_i64().unwrap_or(0)
}

fn flag(value: &Value, name: &str) -> bool {
    get(value, name).as_bool().unwrap_or(false)
}

fn string(value: &Value, name: &str) -> Option<PsString> {
    get(value, name).as_string().cloned()
}

fn items(value: &Value, name: &str) -> Vec<Value> {
    fn of(value: &Value) -> Vec<Value> {
        match value {
            Value::List(list) => list.to_vec(),
            Value::Array(array) => array.to_vec(),
            Value::Object(object) => of(object.base()),
            _ => Vec::new(),
        }
    }
    of(&get(value, name))
}

fn size(value: &Value, name: &str) -> i32 {
    let held = number(value, name).clamp(-MAX_CELLS, MAX_CELLS);
    i32::try_from(held).unwrap_or(0)
}

fn shape(value: &Value) -> Option<Shape> {
    Some(match class(value)? {
        Class::TableHeaderInfo => Shape::Table(TableHeader {
            hide_header: flag(value, "hideHeader"),
            repeat_header: flag(value, "repeatHeader"),
            columns: items(value, "tableColumnInfoList").iter().map(column).collect(),
        }),
        Class::ListViewHeaderInfo => Shape::List,
        Class::WideViewHeaderInfo => Shape::Wide(size(value, "columns")),
        Class::ComplexViewHeaderInfo => Shape::Custom,
        _ => return None,
    })
}

fn column(value: &Value) -> TableColumn {
    let matches = property(value, "HeaderMatchesProperty").and_then(|flag| flag.as_bool());
    TableColumn {
        width: usize::try_from(size(value, "width")).unwrap_or(0),
        alignment: Alignment::from_number(number(value, "alignment")),
        label: string(value, "label"),
        property_name: string(value, "propertyName"),
        header_matches_property: matches.unwrap_or(true),
    }
}

fn entry_info(value: &Value) -> Option<EntryInfo> {
    Some(match class(value)? {
        Class::RawTextFormatEntry => EntryInfo::RawText(string(value, "text").unwrap_or_default()),
        Class::TableRowEntry => EntryInfo::Table {
            multi_line: flag(value, "multiLine"),
            fields: items(value, "formatPropertyFieldList").iter().map(field).collect(),
        },
        Class::ListViewEntry => {
            EntryInfo::List(items(value, "listViewFieldList").iter().map(list_field).collect())
        }
        Class::WideViewEntry => EntryInfo::Wide(field(&get(value, "formatPropertyField"))),
        Class::ComplexViewEntry => EntryInfo::Custom(format_values(value, 0)),
        _ => return None,
    })
}

fn field(value: &Value) -> PropertyField {
    PropertyField {
        value: string(value, "propertyValue").unwrap_or_default(),
        alignment: Alignment::from_number(number(value, "alignment")),
    }
}

fn list_field(value: &Value) -> ListField {
    ListField {
        label: string(value, "label"),
        property_name: string(value, "propertyName"),
        field: field(&get(value, "formatPropertyField")),
    }
}

fn format_values(value: &Value, depth: usize) -> Vec<FormatValue> {
    if depth == MAX_DEPTH {
        return Vec::new();
    }
    items(value, "formatValueList")
        .iter()
        .filter_map(|item| {
            Some(match class(item)? {
                Class::FormatNewLine => FormatValue::NewLine,
                Class::FormatTextField => {
                    FormatValue::Text(string(item, "text").unwrap_or_default())
                }
                Class::FormatPropertyField => {
                    FormatValue::Property(string(item, "propertyValue").unwrap_or_default())
                }
                Class::FormatEntry => FormatValue::Group {
                    frame: frame(&get(item, "frameInfo")),
                    values: format_values(item, depth + 1),
                },
                _ => return None,
            })
        })
        .collect()
}

fn frame(value: &Value) -> Option<Frame> {
    class(value).map(|_| Frame {
        left: size(value, "leftIndentation"),
        right: size(value, "rightIndentation"),
        first_line: size(value, "firstLine"),
    })
}

fn stream(value: &Value) -> WriteStream {
    let name = value.as_str().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "output" => WriteStream::Output,
        "error" => WriteStream::Error,
        "warning" => WriteStream::Warning,
        "verbose" => WriteStream::Verbose,
        "debug" => WriteStream::Debug,
        "information" => WriteStream::Information,
        _ => WriteStream::None,
    }
}
