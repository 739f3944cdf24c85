//! Operators.

use remora_language::compare::{Case, Comparison};
use remora_language::{arithmetic, compare, operators};
use remora_psobject::{ErrorCategory, Value};
use remora_syntax::TokenKind;

use super::expression::is_comparison;
use super::plain;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::session::{ScopeSelector, Symbol};

/// `left operator right`
#[inline]
pub(super) fn binary(
    context: &mut ExecutionContext,
    operator: TokenKind,
    left: &Value,
    right: &Value,
) -> Result<Value, Flow> {
    if let Some(result) = plain::of_values(operator, left, right) {
        return Ok(result);
    }
    slow(context, operator, left, right)
}

#[inline(never)]
fn slow(
    context: &mut ExecutionContext,
    operator: TokenKind,
    left: &Value,
    right: &Value,
) -> Result<Value, Flow> {
    if is_comparison(operator) {
        let (comparison, case) = comparison(operator);
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual)
            && matches!(left, Value::Live(_))
            && !right.is_null()
            && let Some(answer) = crate::types::class::call_instance(
                context,
                left,
                "Equals",
                std::slice::from_ref(right),
            )
        {
            let equal = context.is_true(&answer?);
            return Ok(Value::Bool(equal == matches!(comparison, Comparison::Equal)));
        }
        return context.bridged(|runtime| compare::apply(comparison, left, right, case, runtime));
    }
    match operator {
        TokenKind::Plus => context.bridged(|runtime| arithmetic::add(left, right, runtime)),
        TokenKind::Minus => context.bridged(|runtime| arithmetic::subtract(left, right, runtime)),
        TokenKind::Multiply => {
            context.bridged(|runtime| arithmetic::multiply(left, right, runtime))
        }
        TokenKind::Divide => context.bridged(|runtime| arithmetic::divide(left, right, runtime)),
        TokenKind::Rem => context.bridged(|runtime| arithmetic::remainder(left, right, runtime)),
        TokenKind::Band => context.bridged(|runtime| arithmetic::bit_and(left, right, runtime)),
        TokenKind::Bor => context.bridged(|runtime| arithmetic::bit_or(left, right, runtime)),
        TokenKind::Bxor => context.bridged(|runtime| arithmetic::bit_xor(left, right, runtime)),
        TokenKind::Shl => context.bridged(|runtime| arithmetic::shift_left(left, right, runtime)),
        TokenKind::Shr => context.bridged(|runtime| arithmetic::shift_right(left, right, runtime)),
        TokenKind::DotDot => context.bridged(|_| arithmetic::range(left, right)),
        TokenKind::Xor => Ok(Value::Bool(context.is_true(left) != context.is_true(right))),
        TokenKind::Format => context.bridged(|runtime| operators::format(left, right, runtime)),
        TokenKind::Join => {
            let culture = context.culture.clone();
            Ok(context.lent(|| operators::join(left, right, &culture)))
        }
        TokenKind::Isplit => {
            context.bridged(|runtime| operators::split(left, right, Case::Ignore, runtime))
        }
        TokenKind::Csplit => {
            context.bridged(|runtime| operators::split(left, right, Case::Sensitive, runtime))
        }
        TokenKind::Ireplace => {
            context.bridged(|runtime| operators::replace(left, right, Case::Ignore, runtime))
        }
        TokenKind::Creplace => {
            context.bridged(|runtime| operators::replace(left, right, Case::Sensitive, runtime))
        }
        TokenKind::Ilike => context.bridged(|_| operators::like(left, right, Case::Ignore, false)),
        TokenKind::Inotlike => {
            context.bridged(|_| operators::like(left, right, Case::Ignore, true))
        }
        TokenKind::Clike => {
            context.bridged(|_| operators::like(left, right, Case::Sensitive, false))
        }
        TokenKind::Cnotlike => {
            context.bridged(|_| operators::like(left, right, Case::Sensitive, true))
        }
        TokenKind::Imatch => matches(context, left, right, Case::Ignore, false),
        TokenKind::Inotmatch => matches(context, left, right, Case::Ignore, true),
        TokenKind::Cmatch => matches(context, left, right, Case::Sensitive, false),
        TokenKind::Cnotmatch => matches(context, left, right, Case::Sensitive, true),
        TokenKind::Icontains => contains(context, left, right, Case::Ignore, false),
        TokenKind::Inotcontains => contains(context, left, right, Case::Ignore, true),
        TokenKind::Ccontains => contains(context, left, right, Case::Sensitive, false),
        TokenKind::Cnotcontains => contains(context, left, right, Case::Sensitive, true),
        TokenKind::Iin => contains(context, right, left, Case::Ignore, false),
        TokenKind::Inotin => contains(context, right, left, Case::Ignore, true),
        TokenKind::Cin => contains(context, right, left, Case::Sensitive, false),
        TokenKind::Cnotin => contains(context, right, left, Case::Sensitive, true),
        TokenKind::Is => {
            context.bridged(|runtime| operators::is(left, right, runtime)).map(Value::Bool)
        }
        TokenKind::IsNot => context
            .bridged(|runtime| operators::is(left, right, runtime))
            .map(|answer| Value::Bool(!answer)),
        TokenKind::As if context.is_constrained() => {
            if let Value::Type(id) = right.base() {
                context.check_conversion(left, *id)?;
            }
            context.bridged(|runtime| operators::as_(left, right, runtime))
        }
        TokenKind::As => context.bridged(|runtime| operators::as_(left, right, runtime)),
        other => Err(errors::make::runtime(
            format!("The operator '{other:?}' is not known."),
            "OperatorNotSupported",
            ErrorCategory::InvalidOperation,
            Value::Null,
        )
        .into()),
    }
}

fn comparison(operator: TokenKind) -> (Comparison, Case) {
    match operator {
        TokenKind::Ieq => (Comparison::Equal, Case::Ignore),
        TokenKind::Ine => (Comparison::NotEqual, Case::Ignore),
        TokenKind::Ige => (Comparison::GreaterOrEqual, Case::Ignore),
        TokenKind::Igt => (Comparison::Greater, Case::Ignore),
        TokenKind::Ilt => (Comparison::Less, Case::Ignore),
        TokenKind::Ile => (Comparison::LessOrEqual, Case::Ignore),
        TokenKind::Cne => (Comparison::NotEqual, Case::Sensitive),
        TokenKind::Cge => (Comparison::GreaterOrEqual, Case::Sensitive),
        TokenKind::Cgt => (Comparison::Greater, Case::Sensitive),
        TokenKind::Clt => (Comparison::Less, Case::Sensitive),
        TokenKind::Cle => (Comparison::LessOrEqual, Case::Sensitive),
        _ => (Comparison::Equal, Case::Sensitive),
    }
}

fn contains(
    context: &mut ExecutionContext,
    collection: &Value,
    item: &Value,
    case: Case,
    negate: bool,
) -> Result<Value, Flow> {
    context.bridged(|runtime| {
        Ok(Value::Bool(operators::contains(collection, item, case, runtime) != negate))
    })
}

fn matches(
    context: &mut ExecutionContext,
    left: &Value,
    right: &Value,
    case: Case,
    negate: bool,
) -> Result<Value, Flow> {
    let result =
        context.bridged(|runtime| operators::match_(left, right, case, negate, runtime))?;
    if let Some(groups) = result.matches {
        context.assign(Symbol::MATCHES, "Matches", ScopeSelector::Local, groups)?;
    }
    Ok(result.value)
}

/// `operator value`
pub(super) fn unary(
    context: &mut ExecutionContext,
    operator: TokenKind,
    value: &Value,
) -> Result<Value, Flow> {
    match operator {
        TokenKind::Not | TokenKind::Exclaim => Ok(Value::Bool(!context.is_true(value))),
        TokenKind::Minus => context.bridged(|runtime| arithmetic::negate(value, runtime)),
        TokenKind::Plus => context.bridged(|runtime| arithmetic::plus(value, runtime)),
        TokenKind::Bnot => context.bridged(|runtime| arithmetic::bit_not(value, runtime)),
        TokenKind::Comma => Ok(Value::array(vec![value.clone().or_null()])),
        TokenKind::Join => {
            let culture = context.culture.clone();
            Ok(context.lent(|| operators::join_unary(value, &culture)))
        }
        TokenKind::Isplit | TokenKind::Csplit => Ok(operators::split_unary(value)),
        other => Err(errors::not_implemented(&format!("The operator {other:?}")).into()),
    }
}

/// `target operator= value` without the `=`.
pub(super) fn compound(operator: TokenKind) -> TokenKind {
    match operator {
        TokenKind::PlusEquals => TokenKind::Plus,
        TokenKind::MinusEquals => TokenKind::Minus,
        TokenKind::MultiplyEquals => TokenKind::Multiply,
        TokenKind::DivideEquals => TokenKind::Divide,
        TokenKind::RemainderEquals => TokenKind::Rem,
        other => other,
    }
}
