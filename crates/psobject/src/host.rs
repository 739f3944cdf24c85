//! The structures that host calls carry.

use std::collections::BTreeMap;

use crate::live::LiveObject;
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// `System.Management.Automation.Host.Coordinates`: a cell of the screen, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Coordinates {
    /// Column.
    pub x: i32,
    /// Row.
    pub y: i32,
}

/// `System.Management.Automation.Host.Size`: columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: i32,
    /// Rows.
    pub height: i32,
}

/// `System.Management.Automation.Host.Rectangle`: edges, all inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rectangle {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// Last column.
    pub right: i32,
    /// Last row.
    pub bottom: i32,
}

/// `System.Management.Automation.Host.KeyInfo`: a key that was pressed or let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyInfo {
    /// `VirtualKeyCode`
    pub virtual_key_code: i32,
    /// The character, as a UTF-16 code unit; 0 for none.
    pub character: u16,
    /// `ControlKeyState`, a set of `ControlKeyStates`.
    pub control_key_state: i32,
    /// Pressed, not let go.
    pub key_down: bool,
}

/// `System.Management.Automation.Host.BufferCell`: a character on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BufferCell {
    /// The character, as a UTF-16 code unit.
    pub character: u16,
    /// `ConsoleColor` of the character.
    pub foreground_color: i32,
    /// `ConsoleColor` behind it.
    pub background_color: i32,
    /// `BufferCellType`: complete, or half of a wide character.
    pub cell_type: i32,
}

/// `System.Management.Automation.Host.ChoiceDescription`: an answer that a user can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceDescription {
    /// The label; `&` stands before the key.
    pub label: PsString,
    /// What the choice means.
    pub help_message: PsString,
}

/// `System.Management.Automation.Host.FieldDescription`: a value that a user is asked for.
#[derive(Clone, Debug, Default)]
pub struct FieldDescription {
    /// Under which the answer is given back.
    pub name: PsString,
    /// What is shown; empty for the name.
    pub label: PsString,
    /// Short name of the type.
    pub parameter_type_name: PsString,
    /// Full name of the type.
    pub parameter_type_full_name: PsString,
    /// The type's name with its assembly.
    pub parameter_assembly_full_name: PsString,
    /// What the field means.
    pub help_message: PsString,
    /// Whether an answer must be given.
    pub is_mandatory: bool,
    /// What is taken where no answer is given.
    pub default_value: Value,
}

/// `ControlKeyState` and other sets, the answers of a prompt: field name to value.
pub type PromptAnswers = BTreeMap<PsString, Value>;

macro_rules! structure {
    ($type:ty, $id:expr, |$self_:ident| $text:expr, $($name:literal => $value:expr),* $(,)?) => {
        impl LiveObject for $type {
            fn object_type(&self) -> TypeId {
                $id
            }

            fn text(&self) -> PsString {
                let $self_ = self;
                PsString::from($text)
            }

            fn property_names(&self) -> Vec<PsString> {
                [$($name),*].map(PsString::from).to_vec()
            }

            fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
                let $self_ = self;
                $(if name.eq_ignore_ascii_case($name) {
                    return Some(Ok($value));
                })*
                None
            }

            fn equals(&self, other: &Value) -> Option<bool> {
                Some(other.downcast::<Self>() == Some(self))
            }
        }
    };
}

structure!(Coordinates, TypeId::COORDINATES, |c| format!("{},{}", c.x, c.y),
    "X" => Value::I32(c.x), "Y" => Value::I32(c.y));
structure!(Size, TypeId::SIZE, |s| format!("{},{}", s.width, s.height),
    "Width" => Value::I32(s.width), "Height" => Value::I32(s.height));
structure!(Rectangle, TypeId::RECTANGLE, |r| format!("{},{} ; {},{}", r.left, r.top, r.right, r.bottom),
    "Left" => Value::I32(r.left), "Top" => Value::I32(r.top),
    "Right" => Value::I32(r.right), "Bottom" => Value::I32(r.bottom));
structure!(KeyInfo, TypeId::KEY_INFO,
    |k| format!("{},{},{},{}", k.virtual_key_code, PsString::from_units(&[k.character]),
        enum_text("System.Management.Automation.Host.ControlKeyStates", k.control_key_state), k.key_down),
    "VirtualKeyCode" => Value::I32(k.virtual_key_code), "Character" => Value::Char(k.character),
    "ControlKeyState" => enum_value("System.Management.Automation.Host.ControlKeyStates", k.control_key_state),
    "KeyDown" => Value::Bool(k.key_down));
structure!(BufferCell, TypeId::BUFFER_CELL,
    |b| format!("'{}' {} {} {}", PsString::from_units(&[b.character]),
        enum_text("System.ConsoleColor", b.foreground_color), enum_text("System.ConsoleColor", b.background_color),
        enum_text("System.Management.Automation.Host.BufferCellType", b.cell_type)),
    "Character" => Value::Char(b.character),
    "ForegroundColor" => enum_value("System.ConsoleColor", b.foreground_color),
    "BackgroundColor" => enum_value("System.ConsoleColor", b.background_color),
    "BufferCellType" => enum_value("System.Management.Automation.Host.BufferCellType", b.cell_type));
structure!(ChoiceDescription, TypeId::CHOICE_DESCRIPTION,
    |_c| TypeId::CHOICE_DESCRIPTION.full_name(),
    "Label" => Value::Str(_c.label.clone()), "HelpMessage" => Value::Str(_c.help_message.clone()));

impl LiveObject for FieldDescription {
    fn object_type(&self) -> TypeId {
        TypeId::FIELD_DESCRIPTION
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "Name",
            "ParameterTypeName",
            "ParameterTypeFullName",
            "ParameterAssemblyFullName",
            "Label",
            "HelpMessage",
            "IsMandatory",
            "DefaultValue",
            "Attributes",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let text = |text: &PsString| Value::Str(text.clone());
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => text(&self.name),
            "parametertypename" => text(&self.parameter_type_name),
            "parametertypefullname" => text(&self.parameter_type_full_name),
            "parameterassemblyfullname" => text(&self.parameter_assembly_full_name),
            "label" => text(&self.label),
            "helpmessage" => text(&self.help_message),
            "ismandatory" => Value::Bool(self.is_mandatory),
            "defaultvalue" => self.default_value.clone(),
            "attributes" => Value::array(Vec::new()),
            _ => return None,
        }))
    }
}

fn enum_value(type_name: &str, number: i32) -> Value {
    TypeId::find(type_name).map_or(Value::Null, |id| Value::Enum(id, i64::from(number)))
}

fn enum_text(type_name: &str, number: i32) -> String {
    TypeId::find(type_name)
        .and_then(TypeId::enum_definition)
        .map_or_else(|| number.to_string(), |definition| definition.text_of(i64::from(number)))
}

/// What a host says of its screen once, so that a far end need not ask (MS-PSRP section 2.2.3.14,
/// HostInfo: `_hostDefaultData`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostDefaults {
    /// Colour of text, a number of `ConsoleColor`, or -1.
    pub foreground_color: i32,
    /// Colour behind text, a number of `ConsoleColor`, or -1.
    pub background_color: i32,
    /// Where the cursor is.
    pub cursor_position: Coordinates,
    /// Where the window lies in the buffer.
    pub window_position: Coordinates,
    /// Height of the cursor in percent of a cell.
    pub cursor_size: i32,
    /// Size of the buffer.
    pub buffer_size: Size,
    /// Size of the window.
    pub window_size: Size,
    /// Largest size that the window could have in this buffer.
    pub max_window_size: Size,
    /// Largest size that the window could have on this screen.
    pub max_physical_window_size: Size,
    /// Title of the window.
    pub window_title: PsString,
}

/// A screen of 80 columns without colours: what a host without a terminal says.
impl Default for HostDefaults {
    fn default() -> Self {
        let size = Size { width: 80, height: 24 };
        Self {
            foreground_color: -1,
            background_color: -1,
            cursor_position: Coordinates::default(),
            window_position: Coordinates::default(),
            cursor_size: 25,
            buffer_size: size,
            window_size: size,
            max_window_size: size,
            max_physical_window_size: size,
            window_title: PsString::empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structures_answer_for_their_parts() {
        let size = Value::live(Size { width: 80, height: 24 });
        assert_eq!(size.downcast::<Size>().unwrap().text(), "80,24");
        let cell = BufferCell { character: 65, foreground_color: 7, ..BufferCell::default() };
        assert_eq!(cell.text(), "'A' Gray Black Complete");
    }
}
