//! `-band -bor -bxor -bnot -shl -shr`

use crate::Runtime;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use remora_psobject::{TypeId, Value};

use super::objects;
use super::promote::{Number, Pair, promote, right_number};
use crate::convert;
use crate::error::Result;

#[derive(Clone, Copy)]
enum Bits {
    And,
    Or,
    Xor,
}

impl Bits {
    fn method(self) -> &'static str {
        match self {
            Self::And => "op_BitwiseAnd",
            Self::Or => "op_BitwiseOr",
            Self::Xor => "op_ExclusiveOr",
        }
    }

    fn on<T>(self, left: T, right: T) -> T
    where
        T: std::ops::BitAnd<Output = T>
            + std::ops::BitOr<Output = T>
            + std::ops::BitXor<Output = T>,
    {
        match self {
            Self::And => left & right,
            Self::Or => left | right,
            Self::Xor => left ^ right,
        }
    }
}

/// `left -band right`
///
/// # Errors
/// Operands that have no bits.
#[inline]
pub fn bit_and(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Value::I32(a & b)),
        _ => combine(Bits::And, left, right, runtime),
    }
}

/// `left -bor right`
///
/// # Errors
/// Operands that have no bits.
#[inline]
pub fn bit_or(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Value::I32(a | b)),
        _ => combine(Bits::Or, left, right, runtime),
    }
}

/// `left -bxor right`
///
/// # Errors
/// Operands that have no bits.
#[inline]
pub fn bit_xor(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Value::I32(a ^ b)),
        _ => combine(Bits::Xor, left, right, runtime),
    }
}

fn combine(operation: Bits, left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    // A text next to an enumeration value names members of it.
    if let (Value::Enum(id, a), Value::Str(_)) = (left.base(), right.base())
        && let Value::Enum(_, b) = convert::to_type(right, *id, runtime)?
    {
        return Ok(Value::Enum(*id, operation.on(*a, b)));
    }
    let (Some(a), Some(b)) = (right_number(left)?, right_number(right)?) else {
        return objects::operator(operation.method(), left, right, runtime);
    };
    let result = match promote(&a, &b)? {
        Pair::I32(a, b) => Value::I32(operation.on(a, b)),
        Pair::U32(a, b) => Value::U32(operation.on(a, b)),
        Pair::I64(a, b) => Value::I64(operation.on(a, b)),
        Pair::U64(a, b) => Value::U64(operation.on(a, b)),
        Pair::BigInt(a, b) => Value::from(operation.on(a, b)),
        Pair::F64(a, b) => {
            let bits = operation.on(real_bits(&Value::F64(a))?, real_bits(&Value::F64(b))?);
            signed_if(a < 0.0 || b < 0.0, bits)
        }
        Pair::Decimal(a, b) => {
            let bits = operation.on(real_bits(&Value::from(a))?, real_bits(&Value::from(b))?);
            signed_if(a.is_sign_negative() || b.is_sign_negative(), bits)
        }
    };
    Ok(objects::as_enum_of(left.base(), result))
}

fn signed_if(signed: bool, bits: u64) -> Value {
    if signed { Value::I64(bits.cast_signed()) } else { Value::U64(bits) }
}

/// A double or decimal as 64 bits: rounded to a `ulong`, or where negative to a `long`.
fn real_bits(value: &Value) -> Result<u64> {
    let negative = match value {
        Value::F64(number) => *number < 0.0,
        Value::Decimal(number) => number.is_sign_negative(),
        _ => false,
    };
    let target = if negative { TypeId::INT64 } else { TypeId::UINT64 };
    Ok(match convert::numeric::to_integer(value, target)? {
        Value::I64(bits) => bits.cast_unsigned(),
        Value::U64(bits) => bits,
        _ => 0,
    })
}

/// `-bnot value`
///
/// # Errors
/// An operand that has no bits.
pub fn bit_not(value: &Value, runtime: &dyn Runtime) -> Result {
    let Some(number) = right_number(value)? else {
        return objects::unary("op_OnesComplement", value, runtime);
    };
    let result = match number {
        Number::I32(n) => Value::I32(!n),
        Number::U32(n) => Value::U32(!n),
        Number::I64(n) => Value::I64(!n),
        Number::U64(n) => Value::U64(!n),
        Number::BigInt(n) => Value::from(-n - BigInt::from(1)),
        Number::F64(n) => signed_if(n < 0.0, !real_bits(&Value::F64(n))?),
        Number::Decimal(n) => signed_if(n.is_sign_negative(), !real_bits(&Value::from(n))?),
    };
    Ok(objects::as_enum_of(value.base(), result))
}

/// `left -shl right`; the count is taken modulo the width of the left operand, whose type stays.
///
/// # Errors
/// Operands that have no bits.
#[inline]
pub fn shift_left(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Value::I32(a.wrapping_shl(b.cast_unsigned()))),
        _ => shift(true, left, right, runtime),
    }
}

/// `left -shr right`; see [`shift_left`].
///
/// # Errors
/// Operands that have no bits.
#[inline]
pub fn shift_right(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Value::I32(a.wrapping_shr(b.cast_unsigned()))),
        _ => shift(false, left, right, runtime),
    }
}

fn shift(to_left: bool, left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let Some(number) = right_number(left)? else {
        let name = if to_left { "op_LeftShift" } else { "op_RightShift" };
        return objects::operator(name, left, right, runtime);
    };
    let count = convert::to_i32(right)?.cast_unsigned();
    macro_rules! shifted {
        ($n:expr) => {
            if to_left { $n.wrapping_shl(count) } else { $n.wrapping_shr(count) }
        };
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the narrow types keep their width: bits beyond it are dropped"
    )]
    let result = match number {
        Number::I32(n) => {
            let bits = shifted!(n);
            match left.base() {
                Value::I8(_) => Value::I8(bits as i8),
                Value::U8(_) => Value::U8(bits as u8),
                Value::I16(_) => Value::I16(bits as i16),
                Value::U16(_) => Value::U16(bits as u16),
                _ => Value::I32(bits),
            }
        }
        Number::U32(n) => Value::U32(shifted!(n)),
        Number::I64(n) => Value::I64(shifted!(n)),
        Number::U64(n) => Value::U64(shifted!(n)),
        Number::F64(_) | Number::Decimal(_) => {
            let bits = shifted!(real_bits(&number.into_value())?);
            Value::U64(bits)
        }
        Number::BigInt(n) => {
            let places = count.to_usize().unwrap_or(0).min(1 << 24);
            Value::from(if to_left { n << places } else { n >> places })
        }
    };
    Ok(objects::as_enum_of(left.base(), result))
}
