//! Public constants of types, which are data.

use remora_psobject::{TypeId, Value, Version};

use crate::culture::Culture;
use crate::number;

/// The value of a constant of this type, from its text.
pub(super) fn constant(type_name: &str, text: &str) -> Value {
    let invariant = Culture::invariant();
    let integer = || text.parse::<i64>().unwrap_or(0);
    match type_name {
        "int" => Value::I32(i32::try_from(integer()).unwrap_or(0)),
        "long" => Value::I64(integer()),
        "short" => Value::I16(i16::try_from(integer()).unwrap_or(0)),
        "byte" => Value::U8(u8::try_from(integer()).unwrap_or(0)),
        "sbyte" => Value::I8(i8::try_from(integer()).unwrap_or(0)),
        "ushort" => Value::U16(u16::try_from(integer()).unwrap_or(0)),
        "uint" => Value::U32(u32::try_from(integer()).unwrap_or(0)),
        "ulong" => Value::U64(text.parse().unwrap_or(0)),
        "double" => Value::F64(text.parse().unwrap_or(f64::NAN)),
        "float" => Value::F32(text.parse().unwrap_or(f32::NAN)),
        "decimal" => number::parse_decimal(text, number::NumberStyles::NUMBER, &invariant)
            .map_or(Value::Null, Value::from),
        "bool" => Value::Bool(text == "True"),
        "char" => {
            let code = text.strip_prefix("U+").unwrap_or(text);
            Value::Char(u16::from_str_radix(code, 16).unwrap_or(0))
        }
        "timespan" => crate::timespan::parse(text, &invariant).map_or(Value::Null, Value::from),
        "datetime" => crate::datetime::parse_round_trip(text).map_or(Value::Null, Value::from),
        "guid" => Value::from(remora_psobject::Guid::parse(text)),
        "version" => Value::from(Version::parse(text)),
        "System.IntPtr" | "System.UIntPtr" => Value::I64(integer()),
        _ if super::find_type(type_name) == Some(TypeId::STRING) => Value::from(text),
        _ => Value::Null,
    }
}
