//! `System.Math`

use num_bigint::BigInt;
use num_traits::Signed;
use remora_psobject::Decimal;
use rust_decimal::RoundingStrategy;

use crate::number;
use crate::types::comparison::compare_values;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Math",
    static_methods: &[
        ("Abs", abs),
        ("Acos", |call| map(call, f64::acos)),
        ("Acosh", |call| map(call, f64::acosh)),
        ("Asin", |call| map(call, f64::asin)),
        ("Asinh", |call| map(call, f64::asinh)),
        ("Atan", |call| map(call, f64::atan)),
        ("Atan2", |call| Ok(Value::F64(call.double(0).atan2(call.double(1))))),
        ("Atanh", |call| map(call, f64::atanh)),
        ("BigMul", |call| Ok(Value::I64(call.long(0).wrapping_mul(call.long(1))))),
        ("BitDecrement", |call| map(call, f64::next_down)),
        ("BitIncrement", |call| map(call, f64::next_up)),
        ("Cbrt", |call| map(call, f64::cbrt)),
        ("Ceiling", |call| whole(call, f64::ceil, Decimal::ceil)),
        ("Clamp", clamp),
        ("CopySign", |call| Ok(Value::F64(call.double(0).copysign(call.double(1))))),
        ("Cos", |call| map(call, f64::cos)),
        ("Cosh", |call| map(call, f64::cosh)),
        ("DivRem", div_rem),
        ("Exp", |call| map(call, f64::exp)),
        ("Floor", |call| whole(call, f64::floor, Decimal::floor)),
        ("FusedMultiplyAdd", |call| {
            Ok(Value::F64(call.double(0).mul_add(call.double(1), call.double(2))))
        }),
        ("IEEERemainder", |call| {
            let (x, y) = (call.double(0), call.double(1));
            Ok(Value::F64(x - y * (x / y).round_ties_even()))
        }),
        ("ILogB", |call| Ok(Value::I32(call.double(0).abs().log2().floor() as i32))),
        ("Log", |call| {
            let number = call.double(0).ln();
            Ok(Value::F64(if call.count() > 1 { number / call.double(1).ln() } else { number }))
        }),
        ("Log10", |call| map(call, f64::log10)),
        ("Log2", |call| map(call, f64::log2)),
        ("Max", |call| pick(call, true)),
        ("MaxMagnitude", |call| pick_magnitude(call, true)),
        ("Min", |call| pick(call, false)),
        ("MinMagnitude", |call| pick_magnitude(call, false)),
        ("Pow", |call| Ok(Value::F64(power(call.double(0), call.double(1))))),
        ("Round", round_any),
        ("ScaleB", |call| Ok(Value::F64(call.double(0) * 2_f64.powi(call.int(1))))),
        ("Sign", sign),
        ("Sin", |call| map(call, f64::sin)),
        ("SinCos", |call| {
            let (sine, cosine) = call.double(0).sin_cos();
            Ok(super::tuple::value_tuple(vec![Value::F64(sine), Value::F64(cosine)]))
        }),
        ("Sinh", |call| map(call, f64::sinh)),
        ("Sqrt", |call| map(call, f64::sqrt)),
        ("Tan", |call| map(call, f64::tan)),
        ("Tanh", |call| map(call, f64::tanh)),
        ("Truncate", |call| whole(call, f64::trunc, Decimal::trunc)),
    ],
    ..Implementation::EMPTY
};

fn map(call: &Call<'_>, function: impl Fn(f64) -> f64) -> Outcome {
    Ok(Value::F64(function(call.double(0))))
}

/// Whole powers are multiplied out where that is exact.
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    base.powf(exponent)
}

fn whole(
    call: &Call<'_>,
    float: impl Fn(f64) -> f64,
    exact: impl Fn(&Decimal) -> Decimal,
) -> Outcome {
    Ok(match call.argument(0).base() {
        Value::Decimal(number) => exact(number).into(),
        _ => Value::F64(float(call.double(0))),
    })
}

fn abs(call: &mut Call<'_>) -> Outcome {
    Ok(match call.argument(0).base() {
        Value::F64(number) => Value::F64(number.abs()),
        Value::F32(number) => Value::F32(number.abs()),
        Value::Decimal(number) => number.abs().into(),
        other => {
            let id = other.type_id().unwrap_or(TypeId::INT32);
            let size = number::to_big_integer(other).unwrap_or_default().abs();
            number::integer_value(&size, id).ok_or_else(|| {
                errors::overflow(
                    "Negating the minimum value of a twos complement number is invalid.",
                )
            })?
        }
    })
}

/// The larger; NaN wins.
pub(super) fn max(left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() { f64::NAN } else { left.max(right) }
}

/// The smaller; NaN wins.
pub(super) fn min(left: f64, right: f64) -> f64 {
    if left.is_nan() || right.is_nan() { f64::NAN } else { left.min(right) }
}

/// The number that is farther from zero, or the nearer one.
fn pick_magnitude(call: &Call<'_>, farther: bool) -> Outcome {
    let (left, right) = (call.double(0), call.double(1));
    if left.is_nan() || right.is_nan() {
        return Ok(Value::F64(f64::NAN));
    }
    let order = left.abs().total_cmp(&right.abs()).then(left.total_cmp(&right));
    Ok(call.argument(usize::from(order.is_gt() != farther)).clone())
}

fn pick(call: &Call<'_>, larger: bool) -> Outcome {
    let (left, right) = (call.argument(0).base(), call.argument(1).base());
    let choose = if larger { max } else { min };
    if let (Value::F64(a), Value::F64(b)) = (left, right) {
        return Ok(Value::F64(choose(*a, *b)));
    }
    if let (Value::F32(a), Value::F32(b)) = (left, right) {
        return Ok(Value::F32(choose(f64::from(*a), f64::from(*b)) as f32));
    }
    let order = compare_values(call.context, left, right)?;
    let take_left = if larger { order.is_ge() } else { order.is_le() };
    Ok(if take_left { left } else { right }.clone())
}

fn clamp(call: &mut Call<'_>) -> Outcome {
    let (value, low, high) = (call.argument(0), call.argument(1), call.argument(2));
    if compare_values(call.context, low, high)?.is_gt() {
        let culture = call.context.culture();
        let text = |value| crate::text::to_text(value, &culture);
        return Err(errors::argument(format!(
            "'{}' cannot be greater than {}.",
            text(low),
            text(high)
        )));
    }
    if compare_values(call.context, value, low)?.is_lt() {
        return Ok(low.clone());
    }
    Ok(if compare_values(call.context, value, high)?.is_gt() {
        high.clone()
    } else {
        value.clone()
    })
}

fn div_rem(call: &mut Call<'_>) -> Outcome {
    let id = call.argument(0).type_id().unwrap_or(TypeId::INT32);
    let left = number::to_big_integer(call.argument(0)).unwrap_or_default();
    let right = number::to_big_integer(call.argument(1)).unwrap_or_default();
    if right == BigInt::from(0) {
        return Err(errors::divide_by_zero());
    }
    let as_integer =
        |number: BigInt| number::integer_value(&number, id).ok_or_else(|| errors::overflow_of(id));
    let quotient = as_integer(&left / &right)?;
    let rest = as_integer(left % right)?;
    if call.count() >= 3 {
        call.set_output(2, rest);
        return Ok(quotient);
    }
    Ok(super::tuple::value_tuple(vec![quotient, rest]))
}

fn sign(call: &mut Call<'_>) -> Outcome {
    let number = call.double(0);
    if number.is_nan() {
        return Err(Exception::new(
            TypeId::ARITHMETIC_EXCEPTION,
            "Function does not accept floating point Not-a-Number values.",
        ));
    }
    Ok(Value::I32(i32::from(number > 0.0) - i32::from(number < 0.0)))
}

/// `System.MidpointRounding`
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Halves to the even neighbour.
    ToEven,
    /// Halves away from zero.
    AwayFromZero,
    /// Always towards zero.
    ToZero,
    /// Always down.
    ToNegativeInfinity,
    /// Always up.
    ToPositiveInfinity,
}

impl Rounding {
    /// The mode among the arguments.
    pub(crate) fn of(call: &Call<'_>) -> Self {
        let number = call.arguments.iter().find_map(|argument| match argument.base() {
            Value::Enum(_, number) => Some(*number),
            _ => None,
        });
        match number.unwrap_or(0) {
            1 => Self::AwayFromZero,
            2 => Self::ToZero,
            3 => Self::ToNegativeInfinity,
            4 => Self::ToPositiveInfinity,
            _ => Self::ToEven,
        }
    }

    pub(crate) fn strategy(self) -> RoundingStrategy {
        match self {
            Self::ToEven => RoundingStrategy::MidpointNearestEven,
            Self::AwayFromZero => RoundingStrategy::MidpointAwayFromZero,
            Self::ToZero => RoundingStrategy::ToZero,
            Self::ToNegativeInfinity => RoundingStrategy::ToNegativeInfinity,
            Self::ToPositiveInfinity => RoundingStrategy::ToPositiveInfinity,
        }
    }

    fn apply(self, number: f64) -> f64 {
        match self {
            Self::ToEven => number.round_ties_even(),
            Self::AwayFromZero => number.round(),
            Self::ToZero => number.trunc(),
            Self::ToNegativeInfinity => number.floor(),
            Self::ToPositiveInfinity => number.ceil(),
        }
    }
}

/// `Math.Round(value, digits, mode)`: scaled by a power of ten, rounded and scaled back.
pub(crate) fn round(number: f64, digits: i32, mode: Rounding) -> Result<f64, Exception> {
    if !(0..=15).contains(&digits) {
        return Err(errors::out_of_range(
            "digits",
            "Rounding digits must be between 0 and 15, inclusive.",
        ));
    }
    if number.abs() >= 1e16 || !number.is_finite() {
        return Ok(number);
    }
    let power = 10_f64.powi(digits);
    Ok(mode.apply(number * power) / power)
}

fn round_any(call: &mut Call<'_>) -> Outcome {
    let digits = match call.argument(1).base() {
        Value::I32(digits) => *digits,
        _ => 0,
    };
    let mode = Rounding::of(call);
    if let Value::Decimal(number) = call.argument(0).base() {
        let digits =
            u32::try_from(digits).ok().filter(|digits| *digits <= 28).ok_or_else(|| {
                errors::out_of_range(
                    "decimals",
                    "Decimal can only round to between 0 and 28 digits of precision.",
                )
            })?;
        return Ok(number.round_dp_with_strategy(digits, mode.strategy()).into());
    }
    Ok(Value::F64(round(call.double(0), digits, mode)?))
}
