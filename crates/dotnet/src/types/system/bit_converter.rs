//! `System.BitConverter`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.BitConverter",
    static_methods: &[
        ("DoubleToInt64Bits", |call| Ok(Value::I64(call.double(0).to_bits().cast_signed()))),
        ("DoubleToUInt64Bits", |call| Ok(Value::U64(call.double(0).to_bits()))),
        ("GetBytes", get_bytes),
        ("Int32BitsToSingle", |call| Ok(Value::F32(f32::from_bits(call.int(0).cast_unsigned())))),
        ("Int64BitsToDouble", |call| Ok(Value::F64(f64::from_bits(call.long(0).cast_unsigned())))),
        ("SingleToInt32Bits", |call| {
            Ok(Value::I32((call.double(0) as f32).to_bits().cast_signed()))
        }),
        ("ToBoolean", |call| Ok((part::<1>(call)? != [0]).into())),
        ("ToChar", |call| Ok(Value::Char(u16::from_le_bytes(part(call)?)))),
        ("ToDouble", |call| Ok(Value::F64(f64::from_le_bytes(part(call)?)))),
        ("ToInt16", |call| Ok(Value::I16(i16::from_le_bytes(part(call)?)))),
        ("ToInt32", |call| Ok(Value::I32(i32::from_le_bytes(part(call)?)))),
        ("ToInt64", |call| Ok(Value::I64(i64::from_le_bytes(part(call)?)))),
        ("ToSingle", |call| Ok(Value::F32(f32::from_le_bytes(part(call)?)))),
        ("ToString", to_string),
        ("ToUInt16", |call| Ok(Value::U16(u16::from_le_bytes(part(call)?)))),
        ("ToUInt32", |call| Ok(Value::U32(u32::from_le_bytes(part(call)?)))),
        ("ToUInt64", |call| Ok(Value::U64(u64::from_le_bytes(part(call)?)))),
    ],
    ..Implementation::EMPTY
};

fn part<const N: usize>(call: &Call<'_>) -> Result<[u8; N], Exception> {
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("value"))?;
    let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
    if start >= bytes.len() {
        return Err(errors::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        ));
    }
    bytes
        .get(start..start + N)
        .and_then(|part| part.try_into().ok())
        .ok_or_else(|| {
            errors::argument_for(
                "value",
                "The array starting from the specified index is not long enough to read a value of the specified type.",
            )
        })
}

/// The bytes of a number, the least significant first.
pub(crate) fn bytes_of_number(value: &Value) -> Vec<u8> {
    match value.base() {
        Value::Bool(flag) => vec![u8::from(*flag)],
        Value::Char(number) | Value::U16(number) => number.to_le_bytes().to_vec(),
        Value::I16(number) => number.to_le_bytes().to_vec(),
        Value::U32(number) => number.to_le_bytes().to_vec(),
        Value::I64(number) => number.to_le_bytes().to_vec(),
        Value::U64(number) => number.to_le_bytes().to_vec(),
        Value::F32(number) => number.to_le_bytes().to_vec(),
        Value::F64(number) => number.to_le_bytes().to_vec(),
        other => other.as_i32().unwrap_or(0).to_le_bytes().to_vec(),
    }
}

fn get_bytes(call: &mut Call<'_>) -> Outcome {
    Ok(Value::bytes(bytes_of_number(call.argument(0))))
}

fn to_string(call: &mut Call<'_>) -> Outcome {
    let bytes = call.bytes(0).ok_or_else(|| errors::argument_null("value"))?;
    let start = usize::try_from(call.int(1)).unwrap_or(0);
    let length = call.argument(2).as_i32().and_then(|n| usize::try_from(n).ok());
    let length = length.unwrap_or(bytes.len().saturating_sub(start));
    let pairs: Vec<String> =
        bytes.iter().skip(start).take(length).map(|byte| format!("{byte:02X}")).collect();
    Ok(pairs.join("-").into())
}
