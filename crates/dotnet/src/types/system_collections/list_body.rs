//! Members of lists: one body for `ArrayList`, `List[T]`, `Collection[T]` and their kin.

use remora_psobject::equality;

use super::enumerator;
use super::sorting::{order_by, sort_values};
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system::array::asks;

pub(super) const METHODS: &[(&str, Body)] = &[
    ("Add", add),
    ("AddRange", |call| {
        let items = converted(call, &call.items(0))?;
        change(call, |list| list.extend(items))
    }),
    ("AsReadOnly", |call| {
        let list = list(call)?;
        let id = TypeId::READ_ONLY_COLLECTION.generic_of(&[list.element_type()]);
        Ok(ListObject::read_only(id, list.to_vec()).into())
    }),
    ("BinarySearch", binary_search),
    ("Clear", |call| change(call, Vec::clear)),
    ("Clone", |call| {
        let list = list(call)?;
        Ok(ListObject::new(list.type_id(), list.to_vec()).into())
    }),
    ("Contains", |call| Ok(position(call, 0).is_ok_and(|at| at.is_some()).into())),
    ("ConvertAll", |call| {
        let items: Result<Vec<Value>, Exception> = list(call)?
            .to_vec()
            .into_iter()
            .map(|item| call.context.invoke(call.argument(0), &[item]))
            .collect();
        let id = TypeId::GENERIC_LIST.generic_of(&[TypeId::OBJECT]);
        Ok(ListObject::new(id, items?).into())
    }),
    ("CopyTo", copy_to),
    ("EnsureCapacity", |call| Ok(Value::I32(call.int(0)))),
    ("Exists", |call| Ok(found(call, false)?.is_some().into())),
    ("Find", |call| {
        let element = list(call)?.element_type();
        Ok(found(call, false)?
            .map_or_else(|| crate::types::system::array::default_of(element), |(_, item)| item))
    }),
    ("FindAll", |call| {
        let list = list(call)?;
        let mut items = Vec::new();
        for item in list.to_vec() {
            if asks(call, call.argument(0), &item)? {
                items.push(item);
            }
        }
        Ok(ListObject::new(list.type_id(), items).into())
    }),
    ("FindIndex", |call| Ok(place(found(call, false)?.map(|(at, _)| at)))),
    ("FindLast", |call| {
        let element = list(call)?.element_type();
        Ok(found(call, true)?
            .map_or_else(|| crate::types::system::array::default_of(element), |(_, item)| item))
    }),
    ("FindLastIndex", |call| Ok(place(found(call, true)?.map(|(at, _)| at)))),
    ("ForEach", |call| {
        for item in list(call)?.to_vec() {
            call.context.invoke(call.argument(0), &[item])?;
        }
        Ok(Value::AutomationNull)
    }),
    ("GetEnumerator", |call| {
        let list = list(call)?;
        let name = if list.type_id() == TypeId::ARRAY_LIST {
            "System.Collections.ArrayList+ArrayListEnumeratorSimple"
        } else {
            "System.Collections.Generic.List`1+Enumerator"
        };
        Ok(enumerator::over(name, list.to_vec()))
    }),
    ("GetRange", get_range),
    ("IndexOf", |call| position(call, 0).map(place)),
    ("Insert", |call| {
        let at = insertion_place(call)?;
        let item = element(call, call.argument(1))?;
        change(call, |items| items.insert(at, item))
    }),
    ("InsertRange", |call| {
        let at = insertion_place(call)?;
        let added = converted(call, &call.items(1))?;
        change(call, |items| {
            items.splice(at..at, added);
        })
    }),
    ("LastIndexOf", |call| {
        let wanted = call.argument(0);
        let at = list(call)?.to_vec().iter().rposition(|item| equality::equals(item, wanted));
        Ok(place(at))
    }),
    ("Remove", remove),
    ("RemoveAll", |call| {
        let list = list(call)?;
        let mut kept = Vec::new();
        for item in list.to_vec() {
            if !asks(call, call.argument(0), &item)? {
                kept.push(item);
            }
        }
        let removed = list.len() - kept.len();
        change(call, |items| *items = kept)?;
        Ok(sequence::count(removed))
    }),
    ("RemoveAt", |call| {
        let at = sequence::index_in(call.int(0), list(call)?.len())?;
        change(call, |items| {
            items.remove(at);
        })
    }),
    ("RemoveRange", |call| {
        let range = sequence::range_in(call.int(0), call.int(1), list(call)?.len())?;
        change(call, |items| {
            items.drain(range);
        })
    }),
    ("Reverse", |call| {
        let size = list(call)?.len();
        let range = if call.count() >= 2 {
            sequence::range_in(call.int(0), call.int(1), size)?
        } else {
            0..size
        };
        change(call, |items| {
            if let Some(part) = items.get_mut(range) {
                part.reverse();
            }
        })
    }),
    ("SetRange", |call| {
        let at = sequence::index_in(call.int(0), list(call)?.len() + 1)?;
        let new = converted(call, &call.items(1))?;
        let end = (at + new.len()).min(list(call)?.len());
        change(call, |items| {
            items.splice(at..end, new);
        })
    }),
    ("Slice", get_range),
    ("Sort", sort),
    ("ToArray", |call| {
        let list = list(call)?;
        let element = match call.argument(0).base() {
            Value::Type(id) => *id,
            _ => list.element_type(),
        };
        let items: Result<Vec<Value>, Exception> = list
            .to_vec()
            .iter()
            .map(|item| call.context.convert(item, element).or_else(|_| Ok(item.clone())))
            .collect();
        Ok(Value::array_of(element, items?))
    }),
    ("TrimExcess", |_| Ok(Value::AutomationNull)),
    ("TrimToSize", |_| Ok(Value::AutomationNull)),
    ("TrueForAll", |call| {
        for item in list(call)?.to_vec() {
            if !asks(call, call.argument(0), &item)? {
                return Ok(false.into());
            }
        }
        Ok(true.into())
    }),
];

pub(super) const PROPERTIES: &[(&str, Body)] = &[
    ("Capacity", |call| {
        let size = list(call)?.len();
        Ok(sequence::count(if size == 0 { 0 } else { size.next_power_of_two().max(4) }))
    }),
    ("Count", |call| Ok(sequence::count(list(call)?.len()))),
    ("IsFixedSize", |call| Ok(list(call)?.is_read_only().into())),
    ("IsReadOnly", |call| Ok(list(call)?.is_read_only().into())),
    ("IsSynchronized", |_| Ok(false.into())),
    ("Item", |call| {
        let list = list(call)?;
        let at = sequence::index_in(call.int(0), list.len())?;
        list.get(at).ok_or_else(errors::index_out_of_collection)
    }),
    ("SyncRoot", |call| Ok(call.this.clone())),
];

pub(super) const SETTERS: &[(&str, Body)] = &[
    ("Capacity", |_| Ok(Value::AutomationNull)),
    ("Item", |call| {
        let at = sequence::index_in(call.int(0), list(call)?.len())?;
        let item = element(call, call.argument(1))?;
        change(call, |items| {
            if let Some(slot) = items.get_mut(at) {
                *slot = item;
            }
        })
    }),
];

pub(super) fn list(call: &Call<'_>) -> Result<Arc<ListObject>, Exception> {
    match call.this.base() {
        Value::List(list) => Ok(Arc::clone(list)),
        _ => Err(errors::null_reference()),
    }
}

fn change(call: &Call<'_>, change: impl FnOnce(&mut Vec<Value>)) -> Outcome {
    let list = list(call)?;
    if list.is_read_only() {
        return Err(errors::not_supported("Collection is read-only."));
    }
    list.modify(change);
    Ok(Value::AutomationNull)
}

/// A value as an item of the list.
fn element(call: &Call<'_>, value: &Value) -> Outcome {
    match list(call)?.element_type() {
        TypeId::OBJECT => Ok(value.clone().or_null()),
        element => call.context.convert(value, element),
    }
}

fn converted(call: &Call<'_>, items: &[Value]) -> Result<Vec<Value>, Exception> {
    items.iter().map(|item| element(call, item)).collect()
}

fn place(at: Option<usize>) -> Value {
    Value::I32(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}

fn add(call: &mut Call<'_>) -> Outcome {
    let list = list(call)?;
    let item = element(call, call.argument(0))?;
    if list.is_read_only() {
        return Err(errors::not_supported("Collection is read-only."));
    }
    let at = list.push(item);
    // `ArrayList.Add` tells the place, `List[T].Add` nothing.
    Ok(if list.type_id().generic().is_some() { Value::AutomationNull } else { sequence::count(at) })
}

fn position(call: &Call<'_>, argument: usize) -> Result<Option<usize>, Exception> {
    let wanted = call.argument(argument);
    let items = list(call)?.to_vec();
    let start = call
        .argument(argument + 1)
        .as_i32()
        .map_or(Ok(0), |start| sequence::index_in(start, items.len() + 1))?;
    let end = match call.argument(argument + 2).as_i32() {
        Some(count) => sequence::range_in(call.int(argument + 1), count, items.len())?.end,
        None => items.len(),
    };
    let part = items.get(start..end).unwrap_or(&[]);
    Ok(part.iter().position(|item| equality::equals(item, wanted)).map(|at| at + start))
}

fn insertion_place(call: &Call<'_>) -> Result<usize, Exception> {
    let size = list(call)?.len();
    usize::try_from(call.int(0)).ok().filter(|at| *at <= size).ok_or_else(|| {
        errors::out_of_range("index", "Index must be within the bounds of the List.")
    })
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let found = position(call, 0)?;
    if let Some(at) = found {
        change(call, |items| {
            items.remove(at);
        })?;
    }
    Ok(if list(call)?.type_id() == TypeId::ARRAY_LIST {
        Value::AutomationNull
    } else {
        found.is_some().into()
    })
}

fn get_range(call: &mut Call<'_>) -> Outcome {
    let list = list(call)?;
    let range = sequence::range_in(call.int(0), call.int(1), list.len())?;
    let items = list.to_vec();
    let part = items.get(range).unwrap_or(&[]).to_vec();
    Ok(ListObject::new(list.type_id(), part).into())
}

fn copy_to(call: &mut Call<'_>) -> Outcome {
    let items = list(call)?.to_vec();
    match call.count() {
        4 => {
            let range = sequence::range_in(call.int(0), call.int(3), items.len())?;
            let part = items.get(range).unwrap_or(&[]);
            sequence::copy_to(part, call.argument(1), call.int(2))?;
        }
        _ => sequence::copy_to(&items, call.argument(0), call.int(1))?,
    }
    Ok(Value::AutomationNull)
}

fn found(call: &Call<'_>, last: bool) -> Result<Option<(usize, Value)>, Exception> {
    let predicate = call.argument(call.count().saturating_sub(1));
    let start = if call.count() > 1 { usize::try_from(call.int(0)).unwrap_or(0) } else { 0 };
    let mut items: Vec<(usize, Value)> = list(call)?.to_vec().into_iter().enumerate().collect();
    if last {
        items.reverse();
    } else {
        items.drain(..start.min(items.len()));
    }
    for (at, item) in items {
        if asks(call, predicate, &item)? {
            return Ok(Some((at, item)));
        }
    }
    Ok(None)
}

/// `Sort()`, `Sort(comparer)`, `Sort(comparison)`, `Sort(index, count, comparer)`
fn sort(call: &mut Call<'_>) -> Outcome {
    let list = list(call)?;
    let mut items = list.to_vec();
    let (range, comparer) = match call.argument(0).as_i32() {
        Some(start) => (sequence::range_in(start, call.int(1), items.len())?, call.argument(2)),
        None => (0..items.len(), call.argument(0)),
    };
    if let Some(part) = items.get_mut(range) {
        sort_values(call, comparer, part)?;
    }
    change(call, |slot| *slot = items)
}

fn binary_search(call: &mut Call<'_>) -> Outcome {
    let items = list(call)?.to_vec();
    let (wanted, comparer) = (call.argument(0), call.argument(1));
    let (mut low, mut high) = (0, items.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let item = items.get(middle).cloned().unwrap_or_default();
        match order_by(call, comparer, &item, wanted)? {
            std::cmp::Ordering::Equal => return Ok(place(Some(middle))),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Ok(Value::I32(!i32::try_from(low).unwrap_or(0)))
}
