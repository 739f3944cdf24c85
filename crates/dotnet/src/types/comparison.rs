//! The order of values, as `Comparer.Default` has it.

use std::cmp::Ordering;

use remora_psobject::{Exception, Value};

use crate::call::Context;
use crate::errors;
use crate::number;

/// The order of two values of the same type.
///
/// # Errors
/// `InvalidOperationException` where they cannot be compared.
pub fn compare_values<C: Context + ?Sized>(
    context: &C,
    left: &Value,
    right: &Value,
) -> Result<Ordering, Exception> {
    let (a, b) = (left.base(), right.base());
    Ok(match (a, b) {
        (Value::Null | Value::AutomationNull, Value::Null | Value::AutomationNull) => {
            Ordering::Equal
        }
        (Value::Null | Value::AutomationNull, _) => Ordering::Less,
        (_, Value::Null | Value::AutomationNull) => Ordering::Greater,
        (Value::Str(a), Value::Str(b)) => context.compare_text(a, b, false),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b),
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a.cmp(b),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => a.cmp(b),
        (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
        (Value::Version(a), Value::Version(b)) => a.cmp(b),
        (Value::SemanticVersion(a), Value::SemanticVersion(b)) => compare_semantic(a, b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::BigInt(a), Value::BigInt(b)) => a.cmp(b),
        (Value::U64(a), Value::U64(b)) => a.cmp(b),
        (Value::Enum(ta, a), Value::Enum(tb, b)) if ta == tb => a.cmp(b),
        (Value::F64(_) | Value::F32(_), Value::F64(_) | Value::F32(_)) => {
            compare_floats(number::to_f64(a), number::to_f64(b))
        }
        (a, b) if a.type_id() == b.type_id() && a.as_i64().is_some() => a.as_i64().cmp(&b.as_i64()),
        (a, b) => match (number::to_f64(a), number::to_f64(b)) {
            (Some(a), Some(b)) if !matches!(left, Value::Enum(..)) => {
                compare_floats(Some(a), Some(b))
            }
            _ => {
                return Err(errors::invalid_operation(
                    "Failed to compare two elements in the array.",
                )
                .with_inner(errors::argument("At least one object must implement IComparable.")));
            }
        },
    })
}

/// NaN stands before all numbers.
pub fn compare_floats(left: Option<f64>, right: Option<f64>) -> Ordering {
    let (left, right) = (left.unwrap_or(f64::NAN), right.unwrap_or(f64::NAN));
    left.partial_cmp(&right).unwrap_or_else(|| right.is_nan().cmp(&left.is_nan()))
}

/// The precedence of semantic versions; what follows a plus sign does not count.
pub fn compare_semantic(
    left: &remora_psobject::SemanticVersion,
    right: &remora_psobject::SemanticVersion,
) -> Ordering {
    let numbers =
        (left.major, left.minor, left.patch).cmp(&(right.major, right.minor, right.patch));
    numbers.then_with(|| match (&left.pre_release, &right.pre_release) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => compare_labels(a, b),
    })
}

fn compare_labels(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.split('.'), right.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                _ => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// A linguistic order without tables: letters before their capitals, punctuation before digits before
/// letters. The engine has the real one.
pub fn approximate_linguistic_order(left: &str, right: &str, ignore_case: bool) -> Ordering {
    let class = |c: char| match c {
        _ if c.is_alphabetic() => 3,
        _ if c.is_numeric() => 2,
        _ if c.is_whitespace() => 0,
        _ => 1,
    };
    let key = |text: &str| -> Vec<(u8, String)> {
        text.chars().map(|c| (class(c), c.to_lowercase().collect())).collect()
    };
    let order = key(left).cmp(&key(right));
    if order.is_ne() || ignore_case {
        return order;
    }
    // Small letters come first.
    let case = |text: &str| -> Vec<bool> { text.chars().map(char::is_uppercase).collect() };
    case(left).cmp(&case(right))
}
