//! Which width two numbers are reckoned in.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use remora_psobject::{Decimal, Exception, TypeId, Value};

use crate::error::{LanguageError, Result};
use crate::number_scan;

/// One operand that is a number: of the width that arithmetic has for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// `bool`, `char` and all integers that fit `int`.
    I32(i32),
    /// `uint`
    U32(u32),
    /// `long`
    I64(i64),
    /// `ulong`
    U64(u64),
    /// `float` and `double`
    F64(f64),
    /// `decimal`
    Decimal(Decimal),
    /// `BigInteger`
    BigInt(BigInt),
}

/// Two numbers of one width.
#[derive(Clone, Debug, PartialEq)]
pub enum Pair {
    /// `int` and `int`
    I32(i32, i32),
    /// `uint` and `uint`
    U32(u32, u32),
    /// `long` and `long`
    I64(i64, i64),
    /// `ulong` and `ulong`
    U64(u64, u64),
    /// `double` and `double`
    F64(f64, f64),
    /// `decimal` and `decimal`
    Decimal(Decimal, Decimal),
    /// `BigInteger` and `BigInteger`
    BigInt(BigInt, BigInt),
}

/// The value as a number, if it is a primitive number, a truth value, a character or an
/// enumeration value. Strings and null are not.
pub fn number_of(value: &Value) -> Option<Number> {
    Some(match value.base() {
        Value::Bool(flag) => Number::I32(i32::from(*flag)),
        Value::Char(unit) => Number::I32(i32::from(*unit)),
        Value::I8(n) => Number::I32(i32::from(*n)),
        Value::U8(n) => Number::I32(i32::from(*n)),
        Value::I16(n) => Number::I32(i32::from(*n)),
        Value::U16(n) => Number::I32(i32::from(*n)),
        Value::I32(n) => Number::I32(*n),
        Value::U32(n) => Number::U32(*n),
        Value::I64(n) => Number::I64(*n),
        Value::U64(n) => Number::U64(*n),
        Value::F32(n) => Number::F64(f64::from(*n)),
        Value::F64(n) => Number::F64(*n),
        Value::Decimal(n) => Number::Decimal(**n),
        Value::BigInt(n) => Number::BigInt((**n).clone()),
        Value::Enum(id, n) => enum_number(*id, *n),
        _ => return None,
    })
}

/// The number behind an enumeration value, in the width of its underlying type.
fn enum_number(id: TypeId, number: i64) -> Number {
    let underlying =
        id.enum_definition().map_or("System.Int32", |definition| definition.underlying);
    match underlying {
        "System.UInt64" => Number::U64(number.cast_unsigned()),
        "System.Int64" => Number::I64(number),
        "System.UInt32" => u32::try_from(number).map_or(Number::I64(number), Number::U32),
        _ => i32::try_from(number).map_or(Number::I64(number), Number::I32),
    }
}

/// The right operand as a number: strings are read as number literals, null is zero.
///
/// `Ok(None)` is a value that has no number.
///
/// # Errors
/// A string that is no number.
pub(super) fn right_number(value: &Value) -> Result<Option<Number>> {
    if let Some(number) = number_of(value) {
        return Ok(Some(number));
    }
    match value.base() {
        Value::Null | Value::AutomationNull => Ok(Some(Number::I32(0))),
        Value::Str(text) => string_number(text).map(Some),
        _ => Ok(None),
    }
}

/// A string as the number that an arithmetic operator makes of it.
///
/// # Errors
/// `InvalidCastFromStringToInteger`
pub fn string_number(text: &str) -> Result<Number> {
    if text.trim().is_empty() {
        return Ok(Number::I32(0));
    }
    let scanned = number_scan::scan(text).and_then(|value| number_of(&value));
    match scanned {
        Some(number) => Ok(number),
        None => crate::convert::numeric::string_to_i32(text).map(Number::I32),
    }
}

impl Number {
    fn is_signed_integer(&self) -> bool {
        matches!(self, Self::I32(_) | Self::I64(_))
    }

    fn is_negative(&self) -> bool {
        match self {
            Self::I32(n) => *n < 0,
            Self::I64(n) => *n < 0,
            _ => false,
        }
    }

    /// As a double, the nearest one.
    #[allow(clippy::cast_precision_loss, reason = "widening to double rounds, as .NET does")]
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::I32(n) => f64::from(*n),
            Self::U32(n) => f64::from(*n),
            Self::I64(n) => *n as f64,
            Self::U64(n) => *n as f64,
            Self::F64(n) => *n,
            Self::Decimal(n) => n.to_string().parse().unwrap_or(f64::NAN),
            Self::BigInt(n) => n.to_f64().unwrap_or(f64::NAN),
        }
    }

    fn to_i64(&self) -> Option<i64> {
        match self {
            Self::I32(n) => Some(i64::from(*n)),
            Self::U32(n) => Some(i64::from(*n)),
            Self::I64(n) => Some(*n),
            Self::U64(n) => i64::try_from(*n).ok(),
            _ => None,
        }
    }

    fn to_decimal(&self) -> Result<Decimal> {
        let found = match self {
            Self::I32(n) => Some(Decimal::from(*n)),
            Self::U32(n) => Some(Decimal::from(*n)),
            Self::I64(n) => Some(Decimal::from(*n)),
            Self::U64(n) => Some(Decimal::from(*n)),
            Self::F64(n) => super::decimal::from_double(*n),
            Self::Decimal(n) => Some(*n),
            Self::BigInt(n) => Decimal::from_str_exact(&n.to_string()).ok(),
        };
        found.ok_or_else(decimal_overflow)
    }

    fn to_big_int(&self) -> BigInt {
        match self {
            Self::I32(n) => BigInt::from(*n),
            Self::U32(n) => BigInt::from(*n),
            Self::I64(n) => BigInt::from(*n),
            Self::U64(n) => BigInt::from(*n),
            Self::F64(n) => <BigInt as num_traits::FromPrimitive>::from_f64(*n).unwrap_or_default(),
            Self::Decimal(n) => n.trunc().to_string().parse().unwrap_or_default(),
            Self::BigInt(n) => n.clone(),
        }
    }

    /// As a value of the type that stands for this width.
    pub fn into_value(self) -> Value {
        match self {
            Self::I32(n) => Value::I32(n),
            Self::U32(n) => Value::U32(n),
            Self::I64(n) => Value::I64(n),
            Self::U64(n) => Value::U64(n),
            Self::F64(n) => Value::F64(n),
            Self::Decimal(n) => Value::from(n),
            Self::BigInt(n) => Value::from(n),
        }
    }
}

#[cold]
pub(super) fn decimal_overflow() -> Box<LanguageError> {
    LanguageError::wrapped(Exception::new(
        TypeId::OVERFLOW_EXCEPTION,
        "Value was either too large or too small for a Decimal.",
    ))
}

/// Both numbers in the width that the operator reckons in.
///
/// The wider operand decides. A decimal wins over a double. A negative integer next to an unsigned
/// type makes both doubles.
///
/// # Errors
/// A double that no decimal holds.
pub(super) fn promote(left: &Number, right: &Number) -> Result<Pair> {
    use Number as N;
    let doubles = || Pair::F64(left.to_f64(), right.to_f64());
    Ok(match (left, right) {
        (N::I32(a), N::I32(b)) => Pair::I32(*a, *b),
        (N::BigInt(_), N::Decimal(_)) => Pair::BigInt(left.to_big_int(), right.to_big_int()),
        (N::Decimal(_), _) | (_, N::Decimal(_)) => {
            Pair::Decimal(left.to_decimal()?, right.to_decimal()?)
        }
        (N::BigInt(_), _) | (_, N::BigInt(_)) => {
            Pair::BigInt(left.to_big_int(), right.to_big_int())
        }
        (N::F64(_), _) | (_, N::F64(_)) => doubles(),
        (N::U64(_), _) | (_, N::U64(_)) => {
            if left.is_negative() || right.is_negative() {
                doubles()
            } else {
                Pair::U64(unsigned(left), unsigned(right))
            }
        }
        (N::I64(_), _) | (_, N::I64(_)) => {
            Pair::I64(left.to_i64().unwrap_or_default(), right.to_i64().unwrap_or_default())
        }
        (N::U32(a), N::U32(b)) => Pair::U32(*a, *b),
        (signed, N::U32(_)) | (N::U32(_), signed)
            if signed.is_signed_integer() && signed.is_negative() =>
        {
            doubles()
        }
        _ => Pair::U32(
            u32::try_from(unsigned(left)).unwrap_or_default(),
            u32::try_from(unsigned(right)).unwrap_or_default(),
        ),
    })
}

fn unsigned(number: &Number) -> u64 {
    match number {
        Number::U64(n) => *n,
        other => other.to_i64().and_then(|n| u64::try_from(n).ok()).unwrap_or_default(),
    }
}

/// Both values as numbers of one width, if both are numbers. See [`number_of`].
pub fn pair_of(left: &Value, right: &Value) -> Option<Pair> {
    promote(&number_of(left)?, &number_of(right)?).ok()
}
