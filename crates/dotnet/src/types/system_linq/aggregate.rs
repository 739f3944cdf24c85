//! One value from many: `Sum`, `Average`, `Min`, `Max`, `Aggregate`.

use std::cmp::Ordering;

use num_bigint::BigInt;
use remora_psobject::Decimal;

use super::query::{apply, delegate, element, items, result_type};
use crate::number;
use crate::types::prelude::*;
use crate::types::system_collections::sorting::order_by;

/// `InvalidOperationException` about a sequence without items.
pub(super) fn no_elements() -> Exception {
    errors::invalid_operation("Sequence contains no elements")
}

/// The values that a selector gives, and their type.
fn selected(call: &Call<'_>) -> Result<(TypeId, Vec<Value>), Exception> {
    let all = items(call, 0)?;
    let Some(selector) = delegate(call, 1) else {
        return Ok((element(call.argument(0)), all));
    };
    let values: Result<Vec<Value>, Exception> =
        all.iter().map(|item| apply(call, selector, std::slice::from_ref(item))).collect();
    Ok((result_type(selector), values?))
}

/// The type inside a `Nullable`.
fn bare(id: TypeId) -> TypeId {
    match id.generic() {
        Some((TypeId::NULLABLE, arguments)) => arguments.first().copied().unwrap_or(id),
        _ => id,
    }
}

fn exact_sum(values: &[Value]) -> BigInt {
    values.iter().filter_map(Value::as_i64).map(BigInt::from).sum()
}

fn decimal_sum(values: &[Value]) -> Result<Decimal, Exception> {
    values.iter().try_fold(Decimal::ZERO, |sum, value| match value.base() {
        Value::Decimal(number) => {
            sum.checked_add(**number).ok_or_else(|| errors::overflow_of(TypeId::DECIMAL))
        }
        _ => Ok(sum),
    })
}

fn float_sum(values: &[Value]) -> f64 {
    values.iter().filter_map(number::to_f64).sum()
}

/// `Sum(source[, selector])`
pub(super) fn sum(call: &mut Call<'_>) -> Outcome {
    let (id, values) = selected(call)?;
    match bare(id) {
        TypeId::DOUBLE => Ok(Value::F64(float_sum(&values))),
        #[allow(clippy::cast_possible_truncation, reason = "the sum is given as float")]
        TypeId::SINGLE => Ok(Value::F32(float_sum(&values) as f32)),
        TypeId::DECIMAL => Ok(decimal_sum(&values)?.into()),
        id => number::integer_value(&exact_sum(&values), id)
            .ok_or_else(|| errors::overflow("Arithmetic operation resulted in an overflow.")),
    }
}

/// `Average(source[, selector])`
pub(super) fn average(call: &mut Call<'_>) -> Outcome {
    let (id, values) = selected(call)?;
    let counted: Vec<Value> = values.into_iter().filter(|value| !value.is_null()).collect();
    if counted.is_empty() {
        return if bare(id) == id { Err(no_elements()) } else { Ok(Value::Null) };
    }
    #[allow(clippy::cast_precision_loss, reason = "as .NET divides")]
    let count = counted.len() as f64;
    Ok(match bare(id) {
        TypeId::DECIMAL => (decimal_sum(&counted)? / Decimal::from(counted.len())).into(),
        #[allow(clippy::cast_possible_truncation, reason = "the mean is given as float")]
        TypeId::SINGLE => Value::F32((float_sum(&counted) / count) as f32),
        _ => Value::F64(float_sum(&counted) / count),
    })
}

/// `Min`, `Max`, `MinBy`, `MaxBy`: the item whose key is the outermost in this direction.
fn outermost(call: &Call<'_>, wanted: Ordering, by_key: bool) -> Outcome {
    let all = items(call, 0)?;
    let selector = delegate(call, 1);
    let comparer = call.argument(if selector.is_some() { 2 } else { 1 });
    let mut best: Option<(Value, Value)> = None;
    for item in all {
        let key = match selector {
            Some(selector) => apply(call, selector, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        if key.is_null() {
            continue;
        }
        let better = match &best {
            Some((known, _)) => order_by(call, comparer, &key, known)? == wanted,
            None => true,
        };
        if better {
            best = Some((key, item));
        }
    }
    match best {
        Some((_, item)) if by_key => Ok(item),
        Some((key, _)) => Ok(key),
        None if element(call.argument(0)).is_value_type() => Err(no_elements()),
        None => Ok(Value::Null),
    }
}

pub(super) fn min(call: &mut Call<'_>) -> Outcome {
    outermost(call, Ordering::Less, false)
}

pub(super) fn max(call: &mut Call<'_>) -> Outcome {
    outermost(call, Ordering::Greater, false)
}

pub(super) fn min_by(call: &mut Call<'_>) -> Outcome {
    outermost(call, Ordering::Less, true)
}

pub(super) fn max_by(call: &mut Call<'_>) -> Outcome {
    outermost(call, Ordering::Greater, true)
}

/// `Aggregate(source, function)`, `Aggregate(source, seed, function[, result])`
pub(super) fn aggregate(call: &mut Call<'_>) -> Outcome {
    let mut all = items(call, 0)?.into_iter();
    let (mut sum, function) = match call.count() {
        2 => (all.next().ok_or_else(no_elements)?, call.argument(1)),
        _ => (call.argument(1).clone(), call.argument(2)),
    };
    for item in all {
        sum = apply(call, function, &[sum, item])?;
    }
    match delegate(call, 3) {
        Some(result) => apply(call, result, &[sum]),
        None => Ok(sum),
    }
}
