//! `ArraySegment[T]`

use super::enumerator;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.ArraySegment`1",
    constructor: Some(construct),
    methods: &[
        ("CopyTo", |call| {
            sequence::copy_to(&this(call)?.values(), call.argument(0), call.int(1))?;
            Ok(Value::AutomationNull)
        }),
        ("GetEnumerator", |call| {
            Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.values()))
        }),
        ("Slice", |call| {
            let whole = this(call)?;
            let index = call.int(0);
            let rest = i32::try_from(whole.count).unwrap_or(0) - index;
            let length = if call.count() > 1 { call.int(1) } else { rest };
            let range = sequence::range_in(index, length, whole.count)?;
            Ok(Value::live(Segment {
                type_id: whole.type_id,
                array: whole.array.clone(),
                offset: whole.offset + range.start,
                count: range.len(),
            }))
        }),
        ("ToArray", |call| {
            let segment = this(call)?;
            let element = segment.type_id.generic().and_then(|(_, list)| list.first().copied());
            Ok(Value::array_of(element.unwrap_or(TypeId::OBJECT), segment.values()))
        }),
    ],
    static_properties: &[("Empty", |call| {
        let element = call.type_id.generic().and_then(|(_, list)| list.first().copied());
        Ok(Value::live(Segment {
            type_id: call.type_id,
            array: Value::array_of(element.unwrap_or(TypeId::OBJECT), Vec::new()),
            offset: 0,
            count: 0,
        }))
    })],
    properties: &[
        ("Array", |call| Ok(this(call)?.array.clone())),
        ("Count", |call| Ok(sequence::count(this(call)?.count))),
        ("Item", |call| {
            let segment = this(call)?;
            let at = sequence::index_in(call.int(0), segment.count)?;
            Ok(segment.values().get(at).cloned().unwrap_or_default())
        }),
        ("Offset", |call| Ok(sequence::count(this(call)?.offset))),
    ],
    setters: &[("Item", |call| {
        let segment = this(call)?;
        let at = sequence::index_in(call.int(0), segment.count)?;
        if let Value::Array(array) = segment.array.base() {
            array.set(segment.offset + at, call.argument(1).clone());
        }
        Ok(Value::AutomationNull)
    })],
    ..Implementation::EMPTY
};

/// A part of an array, which it shares.
struct Segment {
    type_id: TypeId,
    array: Value,
    offset: usize,
    count: usize,
}

impl Segment {
    fn values(&self) -> Vec<Value> {
        sequence::items_of(&self.array).into_iter().skip(self.offset).take(self.count).collect()
    }
}

impl LiveObject for Segment {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.values().into_iter()))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        let other = other.downcast::<Self>()?;
        Some(
            self.array.same_reference(&other.array)
                && self.offset == other.offset
                && self.count == other.count,
        )
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Segment, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let Value::Array(array) = call.argument(0).base() else {
        return Err(errors::argument_null("array"));
    };
    let range = match call.count() {
        0 | 1 => 0..array.len(),
        _ => sequence::range_in(call.int(1), call.int(2), array.len())?,
    };
    Ok(Value::live(Segment {
        type_id: call.type_id,
        array: call.argument(0).base().clone(),
        offset: range.start,
        count: range.len(),
    }))
}
