//! `System.Numerics.BitOperations`: the bits of whole numbers without a sign.

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Numerics.BitOperations",
    static_methods: &[
        ("IsPow2", |call| {
            // Numbers with a sign that are below zero have none.
            let positive = call.argument(0).as_i64().is_none_or(|number| number > 0);
            Ok((positive && bits(call).0.is_power_of_two()).into())
        }),
        ("LeadingZeroCount", |call| {
            let (number, width) = bits(call);
            Ok(count(number.leading_zeros() - (64 - width)))
        }),
        ("Log2", |call| Ok(count(bits(call).0.checked_ilog2().unwrap_or(0)))),
        ("PopCount", |call| Ok(count(bits(call).0.count_ones()))),
        ("RotateLeft", |call| Ok(rotated(call, false))),
        ("RotateRight", |call| Ok(rotated(call, true))),
        ("RoundUpToPowerOf2", |call| {
            let (number, width) = bits(call);
            let limit = if width == 64 { None } else { 1_u64.checked_shl(width) };
            let power = match number {
                0 => 0,
                number => number.checked_next_power_of_two().unwrap_or(0),
            };
            Ok(unsigned(if limit == Some(power) { 0 } else { power }, width))
        }),
        ("TrailingZeroCount", |call| {
            let (number, width) = bits(call);
            Ok(count(number.trailing_zeros().min(width)))
        }),
    ],
    ..Implementation::EMPTY
};

fn count(number: u32) -> Value {
    Value::I32(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The bits of the first argument, and how many its type has.
fn bits(call: &Call<'_>) -> (u64, u32) {
    match call.argument(0).base() {
        Value::U32(number) => (u64::from(*number), 32),
        Value::I32(number) => (u64::from(number.cast_unsigned()), 32),
        Value::I64(number) => (number.cast_unsigned(), 64),
        Value::U64(number) => (*number, 64),
        other => (other.as_i64().unwrap_or(0).cast_unsigned(), 64),
    }
}

fn unsigned(number: u64, width: u32) -> Value {
    match u32::try_from(number) {
        Ok(short) if width == 32 => Value::U32(short),
        _ => Value::U64(number),
    }
}

fn rotated(call: &Call<'_>, right: bool) -> Value {
    let (number, width) = bits(call);
    let by = u32::try_from(call.long(1).rem_euclid(i64::from(width))).unwrap_or(0);
    let by = if right { (width - by) % width } else { by };
    match u32::try_from(number) {
        Ok(short) if width == 32 => Value::U32(short.rotate_left(by)),
        _ => Value::U64(number.rotate_left(by)),
    }
}
