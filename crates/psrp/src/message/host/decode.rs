//! The other way of [`super::encode`], by the shape that a method says.

use remora_clixml::record::progress_from_value;
use remora_psobject::host::{
    BufferCell, ChoiceDescription, Coordinates, FieldDescription, KeyInfo, Rectangle, Size,
};
use remora_psobject::{ArrayObject, ListObject, PsString, TypeId, Value};

use super::super::fields::{Fields, items};
use super::method::Shape;

/// The value of this shape; `None` where what arrived has another one. Null has all shapes.
pub(super) fn decode(value: &Value, shape: Shape) -> Option<Value> {
    if value.is_null() {
        return Some(Value::Null);
    }
    Some(match shape {
        Shape::Plain => array(value).unwrap_or_else(|| value.clone()),
        Shape::Coordinates => Value::live(coordinates(value)?),
        Shape::Size => Value::live(size(value)?),
        Shape::Rectangle => Value::live(rectangle(value)?),
        Shape::KeyInfo => Value::live(key(value)?),
        Shape::BufferCell => Value::live(cell(value)?),
        Shape::BufferCells => {
            let (sizes, cells) = parts(value)?;
            let cells: Option<Vec<_>> =
                cells.iter().map(|one| cell(one).map(Value::live)).collect();
            Value::from(ArrayObject::with_dimensions(TypeId::BUFFER_CELL, &sizes, cells?))
        }
        Shape::Progress => Value::live(progress_from_value(value)?),
        Shape::Fields => list(value, |one| field(one).map(Value::live))?,
        Shape::Choices => list(value, |one| choice(one).map(Value::live))?,
        Shape::Numbers => {
            let numbers = parts(value).map(|(_, numbers)| numbers).or_else(|| items(value))?;
            let numbers: Option<Vec<_>> =
                numbers.iter().map(|number| number.as_i32().map(Value::I32)).collect();
            Value::array_of(TypeId::INT32, numbers?)
        }
    })
}

fn list(value: &Value, each: impl Fn(&Value) -> Option<Value>) -> Option<Value> {
    let items: Option<Vec<_>> = items(value)?.iter().map(each).collect();
    Some(Value::from(ListObject::array_list(items?)))
}

/// The dimensions and elements of an encoded array; `None` where they do not fit together.
fn parts(value: &Value) -> Option<(Vec<usize>, Vec<Value>)> {
    let fields = Fields(value);
    let elements = items(&fields.get("mae")?)?;
    let sizes: Option<Vec<usize>> = items(&fields.get("mal")?)?
        .iter()
        .map(|size| size.as_i32().and_then(|size| usize::try_from(size).ok()))
        .collect();
    let sizes = sizes.filter(|sizes| !sizes.is_empty())?;
    let product = sizes.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
    (product == Some(elements.len())).then_some((sizes, elements))
}

/// An encoded array of elements that say what they are.
fn array(value: &Value) -> Option<Value> {
    let (sizes, elements) = parts(value)?;
    let numbers = elements.iter().all(|element| matches!(element, Value::I32(_)));
    let element = if numbers { TypeId::INT32 } else { TypeId::OBJECT };
    Some(Value::from(ArrayObject::with_dimensions(element, &sizes, elements)))
}

fn number(value: &Value, name: &str) -> Option<i32> {
    Fields(value).get(name)?.as_i32()
}

fn character(value: &Value) -> Option<u16> {
    u16::try_from(Fields(value).get("character")?.as_i64()?).ok()
}

fn text(value: &Value, name: &str) -> PsString {
    Fields(value).get(name).and_then(|text| text.as_string().cloned()).unwrap_or_default()
}

/// Coordinates (section 2.2.3.1).
pub(super) fn coordinates(value: &Value) -> Option<Coordinates> {
    Some(Coordinates { x: number(value, "x")?, y: number(value, "y")? })
}

/// Size (section 2.2.3.2).
pub(super) fn size(value: &Value) -> Option<Size> {
    Some(Size { width: number(value, "width")?, height: number(value, "height")? })
}

fn rectangle(value: &Value) -> Option<Rectangle> {
    Some(Rectangle {
        left: number(value, "left")?,
        top: number(value, "top")?,
        right: number(value, "right")?,
        bottom: number(value, "bottom")?,
    })
}

/// KeyInfo (section 2.2.3.26).
fn key(value: &Value) -> Option<KeyInfo> {
    Some(KeyInfo {
        virtual_key_code: number(value, "virtualKeyCode")?,
        character: character(value)?,
        control_key_state: number(value, "controlKeyState")?,
        key_down: Fields(value).get("keyDown")?.as_bool()?,
    })
}

/// BufferCell (section 2.2.3.28).
fn cell(value: &Value) -> Option<BufferCell> {
    Some(BufferCell {
        character: character(value)?,
        foreground_color: number(value, "foregroundColor")?,
        background_color: number(value, "backgroundColor")?,
        cell_type: number(value, "bufferCellType")?,
    })
}

fn choice(value: &Value) -> Option<ChoiceDescription> {
    Fields(value).get("label")?;
    Some(ChoiceDescription {
        label: text(value, "label"),
        help_message: text(value, "helpMessage"),
    })
}

fn field(value: &Value) -> Option<FieldDescription> {
    let fields = Fields(value);
    fields.get("name")?;
    Some(FieldDescription {
        name: text(value, "name"),
        label: text(value, "label"),
        parameter_type_name: text(value, "parameterTypeName"),
        parameter_type_full_name: text(value, "parameterTypeFullName"),
        parameter_assembly_full_name: text(value, "parameterAssemblyFullName"),
        help_message: text(value, "helpMessage"),
        is_mandatory: fields.flag("isMandatory"),
        default_value: fields.get("defaultValue").unwrap_or_default(),
    })
}
