//! `Queue`, `Stack` and their generic and concurrent kin

use remora_psobject::{Sequence, SequenceKind, equality};

use super::enumerator;
use crate::call::Body;
use crate::types::prelude::*;

const METHODS: &[(&str, Body)] = &[
    ("Clear", |call| {
        this(call)?.clear();
        Ok(Value::AutomationNull)
    }),
    ("Clone", |call| {
        let source = this(call)?;
        Ok(Value::live(Sequence::new(source.kind(), source.object_type(), in_order(source))))
    }),
    ("Contains", |call| {
        let wanted = call.argument(0);
        Ok(this(call)?.to_vec().iter().any(|item| equality::equals(item, wanted)).into())
    }),
    ("CopyTo", |call| {
        sequence::copy_to(&this(call)?.to_vec(), call.argument(0), call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("Add", put),
    ("Dequeue", take),
    ("Enqueue", put),
    ("GetEnumerator", |call| {
        Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.to_vec()))
    }),
    ("Peek", |call| {
        let sequence = this(call)?;
        sequence.peek().ok_or_else(|| empty(sequence))
    }),
    ("Pop", take),
    ("Push", put),
    ("PushRange", |call| {
        let sequence = this(call)?;
        for item in call.items(0) {
            sequence.put(item);
        }
        Ok(Value::AutomationNull)
    }),
    ("ToArray", |call| {
        let sequence = this(call)?;
        Ok(Value::array_of(element(sequence.object_type()), sequence.to_vec()))
    }),
    ("TrimExcess", |_| Ok(Value::AutomationNull)),
    ("TrimToSize", |_| Ok(Value::AutomationNull)),
    ("EnsureCapacity", |call| Ok(Value::I32(call.int(0)))),
    ("TryAdd", |call| {
        put(call)?;
        Ok(true.into())
    }),
    ("TryDequeue", try_take),
    ("TryPeek", |call| {
        let sequence = this(call)?;
        let otherwise = crate::types::system::array::default_of(element(sequence.object_type()));
        call.try_result(sequence.peek(), otherwise)
    }),
    ("TryPopRange", |call| {
        let sequence = this(call)?;
        let room = sequence::items_of(call.argument(0)).len();
        let (start, limit) = match call.count() {
            0 | 1 => (0, room),
            _ => {
                let range = sequence::range_in(call.int(1), call.int(2), room)?;
                (call.int(1), range.len())
            }
        };
        let items: Vec<Value> = std::iter::from_fn(|| sequence.take()).take(limit).collect();
        sequence::copy_to(&items, call.argument(0), start)?;
        Ok(sequence::count(items.len()))
    }),
    ("TryPop", try_take),
    ("TryTake", try_take),
];

const PROPERTIES: &[(&str, Body)] = &[
    ("Count", |call| Ok(sequence::count(this(call)?.len()))),
    ("Capacity", |call| Ok(sequence::count(this(call)?.len()))),
    ("IsEmpty", |call| Ok(this(call)?.is_empty().into())),
    ("IsSynchronized", |_| Ok(false.into())),
    ("SyncRoot", |call| Ok(call.this.clone())),
];

const fn sequence_type(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(construct),
        methods: METHODS,
        static_methods: &[("Synchronized", |call| Ok(call.argument(0).clone()))],
        properties: PROPERTIES,
        ..Implementation::EMPTY
    }
}

pub(crate) static QUEUE: Implementation = sequence_type("System.Collections.Queue");
pub(crate) static STACK: Implementation = sequence_type("System.Collections.Stack");
pub(crate) static GENERIC_QUEUE: Implementation =
    sequence_type("System.Collections.Generic.Queue`1");
pub(crate) static GENERIC_STACK: Implementation =
    sequence_type("System.Collections.Generic.Stack`1");
pub(crate) static CONCURRENT_QUEUE: Implementation =
    sequence_type("System.Collections.Concurrent.ConcurrentQueue`1");
pub(crate) static CONCURRENT_STACK: Implementation =
    sequence_type("System.Collections.Concurrent.ConcurrentStack`1");
pub(crate) static CONCURRENT_BAG: Implementation =
    sequence_type("System.Collections.Concurrent.ConcurrentBag`1");

fn this<'a>(call: &Call<'a>) -> Result<&'a Sequence, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn element(id: TypeId) -> TypeId {
    id.generic().and_then(|(_, arguments)| arguments.first().copied()).unwrap_or(TypeId::OBJECT)
}

/// The items in the order in which they were put in.
fn in_order(sequence: &Sequence) -> Vec<Value> {
    let mut items = sequence.to_vec();
    if sequence.kind() == SequenceKind::Stack {
        items.reverse();
    }
    items
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let name = call.type_id.full_name();
    let kind = if name.contains("Queue") { SequenceKind::Queue } else { SequenceKind::Stack };
    let items = match call.argument(0).base() {
        Value::I32(_) => Vec::new(),
        _ => call.items(0),
    };
    let element = element(call.type_id);
    let items: Result<Vec<Value>, Exception> = items
        .into_iter()
        .map(|item| match element {
            TypeId::OBJECT => Ok(item),
            element => call.context.convert(&item, element),
        })
        .collect();
    Ok(Value::live(Sequence::new(kind, call.type_id, items?)))
}

fn empty(sequence: &Sequence) -> Exception {
    errors::invalid_operation(match sequence.kind() {
        SequenceKind::Queue => "Queue empty.",
        SequenceKind::Stack => "Stack empty.",
    })
}

fn put(call: &mut Call<'_>) -> Outcome {
    this(call)?.put(call.argument(0).clone().or_null());
    Ok(Value::AutomationNull)
}

fn take(call: &mut Call<'_>) -> Outcome {
    let sequence = this(call)?;
    sequence.take().ok_or_else(|| empty(sequence))
}

fn try_take(call: &mut Call<'_>) -> Outcome {
    let sequence = this(call)?;
    let otherwise = crate::types::system::array::default_of(element(sequence.object_type()));
    call.try_result(sequence.take(), otherwise)
}
