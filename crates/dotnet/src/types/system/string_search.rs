//! `System.String`: finding and replacing.

use std::cmp::Ordering;

use super::string::{this, units_of};
use crate::types::prelude::*;
use crate::types::system::char::upper_unit;

/// `System.StringComparison`
#[derive(Clone, Copy)]
pub(crate) struct Comparison(i64);

impl Comparison {
    const ORDINAL: i64 = 4;

    /// The comparison that an argument names; without one, by code units.
    pub(crate) fn of(value: &Value) -> Self {
        Self(match value.base() {
            Value::Enum(_, number) => *number,
            _ => Self::ORDINAL,
        })
    }

    /// The comparison that an argument names, or that of the current culture.
    pub(crate) fn or_culture(value: &Value) -> Self {
        Self(match value.base() {
            Value::Enum(_, number) => *number,
            Value::Bool(true) => 1,
            _ => 0,
        })
    }

    /// Whether case does not count.
    pub(crate) fn ignores_case(self) -> bool {
        matches!(self.0, 1 | 3 | 5)
    }

    fn is_ordinal(self) -> bool {
        self.0 >= Self::ORDINAL
    }

    /// The order of two texts.
    pub(crate) fn compare(self, call: &Call<'_>, left: &PsString, right: &PsString) -> Ordering {
        if !self.is_ordinal() {
            return call.context.compare_text(left, right, self.ignores_case());
        }
        self.fold(&left.units()).cmp(&self.fold(&right.units()))
    }

    /// Whether two texts are the same.
    pub(crate) fn equals(self, call: &Call<'_>, left: &PsString, right: &PsString) -> bool {
        match self.0 {
            4 => left == right,
            5 => remora_psobject::string::eq_ignore_case(left, right),
            _ => self.compare(call, left, right).is_eq(),
        }
    }

    /// Code units in the form in which they are compared.
    pub(crate) fn fold(self, units: &[u16]) -> Vec<u16> {
        if !self.ignores_case() {
            return units.to_vec();
        }
        let invariant = Culture::invariant();
        units.iter().map(|unit| upper_unit(*unit, &invariant)).collect()
    }
}

/// The text that an argument holds: a string or a character.
fn wanted(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    let argument = call.argument(0);
    if argument.is_null() {
        return Err(errors::argument_null("value"));
    }
    Ok(units_of(std::slice::from_ref(argument)))
}

fn comparison(call: &Call<'_>) -> Comparison {
    let found =
        call.arguments.iter().skip(1).find(|argument| matches!(argument.base(), Value::Enum(..)));
    match found {
        Some(argument) => Comparison::of(argument),
        None if call.bool(1) => Comparison(5),
        None => Comparison(Comparison::ORDINAL),
    }
}

pub(crate) fn find(units: &[u16], wanted: &[u16]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    units.windows(wanted.len()).position(|window| window == wanted)
}

fn find_last(units: &[u16], wanted: &[u16]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(units.len());
    }
    units.windows(wanted.len()).rposition(|window| window == wanted)
}

fn place(found: Option<usize>) -> Value {
    Value::I32(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}

/// The numbers among the arguments: a start and a length.
fn numbers(call: &Call<'_>) -> Vec<i32> {
    call.arguments
        .iter()
        .skip(1)
        .filter_map(|argument| match argument.base() {
            Value::I32(number) => Some(*number),
            _ => None,
        })
        .collect()
}

fn forward_range(call: &Call<'_>, size: usize) -> Result<std::ops::Range<usize>, Exception> {
    let numbers = numbers(call);
    let start = match numbers.first() {
        None => 0,
        Some(start) => usize::try_from(*start)
            .ok()
            .filter(|start| *start <= size)
            .ok_or_else(|| {
                errors::out_of_range(
                    "startIndex",
                    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
                )
            })?,
    };
    let end = match numbers.get(1) {
        None => size,
        Some(count) => usize::try_from(*count)
            .ok()
            .map(|count| start + count)
            .filter(|end| *end <= size)
            .ok_or_else(|| {
                errors::out_of_range(
                    "count",
                    "Count must be positive and count must refer to a location within the string/array/collection.",
                )
            })?,
    };
    Ok(start..end)
}

/// For searches from the end: the part that is looked at.
fn backward_range(call: &Call<'_>, size: usize) -> Result<std::ops::Range<usize>, Exception> {
    let numbers = numbers(call);
    let Some(start) = numbers.first() else {
        return Ok(0..size);
    };
    if size == 0 {
        return Ok(0..0);
    }
    let last = usize::try_from(*start)
        .ok()
        .filter(|start| *start <= size)
        .ok_or_else(|| {
            errors::out_of_range(
                "startIndex",
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
            )
        })?;
    let end = (last + 1).min(size);
    let begin = match numbers.get(1) {
        None => 0,
        Some(count) => usize::try_from(*count)
            .ok()
            .and_then(|count| end.checked_sub(count))
            .ok_or_else(|| {
                errors::out_of_range(
                    "count",
                    "Count must be positive and count must refer to a location within the string/array/collection.",
                )
            })?,
    };
    Ok(begin..end)
}

pub(super) fn index_of(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    let wanted = wanted(call)?;
    let comparison = comparison(call);
    let units = comparison.fold(&text.units());
    let range = forward_range(call, units.len())?;
    let start = range.start;
    let found = find(units.get(range).unwrap_or(&[]), &comparison.fold(&wanted));
    Ok(place(found.map(|at| at + start)))
}

pub(super) fn last_index_of(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    let wanted = wanted(call)?;
    let comparison = comparison(call);
    let units = comparison.fold(&text.units());
    let range = backward_range(call, units.len())?;
    let start = range.start;
    let found = find_last(units.get(range).unwrap_or(&[]), &comparison.fold(&wanted));
    Ok(place(found.map(|at| at + start)))
}

fn any_of(call: &Call<'_>) -> Result<Vec<u16>, Exception> {
    if !call.has(0) {
        return Err(errors::argument_null("anyOf"));
    }
    Ok(units_of(&call.items(0)))
}

pub(super) fn index_of_any(call: &mut Call<'_>) -> Outcome {
    let units = this(call).units().into_owned();
    let wanted = any_of(call)?;
    let range = forward_range(call, units.len())?;
    let start = range.start;
    let found = units.get(range).unwrap_or(&[]).iter().position(|unit| wanted.contains(unit));
    Ok(place(found.map(|at| at + start)))
}

pub(super) fn last_index_of_any(call: &mut Call<'_>) -> Outcome {
    let units = this(call).units().into_owned();
    let wanted = any_of(call)?;
    let range = backward_range(call, units.len())?;
    let start = range.start;
    let found = units.get(range).unwrap_or(&[]).iter().rposition(|unit| wanted.contains(unit));
    Ok(place(found.map(|at| at + start)))
}

pub(super) fn contains(call: &mut Call<'_>) -> Outcome {
    let wanted = wanted(call)?;
    let comparison = comparison(call);
    let units = comparison.fold(&this(call).units());
    Ok(find(&units, &comparison.fold(&wanted)).is_some().into())
}

/// For `StartsWith` and `EndsWith`, which follow the culture unless they are told otherwise.
fn edge_comparison(call: &Call<'_>) -> Comparison {
    if matches!(call.argument(0).base(), Value::Char(_)) {
        return Comparison(Comparison::ORDINAL);
    }
    Comparison::or_culture(call.argument(1))
}

pub(super) fn starts_with(call: &mut Call<'_>) -> Outcome {
    let wanted = wanted(call)?;
    let comparison = edge_comparison(call);
    let units = comparison.fold(&this(call).units());
    Ok(units.starts_with(&comparison.fold(&wanted)).into())
}

pub(super) fn ends_with(call: &mut Call<'_>) -> Outcome {
    let wanted = wanted(call)?;
    let comparison = edge_comparison(call);
    let units = comparison.fold(&this(call).units());
    Ok(units.ends_with(&comparison.fold(&wanted)).into())
}

/// Replaces every occurrence in code units.
pub(crate) fn replace_units(
    units: &[u16],
    wanted: &[u16],
    replacement: &[u16],
    comparison: Comparison,
) -> Vec<u16> {
    let folded = comparison.fold(units);
    let wanted = comparison.fold(wanted);
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        if folded.get(at..).is_some_and(|rest| rest.starts_with(&wanted)) {
            out.extend_from_slice(replacement);
            at += wanted.len();
        } else {
            out.extend(units.get(at));
            at += 1;
        }
    }
    out
}

pub(super) fn replace(call: &mut Call<'_>) -> Outcome {
    let text = this(call);
    if !call.has(0) {
        return Err(errors::argument_null("oldValue"));
    }
    let (old, new) = (call.argument(0), call.argument(1));
    let comparison = match call.argument(2).base() {
        Value::Bool(true) => Comparison(5),
        other => Comparison::of(other),
    };
    if let (Value::Str(old), Value::Str(new)) = (old.base(), new.base())
        && !old.is_empty()
        && !comparison.ignores_case()
        && !text.has_lone_surrogates()
        && !old.has_lone_surrogates()
        && !new.has_lone_surrogates()
    {
        return Ok(text.replace(old.as_str(), new).into());
    }
    let wanted = units_of(std::slice::from_ref(old));
    if wanted.is_empty() {
        return Err(errors::argument_for("oldValue", "String cannot be of zero length."));
    }
    let replacement = units_of(std::slice::from_ref(new));
    let units = replace_units(&text.units(), &wanted, &replacement, comparison);
    Ok(PsString::from_units(&units).into())
}
