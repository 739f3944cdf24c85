//! `System.Linq.Enumerable`

use super::aggregate::{aggregate, average, max, max_by, min, min_by, no_elements, sum};
use super::grouping::{self, Unmatched, join};
use super::order::sort;
use super::query::{
    apply, asks, delegate, element, items, query, result_type, wanted_type, with_place, zero,
};
use super::{order, sets};
use crate::types::prelude::*;
use crate::types::system::tuple::value_tuple;

pub(crate) static ORDERED: &Implementation = &order::DEFINITION;
pub(crate) static GROUPING: &Implementation = &grouping::GROUPING;
pub(crate) static LOOKUP: &Implementation = &grouping::LOOKUP;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Linq.Enumerable",
    static_methods: &[
        ("Aggregate", aggregate),
        ("AggregateBy", grouping::aggregate_by),
        ("All", |call| {
            for (at, item) in items(call, 0)?.iter().enumerate() {
                if !asks(call, call.argument(1), item, at)? {
                    return Ok(false.into());
                }
            }
            Ok(true.into())
        }),
        ("Any", |call| Ok((!filtered(call)?.is_empty()).into())),
        ("Append", |call| {
            let mut all = items(call, 0)?;
            all.push(call.argument(1).clone());
            like(call, all)
        }),
        ("AsEnumerable", |call| Ok(call.argument(0).clone())),
        ("Average", average),
        ("Cast", |call| {
            let wanted = wanted_type(call, TypeId::OBJECT);
            let items: Result<Vec<Value>, Exception> =
                items(call, 0)?.iter().map(|item| cast(item, wanted)).collect();
            query(wanted, items?)
        }),
        ("Chunk", |call| {
            let size = usize::try_from(call.int(1)).ok().filter(|size| *size > 0);
            let size = size.ok_or_else(|| {
                errors::out_of_range(
                    "size",
                    "Specified argument was out of the range of valid values.",
                )
            })?;
            let element = element(call.argument(0));
            let parts = items(call, 0)?
                .chunks(size)
                .map(|part| Value::array_of(element, part.to_vec()))
                .collect();
            query(element.array_of(), parts)
        }),
        ("Concat", |call| {
            let mut all = items(call, 0)?;
            all.extend(items(call, 1)?);
            like(call, all)
        }),
        ("Contains", |call| {
            for item in items(call, 0)? {
                if sets::same(call, &item, call.argument(1))? {
                    return Ok(true.into());
                }
            }
            Ok(false.into())
        }),
        ("Count", |call| Ok(sequence::count(filtered(call)?.len()))),
        ("CountBy", grouping::count_by),
        ("DefaultIfEmpty", |call| {
            let mut all = items(call, 0)?;
            if all.is_empty() {
                all.push(match call.count() {
                    1 => zero(element(call.argument(0))),
                    _ => call.argument(1).clone(),
                });
            }
            like(call, all)
        }),
        ("Distinct", sets::distinct),
        ("DistinctBy", sets::distinct),
        ("ElementAt", |call| {
            let found = usize::try_from(call.int(1)).ok();
            let all = items(call, 0)?;
            found.and_then(|at| all.get(at).cloned()).ok_or_else(errors::index_out_of_collection)
        }),
        ("ElementAtOrDefault", |call| {
            let found = usize::try_from(call.int(1)).ok();
            let all = items(call, 0)?;
            let item = found.and_then(|at| all.get(at).cloned());
            Ok(item.unwrap_or_else(|| zero(element(call.argument(0)))))
        }),
        ("Empty", |call| {
            let wanted = wanted_type(call, TypeId::OBJECT);
            Ok(Value::array_of(wanted, Vec::new()))
        }),
        ("Except", sets::except),
        ("ExceptBy", sets::except),
        ("First", |call| pick(call, Pick::First)),
        ("FirstOrDefault", |call| pick_or_default(call, Pick::First)),
        ("GroupBy", grouping::group_by),
        ("GroupJoin", grouping::group_join),
        ("Index", |call| {
            let pairs = items(call, 0)?
                .into_iter()
                .enumerate()
                .map(|(at, item)| value_tuple(vec![sequence::count(at), item]));
            query(TypeId::OBJECT, pairs.collect())
        }),
        ("Intersect", sets::intersect),
        ("IntersectBy", sets::intersect),
        ("Join", |call| join(call, Unmatched::Dropped)),
        ("Last", |call| pick(call, Pick::Last)),
        ("LastOrDefault", |call| pick_or_default(call, Pick::Last)),
        ("LeftJoin", |call| join(call, Unmatched::OuterKept)),
        ("LongCount", |call| {
            Ok(Value::I64(i64::try_from(filtered(call)?.len()).unwrap_or(i64::MAX)))
        }),
        ("Max", max),
        ("MaxBy", max_by),
        ("Min", min),
        ("MinBy", min_by),
        ("OfType", |call| {
            let wanted = wanted_type(call, TypeId::OBJECT);
            let mut all = items(call, 0)?;
            all.retain(|item| is_of(item, wanted));
            query(wanted, all)
        }),
        ("Order", |call| sort(call, false, false)),
        ("OrderBy", |call| sort(call, false, false)),
        ("OrderByDescending", |call| sort(call, true, false)),
        ("OrderDescending", |call| sort(call, true, false)),
        ("Prepend", |call| {
            let mut all = items(call, 0)?;
            all.insert(0, call.argument(1).clone());
            like(call, all)
        }),
        ("Range", |call| {
            let (start, count) = (i64::from(call.int(0)), i64::from(call.int(1)));
            if count < 0 || start + count - 1 > i64::from(i32::MAX) {
                return Err(errors::out_of_range(
                    "count",
                    "Specified argument was out of the range of valid values.",
                ));
            }
            let numbers = (start..start + count).filter_map(|number| i32::try_from(number).ok());
            query(TypeId::INT32, numbers.map(Value::I32).collect())
        }),
        ("Repeat", |call| {
            let count = usize::try_from(call.int(1)).map_err(|_| {
                errors::out_of_range(
                    "count",
                    "Specified argument was out of the range of valid values.",
                )
            })?;
            let item = call.argument(0).clone();
            let element = wanted_type(call, item.type_id().unwrap_or(TypeId::OBJECT));
            query(element, vec![call.context.convert(&item, element)?; count])
        }),
        ("Reverse", |call| {
            let mut all = items(call, 0)?;
            all.reverse();
            like(call, all)
        }),
        ("RightJoin", |call| join(call, Unmatched::InnerKept)),
        ("Select", |call| {
            let selector = call.argument(1);
            let mut results = Vec::new();
            for (at, item) in items(call, 0)?.iter().enumerate() {
                results.push(with_place(call, selector, item, at)?);
            }
            query(result_type(selector), results)
        }),
        ("SelectMany", select_many),
        ("Sequence", sequence_of),
        ("SequenceEqual", |call| {
            let (left, right) = (items(call, 0)?, items(call, 1)?);
            if left.len() != right.len() {
                return Ok(false.into());
            }
            for (a, b) in left.iter().zip(&right) {
                if !sets::same(call, a, b)? {
                    return Ok(false.into());
                }
            }
            Ok(true.into())
        }),
        ("Shuffle", |call| {
            let mut all = items(call, 0)?;
            let mut bytes = vec![0_u8; all.len() * 8];
            call.system().random_bytes(&mut bytes);
            for (at, part) in bytes.chunks(8).enumerate().skip(1) {
                let number = part.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
                all.swap(at, usize::try_from(number % (at as u64 + 1)).unwrap_or(0));
            }
            like(call, all)
        }),
        ("Single", |call| pick(call, Pick::Only)),
        ("SingleOrDefault", |call| pick_or_default(call, Pick::Only)),
        ("Skip", |call| {
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            let all = items(call, 0)?;
            like(call, all.into_iter().skip(count).collect())
        }),
        ("SkipLast", |call| {
            let mut all = items(call, 0)?;
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            all.truncate(all.len().saturating_sub(count));
            like(call, all)
        }),
        ("SkipWhile", |call| {
            let all = items(call, 0)?;
            let at = first_refused(call, &all)?;
            like(call, all.into_iter().skip(at).collect())
        }),
        ("Sum", sum),
        ("Take", |call| {
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            let all = items(call, 0)?;
            like(call, all.into_iter().take(count).collect())
        }),
        ("TakeLast", |call| {
            let all = items(call, 0)?;
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            let from = all.len().saturating_sub(count);
            like(call, all.into_iter().skip(from).collect())
        }),
        ("TakeWhile", |call| {
            let all = items(call, 0)?;
            let at = first_refused(call, &all)?;
            like(call, all.into_iter().take(at).collect())
        }),
        ("ThenBy", |call| sort(call, false, true)),
        ("ThenByDescending", |call| sort(call, true, true)),
        ("ToArray", |call| Ok(Value::array_of(element(call.argument(0)), items(call, 0)?))),
        ("ToDictionary", grouping::to_dictionary),
        ("ToHashSet", |call| {
            let id = TypeId::GENERIC_HASH_SET.generic_of(&[element(call.argument(0))]);
            let comparer = sets::comparer_of(call);
            Ok(crate::types::system_collections::hash_set::set_of(id, comparer, items(call, 0)?))
        }),
        ("ToList", |call| {
            let id = TypeId::GENERIC_LIST.generic_of(&[element(call.argument(0))]);
            Ok(ListObject::new(id, items(call, 0)?).into())
        }),
        ("ToLookup", grouping::to_lookup),
        ("TryGetNonEnumeratedCount", |call| {
            let counted = matches!(
                call.argument(0).base(),
                Value::Array(_) | Value::List(_) | Value::Dictionary(_)
            );
            let count = if counted { items(call, 0)?.len() } else { 0 };
            call.try_result(counted.then(|| sequence::count(count)), Value::I32(0))
        }),
        ("Union", sets::union),
        ("UnionBy", sets::union),
        ("Where", |call| {
            let kept = filtered(call)?;
            like(call, kept)
        }),
        ("Zip", zip),
    ],
    ..Implementation::EMPTY
};

/// A sequence of what the first argument holds.
fn like(call: &Call<'_>, all: Vec<Value>) -> Outcome {
    query(element(call.argument(0)), all)
}

/// The items that the predicate of the call takes; all where it has none.
fn filtered(call: &Call<'_>) -> Result<Vec<Value>, Exception> {
    let all = items(call, 0)?;
    let Some(predicate) = delegate(call, 1) else {
        return Ok(all);
    };
    let mut kept = Vec::new();
    for (at, item) in all.into_iter().enumerate() {
        if asks(call, predicate, &item, at)? {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn first_refused(call: &Call<'_>, all: &[Value]) -> Result<usize, Exception> {
    for (at, item) in all.iter().enumerate() {
        if !asks(call, call.argument(1), item, at)? {
            return Ok(at);
        }
    }
    Ok(all.len())
}

fn is_of(item: &Value, wanted: TypeId) -> bool {
    item.type_id().is_some_and(|id| crate::types::system::r#type::is_a(id, wanted))
}

/// A cast of .NET: what is of the type already.
fn cast(item: &Value, wanted: TypeId) -> Outcome {
    if is_of(item, wanted) || (item.is_null() && !wanted.is_value_type()) {
        return Ok(item.clone());
    }
    let name = |id: TypeId| id.full_name();
    Err(Exception::new(
        TypeId::INVALID_CAST_EXCEPTION,
        format!(
            "Unable to cast object of type '{}' to type '{}'.",
            item.type_id().map_or("null", name),
            name(wanted)
        ),
    ))
}

/// Which item is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pick {
    First,
    Last,
    Only,
}

fn picked(call: &Call<'_>, which: Pick) -> Result<Option<Value>, Exception> {
    let kept = filtered(call)?;
    Ok(match which {
        Pick::First => kept.into_iter().next(),
        Pick::Last => kept.into_iter().next_back(),
        Pick::Only if kept.len() > 1 => {
            return Err(errors::invalid_operation(if delegate(call, 1).is_some() {
                "Sequence contains more than one matching element"
            } else {
                "Sequence contains more than one element"
            }));
        }
        Pick::Only => kept.into_iter().next(),
    })
}

fn pick(call: &Call<'_>, which: Pick) -> Outcome {
    picked(call, which)?.ok_or_else(|| {
        if delegate(call, 1).is_some() {
            errors::invalid_operation("Sequence contains no matching element")
        } else {
            no_elements()
        }
    })
}

fn pick_or_default(call: &Call<'_>, which: Pick) -> Outcome {
    let otherwise = match (delegate(call, 1), call.count()) {
        (Some(_), 3) => call.argument(2).clone(),
        (None, 2) => call.argument(1).clone(),
        _ => zero(element(call.argument(0))),
    };
    Ok(picked(call, which)?.unwrap_or(otherwise))
}

fn select_many(call: &mut Call<'_>) -> Outcome {
    let (selector, result) = (call.argument(1), delegate(call, 2));
    let mut results = Vec::new();
    let mut held = TypeId::OBJECT;
    for (at, item) in items(call, 0)?.iter().enumerate() {
        let part = with_place(call, selector, item, at)?;
        held = element(&part);
        for inner in sequence::items_of(&part) {
            results.push(match result {
                Some(result) => apply(call, result, &[item.clone(), inner])?,
                None => inner,
            });
        }
    }
    query(result.map_or(held, result_type), results)
}

/// `Sequence(start, endInclusive, step)`
fn sequence_of(call: &mut Call<'_>) -> Outcome {
    let (start, end, step) = (call.long(0), call.long(1), call.long(2));
    if step == 0 && start != end {
        return Err(errors::out_of_range(
            "step",
            "Specified argument was out of the range of valid values.",
        ));
    }
    let id = call.argument(0).type_id().unwrap_or(TypeId::INT32);
    let mut numbers = Vec::new();
    let mut at = start;
    while if step >= 0 { at <= end } else { at >= end } {
        numbers.push(call.context.convert(&Value::I64(at), id)?);
        let Some(next) = at.checked_add(step).filter(|_| step != 0) else { break };
        at = next;
    }
    query(id, numbers)
}

/// `Zip(first, second[, result])`, `Zip(first, second, third)`
fn zip(call: &mut Call<'_>) -> Outcome {
    let (left, right) = (items(call, 0)?, items(call, 1)?);
    let pairs = left.into_iter().zip(right);
    if let Some(result) = delegate(call, 2) {
        let results: Result<Vec<Value>, Exception> =
            pairs.map(|(a, b)| apply(call, result, &[a, b])).collect();
        return query(result_type(result), results?);
    }
    let tuples: Vec<Value> = if call.count() == 3 {
        pairs.zip(items(call, 2)?).map(|((a, b), c)| value_tuple(vec![a, b, c])).collect()
    } else {
        pairs.map(|(a, b)| value_tuple(vec![a, b])).collect()
    };
    query(TypeId::OBJECT, tuples)
}
