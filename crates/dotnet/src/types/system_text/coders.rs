//! `System.Text.Decoder` and `Encoder`: encodings that take their input piece by piece.

use parking_lot::Mutex;

use super::codec::Codec;
use crate::types::prelude::*;
use crate::types::system::string::units_of;

pub(crate) static DECODER: Implementation = Implementation {
    name: "System.Text.Decoder",
    methods: &[
        ("Convert", |call| {
            let bytes = part(call, 0, 1)?;
            let units = coder(call)?.decode(&bytes, call.bool(6));
            give_chars(&units, call.argument(3), call.int(4))?;
            call.set_output(7, sequence::count(bytes.len()));
            call.set_output(8, sequence::count(units.len()));
            call.set_output(9, true);
            Ok(Value::AutomationNull)
        }),
        ("GetCharCount", |call| {
            let bytes = part(call, 0, 1)?;
            let coder = coder(call)?;
            let held = coder.held.lock().clone();
            let units = coder.decode(&bytes, call.bool(3));
            *coder.held.lock() = held;
            Ok(sequence::count(units.len()))
        }),
        ("GetChars", |call| {
            let bytes = part(call, 0, 1)?;
            let units = coder(call)?.decode(&bytes, call.bool(5));
            give_chars(&units, call.argument(3), call.int(4))?;
            Ok(sequence::count(units.len()))
        }),
        ("Reset", reset),
    ],
    ..Implementation::EMPTY
};

pub(crate) static ENCODER: Implementation = Implementation {
    name: "System.Text.Encoder",
    methods: &[
        ("Convert", |call| {
            let units = unit_part(call)?;
            let bytes = coder(call)?.codec.encode(&units);
            give_bytes(&bytes, call.argument(3), call.int(4))?;
            call.set_output(7, sequence::count(units.len()));
            call.set_output(8, sequence::count(bytes.len()));
            call.set_output(9, true);
            Ok(Value::AutomationNull)
        }),
        ("GetByteCount", |call| {
            Ok(sequence::count(coder(call)?.codec.encode(&unit_part(call)?).len()))
        }),
        ("GetBytes", |call| {
            let bytes = coder(call)?.codec.encode(&unit_part(call)?);
            give_bytes(&bytes, call.argument(3), call.int(4))?;
            Ok(sequence::count(bytes.len()))
        }),
        ("Reset", reset),
    ],
    ..Implementation::EMPTY
};

/// A codec and the bytes of a character that is not whole yet.
struct Coder {
    codec: Codec,
    type_name: &'static str,
    held: Mutex<Vec<u8>>,
}

/// A decoder.
pub(super) fn decoder(codec: Codec) -> Value {
    Value::live(Coder { codec, type_name: "System.Text.Decoder", held: Mutex::default() })
}

/// An encoder.
pub(super) fn encoder(codec: Codec) -> Value {
    Value::live(Coder { codec, type_name: "System.Text.Encoder", held: Mutex::default() })
}

impl LiveObject for Coder {
    fn object_type(&self) -> TypeId {
        type_named(self.type_name)
    }
}

impl Coder {
    fn decode(&self, bytes: &[u8], flush: bool) -> Vec<u16> {
        let mut held = self.held.lock();
        held.extend_from_slice(bytes);
        let whole = if flush { held.len() } else { whole(self.codec, &held) };
        let ready: Vec<u8> = held.drain(..whole).collect();
        self.codec.decode(&ready)
    }
}

/// The length without a character that has begun and not ended.
fn whole(codec: Codec, bytes: &[u8]) -> usize {
    match codec {
        Codec::Utf8(_) => {
            let begun = bytes.iter().rev().take(3).position(|byte| *byte >= 0xC0);
            let Some(back) = begun else {
                return bytes.len();
            };
            let start = bytes.len() - back - 1;
            let wanted = match bytes.get(start) {
                Some(0xF0..) => 4,
                Some(0xE0..) => 3,
                _ => 2,
            };
            if back + 1 < wanted { start } else { bytes.len() }
        }
        Codec::Utf16(..) => bytes.len() & !1,
        Codec::Utf32(..) => bytes.len() & !3,
        _ => bytes.len(),
    }
}

fn coder<'a>(call: &Call<'a>) -> Result<&'a Coder, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn reset(call: &mut Call<'_>) -> Outcome {
    coder(call)?.held.lock().clear();
    Ok(Value::AutomationNull)
}

fn part(call: &Call<'_>, bytes_at: usize, index_at: usize) -> Result<Vec<u8>, Exception> {
    let bytes = call.bytes(bytes_at).ok_or_else(|| errors::argument_null("bytes"))?;
    let range = sequence::range_in(call.int(index_at), call.int(index_at + 1), bytes.len())?;
    Ok(bytes.get(range).unwrap_or(&[]).to_vec())
}

fn unit_part(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    let units = units_of(&call.items(0));
    let range = sequence::range_in(call.int(1), call.int(2), units.len())?;
    Ok(units.get(range).unwrap_or(&[]).to_vec())
}

fn give_chars(units: &[u16], target: &Value, index: i32) -> Result<(), Exception> {
    let items: Vec<Value> = units.iter().map(|unit| Value::Char(*unit)).collect();
    sequence::copy_to(&items, target, index)
}

fn give_bytes(bytes: &[u8], target: &Value, index: i32) -> Result<(), Exception> {
    let items: Vec<Value> = bytes.iter().map(|byte| Value::U8(*byte)).collect();
    sequence::copy_to(&items, target, index)
}
