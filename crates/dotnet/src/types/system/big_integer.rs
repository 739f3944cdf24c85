//! `System.Numerics.BigInteger`

use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, One, Signed, ToPrimitive, Zero};

use super::{convertible, numeric, numeric_static};
use crate::number;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Numerics.BigInteger",
    constructor: Some(construct),
    methods: &[
        ("CompareTo", compare_to),
        ("Equals", equals),
        ("GetBitLength", get_bit_length),
        ("GetByteCount", get_byte_count),
        ("ToByteArray", to_byte_array),
        ("ToString", numeric::to_string),
    ],
    static_methods: &[
        ("Abs", |call| Ok(big(call, 0).abs().into())),
        ("Add", |call| Ok((big(call, 0) + big(call, 1)).into())),
        ("Clamp", |call| Ok(big(call, 0).clamp(big(call, 1), big(call, 2)).into())),
        ("Compare", |call| Ok(Value::I32(big(call, 0).cmp(&big(call, 1)) as i32))),
        ("Divide", |call| divided(call, |a, b| (a / b).into())),
        ("DivRem", div_rem),
        ("GreatestCommonDivisor", |call| Ok(common_divisor(big(call, 0), big(call, 1)).into())),
        ("IsEvenInteger", |call| Ok((!big(call, 0).bit(0)).into())),
        ("IsNegative", |call| Ok(big(call, 0).is_negative().into())),
        ("IsOddInteger", |call| Ok(big(call, 0).bit(0).into())),
        ("IsPow2", |call| Ok(is_power_of_two(&big(call, 0)).into())),
        ("Log", |call| {
            let logarithm = logarithm(&big(call, 0));
            Ok(Value::F64(if call.count() > 1 {
                logarithm / call.double(1).ln()
            } else {
                logarithm
            }))
        }),
        ("Log10", |call| Ok(Value::F64(logarithm(&big(call, 0)) / 10_f64.ln()))),
        ("Max", |call| Ok(big(call, 0).max(big(call, 1)).into())),
        ("Min", |call| Ok(big(call, 0).min(big(call, 1)).into())),
        ("ModPow", |call| {
            let (base, exponent, modulus) = (big(call, 0), big(call, 1), big(call, 2));
            if modulus.is_zero() {
                return Err(errors::divide_by_zero());
            }
            let result = base.modpow(&exponent, &modulus);
            // The sign follows the base, as for the remainder.
            let negative = base.is_negative() && exponent.bit(0) && result.is_positive();
            Ok(if negative { result - modulus } else { result }.into())
        }),
        ("Multiply", |call| Ok((big(call, 0) * big(call, 1)).into())),
        ("Negate", |call| Ok((-big(call, 0)).into())),
        ("Parse", numeric_static::parse),
        ("Pow", power),
        ("Remainder", |call| divided(call, |a, b| (a % b).into())),
        ("Subtract", |call| Ok((big(call, 0) - big(call, 1)).into())),
        ("TryParse", numeric_static::try_parse),
        ("op_Addition", |call| Ok((big(call, 0) + big(call, 1)).into())),
        ("op_BitwiseAnd", |call| Ok((big(call, 0) & big(call, 1)).into())),
        ("op_BitwiseOr", |call| Ok((big(call, 0) | big(call, 1)).into())),
        ("op_Division", |call| divided(call, |a, b| (a / b).into())),
        ("op_ExclusiveOr", |call| Ok((big(call, 0) ^ big(call, 1)).into())),
        ("op_LeftShift", |call| Ok(shift(&big(call, 0), i64::from(call.int(1))).into())),
        ("op_Modulus", |call| divided(call, |a, b| (a % b).into())),
        ("op_Multiply", |call| Ok((big(call, 0) * big(call, 1)).into())),
        ("op_OnesComplement", |call| Ok((!big(call, 0)).into())),
        ("op_RightShift", |call| Ok(shift(&big(call, 0), -i64::from(call.int(1))).into())),
        ("op_Subtraction", |call| Ok((big(call, 0) - big(call, 1)).into())),
        ("op_UnaryNegation", |call| Ok((-big(call, 0)).into())),
    ],
    properties: &[
        ("IsEven", |call| Ok((!this(call).bit(0)).into())),
        ("IsOne", |call| Ok(this(call).is_one().into())),
        ("IsPowerOfTwo", |call| Ok(is_power_of_two(&this(call)).into())),
        ("IsZero", |call| Ok(this(call).is_zero().into())),
        ("Sign", |call| Ok(Value::I32(number::sign_of(&this(call))))),
    ],
    static_properties: &[
        ("MinusOne", |_| Ok(BigInt::from(-1).into())),
        ("One", |_| Ok(BigInt::from(1).into())),
        ("Zero", |_| Ok(BigInt::zero().into())),
    ],
    ..Implementation::EMPTY
};

fn value_of(value: &Value) -> BigInt {
    number::to_big_integer(value)
        .or_else(|| convertible::integer(value.base(), TypeId::BIG_INTEGER).ok())
        .unwrap_or_default()
}

fn big(call: &Call<'_>, index: usize) -> BigInt {
    value_of(call.argument(index))
}

fn this(call: &Call<'_>) -> BigInt {
    value_of(call.this)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let first = call.argument(0).base();
    if let Some(bytes) = call.bytes(0) {
        let unsigned = call.bool(1);
        let big_endian = call.bool(2);
        return Ok(match (unsigned, big_endian) {
            (false, false) => BigInt::from_signed_bytes_le(&bytes),
            (false, true) => BigInt::from_signed_bytes_be(&bytes),
            (true, false) => BigInt::from_bytes_le(Sign::Plus, &bytes),
            (true, true) => BigInt::from_bytes_be(Sign::Plus, &bytes),
        }
        .into());
    }
    match first {
        Value::F64(_) | Value::F32(_) => {
            let number = call.double(0);
            if number.is_nan() {
                return Err(errors::overflow("The value is not a number."));
            }
            BigInt::from_f64(number.trunc())
                .map(Value::from)
                .ok_or_else(|| errors::overflow("BigInteger cannot represent infinity."))
        }
        Value::Decimal(number) => {
            Ok(number.trunc().to_i128().map(BigInt::from).unwrap_or_default().into())
        }
        other => Ok(value_of(other).into()),
    }
}

fn divided(call: &Call<'_>, operate: impl Fn(BigInt, BigInt) -> Value) -> Outcome {
    let divisor = big(call, 1);
    if divisor.is_zero() {
        return Err(errors::divide_by_zero());
    }
    Ok(operate(big(call, 0), divisor))
}

fn div_rem(call: &mut Call<'_>) -> Outcome {
    let (left, right) = (big(call, 0), big(call, 1));
    if right.is_zero() {
        return Err(errors::divide_by_zero());
    }
    let (quotient, rest) = (&left / &right, left % right);
    if call.count() >= 3 {
        call.set_output(2, rest);
        return Ok(quotient.into());
    }
    Ok(super::tuple::value_tuple(vec![quotient.into(), rest.into()]))
}

fn power(call: &mut Call<'_>) -> Outcome {
    let exponent = call.int(1);
    let exponent = u32::try_from(exponent).map_err(|_| {
        errors::out_of_range_value(
            "exponent",
            &format!("exponent ('{exponent}') must be a non-negative value."),
            exponent,
        )
    })?;
    Ok(big(call, 0).pow(exponent).into())
}

fn common_divisor(left: BigInt, right: BigInt) -> BigInt {
    let (mut a, mut b) = (left.abs(), right.abs());
    while !b.is_zero() {
        let rest = &a % &b;
        a = b;
        b = rest;
    }
    a
}

fn logarithm(number: &BigInt) -> f64 {
    if number.is_negative() {
        return f64::NAN;
    }
    let bits = number.bits();
    if bits <= 1000 {
        return number.to_f64().unwrap_or(f64::NAN).ln();
    }
    let shifted: BigInt = number >> (bits - 64);
    shifted.to_f64().unwrap_or(f64::NAN).ln() + (bits - 64) as f64 * std::f64::consts::LN_2
}

fn is_power_of_two(number: &BigInt) -> bool {
    number.is_positive() && number.magnitude().count_ones() == 1
}

fn shift(number: &BigInt, by: i64) -> BigInt {
    match u64::try_from(by) {
        Ok(by) => number << by,
        Err(_) => number >> by.unsigned_abs(),
    }
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    if !call.has(0) {
        return Ok(Value::I32(1));
    }
    Ok(Value::I32(this(call).cmp(&big(call, 0)) as i32))
}

fn equals(call: &mut Call<'_>) -> Outcome {
    let other = call.argument(0).base();
    Ok((number::to_big_integer(other) == Some(this(call))).into())
}

fn get_bit_length(call: &mut Call<'_>) -> Outcome {
    let number = this(call);
    let bits = if number.is_negative() { BigInt::bits(&(number + 1)) } else { number.bits() };
    Ok(Value::I64(i64::try_from(bits).unwrap_or(i64::MAX)))
}

fn get_byte_count(call: &mut Call<'_>) -> Outcome {
    Ok(sequence::count(this(call).to_signed_bytes_le().len()))
}

fn to_byte_array(call: &mut Call<'_>) -> Outcome {
    let number = this(call);
    let mut bytes = if call.bool(0) { number.to_bytes_le().1 } else { number.to_signed_bytes_le() };
    if call.bool(1) {
        bytes.reverse();
    }
    Ok(Value::bytes(bytes))
}
