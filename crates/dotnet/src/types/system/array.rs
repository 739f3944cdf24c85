//! `System.Array`

use std::cmp::Ordering;

use remora_psobject::equality;

use crate::types::prelude::*;
use crate::types::system_collections::enumerator;
use crate::types::system_collections::sorting::{order_by, sort_values};

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Array",
    methods: &[
        ("Add", |_| Err(errors::not_supported("Collection was of a fixed size."))),
        ("Clear", |call| clear_range(call.this, 0, array(call.this)?.len())),
        ("Clone", |call| array(call.this).map(|source| copy_of(&source))),
        ("Contains", |call| {
            let wanted = call.argument(0);
            Ok(array(call.this)?.to_vec().iter().any(|item| equality::equals(item, wanted)).into())
        }),
        ("CopyTo", |call| {
            let items = array(call.this)?.to_vec();
            let at = i32::try_from(call.long(1)).unwrap_or(0);
            sequence::copy_to(&items, call.argument(0), at)?;
            Ok(Value::AutomationNull)
        }),
        ("Equals", |call| Ok(equality::equals(call.this, call.argument(0)).into())),
        ("GetEnumerator", |call| {
            Ok(enumerator::over("System.Array+ArrayEnumerator", array(call.this)?.to_vec()))
        }),
        ("GetLength", |call| {
            dimension(call).map(|length| Value::I32(i32::try_from(length).unwrap_or(i32::MAX)))
        }),
        ("GetLongLength", |call| {
            dimension(call).map(|length| Value::I64(i64::try_from(length).unwrap_or(i64::MAX)))
        }),
        ("GetLowerBound", |call| dimension(call).map(|_| Value::I32(0))),
        ("GetUpperBound", |call| {
            dimension(call).map(|length| Value::I32(i32::try_from(length).unwrap_or(i32::MAX) - 1))
        }),
        ("GetValue", get_value),
        ("IndexOf", |call| {
            let wanted = call.argument(0);
            let at =
                array(call.this)?.to_vec().iter().position(|item| equality::equals(item, wanted));
            Ok(place(at))
        }),
        ("Insert", |_| Err(errors::not_supported("Collection was of a fixed size."))),
        ("Remove", |_| Err(errors::not_supported("Collection was of a fixed size."))),
        ("RemoveAt", |_| Err(errors::not_supported("Collection was of a fixed size."))),
        ("SetValue", set_value),
    ],
    static_methods: &[
        ("AsReadOnly", |call| {
            let source = array(call.argument(0))?;
            let id = TypeId::READ_ONLY_COLLECTION.generic_of(&[source.element_type()]);
            Ok(ListObject::read_only(id, source.to_vec()).into())
        }),
        ("BinarySearch", binary_search),
        ("Clear", |call| {
            let target = array(call.argument(0))?;
            let (start, count) = if call.count() >= 3 {
                (call.int(1), call.int(2))
            } else {
                (0, i32::try_from(target.len()).unwrap_or(0))
            };
            let range = sequence::range_in(start, count, target.len())
                .map_err(|_| errors::index_out_of_range())?;
            clear_range(call.argument(0), range.start, range.len())
        }),
        ("ConvertAll", convert_all),
        ("Copy", copy),
        ("CreateInstance", create_instance),
        ("Empty", |_| Ok(Value::array(Vec::new()))),
        ("Exists", |call| Ok(find_from(call, false)?.is_some().into())),
        ("Fill", fill),
        ("Find", |call| Ok(find_from(call, false)?.map_or(Value::Null, |(_, item)| item))),
        ("FindAll", |call| {
            let source = array(call.argument(0))?;
            let items =
                matching(call, &source.to_vec())?.into_iter().map(|(_, item)| item).collect();
            Ok(Value::array_of(source.element_type(), items))
        }),
        ("FindIndex", |call| Ok(place(find_from(call, false)?.map(|(at, _)| at)))),
        ("FindLast", |call| Ok(find_from(call, true)?.map_or(Value::Null, |(_, item)| item))),
        ("FindLastIndex", |call| Ok(place(find_from(call, true)?.map(|(at, _)| at)))),
        ("ForEach", |call| {
            for item in call.items(0) {
                call.context.invoke(call.argument(1), &[item])?;
            }
            Ok(Value::AutomationNull)
        }),
        ("IndexOf", |call| index_of(call, false)),
        ("LastIndexOf", |call| index_of(call, true)),
        ("Resize", resize),
        ("Reverse", reverse),
        ("Sort", sort),
        ("TrueForAll", |call| {
            let items = call.items(0);
            Ok((matching(call, &items)?.len() == items.len()).into())
        }),
    ],
    properties: &[
        ("Count", |call| Ok(sequence::count(array(call.this)?.len()))),
        ("IsFixedSize", |_| Ok(true.into())),
        ("IsReadOnly", |_| Ok(false.into())),
        ("IsSynchronized", |_| Ok(false.into())),
        ("Item", get_value),
        ("Length", |call| Ok(sequence::count(array(call.this)?.len()))),
        ("LongLength", |call| {
            Ok(Value::I64(i64::try_from(array(call.this)?.len()).unwrap_or(i64::MAX)))
        }),
        ("Rank", |call| Ok(sequence::count(array(call.this)?.rank()))),
        ("SyncRoot", |call| Ok(call.this.clone())),
    ],
    setters: &[("Item", |call| {
        let value = call.argument(1).clone();
        set_at(call, &value, 0..1)
    })],
    ..Implementation::EMPTY
};

fn array(value: &Value) -> Result<Arc<ArrayObject>, Exception> {
    match value.base() {
        Value::Array(array) => Ok(Arc::clone(array)),
        Value::Null | Value::AutomationNull => Err(errors::argument_null("array")),
        other => Ok(Arc::new(ArrayObject::new(TypeId::OBJECT, sequence::items_of(other)))),
    }
}

fn place(at: Option<usize>) -> Value {
    Value::I32(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}

fn copy_of(source: &ArrayObject) -> Value {
    ArrayObject::with_dimensions(source.element_type(), &source.dimensions(), source.to_vec())
        .into()
}

/// What the items of a new array are.
pub fn default_of(element: TypeId) -> Value {
    use num_bigint::BigInt;
    match element {
        TypeId::BOOLEAN => Value::Bool(false),
        TypeId::CHAR => Value::Char(0),
        TypeId::DOUBLE => Value::F64(0.0),
        TypeId::SINGLE => Value::F32(0.0),
        TypeId::DECIMAL => remora_psobject::Decimal::ZERO.into(),
        TypeId::BIG_INTEGER => BigInt::from(0).into(),
        TypeId::DATE_TIME => remora_psobject::DateTime::MIN.into(),
        TypeId::TIME_SPAN => remora_psobject::TimeSpan::ZERO.into(),
        TypeId::GUID => remora_psobject::Guid::EMPTY.into(),
        TypeId::SWITCH_PARAMETER => Value::Switch(false),
        _ if element.enum_definition().is_some() => Value::Enum(element, 0),
        _ if super::convertible::is_integer_type(element) => {
            crate::number::integer_value(&BigInt::from(0), element).unwrap_or(Value::Null)
        }
        _ => Value::Null,
    }
}

/// An array of `lengths` with the default value of its element type everywhere.
pub fn new_array(element: TypeId, lengths: &[usize]) -> Value {
    let count = lengths.iter().product();
    let items = vec![default_of(element); count];
    ArrayObject::with_dimensions(element, lengths, items).into()
}

fn clear_range(target: &Value, start: usize, count: usize) -> Outcome {
    let target = array(target)?;
    let empty = default_of(target.element_type());
    for at in start..start + count {
        target.set(at, empty.clone());
    }
    Ok(Value::AutomationNull)
}

fn dimension(call: &Call<'_>) -> Result<usize, Exception> {
    let lengths = array(call.this)?.dimensions();
    usize::try_from(call.int(0))
        .ok()
        .and_then(|index| lengths.get(index).copied())
        .ok_or_else(errors::index_out_of_range)
}

fn flat(
    call: &Call<'_>,
    target: &ArrayObject,
    places: std::ops::Range<usize>,
) -> Result<usize, Exception> {
    let indexes: Vec<Value> = match call.arguments.get(places).unwrap_or(&[]) {
        [single] => sequence::items_of(single),
        several => several.to_vec(),
    };
    let indexes: Option<Vec<usize>> = indexes
        .iter()
        .map(|index| index.as_i64().and_then(|index| usize::try_from(index).ok()))
        .collect();
    indexes.and_then(|indexes| target.flat_index(&indexes)).ok_or_else(errors::index_out_of_range)
}

fn get_value(call: &mut Call<'_>) -> Outcome {
    let source = array(call.this)?;
    let at = flat(call, &source, 0..call.count())?;
    source.get(at).ok_or_else(errors::index_out_of_range)
}

fn set_at(call: &Call<'_>, value: &Value, places: std::ops::Range<usize>) -> Outcome {
    let target = array(call.this)?;
    let at = flat(call, &target, places)?;
    let value = call.context.convert(value, target.element_type())?;
    if target.set(at, value) {
        Ok(Value::AutomationNull)
    } else {
        Err(errors::index_out_of_range())
    }
}

fn set_value(call: &mut Call<'_>) -> Outcome {
    let value = call.argument(0).clone();
    set_at(call, &value, 1..call.count())
}

fn is_true(value: &Value) -> bool {
    match value.base() {
        Value::Null | Value::AutomationNull => false,
        Value::Bool(flag) | Value::Switch(flag) => *flag,
        Value::Str(text) => !text.is_empty(),
        other => crate::number::to_f64(other).is_none_or(|number| number != 0.0),
    }
}

/// Asks a predicate that a script gave.
pub(crate) fn asks(call: &Call<'_>, predicate: &Value, item: &Value) -> Result<bool, Exception> {
    Ok(is_true(&call.context.invoke(predicate, std::slice::from_ref(item))?))
}

fn matching(call: &Call<'_>, items: &[Value]) -> Result<Vec<(usize, Value)>, Exception> {
    let predicate = call.argument(call.count().saturating_sub(1));
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if asks(call, predicate, item)? {
            found.push((at, item.clone()));
        }
    }
    Ok(found)
}

fn find_from(call: &Call<'_>, last: bool) -> Result<Option<(usize, Value)>, Exception> {
    let predicate = call.argument(call.count().saturating_sub(1));
    let mut items: Vec<(usize, Value)> = call.items(0).into_iter().enumerate().collect();
    if call.count() >= 3 && !last {
        let start = usize::try_from(call.int(1)).unwrap_or(0);
        items.retain(|(at, _)| *at >= start);
    }
    if last {
        items.reverse();
    }
    for (at, item) in items {
        if asks(call, predicate, &item)? {
            return Ok(Some((at, item)));
        }
    }
    Ok(None)
}

fn index_of(call: &Call<'_>, last: bool) -> Outcome {
    let items = array(call.argument(0))?.to_vec();
    let wanted = call.argument(1);
    let range = match (call.argument(2).as_i32(), call.argument(3).as_i32()) {
        (None, _) => 0..items.len(),
        (Some(start), None) if last => 0..usize::try_from(start + 1).unwrap_or(0).min(items.len()),
        (Some(start), None) => usize::try_from(start).unwrap_or(0).min(items.len())..items.len(),
        (Some(start), Some(count)) if last => {
            let end = usize::try_from(start + 1).unwrap_or(0).min(items.len());
            end.saturating_sub(usize::try_from(count).unwrap_or(0))..end
        }
        (Some(start), Some(count)) => sequence::range_in(start, count, items.len())?,
    };
    let offset = range.start;
    let part = items.get(range).unwrap_or(&[]);
    let same = |item: &Value| equality::equals(item, wanted);
    let found = if last { part.iter().rposition(same) } else { part.iter().position(same) };
    Ok(place(found.map(|at| at + offset)))
}

fn binary_search(call: &mut Call<'_>) -> Outcome {
    let items = call.items(0);
    let ranged = call.count() >= 4;
    let wanted = call.argument(if ranged { 3 } else { 1 });
    let comparer = call.argument(if ranged { 4 } else { 2 });
    let range = if ranged {
        sequence::range_in(call.int(1), call.int(2), items.len())?
    } else {
        0..items.len()
    };
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        let item = items.get(middle).cloned().unwrap_or_default();
        match order_by(call, comparer, &item, wanted)? {
            Ordering::Equal => return Ok(place(Some(middle))),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    Ok(Value::I32(!i32::try_from(low).unwrap_or(0)))
}

fn convert_all(call: &mut Call<'_>) -> Outcome {
    let converted: Result<Vec<Value>, Exception> = call
        .items(0)
        .into_iter()
        .map(|item| call.context.invoke(call.argument(1), &[item]))
        .collect();
    Ok(Value::array(converted?))
}

fn copy(call: &mut Call<'_>) -> Outcome {
    let source = array(call.argument(0))?;
    let long = call.count() >= 5;
    let (from, target, to, length) = if long {
        (call.long(1), call.argument(2), call.long(3), call.long(4))
    } else {
        (0, call.argument(1), 0, call.long(2))
    };
    let target = array(target)?;
    let size = |number: i64, name: &str| {
        usize::try_from(number).map_err(|_| {
            errors::out_of_range(
                name,
                "Number was less than the array's lower bound in the first dimension.",
            )
        })
    };
    let (from, to) = (size(from, "sourceIndex")?, size(to, "destinationIndex")?);
    let length = usize::try_from(length)
        .map_err(|_| errors::out_of_range("length", "Non-negative number required."))?;
    if from + length > source.len() {
        return Err(errors::argument_for(
            "sourceArray",
            "Source array was not long enough. Check the source index, length, and the array's lower bounds.",
        ));
    }
    if to + length > target.len() {
        return Err(errors::argument_for(
            "destinationArray",
            "Destination array was not long enough. Check the destination index, length, and the array's lower bounds.",
        ));
    }
    let items = source.to_vec();
    for (at, item) in items.iter().skip(from).take(length).enumerate() {
        let item =
            call.context.convert(item, target.element_type()).unwrap_or_else(|_| item.clone());
        target.set(to + at, item);
    }
    Ok(Value::AutomationNull)
}

fn create_instance(call: &mut Call<'_>) -> Outcome {
    let Value::Type(element) = call.argument(0).base() else {
        return Err(errors::argument_null("elementType"));
    };
    let lengths: Vec<Value> = call.arguments.iter().skip(1).flat_map(sequence::items_of).collect();
    let lengths: Option<Vec<usize>> = lengths
        .iter()
        .map(|length| length.as_i64().and_then(|length| usize::try_from(length).ok()))
        .collect();
    let lengths =
        lengths.ok_or_else(|| errors::out_of_range("length", "Non-negative number required."))?;
    Ok(new_array(*element, &lengths))
}

fn fill(call: &mut Call<'_>) -> Outcome {
    let target = array(call.argument(0))?;
    let range = if call.count() >= 4 {
        sequence::range_in(call.int(2), call.int(3), target.len())?
    } else {
        0..target.len()
    };
    let value = call.context.convert(call.argument(1), target.element_type())?;
    for at in range {
        target.set(at, value.clone());
    }
    Ok(Value::AutomationNull)
}

fn resize(call: &mut Call<'_>) -> Outcome {
    let size = usize::try_from(call.int(1))
        .map_err(|_| errors::out_of_range("newSize", "Non-negative number required."))?;
    let (element, mut items) = match call.argument(0).base() {
        Value::Array(array) => (array.element_type(), array.to_vec()),
        _ => (TypeId::OBJECT, Vec::new()),
    };
    items.resize(size, default_of(element));
    call.set_output(0, Value::array_of(element, items));
    Ok(Value::AutomationNull)
}

fn reverse(call: &mut Call<'_>) -> Outcome {
    let target = array(call.argument(0))?;
    let range = if call.count() >= 3 {
        sequence::range_in(call.int(1), call.int(2), target.len())?
    } else {
        0..target.len()
    };
    target.modify(|items| {
        if let Some(part) = items.get_mut(range) {
            part.reverse();
        }
    });
    Ok(Value::AutomationNull)
}

/// `Sort(array)`, `Sort(array, comparer)`, `Sort(keys, items)`, `Sort(array, index, length[, comparer])`
fn sort(call: &mut Call<'_>) -> Outcome {
    let target = array(call.argument(0))?;
    let second = call.argument(1);
    if let Value::Array(companions) = second.base() {
        let mut pairs: Vec<(Value, Value)> =
            target.to_vec().into_iter().zip(companions.to_vec()).collect();
        crate::types::system_collections::sorting::sort_with(&mut pairs, |a, b| {
            order_by(call, call.argument(2), &a.0, &b.0)
        })?;
        for (at, (key, item)) in pairs.into_iter().enumerate() {
            target.set(at, key);
            companions.set(at, item);
        }
        return Ok(Value::AutomationNull);
    }
    let (range, comparer) = match second.as_i32() {
        Some(start) => (sequence::range_in(start, call.int(2), target.len())?, call.argument(3)),
        None => (0..target.len(), second),
    };
    let start = range.start;
    let mut part: Vec<Value> = target.to_vec().into_iter().skip(start).take(range.len()).collect();
    sort_values(call, comparer, &mut part)?;
    for (at, item) in part.into_iter().enumerate() {
        target.set(start + at, item);
    }
    Ok(Value::AutomationNull)
}
