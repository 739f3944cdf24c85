//! `System.Security.Cryptography.RandomNumberGenerator`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Security.Cryptography.RandomNumberGenerator",
    methods: &[
        ("Dispose", |_| Ok(Value::AutomationNull)),
        ("GetBytes", fill),
        ("GetNonZeroBytes", |call| {
            fill(call)?;
            if let Value::Array(array) = call.argument(0).base() {
                array.modify(|items| {
                    for item in items.iter_mut().filter(|item| matches!(item, Value::U8(0))) {
                        *item = Value::U8(1);
                    }
                });
            }
            Ok(Value::AutomationNull)
        }),
    ],
    static_methods: &[
        ("Create", |_| Ok(Value::live(Generator))),
        ("Fill", fill),
        ("GetBytes", |call| {
            let count = usize::try_from(call.int(0))
                .map_err(|_| errors::out_of_range("count", "Non-negative number required."))?;
            let mut bytes = vec![0; count];
            call.system().random_bytes(&mut bytes);
            Ok(Value::bytes(bytes))
        }),
        ("GetHexString", |call| {
            let count = usize::try_from(call.int(0)).unwrap_or(0);
            let mut bytes = vec![0; count.div_ceil(2)];
            call.system().random_bytes(&mut bytes);
            let text = crate::types::system::convert::hex(&bytes, !call.bool(1));
            Ok(text.get(..count).unwrap_or(&text).into())
        }),
        ("GetInt32", |call| {
            let (low, high) =
                if call.count() > 1 { (call.long(0), call.long(1)) } else { (0, call.long(0)) };
            if low >= high {
                return Err(errors::argument(
                    "Range of random number does not contain at least one possibility.",
                ));
            }
            let mut bytes = [0; 8];
            call.system().random_bytes(&mut bytes);
            let number = low.wrapping_add_unsigned(u64::from_le_bytes(bytes) % high.abs_diff(low));
            Ok(Value::I32(i32::try_from(number).unwrap_or(0)))
        }),
    ],
    ..Implementation::EMPTY
};

struct Generator;

impl LiveObject for Generator {
    fn object_type(&self) -> TypeId {
        TypeId::register(
            "System.Security.Cryptography.RandomNumberGeneratorImplementation",
            Some(type_named("System.Security.Cryptography.RandomNumberGenerator")),
        )
    }
}

fn fill(call: &mut Call<'_>) -> Outcome {
    if let Value::Array(array) = call.argument(0).base() {
        let mut bytes = vec![0; array.len()];
        call.system().random_bytes(&mut bytes);
        for (at, byte) in bytes.into_iter().enumerate() {
            array.set(at, Value::U8(byte));
        }
    }
    Ok(Value::AutomationNull)
}
