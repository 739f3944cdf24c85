//! Format objects as properties.

use remora_psobject::{Exception, ListObject, LiveObject, PsString, TypeId, Value};

use super::class::CLASS_ID_PROPERTY;
use super::{
    Class, EntryInfo, FormatEntry, FormatObject, FormatStart, FormatValue, Frame, ListField,
    PropertyField, Shape, TableColumn, TableHeader, WriteStream,
};

type Properties = Vec<(&'static str, Value)>;

/// A part of a format object.
struct Part {
    class: Class,
    properties: Properties,
}

impl LiveObject for Part {
    fn object_type(&self) -> TypeId {
        self.class.type_id()
    }

    fn property_names(&self) -> Vec<PsString> {
        self.properties.iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        self.properties
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| Ok(value.clone()))
    }
}

fn start(class: Class) -> Properties {
    vec![(CLASS_ID_PROPERTY, Value::from(class.id()))]
}

fn part(class: Class, more: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let mut properties = start(class);
    properties.extend(more);
    Value::live(Part { class, properties })
}

/// A `List<T>`; its element type is named by the class.
fn list(element: TypeId, items: impl IntoIterator<Item = Value>) -> Value {
    let id = TypeId::GENERIC_LIST.generic_of(&[element]);
    ListObject::new(id, items.into_iter().collect()).into()
}

/// The properties of a format object.
pub(super) fn properties(object: &FormatObject) -> Properties {
    let mut properties = start(object.class());
    match object {
        FormatObject::Start(FormatStart { shape, auto_size }) => {
            let auto_size = auto_size
                .map(|count| part(Class::AutosizeInfo, [("objectCount", Value::I32(count))]));
            properties.extend([
                ("pageHeaderEntry", Value::Null),
                ("pageFooterEntry", Value::Null),
                ("autosizeInfo", auto_size.unwrap_or_default()),
                ("shapeInfo", self::shape(shape)),
                ("groupingEntry", Value::Null),
            ]);
        }
        FormatObject::GroupStart(group) => {
            let header = group.header.as_ref().map(|values| {
                part(Class::GroupingEntry, [("formatValueList", format_values(values))])
            });
            properties.extend([
                ("shapeInfo", Value::Null),
                ("groupingEntry", header.unwrap_or_default()),
            ]);
        }
        FormatObject::Entry(entry) => properties.extend(self::entry(entry)),
        FormatObject::GroupEnd | FormatObject::End => {
            properties.push(("groupingEntry", Value::Null));
        }
    }
    properties
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Table(header) => table_header(header),
        Shape::List => part(Class::ListViewHeaderInfo, []),
        Shape::Wide(columns) => {
            part(Class::WideViewHeaderInfo, [("columns", Value::I32(*columns))])
        }
        Shape::Custom => part(Class::ComplexViewHeaderInfo, []),
    }
}

fn table_header(header: &TableHeader) -> Value {
    let columns = header.columns.iter().map(table_column);
    part(
        Class::TableHeaderInfo,
        [
            ("hideHeader", Value::Bool(header.hide_header)),
            ("repeatHeader", Value::Bool(header.repeat_header)),
            ("tableColumnInfoList", list(Class::TableColumnInfo.type_id(), columns)),
        ],
    )
}

fn table_column(column: &TableColumn) -> Value {
    let width = i32::try_from(column.width).unwrap_or(i32::MAX);
    part(
        Class::TableColumnInfo,
        [
            ("width", Value::I32(width)),
            ("alignment", Value::I32(column.alignment.number())),
            ("label", column.label.clone().into()),
            ("propertyName", column.property_name.clone().into()),
            ("HeaderMatchesProperty", Value::Bool(column.header_matches_property)),
        ],
    )
}

fn entry(entry: &FormatEntry) -> Properties {
    let info = match &entry.info {
        EntryInfo::RawText(text) => {
            part(Class::RawTextFormatEntry, [("text", Value::Str(text.clone()))])
        }
        EntryInfo::Table { multi_line, fields } => part(
            Class::TableRowEntry,
            [
                (
                    "formatPropertyFieldList",
                    list(Class::FormatPropertyField.type_id(), fields.iter().map(field)),
                ),
                ("multiLine", Value::Bool(*multi_line)),
            ],
        ),
        EntryInfo::List(fields) => part(
            Class::ListViewEntry,
            [(
                "listViewFieldList",
                list(Class::ListViewField.type_id(), fields.iter().map(list_field)),
            )],
        ),
        EntryInfo::Wide(value) => {
            part(Class::WideViewEntry, [("formatPropertyField", field(value))])
        }
        EntryInfo::Custom(values) => {
            part(Class::ComplexViewEntry, [("formatValueList", format_values(values))])
        }
    };
    vec![
        ("formatEntryInfo", info),
        ("outOfBand", Value::Bool(entry.out_of_band)),
        ("writeStream", Value::from(stream_name(entry.write_stream))),
    ]
}

fn field(field: &PropertyField) -> Value {
    part(
        Class::FormatPropertyField,
        [
            ("propertyValue", Value::Str(field.value.clone())),
            ("alignment", Value::I32(field.alignment.number())),
        ],
    )
}

fn list_field(field: &ListField) -> Value {
    part(
        Class::ListViewField,
        [
            ("label", field.label.clone().into()),
            ("propertyName", field.property_name.clone().into()),
            ("formatPropertyField", self::field(&field.field)),
        ],
    )
}

fn format_values(values: &[FormatValue]) -> Value {
    let base = TypeId::find("Microsoft.PowerShell.Commands.Internal.Format.FormatValue");
    list(base.unwrap_or(TypeId::OBJECT), values.iter().map(format_value))
}

fn format_value(value: &FormatValue) -> Value {
    match value {
        FormatValue::NewLine => part(Class::FormatNewLine, []),
        FormatValue::Text(text) => {
            part(Class::FormatTextField, [("text", Value::Str(text.clone()))])
        }
        FormatValue::Property(text) => {
            field(&PropertyField { value: text.clone(), ..PropertyField::default() })
        }
        FormatValue::Group { frame, values } => part(
            Class::FormatEntry,
            [
                ("formatValueList", format_values(values)),
                ("frameInfo", frame.as_ref().map(self::frame).unwrap_or_default()),
            ],
        ),
    }
}

fn frame(frame: &Frame) -> Value {
    part(
        Class::FrameInfo,
        [
            ("leftIndentation", Value::I32(frame.left)),
            ("rightIndentation", Value::I32(frame.right)),
            ("firstLine", Value::I32(frame.first_line)),
        ],
    )
}

/// The name that a stream has in a format object.
fn stream_name(stream: WriteStream) -> &'static str {
    match stream {
        WriteStream::None => "None",
        WriteStream::Output => "Output",
        WriteStream::Error => "Error",
        WriteStream::Warning => "Warning",
        WriteStream::Verbose => "Verbose",
        WriteStream::Debug => "Debug",
        WriteStream::Information => "Information",
    }
}
