//! Numbers that are read, reckoned with and compared where they stand.
//!
//! Loops over counters are the most frequent code of scripts. Where all operands are numbers in
//! constants and plain local variables, nothing is cloned, dropped or handed through results. What has
//! no plain answer, an overflow for instance, is left to the general rules.

use remora_psobject::Value;
use remora_syntax::TokenKind;

use crate::compile::node::{Arithmetic, Expr, Numeric, Relation, VariableRef};
use crate::session::Slot;

/// A number of one of the two common types.
#[derive(Clone, Copy)]
pub(super) enum Plain {
    Integer(i32),
    Double(f64),
}

impl Plain {
    #[inline]
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::I32(number) => Some(Self::Integer(*number)),
            Value::F64(number) => Some(Self::Double(*number)),
            _ => None,
        }
    }

    fn double(self) -> f64 {
        match self {
            Self::Integer(number) => f64::from(number),
            Self::Double(number) => number,
        }
    }
}

impl From<Plain> for Value {
    #[inline]
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Integer(number) => Self::I32(number),
            Plain::Double(number) => Self::F64(number),
        }
    }
}

/// The number that an expression gives, if that can be told without running anything.
#[inline]
pub(super) fn number(slots: &[Slot], expression: &Expr) -> Option<Plain> {
    match expression {
        Expr::Constant(value) => Plain::of(value),
        Expr::Variable(VariableRef::Slot { slot, .. }) => local(slots, *slot),
        Expr::Binary { numeric: Numeric::Reckon(operator), operands, .. } => {
            operation(slots, *operator, operands)
        }
        _ => None,
    }
}

#[inline]
fn local(slots: &[Slot], slot: usize) -> Option<Plain> {
    match slots.get(slot) {
        Some(Slot::Value(value)) => Plain::of(value),
        _ => None,
    }
}

/// The integer that stands in a constant or a local variable: the most frequent operand.
#[inline(always)]
fn integer(slots: &[Slot], expression: &Expr) -> Option<i32> {
    match expression {
        Expr::Constant(Value::I32(number)) => Some(*number),
        Expr::Variable(VariableRef::Slot { slot, .. }) => match slots.get(*slot) {
            Some(Slot::Value(Value::I32(number))) => Some(*number),
            _ => None,
        },
        _ => None,
    }
}

/// The result of an operation on plain numbers.
#[inline]
pub(super) fn operation(
    slots: &[Slot],
    operator: Arithmetic,
    operands: &(Expr, Expr),
) -> Option<Plain> {
    let left = number(slots, &operands.0)?;
    let right = number(slots, &operands.1)?;
    reckon(operator, left, right)
}

/// The truth of a comparison of two plain numbers.
#[inline]
pub(super) fn comparison(
    slots: &[Slot],
    relation: Relation,
    operands: &(Expr, Expr),
) -> Option<bool> {
    if let (Some(left), Some(right)) = (integer(slots, &operands.0), integer(slots, &operands.1)) {
        return Some(ordered(relation, &left, &right));
    }
    let left = number(slots, &operands.0)?;
    let right = number(slots, &operands.1)?;
    compare(relation, left, right)
}

/// Adds to an integer in a slot; whether there was one and the sum is one too.
#[inline]
pub(super) fn step(slots: &mut [Slot], slot: usize, by: i32) -> bool {
    if let Some(Slot::Value(Value::I32(number))) = slots.get_mut(slot)
        && let Some(after) = number.checked_add(by)
    {
        *number = after;
        return true;
    }
    false
}

/// `$slot operator= value`; whether both were plain numbers.
#[inline]
pub(super) fn update(slots: &mut [Slot], slot: usize, operator: Arithmetic, value: &Expr) -> bool {
    let Some(right) = number(slots, value) else {
        return false;
    };
    let Some(Slot::Value(held)) = slots.get_mut(slot) else {
        return false;
    };
    let Some(result) = Plain::of(held).and_then(|left| reckon(operator, left, right)) else {
        return false;
    };
    match (held, result) {
        (Value::I32(held), Plain::Integer(number)) => *held = number,
        (Value::F64(held), Plain::Double(number)) => *held = number,
        (held, number) => *held = number.into(),
    }
    true
}

/// `left operator right` for the operators whose result is a number.
#[inline]
pub(super) fn reckon(operator: Arithmetic, left: Plain, right: Plain) -> Option<Plain> {
    if let (Plain::Integer(a), Plain::Integer(b)) = (left, right) {
        return match operator {
            Arithmetic::Add => a.checked_add(b),
            Arithmetic::Subtract => a.checked_sub(b),
            Arithmetic::Multiply => a.checked_mul(b),
            Arithmetic::Remainder if b > 0 => Some(a % b),
            Arithmetic::Divide if b > 0 && a % b == 0 => Some(a / b),
            _ => None,
        }
        .map(Plain::Integer);
    }
    let (a, b) = (left.double(), right.double());
    Some(Plain::Double(match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Remainder => return None,
    }))
}

/// `left operator right` for the operators that compare.
#[inline]
pub(super) fn compare(relation: Relation, left: Plain, right: Plain) -> Option<bool> {
    match (left, right) {
        (Plain::Integer(a), Plain::Integer(b)) => Some(ordered(relation, &a, &b)),
        // Numbers without an order have rules of their own.
        _ => {
            let (a, b) = (left.double(), right.double());
            (!a.is_nan() && !b.is_nan()).then(|| ordered(relation, &a, &b))
        }
    }
}

#[inline]
fn ordered<T: PartialOrd>(relation: Relation, a: &T, b: &T) -> bool {
    match relation {
        Relation::Equal => a == b,
        Relation::NotEqual => a != b,
        Relation::Less => a < b,
        Relation::LessOrEqual => a <= b,
        Relation::Greater => a > b,
        Relation::GreaterOrEqual => a >= b,
    }
}

/// The result of an operation on two values, where both are plain numbers.
#[inline]
pub(super) fn of_values(operator: TokenKind, left: &Value, right: &Value) -> Option<Value> {
    let (left, right) = (Plain::of(left)?, Plain::of(right)?);
    match Numeric::of(operator) {
        Numeric::Reckon(operator) => reckon(operator, left, right).map(Value::from),
        Numeric::Compare(relation) => compare(relation, left, right).map(Value::Bool),
        Numeric::Never => None,
    }
}
