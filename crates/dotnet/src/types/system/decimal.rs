//! `System.Decimal`: constructors and static members.

use remora_psobject::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{convertible, math, numeric_static};
use crate::call::Body;
use crate::number::decimal_scale;
use crate::types::prelude::*;

pub(super) const STATIC: &[(&str, Body)] = &[
    ("Abs", |call| Ok(decimal(call, 0).abs().into())),
    ("Add", |call| checked(decimal_scale::add(decimal(call, 0), decimal(call, 1)))),
    ("Ceiling", |call| Ok(decimal(call, 0).ceil().into())),
    ("Clamp", |call| Ok(decimal(call, 0).clamp(decimal(call, 1), decimal(call, 2)).into())),
    ("Compare", |call| Ok(Value::I32(decimal(call, 0).cmp(&decimal(call, 1)) as i32))),
    ("Divide", divide),
    ("Equals", |call| Ok((decimal(call, 0) == decimal(call, 1)).into())),
    ("Floor", |call| Ok(decimal(call, 0).floor().into())),
    ("FromOACurrency", |call| Ok(Decimal::new(call.long(0), 4).normalize().into())),
    ("GetBits", get_bits),
    ("IsCanonical", |call| {
        let number = decimal(call, 0);
        Ok((number.normalize().scale() == number.scale()).into())
    }),
    ("IsEvenInteger", |call| Ok((decimal(call, 0) % Decimal::TWO).is_zero().into())),
    ("IsInteger", |call| Ok(decimal(call, 0).fract().is_zero().into())),
    ("IsNegative", |call| Ok(decimal(call, 0).is_sign_negative().into())),
    ("IsOddInteger", |call| Ok(((decimal(call, 0) % Decimal::TWO).abs() == Decimal::ONE).into())),
    ("IsPositive", |call| Ok(decimal(call, 0).is_sign_positive().into())),
    ("Max", |call| Ok(decimal(call, 0).max(decimal(call, 1)).into())),
    ("Min", |call| Ok(decimal(call, 0).min(decimal(call, 1)).into())),
    ("Multiply", |call| checked(decimal_scale::multiply(decimal(call, 0), decimal(call, 1)))),
    ("Negate", |call| Ok((-decimal(call, 0)).into())),
    ("Parse", numeric_static::parse),
    ("Remainder", |call| {
        if decimal(call, 1).is_zero() {
            return Err(errors::divide_by_zero());
        }
        checked(decimal(call, 0).checked_rem(decimal(call, 1)))
    }),
    ("Round", round),
    ("Sign", |call| {
        let number = decimal(call, 0);
        Ok(Value::I32(number.cmp(&Decimal::ZERO) as i32))
    }),
    ("Subtract", |call| checked(decimal_scale::subtract(decimal(call, 0), decimal(call, 1)))),
    ("ToByte", |call| truncated(call, TypeId::BYTE)),
    ("ToDouble", |call| Ok(Value::F64(crate::number::decimal_to_f64(&decimal(call, 0))))),
    ("ToInt16", |call| truncated(call, TypeId::INT16)),
    ("ToInt32", |call| truncated(call, TypeId::INT32)),
    ("ToInt64", |call| truncated(call, TypeId::INT64)),
    ("ToOACurrency", |call| {
        let scaled = (decimal(call, 0) * Decimal::from(10_000)).round();
        scaled.to_i64().map(Value::I64).ok_or_else(|| {
            errors::overflow("Value was either too large or too small for a Currency.")
        })
    }),
    ("ToSByte", |call| truncated(call, TypeId::SBYTE)),
    ("ToSingle", |call| Ok(Value::F32(crate::number::decimal_to_f64(&decimal(call, 0)) as f32))),
    ("ToUInt16", |call| truncated(call, TypeId::UINT16)),
    ("ToUInt32", |call| truncated(call, TypeId::UINT32)),
    ("ToUInt64", |call| truncated(call, TypeId::UINT64)),
    ("Truncate", |call| Ok(decimal(call, 0).trunc().into())),
    ("TryParse", numeric_static::try_parse),
];

fn decimal(call: &Call<'_>, index: usize) -> Decimal {
    match call.argument(index).base() {
        Value::Decimal(number) => **number,
        other => other
            .as_i64()
            .map(Decimal::from)
            .or_else(|| crate::number::to_f64(other).and_then(crate::number::decimal_from_f64))
            .unwrap_or_default(),
    }
}

fn checked(number: Option<Decimal>) -> Outcome {
    number.map(Value::from).ok_or_else(|| errors::overflow_of(TypeId::DECIMAL))
}

fn divide(call: &mut Call<'_>) -> Outcome {
    let (left, right) = (decimal(call, 0), decimal(call, 1));
    if right.is_zero() {
        return Err(errors::divide_by_zero());
    }
    checked(decimal_scale::divide(left, right))
}

fn truncated(call: &Call<'_>, target: TypeId) -> Outcome {
    convertible::number_to_integer(&decimal(call, 0).trunc().into(), target)
}

fn round(call: &mut Call<'_>) -> Outcome {
    let digits = match call.argument(1).base() {
        Value::I32(digits) => u32::try_from(*digits).unwrap_or(0),
        _ => 0,
    };
    let strategy = math::Rounding::of(call).strategy();
    Ok(decimal(call, 0).round_dp_with_strategy(digits, strategy).into())
}

fn get_bits(call: &mut Call<'_>) -> Outcome {
    let bits = decimal(call, 0).unpack();
    let flags = (bits.scale << 16) | (u32::from(bits.negative) << 31);
    let parts = [bits.lo, bits.mid, bits.hi, flags];
    Ok(Value::array_of(TypeId::INT32, parts.map(|part| Value::I32(part.cast_signed())).to_vec()))
}

pub(super) fn scale(call: &mut Call<'_>) -> Outcome {
    Ok(match call.this.base() {
        Value::Decimal(number) => Value::U8(u8::try_from(number.scale()).unwrap_or(0)),
        _ => Value::Null,
    })
}

pub(super) fn construct(call: &mut Call<'_>) -> Outcome {
    let first = call.argument(0);
    if call.count() == 5 {
        let part = |index| call.int(index).cast_unsigned();
        let scale = u32::try_from(call.int(4)).unwrap_or(0);
        return Ok(Decimal::from_parts(part(0), part(1), part(2), call.bool(3), scale).into());
    }
    if sequence::is_collection(first) {
        let bits: Vec<u32> =
            call.items(0).iter().map(|item| item.as_i32().unwrap_or(0).cast_unsigned()).collect();
        let [low, middle, high, flags] = bits[..] else {
            return Err(errors::argument(
                "Decimal constructor requires an array or span of four valid decimal bytes.",
            ));
        };
        let negative = flags >> 31 == 1;
        return Ok(Decimal::from_parts(low, middle, high, negative, (flags >> 16) & 0xFF).into());
    }
    let culture = Culture::invariant();
    convertible::convert(first, TypeId::DECIMAL, &culture, call)
}
