//! Parameters and answers as they cross (MS-PSRP section 2.2.6.1, Encoding Individual Parameters).

use remora_clixml::record::progress_to_value;
use remora_psobject::host::{
    BufferCell, ChoiceDescription, Coordinates, FieldDescription, KeyInfo, Rectangle, Size,
};
use remora_psobject::{
    ArrayObject, DictionaryObject, ListObject, LiveRef, ProgressRecord, TypeId, Value,
};

use super::super::fields::Bag;

/// The value as a host call carries it: enumerations as numbers, lists as `ArrayList`, arrays with
/// their dimensions, structures as bags; what CLIXML knows stays as it is.
pub(super) fn encode(value: &Value) -> Value {
    match value.base() {
        Value::Enum(_, number) => i32::try_from(*number).map_or(Value::I64(*number), Value::I32),
        Value::Array(array) if array.to_bytes().is_none() => encode_array(array),
        Value::List(list) if is_list_of_numbers(list) => {
            encode_array(&ArrayObject::new(TypeId::INT32, list.to_vec()))
        }
        Value::List(list) => {
            Value::from(ListObject::array_list(list.to_vec().iter().map(encode).collect()))
        }
        Value::Dictionary(table) => {
            let entries = table.entries().into_iter();
            let encoded: DictionaryObject =
                entries.map(|(key, value)| (encode(&key), encode(&value))).collect();
            Value::from(encoded)
        }
        Value::Live(live) => encode_live(live).unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// `Collection<int>` and the like: .NET code passes them where a sequence of numbers is asked for.
fn is_list_of_numbers(list: &ListObject) -> bool {
    list.type_id() != TypeId::ARRAY_LIST && list.element_type() == TypeId::INT32
}

fn encode_array(array: &ArrayObject) -> Value {
    let items = array.to_vec().iter().map(encode).collect();
    let dimensions = array.dimensions().into_iter();
    let dimensions =
        dimensions.map(|size| Value::I32(i32::try_from(size).unwrap_or(i32::MAX))).collect();
    Bag::new()
        .with("mae", ListObject::array_list(items))
        .with("mal", Value::array_of(TypeId::INT32, dimensions))
        .build()
}

fn encode_live(live: &LiveRef) -> Option<Value> {
    if let Some(at) = live.downcast::<Coordinates>() {
        return Some(coordinates(*at));
    }
    if let Some(own) = live.downcast::<Size>() {
        return Some(size(*own));
    }
    if let Some(area) = live.downcast::<Rectangle>() {
        let bag = Bag::new()
            .with("left", area.left)
            .with("top", area.top)
            .with("right", area.right)
            .with("bottom", area.bottom);
        return Some(bag.build());
    }
    if let Some(key) = live.downcast::<KeyInfo>() {
        let bag = Bag::new()
            .with("virtualKeyCode", key.virtual_key_code)
            .with("character", Value::Char(key.character))
            .with("controlKeyState", key.control_key_state)
            .with("keyDown", key.key_down);
        return Some(bag.build());
    }
    if let Some(cell) = live.downcast::<BufferCell>() {
        let bag = Bag::new()
            .with("character", Value::Char(cell.character))
            .with("foregroundColor", cell.foreground_color)
            .with("backgroundColor", cell.background_color)
            .with("bufferCellType", cell.cell_type);
        return Some(bag.build());
    }
    if let Some(choice) = live.downcast::<ChoiceDescription>() {
        let bag = Bag::new()
            .with("label", choice.label.clone())
            .with("helpMessage", choice.help_message.clone());
        return Some(bag.build());
    }
    if let Some(own) = live.downcast::<FieldDescription>() {
        return Some(field(own));
    }
    live.downcast::<ProgressRecord>().map(progress_to_value)
}

/// Coordinates (section 2.2.3.1).
pub(super) fn coordinates(at: Coordinates) -> Value {
    Bag::new().with("x", at.x).with("y", at.y).build()
}

/// Size (section 2.2.3.2).
pub(super) fn size(size: Size) -> Value {
    Bag::new().with("width", size.width).with("height", size.height).build()
}

fn field(field: &FieldDescription) -> Value {
    let default = Some(&field.default_value).filter(|value| !value.is_null()).map(encode);
    Bag::new()
        .with("name", field.name.clone())
        .with("label", field.label.clone())
        .with("parameterTypeName", field.parameter_type_name.clone())
        .with("parameterTypeFullName", field.parameter_type_full_name.clone())
        .with("parameterAssemblyFullName", field.parameter_assembly_full_name.clone())
        .with("helpMessage", field.help_message.clone())
        .with("isMandatory", field.is_mandatory)
        .with_some("defaultValue", default)
        .with("metadata", ListObject::array_list(Vec::new()))
        .with("modifiedByRemotingProtocol", false)
        .with("isFromRemoteHost", false)
        .build()
}
