//! Format objects as ordinary objects: they cross a wire and print the same.

use std::sync::Arc;

use super::support::context::TestContext;
use remora_format::format_object::{FormatStart, GroupStart, Shape, TableColumn, TableHeader};
use remora_format::{
    FormatObject, Formatter, FormatterOptions, PropertyParameter, ShapeCommand, ShapeKind,
    ShapeParameters, ViewTable,
};
use remora_psobject::{InstanceMember, ListObject, MemberKind, PsObject, PsString, Value};

/// What is left of an object that went over a wire: property bags and lists.
fn deserialized(value: &Value) -> Value {
    match value {
        Value::Live(live) => {
            let names = value.type_names();
            let members = live
                .property_names()
                .into_iter()
                .map(|name| {
                    let inner = live.property(&name).unwrap().unwrap();
                    InstanceMember::new(
                        name,
                        MemberKind::DeserializedProperty(deserialized(&inner)),
                    )
                })
                .collect();
            let names: Vec<PsString> =
                names.iter().map(|name| format!("Deserialized.{name}").into()).collect();
            PsObject::deserialized(names, members, None).into()
        }
        Value::List(list) => {
            let items = list.to_vec().iter().map(deserialized).collect();
            Value::List(Arc::new(ListObject::array_list(items)))
        }
        other => other.clone(),
    }
}

fn objects() -> Vec<Value> {
    let object = |name: &str, group: i32, value: Value| {
        Value::custom_object([
            ("Name", Value::from(name)),
            ("Group", Value::I32(group)),
            ("Value", value),
        ])
    };
    vec![
        object("alpha", 1, Value::F64(1.5)),
        object("beta", 1, Value::array(vec![Value::I32(1), Value::Null])),
        object("gamma", 2, Value::custom_object([("a", Value::I32(1))])),
    ]
}

fn shaped(parameters: ShapeParameters) -> Vec<FormatObject> {
    let context = TestContext::default();
    let mut command = ShapeCommand::new(parameters, ViewTable::built_in());
    let mut output = Vec::new();
    for value in objects() {
        command.process(&value, &context, &mut |object| output.push(object)).unwrap();
    }
    command.end(&mut |object| output.push(object));
    output
}

fn printed(values: &[Value]) -> String {
    let context = TestContext::default();
    let mut formatter = Formatter::new(79, FormatterOptions::plain());
    let mut text = String::new();
    let mut sink = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for value in values {
        formatter.push(value, &context, &mut sink).unwrap();
    }
    formatter.finish(&mut sink);
    text
}

#[test]
fn all_shapes_survive_a_wire() {
    let kinds = [ShapeKind::Table, ShapeKind::List, ShapeKind::Wide, ShapeKind::Custom];
    for kind in kinds {
        for grouped in [false, true] {
            let objects = shaped(ShapeParameters {
                kind: Some(kind),
                group_by: grouped.then(|| PropertyParameter::named("Group")),
                auto_size: Some(true),
                wrap: true,
                ..ShapeParameters::default()
            });
            let local: Vec<Value> = objects.iter().cloned().map(FormatObject::into_value).collect();
            let remote: Vec<Value> = local.iter().map(deserialized).collect();
            for (object, value) in objects.iter().zip(&remote) {
                assert_eq!(FormatObject::from_value(value).as_ref(), Some(object));
            }
            let text = printed(&local);
            assert!(text.contains("alpha") && text.contains("gamma"), "{text}");
            assert_eq!(printed(&remote), text);
        }
    }
}

#[test]
fn objects_carry_powershells_names() {
    let objects = shaped(ShapeParameters {
        kind: Some(ShapeKind::Table),
        properties: vec![PropertyParameter::named("Name")],
        ..ShapeParameters::default()
    });
    let names: Vec<String> =
        objects.into_iter().map(|object| object.into_value().type_name().to_string()).collect();
    let names: Vec<&str> = names.iter().filter_map(|name| name.rsplit('.').next()).collect();
    assert_eq!(
        names,
        [
            "FormatStartData",
            "GroupStartData",
            "FormatEntryData",
            "FormatEntryData",
            "FormatEntryData",
            "GroupEndData",
            "FormatEndData"
        ]
    );
    let raw = FormatObject::raw_text("a").into_value();
    assert_eq!(
        raw.type_names(),
        [
            "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
            "Microsoft.PowerShell.Commands.Internal.Format.PacketInfoData",
            "Microsoft.PowerShell.Commands.Internal.Format.FormatInfoData",
            "System.Object"
        ]
    );
    let Value::Live(live) = &raw else { panic!("an object") };
    let properties: Vec<String> = live.property_names().iter().map(PsString::to_string).collect();
    assert_eq!(
        properties,
        ["ClassId2e4f51ef21dd47e99d3c952918aff9cd", "formatEntryInfo", "outOfBand", "writeStream"]
    );
}

#[test]
fn a_hostile_object_is_no_format_object() {
    let nested = (0..500).fold(Value::Null, |inner, _| {
        Value::custom_object([
            ("ClassId2e4f51ef21dd47e99d3c952918aff9cd", "fba029a113a5458d932a2ed4871fadf2".into()),
            ("formatValueList", Value::array(vec![inner])),
        ])
    });
    let entry = Value::custom_object([
        (
            "ClassId2e4f51ef21dd47e99d3c952918aff9cd",
            Value::from("27c87ef9bbda4f709f6b4002fa4af63c"),
        ),
        ("outOfBand", Value::Bool(true)),
        (
            "formatEntryInfo",
            Value::custom_object([
                (
                    "ClassId2e4f51ef21dd47e99d3c952918aff9cd",
                    Value::from("22e7ef3c896449d4a6f2dedea05dd737"),
                ),
                ("formatValueList", Value::array(vec![nested])),
            ]),
        ),
    ]);
    assert_eq!(printed(&[entry]), "\n");
    let odd = Value::custom_object([
        (
            "ClassId2e4f51ef21dd47e99d3c952918aff9cd",
            Value::from("033ecb2bc07a4d43b5ef94ed5a35d280"),
        ),
        ("shapeInfo", Value::I32(1)),
    ]);
    assert_eq!(FormatObject::from_value(&odd), None);

    let huge = FormatObject::Start(FormatStart { shape: Shape::Wide(i32::MAX), auto_size: None });
    let column = TableColumn { width: usize::MAX >> 1, ..TableColumn::default() };
    let header = TableHeader { columns: vec![column.clone(), column], ..TableHeader::default() };
    let wide_table =
        FormatObject::Start(FormatStart { shape: Shape::Table(header), auto_size: None });
    for start in [huge, wide_table] {
        let start = deserialized(&start.into_value());
        let group = FormatObject::GroupStart(GroupStart::default()).into_value();
        let end = FormatObject::GroupEnd.into_value();
        let last = FormatObject::End.into_value();
        assert!(printed(&[start, group, end, last]).len() < 1000);
    }
}
