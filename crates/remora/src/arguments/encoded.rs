//! Values that come as base64: the text of a command, and its arguments as CLIXML.

use base64::Engine;
use remora_psobject::Value;

/// What stands for half a character.
const REPLACEMENT: u16 = 0xFFFD;

/// The text of UTF-16LE bytes in base64.
pub(super) fn text(encoded: &str) -> Option<String> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    if !rest.is_empty() {
        units.push(REPLACEMENT);
    }
    Some(String::from_utf16_lossy(&units))
}

/// The elements of a list that was written as CLIXML; nothing where it is no list.
pub(crate) fn list(text: &str) -> Option<Vec<Value>> {
    let value = remora_clixml::read(text, &remora_clixml::ReadOptions::default()).ok()?;
    match value.base() {
        Value::List(list) => Some(list.to_vec()),
        Value::Array(array) => Some(array.to_vec()),
        _ => None,
    }
}
