//! `-lt`, `-gt` and their kin between two values.

use std::cmp::Ordering;

use crate::Runtime;
use remora_psobject::{TypeId, Value};

use super::collation::{Case, compare_text};
use super::equality::equals;
use crate::arithmetic::{Number, Pair, number_of, pair_of};
use crate::convert;
use crate::error::{LanguageError, Result};
use crate::string_conversion::to_string;
use crate::type_name;

/// The order of two values; the right operand is converted to the type of the left one. `None` where
/// they have no order: a double that is no number.
///
/// # Errors
/// A right operand that cannot be converted; `NotIcomparable`.
#[inline]
pub fn compare(
    left: &Value,
    right: &Value,
    case: Case,
    runtime: &dyn Runtime,
) -> Result<Option<Ordering>> {
    match (left, right) {
        (Value::I32(a), Value::I32(b)) => Ok(Some(a.cmp(b))),
        (Value::F64(a), Value::F64(b)) => Ok(a.partial_cmp(b)),
        _ => slow(left, right, case, runtime),
    }
}

/// Whether the order of two values is one that `wanted` accepts; values without order are none.
///
/// # Errors
/// See [`compare`].
#[inline]
pub fn relation(
    left: &Value,
    right: &Value,
    case: Case,
    runtime: &dyn Runtime,
    wanted: fn(Ordering) -> bool,
) -> Result<bool> {
    Ok(compare(left, right, case, runtime)?.is_some_and(wanted))
}

/// Null comes before everything but negative numbers.
fn against_null(other: &Value) -> Ordering {
    let negative = match number_of(other) {
        Some(Number::I32(n)) => n < 0,
        Some(Number::I64(n)) => n < 0,
        Some(Number::F64(n)) => n < 0.0,
        Some(Number::Decimal(n)) => n.is_sign_negative() && !n.is_zero(),
        _ => false,
    };
    if negative && !matches!(other, Value::Enum(..)) { Ordering::Greater } else { Ordering::Less }
}

fn slow(
    left: &Value,
    right: &Value,
    case: Case,
    runtime: &dyn Runtime,
) -> Result<Option<Ordering>> {
    let (left, right) = (left.base(), right.base());
    match (left.is_null(), right.is_null()) {
        (true, true) => return Ok(Some(Ordering::Equal)),
        (true, false) => return Ok(Some(against_null(right))),
        (false, true) => return Ok(Some(against_null(left).reverse())),
        (false, false) => {}
    }
    if let Value::Str(text) = left {
        return Ok(Some(compare_text(text, &to_string(right), case)));
    }
    if let (Value::Char(_), Value::Str(_) | Value::Char(_)) = (left, right) {
        return Ok(Some(compare_text(&to_string(left), &to_string(right), case)));
    }
    if let (Value::Enum(id, a), Value::Str(_)) = (left, right) {
        return match convert::to_type(right, *id, runtime)? {
            Value::Enum(_, b) => Ok(Some(a.cmp(&b))),
            _ => Ok(None),
        };
    }
    if let Some(pair) = pair_of(left, right) {
        return Ok(numbers(&pair));
    }
    if let Some(number) = number_of(left) {
        return number_and_other(left, &number, right, runtime);
    }
    if let Some(order) =
        crate::invoke::call_class_method(left, "CompareTo", std::slice::from_ref(right), runtime)
    {
        return Ok(Some(convert::to_i32(&order?)?.cmp(&0)));
    }
    objects(left, right, case, runtime)
}

fn numbers(pair: &Pair) -> Option<Ordering> {
    match pair {
        Pair::I32(a, b) => Some(a.cmp(b)),
        Pair::U32(a, b) => Some(a.cmp(b)),
        Pair::I64(a, b) => Some(a.cmp(b)),
        Pair::U64(a, b) => Some(a.cmp(b)),
        Pair::F64(a, b) => a.partial_cmp(b),
        Pair::Decimal(a, b) => Some(a.cmp(b)),
        Pair::BigInt(a, b) => Some(a.cmp(b)),
    }
}

fn number_and_other(
    left: &Value,
    number: &Number,
    right: &Value,
    runtime: &dyn Runtime,
) -> Result<Option<Ordering>> {
    let other = match right {
        Value::Str(text) if !matches!(left, Value::Bool(_)) => {
            crate::arithmetic::string_to_number(text)?
        }
        _ => {
            let id = left.type_id().unwrap_or(TypeId::OBJECT);
            let converted = convert::to_type(right, id, runtime)?;
            number_of(&converted).unwrap_or(Number::I32(0))
        }
    };
    Ok(pair_of(&number.clone().into_value(), &other.into_value()).as_ref().and_then(numbers))
}

fn objects(
    left: &Value,
    right: &Value,
    case: Case,
    runtime: &dyn Runtime,
) -> Result<Option<Ordering>> {
    let id = left.type_id().unwrap_or(TypeId::OBJECT);
    let converted;
    let right = if right.type_id() == Some(id) {
        right
    } else if matches!(left, Value::Object(_) | Value::Dictionary(_)) {
        return Err(not_comparable(left));
    } else {
        converted = convert::to_type(right, id, runtime)?;
        converted.base()
    };
    if let Some(order) = same_type(left, right) {
        return Ok(Some(order));
    }
    if equals(left, right, case, runtime) {
        return Ok(Some(Ordering::Equal));
    }
    if matches!(left, Value::Live(_)) {
        match runtime.compare(left, right) {
            Ok(order) => return Ok(Some(order)),
            Err(error)
                if error.exception_type() == TypeId::INVALID_OPERATION_EXCEPTION
                    || error.exception_type() == TypeId::ARGUMENT_EXCEPTION => {}
            Err(error) => return Err(LanguageError::thrown(error)),
        }
    }
    Err(not_comparable(left))
}

/// The order of two values of one type that has an order.
pub(super) fn same_type(left: &Value, right: &Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b),
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a.cmp(b),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => a.cmp(b),
        (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
        (Value::Version(a), Value::Version(b)) => a.cmp(b),
        (Value::SemanticVersion(a), Value::SemanticVersion(b)) => semantic(a, b),
        (Value::Switch(a), Value::Switch(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Enum(a_type, a), Value::Enum(b_type, b)) if a_type == b_type => a.cmp(b),
        _ => return None,
    })
}

/// The precedence of semantic versions: a label comes before the release; build labels do not count.
fn semantic(
    left: &remora_psobject::SemanticVersion,
    right: &remora_psobject::SemanticVersion,
) -> Ordering {
    let numbers = |v: &remora_psobject::SemanticVersion| (v.major, v.minor, v.patch);
    numbers(left).cmp(&numbers(right)).then_with(|| match (&left.pre_release, &right.pre_release) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => labels(a, b),
    })
}

fn labels(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        return match (left.next(), right.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => {
                let order = match (a.parse::<u64>(), b.parse::<u64>()) {
                    (Ok(a), Ok(b)) => a.cmp(&b),
                    (Ok(_), Err(_)) => Ordering::Less,
                    (Err(_), Ok(_)) => Ordering::Greater,
                    (Err(_), Err(_)) => a.cmp(b),
                };
                if order == Ordering::Equal {
                    continue;
                }
                order
            }
        };
    }
}

fn not_comparable(value: &Value) -> Box<LanguageError> {
    let id = value.type_id().unwrap_or(TypeId::OBJECT);
    let text = match value {
        Value::Object(_) | Value::Live(_) => to_string(value).to_string(),
        _ => type_name::net_text(id),
    };
    LanguageError::runtime(
        "NotIcomparable",
        format!("Cannot compare \"{text}\" because it is not IComparable."),
    )
}
