//! Which operations may be done on plain numbers, decided once.

use remora_psobject::Value;
use remora_syntax::TokenKind;

use super::node::{
    Arithmetic, Assign, Expr, Numeric, Relation, StatementKind, Target, VariableRef,
};

/// How deep operations inside operations are looked into: those that fail are done again by the
/// general rules, level by level.
const DEPTH: u32 = 4;

/// What an operation on plain numbers is.
pub(super) fn classify(operator: TokenKind, left: &Expr, right: &Expr) -> Numeric {
    let numeric = Numeric::of(operator);
    match (depth(left), depth(right)) {
        (Some(left), Some(right)) if left.max(right) < DEPTH => numeric,
        _ => Numeric::Never,
    }
}

impl Numeric {
    /// What an operator is for plain numbers.
    #[inline]
    pub(crate) fn of(operator: TokenKind) -> Self {
        use Numeric::{Compare, Reckon};
        match operator {
            TokenKind::Plus => Reckon(Arithmetic::Add),
            TokenKind::Minus => Reckon(Arithmetic::Subtract),
            TokenKind::Multiply => Reckon(Arithmetic::Multiply),
            TokenKind::Divide => Reckon(Arithmetic::Divide),
            TokenKind::Rem => Reckon(Arithmetic::Remainder),
            TokenKind::Ieq | TokenKind::Ceq => Compare(Relation::Equal),
            TokenKind::Ine | TokenKind::Cne => Compare(Relation::NotEqual),
            TokenKind::Ilt | TokenKind::Clt => Compare(Relation::Less),
            TokenKind::Ile | TokenKind::Cle => Compare(Relation::LessOrEqual),
            TokenKind::Igt | TokenKind::Cgt => Compare(Relation::Greater),
            TokenKind::Ige | TokenKind::Cge => Compare(Relation::GreaterOrEqual),
            _ => Self::Never,
        }
    }
}

/// How many operations an expression nests where it may give a number without running anything;
/// `None` where it cannot.
fn depth(expression: &Expr) -> Option<u32> {
    match expression {
        Expr::Constant(Value::I32(_) | Value::F64(_))
        | Expr::Variable(VariableRef::Slot { .. }) => Some(0),
        Expr::Binary { numeric: Numeric::Reckon(_), operands, .. } => {
            Some(depth(&operands.0)?.max(depth(&operands.1)?) + 1)
        }
        _ => None,
    }
}

/// An increment or assignment that nobody wants the value of, in the form in which it runs fastest.
pub(super) fn statement(expression: Expr) -> StatementKind {
    match &expression {
        Expr::Increment { target, down, .. } => {
            if let Target::Variable(VariableRef::Slot { slot, .. }) = **target {
                let by = if *down { -1 } else { 1 };
                return StatementKind::Step { slot, by, general: expression };
            }
        }
        Expr::Assign(assign) => {
            if let Some((slot, operator, value)) = update(assign) {
                return StatementKind::Update { slot, operator, value, general: expression };
            }
        }
        _ => {}
    }
    StatementKind::Silent(expression)
}

fn update(assign: &Assign) -> Option<(usize, Arithmetic, Expr)> {
    let Target::Variable(VariableRef::Slot { slot, .. }) = &assign.target else {
        return None;
    };
    let operator = match assign.operator {
        TokenKind::PlusEquals => Arithmetic::Add,
        TokenKind::MinusEquals => Arithmetic::Subtract,
        TokenKind::MultiplyEquals => Arithmetic::Multiply,
        TokenKind::DivideEquals => Arithmetic::Divide,
        TokenKind::RemainderEquals => Arithmetic::Remainder,
        _ => return None,
    };
    let StatementKind::Expression(value) = &assign.value.kind else {
        return None;
    };
    Some((*slot, operator, copy(value)?))
}

/// A copy of an expression that may give a number without running anything.
fn copy(expression: &Expr) -> Option<Expr> {
    depth(expression).filter(|depth| *depth < DEPTH)?;
    Some(match expression {
        Expr::Constant(value) => Expr::Constant(value.clone()),
        Expr::Variable(reference) => Expr::Variable(reference.clone()),
        Expr::Binary { operator, numeric, operands } => Expr::Binary {
            operator: *operator,
            numeric: *numeric,
            operands: Box::new((copy(&operands.0)?, copy(&operands.1)?)),
        },
        _ => return None,
    })
}
