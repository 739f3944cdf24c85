//! Static members of the numeric types.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::numeric::{big, bits, from_bits, integer_result, width};
use crate::call::Body;
use crate::number::{self, NumberStyles};
use crate::types::comparison::compare_floats;
use crate::types::prelude::*;

/// Static members of the integer types.
pub(super) const INTEGER: &[(&str, Body)] = &[
    ("Abs", |call| {
        let number = big(call, 0).abs();
        number::integer_value(&number, call.type_id).ok_or_else(|| {
            errors::overflow("Negating the minimum value of a twos complement number is invalid.")
        })
    }),
    ("BigMul", |call| {
        let product = big(call, 0) * big(call, 1);
        number::integer_value(&product, TypeId::INT64)
            .ok_or_else(|| errors::overflow_of(TypeId::INT64))
    }),
    ("Clamp", clamp),
    ("CopySign", |call| {
        let size = big(call, 0).abs();
        let number = if big(call, 1).is_negative() { -size } else { size };
        integer_result(call, &number)
    }),
    ("CreateChecked", create),
    ("CreateSaturating", create),
    ("CreateTruncating", create),
    ("DivRem", div_rem),
    ("IsEvenInteger", |call| Ok((!big(call, 0).bit(0)).into())),
    ("IsNegative", |call| Ok(big(call, 0).is_negative().into())),
    ("IsOddInteger", |call| Ok(big(call, 0).bit(0).into())),
    ("IsPositive", |call| Ok((!big(call, 0).is_negative()).into())),
    ("IsPow2", |call| {
        let number = big(call, 0);
        Ok((number.is_positive() && bits(call, 0).is_power_of_two()).into())
    }),
    ("LeadingZeroCount", |call| {
        let zeros = bits(call, 0).leading_zeros() + width(call) - 64;
        integer_result(call, &BigInt::from(zeros))
    }),
    ("Log2", |call| {
        let bits = bits(call, 0).max(1);
        integer_result(call, &BigInt::from(63 - bits.leading_zeros()))
    }),
    ("Max", |call| integer_result(call, &big(call, 0).max(big(call, 1)))),
    ("MaxMagnitude", |call| {
        let (a, b) = (big(call, 0), big(call, 1));
        let number = if a.abs() >= b.abs() { a } else { b };
        integer_result(call, &number)
    }),
    ("Min", |call| integer_result(call, &big(call, 0).min(big(call, 1)))),
    ("MinMagnitude", |call| {
        let (a, b) = (big(call, 0), big(call, 1));
        let number = if a.abs() <= b.abs() { a } else { b };
        integer_result(call, &number)
    }),
    ("Parse", parse),
    ("PopCount", |call| {
        let ones = bits(call, 0).count_ones();
        integer_result(call, &BigInt::from(ones))
    }),
    ("RotateLeft", |call| rotate(call, true)),
    ("RotateRight", |call| rotate(call, false)),
    ("Sign", |call| {
        let number = big(call, 0);
        let sign = i32::from(number.is_positive()) - i32::from(number.is_negative());
        Ok(Value::I32(sign))
    }),
    ("TrailingZeroCount", |call| {
        let zeros = bits(call, 0).trailing_zeros().min(width(call));
        integer_result(call, &BigInt::from(zeros))
    }),
    ("TryParse", try_parse),
];

/// Static members of `Double` and `Single`.
pub(super) const FLOATING: &[(&str, Body)] = &[
    ("Abs", |call| map(call, f64::abs)),
    ("Acos", |call| map(call, f64::acos)),
    ("Asin", |call| map(call, f64::asin)),
    ("Atan", |call| map(call, f64::atan)),
    ("Atan2", |call| map_two(call, f64::atan2)),
    ("Cbrt", |call| map(call, f64::cbrt)),
    ("Ceiling", |call| map(call, f64::ceil)),
    ("Clamp", |call| {
        let (low, high) = (call.double(1), call.double(2));
        map(call, |number| number.max(low).min(high))
    }),
    ("CopySign", |call| map_two(call, f64::copysign)),
    ("Cos", |call| map(call, f64::cos)),
    ("Cosh", |call| map(call, f64::cosh)),
    ("DegreesToRadians", |call| map(call, f64::to_radians)),
    ("Exp", |call| map(call, f64::exp)),
    ("Floor", |call| map(call, f64::floor)),
    ("Hypot", |call| map_two(call, f64::hypot)),
    ("IsEvenInteger", |call| Ok((call.double(0) % 2.0 == 0.0).into())),
    ("IsFinite", |call| Ok(call.double(0).is_finite().into())),
    ("IsInfinity", |call| Ok(call.double(0).is_infinite().into())),
    ("IsInteger", |call| {
        let number = call.double(0);
        Ok((number.is_finite() && number.fract() == 0.0).into())
    }),
    ("IsNaN", |call| Ok(call.double(0).is_nan().into())),
    ("IsNegative", |call| Ok(call.double(0).is_sign_negative().into())),
    ("IsNegativeInfinity", |call| Ok((call.double(0) == f64::NEG_INFINITY).into())),
    ("IsNormal", |call| Ok(call.double(0).is_normal().into())),
    ("IsOddInteger", |call| Ok(((call.double(0) % 2.0).abs() == 1.0).into())),
    ("IsPositive", |call| Ok(call.double(0).is_sign_positive().into())),
    ("IsPositiveInfinity", |call| Ok((call.double(0) == f64::INFINITY).into())),
    ("IsRealNumber", |call| Ok((!call.double(0).is_nan()).into())),
    ("IsSubnormal", |call| Ok(call.double(0).is_subnormal().into())),
    ("Lerp", |call| {
        let (b, t) = (call.double(1), call.double(2));
        map(call, |a| a * (1.0 - t) + b * t)
    }),
    ("Log", |call| {
        if call.count() > 1 {
            return map_two(call, |number, base| number.ln() / base.ln());
        }
        map(call, f64::ln)
    }),
    ("Log10", |call| map(call, f64::log10)),
    ("Log2", |call| map(call, f64::log2)),
    ("Max", |call| map_two(call, super::math::max)),
    ("Min", |call| map_two(call, super::math::min)),
    ("Parse", parse),
    ("Pow", |call| map_two(call, f64::powf)),
    ("RadiansToDegrees", |call| map(call, f64::to_degrees)),
    ("Round", |call| {
        let digits =
            call.argument(1).as_i32().filter(|_| !matches!(call.argument(1), Value::Enum(..)));
        let mode = super::math::Rounding::of(call);
        let number = super::math::round(call.double(0), digits.unwrap_or(0), mode)?;
        Ok(as_type(call, number))
    }),
    ("Sign", |call| {
        let number = call.double(0);
        Ok(Value::I32(compare_floats(Some(number), Some(0.0)) as i32))
    }),
    ("Sin", |call| map(call, f64::sin)),
    ("Sinh", |call| map(call, f64::sinh)),
    ("Sqrt", |call| map(call, f64::sqrt)),
    ("Tan", |call| map(call, f64::tan)),
    ("Tanh", |call| map(call, f64::tanh)),
    ("Truncate", |call| map(call, f64::trunc)),
    ("TryParse", try_parse),
];

fn as_type(call: &Call<'_>, number: f64) -> Value {
    if call.type_id == TypeId::SINGLE { Value::F32(number as f32) } else { Value::F64(number) }
}

fn map(call: &Call<'_>, function: impl Fn(f64) -> f64) -> Outcome {
    Ok(as_type(call, function(call.double(0))))
}

fn map_two(call: &Call<'_>, function: impl Fn(f64, f64) -> f64) -> Outcome {
    Ok(as_type(call, function(call.double(0), call.double(1))))
}

fn clamp(call: &mut Call<'_>) -> Outcome {
    let (low, high) = (big(call, 1), big(call, 2));
    if low > high {
        return Err(errors::argument(format!("'{low}' cannot be greater than {high}.")));
    }
    integer_result(call, &big(call, 0).clamp(low, high))
}

fn create(call: &mut Call<'_>) -> Outcome {
    super::convertible::number_to_integer(call.argument(0).base(), call.type_id)
}

fn div_rem(call: &mut Call<'_>) -> Outcome {
    let (left, right) = (big(call, 0), big(call, 1));
    if right.is_zero() {
        return Err(errors::divide_by_zero());
    }
    let quotient = integer_result(call, &(&left / &right))?;
    let rest = integer_result(call, &(&left % &right))?;
    Ok(super::tuple::value_tuple(vec![quotient, rest]))
}

fn rotate(call: &Call<'_>, left: bool) -> Outcome {
    let width = width(call);
    let bits = bits(call, 0);
    let by = u32::try_from(call.int(1).rem_euclid(width.cast_signed())).unwrap_or(0);
    let by = if left { by } else { (width - by) % width };
    let rotated = if by == 0 { bits } else { (bits << by) | (bits >> (width - by)) };
    from_bits(call, rotated)
}

/// The styles that `Parse` uses where none are given.
pub(super) fn default_styles(id: TypeId) -> NumberStyles {
    match id {
        TypeId::DOUBLE | TypeId::SINGLE => NumberStyles::FLOAT_THOUSANDS,
        TypeId::DECIMAL => NumberStyles::NUMBER,
        _ => NumberStyles::INTEGER,
    }
}

fn styles(call: &Call<'_>) -> NumberStyles {
    call.arguments
        .iter()
        .find_map(|argument| match argument.base() {
            Value::Enum(_, flags) => Some(NumberStyles(*flags)),
            _ => None,
        })
        .unwrap_or_else(|| default_styles(call.type_id))
}

/// `Parse(text[, styles][, provider])`
pub(super) fn parse(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "s")?;
    number::parse_to(text, call.type_id, styles(call), &call.culture())
}

/// `TryParse(text[, styles][, provider], [ref] result)`
pub(super) fn try_parse(call: &mut Call<'_>) -> Outcome {
    let found = call
        .string(0)
        .and_then(|text| number::parse_to(text, call.type_id, styles(call), &call.culture()).ok());
    let zero = match call.type_id {
        TypeId::DOUBLE => Value::F64(0.0),
        TypeId::SINGLE => Value::F32(0.0),
        TypeId::DECIMAL => remora_psobject::Decimal::ZERO.into(),
        TypeId::BIG_INTEGER => BigInt::zero().into(),
        id => number::integer_value(&BigInt::zero(), id).unwrap_or(Value::Null),
    };
    call.try_result(found, zero)
}
