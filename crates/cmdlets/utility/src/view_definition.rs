//! Views as objects: `ExtendedTypeDefinition` and what is in it.

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_engine::script::ScriptBlock;
use remora_format::view::{
    Condition, Control, CustomControl, CustomItem, Expression, GroupBy, TableControl,
};
use remora_format::{Alignment, View};
use remora_psobject::LiveObject;

use crate::record_object::{RecordObject, enum_value, type_named};

const NAMESPACE: &str = "System.Management.Automation";

/// `ExtendedTypeDefinition`: the views for some types.
pub(crate) struct TypeDefinition {
    pub(crate) views: Vec<Arc<View>>,
    types: Value,
    definitions: Value,
}

impl TypeDefinition {
    /// The definition of views that are for the same types.
    pub(crate) fn new(views: Vec<Arc<View>>) -> Self {
        let types = views.first().map(|view| view.types.clone()).unwrap_or_default();
        let definitions = views.iter().map(|view| definition(view)).collect();
        Self { views, types: Value::strings(types), definitions: Value::array(definitions) }
    }
}

impl LiveObject for TypeDefinition {
    fn object_type(&self) -> TypeId {
        type_named("System.Management.Automation.ExtendedTypeDefinition")
    }

    fn text(&self) -> PsString {
        let first = self.views.first().and_then(|view| view.types.first());
        first.cloned().unwrap_or_default()
    }

    fn property_names(&self) -> Vec<PsString> {
        ["TypeName", "TypeNames", "FormatViewDefinition"].map(PsString::from).into()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        match name.to_ascii_lowercase().as_str() {
            "typename" => Some(Ok(Value::Str(self.text()))),
            "typenames" => Some(Ok(self.types.clone())),
            "formatviewdefinition" => Some(Ok(self.definitions.clone())),
            _ => None,
        }
    }
}

/// The text of a script block.
pub(crate) fn script_text(script: &Value) -> String {
    script
        .downcast::<ScriptBlock>()
        .map(|block| block.text_inside().to_string())
        .unwrap_or_default()
}

fn object<const N: usize>(name: &str, properties: [(&'static str, Value); N]) -> Value {
    Value::live(RecordObject::new(&format!("{NAMESPACE}.{name}"), properties))
}

fn number(size: usize) -> Value {
    Value::I32(i32::try_from(size).unwrap_or(i32::MAX))
}

fn optional<T>(value: Option<T>, make: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, make)
}

fn text(value: Option<&PsString>) -> Value {
    optional(value.cloned(), Value::Str)
}

fn alignment(alignment: Alignment) -> Value {
    let name = match alignment {
        Alignment::Undefined => "Undefined",
        Alignment::Left => "Left",
        Alignment::Center => "Center",
        Alignment::Right => "Right",
    };
    enum_value("System.Management.Automation.Alignment", name)
}

fn entry(expression: &Expression) -> Value {
    let (kind, value) = match expression {
        Expression::Property(name) => ("Property", name.clone()),
        Expression::Script(script) => ("ScriptBlock", script_text(script).into()),
        Expression::Path(path) => ("ScriptBlock", format!("$_.{}", path.join(".")).into()),
        Expression::Sequence(_) | Expression::Native(_) => ("ScriptBlock", PsString::empty()),
    };
    object(
        "DisplayEntry",
        [
            ("ValueType", enum_value("System.Management.Automation.DisplayEntryValueType", kind)),
            ("Value", Value::Str(value)),
        ],
    )
}

fn selected_by(conditions: &[Condition]) -> Value {
    if conditions.is_empty() {
        return Value::Null;
    }
    let plain = conditions.iter().filter(|condition| condition.expression.is_none());
    let types: Vec<PsString> = plain.filter_map(|c| c.type_name.clone()).collect();
    let chosen = conditions.iter().filter_map(|condition| condition.expression.as_ref());
    object(
        "EntrySelectedBy",
        [
            ("TypeNames", Value::strings(types)),
            ("SelectionCondition", Value::array(chosen.map(entry).collect())),
        ],
    )
}

fn definition(view: &View) -> Value {
    let group = optional(view.group_by.as_ref(), group_by);
    let rest = [("GroupBy", group), ("OutOfBand", Value::Bool(view.out_of_band))];
    let control = match &view.control {
        Control::Table(table) => {
            let [group, out_of_band] = rest;
            let (headers, rows) = table_parts(table);
            object(
                "TableControl",
                [
                    ("Headers", headers),
                    ("Rows", rows),
                    ("AutoSize", Value::Bool(table.auto_size)),
                    ("HideTableHeaders", Value::Bool(table.hide_headers)),
                    group,
                    out_of_band,
                ],
            )
        }
        Control::List(list) => {
            let entries = list.entries.iter().map(|list_entry| {
                let items = list_entry.items.iter().map(|item| {
                    object(
                        "ListControlEntryItem",
                        [
                            ("Label", text(item.label.as_ref())),
                            ("DisplayEntry", entry(&item.expression)),
                            ("ItemSelectionCondition", optional(item.when.as_ref(), entry)),
                            ("FormatString", text(item.format.as_ref())),
                        ],
                    )
                });
                object(
                    "ListControlEntry",
                    [
                        ("Items", Value::array(items.collect())),
                        ("EntrySelectedBy", selected_by(&list_entry.conditions)),
                    ],
                )
            });
            let [group, out_of_band] = rest;
            let entries = Value::array(entries.collect());
            object("ListControl", [("Entries", entries), group, out_of_band])
        }
        Control::Wide(wide) => {
            let entries = wide.entries.iter().map(|wide_entry| {
                object(
                    "WideControlEntryItem",
                    [
                        ("DisplayEntry", entry(&wide_entry.expression)),
                        ("EntrySelectedBy", selected_by(&wide_entry.conditions)),
                        ("FormatString", text(wide_entry.format.as_ref())),
                    ],
                )
            });
            let [group, out_of_band] = rest;
            object(
                "WideControl",
                [
                    ("Entries", Value::array(entries.collect())),
                    ("AutoSize", Value::Bool(wide.auto_size)),
                    ("Columns", number(wide.columns)),
                    group,
                    out_of_band,
                ],
            )
        }
        Control::Custom(custom) => {
            let [group, out_of_band] = rest;
            object("CustomControl", [("Entries", custom_entries(custom)), group, out_of_band])
        }
    };
    object("FormatViewDefinition", [("Name", Value::Str(view.name.clone())), ("Control", control)])
}

fn group_by(group: &GroupBy) -> Value {
    let control = optional(group.control.as_ref(), |control| custom_control(control));
    object(
        "PSControlGroupBy",
        [
            ("Expression", entry(&group.key)),
            ("Label", text(group.label.as_ref())),
            ("CustomControl", control),
        ],
    )
}

fn table_parts(table: &TableControl) -> (Value, Value) {
    let headers = table.headers.iter().map(|header| {
        object(
            "TableControlColumnHeader",
            [
                ("Label", text(header.label.as_ref())),
                ("Alignment", alignment(header.alignment)),
                ("Width", number(header.width)),
            ],
        )
    });
    let rows = table.rows.iter().map(|row| {
        let columns = row.columns.iter().map(|column| {
            object(
                "TableControlColumn",
                [
                    ("Alignment", alignment(column.alignment)),
                    ("DisplayEntry", entry(&column.expression)),
                    ("FormatString", text(column.format.as_ref())),
                ],
            )
        });
        object(
            "TableControlRow",
            [
                ("Columns", Value::array(columns.collect())),
                ("SelectedBy", selected_by(&row.conditions)),
                ("Wrap", Value::Bool(row.wrap)),
            ],
        )
    });
    (Value::array(headers.collect()), Value::array(rows.collect()))
}

fn custom_control(control: &CustomControl) -> Value {
    object(
        "CustomControl",
        [
            ("Entries", custom_entries(control)),
            ("GroupBy", Value::Null),
            ("OutOfBand", Value::Bool(false)),
        ],
    )
}

fn custom_entries(control: &CustomControl) -> Value {
    let entries = control.entries.iter().map(|custom| {
        object(
            "CustomControlEntry",
            [
                ("SelectedBy", selected_by(&custom.conditions)),
                ("CustomItems", custom_items(&custom.items)),
            ],
        )
    });
    Value::array(entries.collect())
}

fn custom_items(items: &[CustomItem]) -> Value {
    let items = items.iter().map(|item| match item {
        CustomItem::Text(words) => object("CustomItemText", [("Text", Value::Str(words.clone()))]),
        CustomItem::NewLine(count) => object("CustomItemNewline", [("Count", number(*count))]),
        CustomItem::Frame { left, right, first_line, items } => {
            let hanging = usize::try_from(-*first_line).unwrap_or(0);
            object(
                "CustomItemFrame",
                [
                    ("LeftIndent", number(*left)),
                    ("RightIndent", number(*right)),
                    ("FirstLineIndent", Value::I32((*first_line).max(0))),
                    ("FirstLineHanging", number(hanging)),
                    ("CustomItems", custom_items(items)),
                ],
            )
        }
        CustomItem::Value { expression, when, enumerate, control, .. } => {
            let nested = optional(control.as_ref(), |control| custom_control(control));
            object(
                "CustomItemExpression",
                [
                    ("ItemSelectionCondition", optional(when.as_ref(), entry)),
                    ("Expression", optional(expression.as_ref(), entry)),
                    ("EnumerateCollection", Value::Bool(*enumerate)),
                    ("CustomControl", nested),
                ],
            )
        }
    });
    Value::array(items.collect())
}
