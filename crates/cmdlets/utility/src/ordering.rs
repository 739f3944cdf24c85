//! Objects with sort keys, as Sort-Object, Group-Object and Compare-Object put them in order.

use std::cmp::Ordering;

use remora_engine::prelude::*;
use remora_psobject::ObjectKind;

use crate::property_selector::{Expression, Selector, expression_error};

/// An object with its keys. A key that the object does not have is `None`.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) object: Value,
    pub(crate) keys: Vec<Option<Value>>,
}

impl Entry {
    /// Computes the keys; without selectors the object is its own. A key that cannot be computed is
    /// reported and counts as missing.
    ///
    /// # Errors
    /// Anything but an error of an expression.
    pub(crate) fn new(
        runtime: &mut CommandRuntime<'_>,
        object: Value,
        selectors: &[Selector],
    ) -> CommandResult<Self> {
        let mut keys = Vec::with_capacity(selectors.len().max(1));
        if selectors.is_empty() {
            keys.push(Some(object.clone()));
        }
        for selector in selectors {
            if !matches!(selector.expression, Expression::Pattern(..)) {
                let value = selector.value(runtime, &object)?;
                keys.push(Self::key(runtime, value, &object)?);
                continue;
            }
            let before = keys.len();
            for selected in selector.resolve(runtime, &object)? {
                keys.push(Self::key(runtime, selected.value, &object)?);
            }
            if keys.len() == before {
                keys.push(None);
            }
        }
        Ok(Self { object, keys })
    }

    fn key(
        runtime: &mut CommandRuntime<'_>,
        value: Result<Option<Value>, std::sync::Arc<ErrorRecord>>,
        object: &Value,
    ) -> CommandResult<Option<Value>> {
        match value {
            Ok(value) => Ok(value),
            Err(cause) => {
                runtime.write_error(expression_error(&cause, object))?;
                Ok(None)
            }
        }
    }

    /// The order of two entries: missing keys come last, whatever the direction.
    ///
    /// # Errors
    /// A stop while a script compared.
    pub(crate) fn compare(
        &self,
        runtime: &mut CommandRuntime<'_>,
        other: &Self,
        descending: &[bool],
        case_sensitive: bool,
    ) -> CommandResult<Ordering> {
        for at in 0..self.keys.len().max(other.keys.len()) {
            let left = self.keys.get(at).and_then(Option::as_ref);
            let right = other.keys.get(at).and_then(Option::as_ref);
            let order = match (left, right) {
                (None, None) => Ordering::Equal,
                (Some(_), None) => return Ok(Ordering::Less),
                (None, Some(_)) => return Ok(Ordering::Greater),
                // Property bags have no order of their own.
                (Some(Value::Object(a)), Some(Value::Object(b)))
                    if a.kind() != ObjectKind::Wrapper && b.kind() != ObjectKind::Wrapper =>
                {
                    Ordering::Equal
                }
                (Some(left), Some(right)) => {
                    let order = runtime.compare(left, right, case_sensitive)?;
                    let reversed = descending.get(at).or(descending.last()).copied();
                    if reversed.unwrap_or(false) { order.reverse() } else { order }
                }
            };
            if order.is_ne() {
                return Ok(order);
            }
        }
        Ok(Ordering::Equal)
    }
}

/// Sorts entries; equal ones keep their order.
///
/// # Errors
/// A stop while a script compared.
pub(crate) fn order(
    runtime: &mut CommandRuntime<'_>,
    entries: &mut [Entry],
    descending: &[bool],
    case_sensitive: bool,
) -> CommandResult {
    if let Some(numbers) = whole_numbers(entries) {
        let reversed = descending.first().copied().unwrap_or(false);
        sort_by_number(entries, &numbers, reversed);
        return Ok(());
    }
    if entries.len() <= 3 {
        return order_few(runtime, entries, descending, case_sensitive);
    }
    let mut failure = None;
    entries.sort_by(|left, right| {
        if failure.is_some() {
            return Ordering::Equal;
        }
        left.compare(runtime, right, descending, case_sensitive).unwrap_or_else(|flow| {
            failure = Some(flow);
            Ordering::Equal
        })
    });
    failure.map_or(Ok(()), Err)
}

/// Puts at most three entries in order, as .NET does: each pair is compared in the order in which it
/// stands, which decides the outcome where values of different types have no consistent order.
fn order_few(
    runtime: &mut CommandRuntime<'_>,
    entries: &mut [Entry],
    descending: &[bool],
    case_sensitive: bool,
) -> CommandResult {
    let mut places: Vec<(usize, Entry)> = entries.iter().cloned().enumerate().collect();
    let pairs: &[(usize, usize)] = match places.len() {
        0 | 1 => &[],
        2 => &[(0, 1)],
        _ => &[(0, 1), (0, 2), (1, 2)],
    };
    for (first, second) in pairs {
        let (Some(left), Some(right)) = (places.get(*first), places.get(*second)) else {
            continue;
        };
        let order = left.1.compare(runtime, &right.1, descending, case_sensitive)?;
        if order.then(left.0.cmp(&right.0)).is_gt() {
            places.swap(*first, *second);
        }
    }
    for (slot, (_, entry)) in entries.iter_mut().zip(places) {
        *slot = entry;
    }
    Ok(())
}

/// The keys, where each entry has one and it is an `Int32`.
fn whole_numbers(entries: &[Entry]) -> Option<Vec<i32>> {
    entries
        .iter()
        .map(|entry| match entry.keys.as_slice() {
            [Some(Value::I32(number))] => Some(*number),
            _ => None,
        })
        .collect()
}

fn sort_by_number(entries: &mut [Entry], numbers: &[i32], reversed: bool) {
    let mut order: Vec<(i32, usize)> = numbers.iter().copied().zip(0..).collect();
    if reversed {
        order.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    } else {
        order.sort_by_key(|(number, _)| *number);
    }
    let sorted: Vec<Entry> = order.iter().filter_map(|(_, at)| entries.get(*at).cloned()).collect();
    entries.clone_from_slice(&sorted);
}

/// The properties that objects of the type of `first` are told apart by, where the type says so.
pub(crate) fn default_keys(
    runtime: &mut CommandRuntime<'_>,
    first: Option<&Value>,
) -> Vec<Selector> {
    let Some(first) = first else {
        return Vec::new();
    };
    let known = runtime.types().of_value(first);
    let names = known.iter().find(|data| !data.default_keys.is_empty());
    names.map_or_else(Vec::new, |data| {
        data.default_keys.iter().map(|name| Selector::of(Expression::Name(name.clone()))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_by_number_is_stable_in_both_directions() {
        let entry =
            |key: i32, tag: &str| Entry { object: tag.into(), keys: vec![Some(key.into())] };
        let mut entries = vec![entry(2, "a"), entry(1, "b"), entry(2, "c"), entry(3, "d")];
        let numbers = whole_numbers(&entries).expect("numbers");
        sort_by_number(&mut entries, &numbers, false);
        let tags = |entries: &[Entry]| {
            entries.iter().filter_map(|entry| entry.object.as_str()).collect::<String>()
        };
        assert_eq!(tags(&entries), "bacd");
        let numbers = whole_numbers(&entries).expect("numbers");
        sort_by_number(&mut entries, &numbers, true);
        assert_eq!(tags(&entries), "dacb");
    }

    #[test]
    fn keys_of_other_types_are_not_numbers() {
        let entries = vec![Entry { object: Value::Null, keys: vec![Some("1".into())] }];
        assert!(whole_numbers(&entries).is_none());
    }
}
