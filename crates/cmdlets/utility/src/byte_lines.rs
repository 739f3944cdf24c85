//! Bytes in lines of sixteen, as `Format-Hex` shows them.

use std::fmt::Write as _;

use remora_engine::prelude::*;

use crate::record_object::RecordObject;
use crate::text_file::Encoding;

/// Bytes in a line.
const WIDTH: usize = 16;

/// Where bytes come from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    path: Option<PsString>,
    label: PsString,
}

impl Source {
    /// A file.
    pub(crate) fn file(path: &PsString) -> Self {
        Self { path: Some(path.clone()), label: path.clone() }
    }

    /// An object of the pipeline, told from others of its type by a number.
    pub(crate) fn of_type(runtime: &CommandRuntime<'_>, type_id: TypeId) -> Self {
        let mut bytes = [0; 4];
        runtime.system().random_bytes(&mut bytes);
        let number = u32::from_le_bytes(bytes);
        let (short, full) = (type_id.short_name(), type_id.full_name());
        Self { path: None, label: format!("{short} ({full}) <{number:08X}>").into() }
    }
}

/// The bytes of a value and the type that names them; `None` for values without.
pub(crate) fn bytes_of(value: &Value, encoding: Encoding) -> Option<(TypeId, Vec<u8>)> {
    let bytes = match value.base() {
        Value::Str(text) => encoding.encode(text),
        Value::Bool(flag) => i32::from(*flag).to_le_bytes().to_vec(),
        Value::Char(unit) => encoding.encode(&PsString::from_units(&[*unit])),
        Value::U8(number) => vec![*number],
        Value::I8(number) => number.to_le_bytes().to_vec(),
        Value::I16(number) => number.to_le_bytes().to_vec(),
        Value::U16(number) => number.to_le_bytes().to_vec(),
        Value::I32(number) => number.to_le_bytes().to_vec(),
        Value::U32(number) => number.to_le_bytes().to_vec(),
        Value::I64(number) => number.to_le_bytes().to_vec(),
        Value::U64(number) => number.to_le_bytes().to_vec(),
        Value::F32(number) => number.to_le_bytes().to_vec(),
        Value::F64(number) => number.to_le_bytes().to_vec(),
        Value::Enum(_, number) => i32::try_from(*number).ok()?.to_le_bytes().to_vec(),
        Value::Array(array) => match array.to_bytes() {
            Some(bytes) => bytes,
            None => {
                let parts: Option<Vec<_>> =
                    array.to_vec().iter().map(|item| bytes_of(item, encoding)).collect();
                parts?.into_iter().flat_map(|(_, bytes)| bytes).collect()
            }
        },
        _ => return None,
    };
    Some((value.base().type_id()?, bytes))
}

/// The lines of bytes; `offset` is the place of the first byte in its source.
pub(crate) fn lines(bytes: &[u8], offset: u64, source: &Source) -> Vec<Value> {
    let mut at = offset;
    let mut found = Vec::with_capacity(bytes.len().div_ceil(WIDTH));
    for line in bytes.chunks(WIDTH) {
        found.push(line_value(line, at, source));
        at += line.len() as u64;
    }
    found
}

fn line_value(bytes: &[u8], offset: u64, source: &Source) -> Value {
    let mut shown = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        let gap = if shown.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _ = write!(shown, "{gap}{byte:02X}");
    }
    let ascii: String = bytes.iter().map(|byte| letter(*byte)).collect();
    let text = format!("{offset:016X}   {shown:<47} {ascii}");
    let narrow = u32::try_from(offset).unwrap_or(u32::MAX);
    let record = RecordObject::new(
        "Microsoft.PowerShell.Commands.ByteCollection",
        [
            ("Offset64", Value::U64(offset)),
            ("Offset", Value::U32(narrow)),
            ("HexOffset", Value::from(format!("{offset:016X}"))),
            ("Bytes", Value::from(remora_psobject::ArrayObject::from_bytes(bytes.to_vec()))),
            ("HexBytes", Value::from(shown)),
            ("Path", Value::from(source.path.clone())),
            ("Ascii", Value::from(ascii)),
            ("Label", Value::Str(source.label.clone())),
        ],
    );
    Value::live(record.with_text(text))
}

/// What stands for a byte: letters of Latin 1, a blank for zero, a mark for control characters.
fn letter(byte: u8) -> char {
    match byte {
        0 => ' ',
        1..=31 | 127..=159 => '\u{fffd}',
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_in_lines() {
        let source = Source::file(&"/x".into());
        let bytes: Vec<u8> = (0..20).collect();
        let found = lines(&bytes, 3, &source);
        assert_eq!(found.len(), 2);
        let second = found.get(1).and_then(|line| line.downcast::<RecordObject>()).expect("line");
        assert_eq!(second.get("HexBytes").as_str(), Some("10 11 12 13"));
        assert_eq!(second.get("HexOffset").as_str(), Some("0000000000000013"));
    }

    #[test]
    fn numbers_have_the_bytes_of_their_type() {
        assert_eq!(
            bytes_of(&Value::I32(65), Encoding::Utf8),
            Some((TypeId::INT32, vec![65, 0, 0, 0]))
        );
        assert_eq!(bytes_of(&Value::Null, Encoding::Utf8), None);
        assert_eq!([letter(0), letter(7), letter(0x41), letter(0xe9)], [' ', '\u{fffd}', 'A', 'é']);
    }
}
