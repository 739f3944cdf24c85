//! Queues and stacks, generic or not.

use std::collections::VecDeque;

use parking_lot::RwLock;

use crate::live::LiveObject;
use crate::record::Exception;
use crate::string::PsString;
use crate::types::TypeId;
use crate::value::Value;

/// From which end a [`Sequence`] gives its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SequenceKind {
    /// First in, first out.
    Queue,
    /// Last in, first out.
    Stack,
}

/// A `Queue`, a `Stack`, a `Queue[T]` or a `Stack[T]`.
pub struct Sequence {
    kind: SequenceKind,
    type_id: TypeId,
    items: RwLock<VecDeque<Value>>,
}

impl Sequence {
    /// A sequence of this type; `items` in the order in which they were put in.
    pub fn new(kind: SequenceKind, type_id: TypeId, items: Vec<Value>) -> Self {
        Self { kind, type_id, items: RwLock::new(items.into()) }
    }

    /// From which end it gives its items.
    pub fn kind(&self) -> SequenceKind {
        self.kind
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.read().len()
    }

    /// Whether it has no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `Enqueue` or `Push`.
    pub fn put(&self, value: Value) {
        self.items.write().push_back(value);
    }

    /// `Dequeue` or `Pop`.
    pub fn take(&self) -> Option<Value> {
        let mut items = self.items.write();
        match self.kind {
            SequenceKind::Queue => items.pop_front(),
            SequenceKind::Stack => items.pop_back(),
        }
    }

    /// `Peek`: what [`Sequence::take`] would give.
    pub fn peek(&self) -> Option<Value> {
        let items = self.items.read();
        match self.kind {
            SequenceKind::Queue => items.front().cloned(),
            SequenceKind::Stack => items.back().cloned(),
        }
    }

    /// Takes all items away.
    pub fn clear(&self) {
        self.items.write().clear();
    }

    /// The items in the order in which they would be taken, which is how they are enumerated.
    pub fn to_vec(&self) -> Vec<Value> {
        let items = self.items.read();
        match self.kind {
            SequenceKind::Queue => items.iter().cloned().collect(),
            SequenceKind::Stack => items.iter().rev().cloned().collect(),
        }
    }
}

impl LiveObject for Sequence {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Count".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("Count")
            .then(|| Ok(Value::I32(i32::try_from(self.len()).unwrap_or(i32::MAX))))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.to_vec().into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_taking_is_order_of_listing() {
        for (kind, first) in [(SequenceKind::Queue, 1), (SequenceKind::Stack, 3)] {
            let items = (1..=3).map(Value::I32).collect();
            let sequence = Sequence::new(kind, TypeId::QUEUE, items);
            assert_eq!(sequence.to_vec().first().and_then(Value::as_i32), Some(first));
            assert_eq!(sequence.take().and_then(|v| v.as_i32()), Some(first));
            assert_eq!(sequence.len(), 2);
        }
    }
}
