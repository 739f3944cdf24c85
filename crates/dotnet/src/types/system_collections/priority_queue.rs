//! `PriorityQueue[TElement,TPriority]`

use std::cmp::Ordering;

use parking_lot::Mutex;
use remora_psobject::equality;

use super::comparers;
use super::sorting::order_by;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Collections.Generic.PriorityQueue`2",
    constructor: Some(construct),
    methods: &[
        ("Clear", |call| {
            this(call)?.entries.lock().clear();
            Ok(Value::AutomationNull)
        }),
        ("Dequeue", |call| Ok(take(call)?.ok_or_else(is_empty)?.0)),
        ("DequeueEnqueue", |call| {
            let (element, _) = take(call)?.ok_or_else(is_empty)?;
            put(call, call.argument(0), call.argument(1))?;
            Ok(element)
        }),
        ("Enqueue", |call| {
            put(call, call.argument(0), call.argument(1))?;
            Ok(Value::AutomationNull)
        }),
        ("EnqueueDequeue", |call| {
            put(call, call.argument(0), call.argument(1))?;
            Ok(take(call)?.ok_or_else(is_empty)?.0)
        }),
        ("EnqueueRange", enqueue_range),
        ("EnsureCapacity", |call| Ok(Value::I32(call.int(0)))),
        ("Peek", |call| Ok(this(call)?.first().ok_or_else(is_empty)?.0)),
        ("Remove", remove),
        ("TrimExcess", |_| Ok(Value::AutomationNull)),
        ("TryDequeue", |call| {
            let found = take(call)?;
            give(call, found)
        }),
        ("TryPeek", |call| {
            let found = this(call)?.first();
            give(call, found)
        }),
    ],
    properties: &[
        ("Capacity", |call| Ok(sequence::count(this(call)?.entries.lock().len()))),
        ("Comparer", |call| Ok(this(call)?.comparer.clone())),
        ("Count", |call| Ok(sequence::count(this(call)?.entries.lock().len()))),
        ("UnorderedItems", |call| {
            let entries = this(call)?.entries.lock().clone();
            let items = entries.into_iter().map(|(element, priority)| {
                crate::types::system::tuple::value_tuple(vec![element, priority])
            });
            let id = call.type_id.generic().map_or(TypeId::OBJECT, |(_, arguments)| {
                type_named("System.ValueTuple`2").generic_of(arguments)
            });
            Ok(ListObject::read_only(TypeId::COLLECTION.generic_of(&[id]), items.collect()).into())
        }),
    ],
    ..Implementation::EMPTY
};

/// Elements with their priorities, the least priority first.
struct PriorityQueue {
    type_id: TypeId,
    comparer: Value,
    entries: Mutex<Vec<(Value, Value)>>,
}

impl PriorityQueue {
    fn first(&self) -> Option<(Value, Value)> {
        self.entries.lock().first().cloned()
    }
}

impl LiveObject for PriorityQueue {
    fn object_type(&self) -> TypeId {
        self.type_id
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a PriorityQueue, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn is_empty() -> Exception {
    errors::invalid_operation("Queue empty.")
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let comparer = call
        .arguments
        .iter()
        .find(|argument| comparers::is_comparer(argument))
        .cloned()
        .unwrap_or_else(comparers::default_comparer);
    let queue = PriorityQueue { type_id: call.type_id, comparer, entries: Mutex::default() };
    let made = Value::live(queue);
    if let Some(queue) = made.downcast::<PriorityQueue>()
        && call.argument(0).as_i32().is_none()
        && !comparers::is_comparer(call.argument(0))
    {
        for item in call.items(0) {
            if let Some((element, priority)) = pair(&item) {
                insert(call, queue, element, priority)?;
            }
        }
    }
    Ok(made)
}

/// The two parts of a `ValueTuple`.
fn pair(item: &Value) -> Option<(Value, Value)> {
    let Value::Live(live) = item.base() else {
        return None;
    };
    Some((live.property("Item1")?.ok()?, live.property("Item2")?.ok()?))
}

fn put(call: &Call<'_>, element: &Value, priority: &Value) -> Result<(), Exception> {
    insert(call, this(call)?, element.clone(), priority.clone())
}

/// Behind all entries that go before it.
fn insert(
    call: &Call<'_>,
    queue: &PriorityQueue,
    element: Value,
    priority: Value,
) -> Result<(), Exception> {
    let known = queue.entries.lock().clone();
    let mut place = known.len();
    for (at, (_, other)) in known.iter().enumerate() {
        if order_by(call, &queue.comparer, &priority, other)? == Ordering::Less {
            place = at;
            break;
        }
    }
    queue.entries.lock().insert(place, (element, priority));
    Ok(())
}

fn take(call: &Call<'_>) -> Result<Option<(Value, Value)>, Exception> {
    let mut entries = this(call)?.entries.lock();
    Ok(if entries.is_empty() { None } else { Some(entries.remove(0)) })
}

/// `Enqueue` of tuples, or of elements that share one priority.
fn enqueue_range(call: &mut Call<'_>) -> Outcome {
    let shared = (call.count() > 1).then(|| call.argument(1).clone());
    for item in call.items(0) {
        match (&shared, pair(&item)) {
            (Some(priority), _) => put(call, &item, priority)?,
            (None, Some((element, priority))) => put(call, &element, &priority)?,
            (None, None) => return Err(errors::argument_null("items")),
        }
    }
    Ok(Value::AutomationNull)
}

/// Element and priority as the two results of a `Try…` method.
fn give(call: &mut Call<'_>, found: Option<(Value, Value)>) -> Outcome {
    let good = found.is_some();
    let arguments = call.type_id.generic().map_or(&[][..], |(_, arguments)| arguments);
    let (element, priority) = found.unwrap_or_else(|| {
        let zero = |place: usize| {
            arguments
                .get(place)
                .map_or(Value::Null, |id| crate::types::system::array::default_of(*id))
        };
        (zero(0), zero(1))
    });
    call.set_output(0, element);
    call.set_output(1, priority);
    Ok(good.into())
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let mut entries = this(call)?.entries.lock();
    let at = entries.iter().position(|(element, _)| equality::equals(element, call.argument(0)));
    let Some(at) = at else {
        return Ok(false.into());
    };
    let (element, priority) = entries.remove(at);
    drop(entries);
    call.set_output(1, element);
    call.set_output(2, priority);
    Ok(true.into())
}
