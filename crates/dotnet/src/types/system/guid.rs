//! `System.Guid`

use remora_psobject::Guid;

use super::numeric;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Guid",
    constructor: Some(construct),
    methods: &[
        ("CompareTo", numeric::compare_to),
        ("Equals", numeric::equals),
        ("ToByteArray", |call| Ok(Value::bytes(this(call).to_wire().to_vec()))),
        ("ToString", numeric::to_string),
    ],
    static_methods: &[
        ("NewGuid", |call| {
            let mut bytes = [0; 16];
            call.system().random_bytes(&mut bytes);
            Ok(Guid::from_random(bytes).into())
        }),
        ("CreateVersion7", create_version_7),
        ("Parse", |call| crate::guid::parse(call.required_string(0, "input")?).map(Value::from)),
        ("ParseExact", |call| exact(call).map(Value::from)),
        ("TryParse", |call| {
            let found = call.string(0).and_then(|text| crate::guid::parse(text).ok());
            call.try_result(found.map(Value::from), Guid::EMPTY.into())
        }),
        ("TryParseExact", |call| {
            let found = exact(call).ok();
            call.try_result(found.map(Value::from), Guid::EMPTY.into())
        }),
        ("op_Equality", |call| {
            Ok(remora_psobject::equality::equals(call.argument(0), call.argument(1)).into())
        }),
    ],
    properties: &[
        ("Variant", |call| Ok(Value::I32(i32::from(this(call).0[8] >> 4)))),
        ("Version", |call| Ok(Value::I32(i32::from(this(call).0[6] >> 4)))),
    ],
    static_properties: &[
        ("AllBitsSet", |_| Ok(Guid([0xFF; 16]).into())),
        ("Empty", |_| Ok(Guid::EMPTY.into())),
    ],
    ..Implementation::EMPTY
};

fn this(call: &Call<'_>) -> Guid {
    match call.this.base() {
        Value::Guid(guid) => **guid,
        _ => Guid::EMPTY,
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    if let Some(text) = call.string(0) {
        return crate::guid::parse(text).map(Value::from);
    }
    if call.count() >= 4 {
        let mut bytes = call.int(0).to_be_bytes().to_vec();
        for index in [1, 2] {
            let part = u16::try_from(call.long(index) & 0xFFFF).unwrap_or(0);
            bytes.extend(part.to_be_bytes());
        }
        let rest = call.bytes(3).unwrap_or_else(|| {
            call.arguments
                .iter()
                .skip(3)
                .filter_map(|item| item.as_i64().and_then(|n| u8::try_from(n).ok()))
                .collect()
        });
        bytes.extend(rest);
        return <[u8; 16]>::try_from(bytes).map(|bytes| Guid(bytes).into()).map_err(|_| {
            errors::argument_for("d", "Byte array for Guid must be exactly 8 bytes long.")
        });
    }
    match call.bytes(0) {
        None => Ok(Guid::EMPTY.into()),
        Some(bytes) => {
            <[u8; 16]>::try_from(bytes).map(|bytes| Guid::from_wire(bytes).into()).map_err(|_| {
                errors::argument_for("b", "Byte array for Guid must be exactly 16 bytes long.")
            })
        }
    }
}

/// Milliseconds since 1970 in front, random behind.
fn create_version_7(call: &mut Call<'_>) -> Outcome {
    let mut bytes = [0; 16];
    call.system().random_bytes(&mut bytes);
    let ticks = call.system().now_utc_ticks() - remora_psobject::time::UNIX_EPOCH_TICKS;
    let stamp = (ticks / 10_000).to_be_bytes();
    for (slot, byte) in bytes.iter_mut().zip(&stamp[2..]) {
        *slot = *byte;
    }
    bytes[6] = (bytes[6] & 0x0F) | 0x70;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    Ok(Guid(bytes).into())
}

fn exact(call: &Call<'_>) -> Result<Guid, Exception> {
    let text = call.required_string(0, "input")?;
    let format = call.required_string(1, "format")?;
    let guid = crate::guid::parse(text)?;
    if crate::guid::format(&guid, format)?.eq_ignore_ascii_case(text.trim()) {
        return Ok(guid);
    }
    Err(errors::format(match format.to_ascii_uppercase().as_str() {
        "D" | "N" => {
            "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
        }
        "B" => "Expected {0xdddddddd, etc}.",
        _ => "Unrecognized Guid format.",
    }))
}
