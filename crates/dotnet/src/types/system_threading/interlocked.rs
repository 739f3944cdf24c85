//! `System.Threading.Interlocked`: the arguments are `[ref]`, so the engine writes the result back

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Threading.Interlocked",
    static_methods: &[
        ("Add", |call| sum(call, call.long(1))),
        ("And", |call| replace(call, |old, by| old & by)),
        ("CompareExchange", |call| {
            let old = call.argument(0).clone();
            if remora_psobject::equality::equals(&old, call.argument(2)) {
                call.set_output(0, call.argument(1).clone());
            }
            Ok(old)
        }),
        ("Decrement", |call| sum(call, -1)),
        ("Exchange", |call| {
            call.set_output(0, call.argument(1).clone());
            Ok(call.argument(0).clone())
        }),
        ("Increment", |call| sum(call, 1)),
        ("MemoryBarrier", |_| Ok(Value::AutomationNull)),
        ("Or", |call| replace(call, |old, by| old | by)),
        ("Read", |call| Ok(call.argument(0).clone())),
    ],
    ..Implementation::EMPTY
};

/// A number of the type of the first argument; it wraps around.
fn like(value: &Value, number: i64) -> Value {
    match value.base() {
        Value::I64(_) => Value::I64(number),
        Value::U64(_) => Value::U64(number.cast_unsigned()),
        Value::U32(_) => Value::U32(u32::try_from(number & 0xFFFF_FFFF).unwrap_or(0)),
        _ => {
            let bits = u32::try_from(number & 0xFFFF_FFFF).unwrap_or(0);
            Value::I32(bits.cast_signed())
        }
    }
}

fn sum(call: &mut Call<'_>, by: i64) -> Outcome {
    let result = like(call.argument(0), call.long(0).wrapping_add(by));
    call.set_output(0, result.clone());
    Ok(result)
}

fn replace(call: &mut Call<'_>, operate: impl Fn(i64, i64) -> i64) -> Outcome {
    let old = call.argument(0).clone();
    call.set_output(0, like(&old, operate(call.long(0), call.long(1))));
    Ok(old)
}
