//! Sorting with comparers that may fail.

use std::cmp::Ordering;

use super::comparers::Comparer;
use crate::types::prelude::*;

/// The order that a comparer, a `Comparison[T]` or nothing gives.
pub(crate) fn order_by(
    call: &Call<'_>,
    comparer: &Value,
    left: &Value,
    right: &Value,
) -> Result<Ordering, Exception> {
    if comparer.is_null() {
        return call.context.compare(left, right);
    }
    if let Some(comparer) = comparer.downcast::<Comparer>() {
        return comparer.compare(call, left, right);
    }
    let answer = call.context.invoke(comparer, &[left.clone(), right.clone()])?;
    let number = crate::number::to_f64(&answer).unwrap_or(0.0);
    Ok(number.partial_cmp(&0.0).unwrap_or(Ordering::Equal))
}

/// Sorts; the first failure ends it.
pub(crate) fn sort_with<T>(
    items: &mut [T],
    mut order: impl FnMut(&T, &T) -> Result<Ordering, Exception>,
) -> Result<(), Exception> {
    let mut failure = None;
    items.sort_by(|a, b| {
        if failure.is_some() {
            return Ordering::Equal;
        }
        order(a, b).unwrap_or_else(|exception| {
            failure = Some(exception);
            Ordering::Equal
        })
    });
    match failure {
        Some(exception) => Err(exception),
        None => Ok(()),
    }
}

/// Sorts values by a comparer, or by their own order.
pub(crate) fn sort_values(
    call: &Call<'_>,
    comparer: &Value,
    items: &mut [Value],
) -> Result<(), Exception> {
    sort_with(items, |a, b| order_by(call, comparer, a, b))
}
