//! Numbers that are read, reckoned with and compared where they stand.
//!
//! Loops over counters are the most frequent code of scripts. Where all operands are numbers in
//! constants and plain local variables, nothing is cloned, dropped or handed through results. What has
//! no plain answer, an overflow for instance, is left to the general rules.

use remora_psobject::Value;
use remora_syntax::TokenKind;

use crate::compile::node::{Expr, VariableRef};
use crate::context::ExecutionContext;
use crate::session::Slot;

/// How deep operations inside operations are looked into; reading ahead in vain must stay cheap.
const DEPTH: u32 = 3;

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
pub(super) fn number(context: &ExecutionContext, expression: &Expr) -> Option<Plain> {
    operand(context, expression, DEPTH)
}

#[inline]
fn operand(context: &ExecutionContext, expression: &Expr, depth: u32) -> Option<Plain> {
    match expression {
        Expr::Constant(value) => Plain::of(value),
        Expr::Variable(VariableRef::Slot { slot, .. }) => {
            match context.session.current().slot(*slot) {
                Slot::Value(value) => Plain::of(value),
                _ => None,
            }
        }
        Expr::Binary { operator, operands } if depth > 0 => {
            operation(context, *operator, operands, depth - 1)
        }
        _ => None,
    }
}

fn operation(
    context: &ExecutionContext,
    operator: TokenKind,
    operands: &(Expr, Expr),
    depth: u32,
) -> Option<Plain> {
    let left = operand(context, &operands.0, depth)?;
    let right = operand(context, &operands.1, depth)?;
    reckon(operator, left, right)
}

/// The truth of a comparison of two plain numbers.
#[inline]
pub(super) fn comparison(
    context: &ExecutionContext,
    operator: TokenKind,
    operands: &(Expr, Expr),
) -> Option<bool> {
    if !super::expression::is_comparison(operator) {
        return None;
    }
    let left = number(context, &operands.0)?;
    let right = number(context, &operands.1)?;
    compare(operator, left, right)
}

/// `left operator right` for the operators whose result is a number.
#[inline]
pub(super) fn reckon(operator: TokenKind, left: Plain, right: Plain) -> Option<Plain> {
    if let (Plain::Integer(a), Plain::Integer(b)) = (left, right) {
        return match operator {
            TokenKind::Plus => a.checked_add(b),
            TokenKind::Minus => a.checked_sub(b),
            TokenKind::Multiply => a.checked_mul(b),
            TokenKind::Rem if b > 0 => Some(a % b),
            TokenKind::Divide if b > 0 && a % b == 0 => Some(a / b),
            _ => None,
        }
        .map(Plain::Integer);
    }
    let (a, b) = (left.double(), right.double());
    Some(Plain::Double(match operator {
        TokenKind::Plus => a + b,
        TokenKind::Minus => a - b,
        TokenKind::Multiply => a * b,
        TokenKind::Divide => a / b,
        _ => return None,
    }))
}

/// `left operator right` for the operators that compare.
#[inline]
pub(super) fn compare(operator: TokenKind, left: Plain, right: Plain) -> Option<bool> {
    match (left, right) {
        (Plain::Integer(a), Plain::Integer(b)) => ordered(operator, &a, &b),
        // Numbers without an order have rules of their own.
        _ => {
            let (a, b) = (left.double(), right.double());
            if a.is_nan() || b.is_nan() { None } else { ordered(operator, &a, &b) }
        }
    }
}

#[inline]
fn ordered<T: PartialOrd>(operator: TokenKind, a: &T, b: &T) -> Option<bool> {
    Some(match operator {
        TokenKind::Ieq | TokenKind::Ceq => a == b,
        TokenKind::Ine | TokenKind::Cne => a != b,
        TokenKind::Ilt | TokenKind::Clt => a < b,
        TokenKind::Ile | TokenKind::Cle => a <= b,
        TokenKind::Igt | TokenKind::Cgt => a > b,
        TokenKind::Ige | TokenKind::Cge => a >= b,
        _ => return None,
    })
}
