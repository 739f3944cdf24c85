//! `System.Array`: fixed length, one element type, one or more dimensions.

use std::fmt;

use parking_lot::RwLock;

use crate::live::Header;
use crate::types::TypeId;
use crate::value::Value;

/// An array. Bytes are stored as bytes; everything else as values.
pub struct ArrayObject {
    header: Header,
    element: TypeId,
    /// Lengths by dimension, where there is more than one.
    dimensions: Option<Box<[usize]>>,
    storage: RwLock<Storage>,
}

enum Storage {
    Values(Vec<Value>),
    Bytes(Vec<u8>),
}

impl ArrayObject {
    /// An array of one dimension; the items must be of the element type.
    pub fn new(element: TypeId, items: Vec<Value>) -> Self {
        let storage = if element == TypeId::BYTE {
            Storage::Bytes(items.iter().map(byte_of).collect())
        } else {
            Storage::Values(items)
        };
        Self { header: Header::default(), element, dimensions: None, storage: RwLock::new(storage) }
    }

    /// A `byte[]`.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self {
            header: Header::default(),
            element: TypeId::BYTE,
            dimensions: None,
            storage: RwLock::new(Storage::Bytes(bytes)),
        }
    }

    /// An array of several dimensions, the last one running fastest. `items` has the product of their
    /// lengths.
    pub fn with_dimensions(element: TypeId, dimensions: &[usize], items: Vec<Value>) -> Self {
        Self {
            dimensions: (dimensions.len() > 1).then(|| Box::from(dimensions)),
            ..Self::new(element, items)
        }
    }

    /// Instance members and type names.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What it holds.
    pub fn element_type(&self) -> TypeId {
        self.element
    }

    /// Its own type.
    pub fn type_id(&self) -> TypeId {
        self.element.array_of_rank(u32::try_from(self.rank()).unwrap_or(1))
    }

    /// Number of dimensions.
    pub fn rank(&self) -> usize {
        self.dimensions.as_ref().map_or(1, |lengths| lengths.len())
    }

    /// Length by dimension.
    pub fn dimensions(&self) -> Vec<usize> {
        self.dimensions.as_ref().map_or_else(|| vec![self.len()], |lengths| lengths.to_vec())
    }

    /// Number of items in all dimensions.
    pub fn len(&self) -> usize {
        match &*self.storage.read() {
            Storage::Values(items) => items.len(),
            Storage::Bytes(bytes) => bytes.len(),
        }
    }

    /// Whether it has no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, counted over all dimensions.
    pub fn get(&self, index: usize) -> Option<Value> {
        match &*self.storage.read() {
            Storage::Values(items) => items.get(index).cloned(),
            Storage::Bytes(bytes) => bytes.get(index).copied().map(Value::U8),
        }
    }

    /// Replaces the item at `index`; `false` past the end. The value must be of the element type.
    pub fn set(&self, index: usize, value: Value) -> bool {
        match &mut *self.storage.write() {
            Storage::Values(items) => items.get_mut(index).map(|slot| *slot = value).is_some(),
            Storage::Bytes(bytes) => {
                bytes.get_mut(index).map(|slot| *slot = byte_of(&value)).is_some()
            }
        }
    }

    /// The place of an item given its index in each dimension.
    pub fn flat_index(&self, indexes: &[usize]) -> Option<usize> {
        let lengths = self.dimensions();
        if indexes.len() != lengths.len() {
            return None;
        }
        indexes.iter().zip(&lengths).try_fold(0_usize, |flat, (index, length)| {
            (index < length).then_some(flat.checked_mul(*length)?.checked_add(*index)?)
        })
    }

    /// A copy of the items.
    pub fn to_vec(&self) -> Vec<Value> {
        match &*self.storage.read() {
            Storage::Values(items) => items.clone(),
            Storage::Bytes(bytes) => bytes.iter().copied().map(Value::U8).collect(),
        }
    }

    /// A copy of the bytes, if it is a `byte[]`.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        match &*self.storage.read() {
            Storage::Bytes(bytes) => Some(bytes.clone()),
            Storage::Values(_) => None,
        }
    }

    /// Appends items to an `object[]` of one dimension that nobody else knows, as if a longer one took
    /// its place. `false`, with nothing changed, where it is another kind of array or has members of its own.
    pub fn grow(&mut self, more: impl IntoIterator<Item = Value>) -> bool {
        if self.element != TypeId::OBJECT || self.dimensions.is_some() || self.header.has_members()
        {
            return false;
        }
        match self.storage.get_mut() {
            Storage::Values(items) => items.extend(more),
            Storage::Bytes(_) => return false,
        }
        true
    }

    /// Lets `change` reorder or replace items in place; their number stays. It must not touch this
    /// array otherwise.
    pub fn modify<R>(&self, change: impl FnOnce(&mut [Value]) -> R) -> R {
        match &mut *self.storage.write() {
            Storage::Values(items) => change(items),
            Storage::Bytes(bytes) => {
                let mut items: Vec<Value> = bytes.iter().copied().map(Value::U8).collect();
                let result = change(&mut items);
                *bytes = items.iter().map(byte_of).collect();
                result
            }
        }
    }
}

fn byte_of(value: &Value) -> u8 {
    match value.base() {
        Value::U8(byte) => *byte,
        other => other.as_i64().and_then(|number| u8::try_from(number).ok()).unwrap_or(0),
    }
}

impl fmt::Debug for ArrayObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.element)?;
        f.debug_list().entries(self.to_vec()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stay_small_and_look_like_values() {
        let array = ArrayObject::new(TypeId::BYTE, vec![Value::U8(1), Value::U8(2)]);
        assert_eq!(array.to_bytes(), Some(vec![1, 2]));
        assert!(array.set(1, Value::U8(7)));
        assert!(matches!(array.get(1), Some(Value::U8(7))));
        assert!(!array.set(2, Value::U8(7)));
    }

    #[test]
    fn dimensions_are_flattened_with_the_last_running_fastest() {
        let array = ArrayObject::with_dimensions(TypeId::INT32, &[2, 3], vec![Value::I32(0); 6]);
        assert_eq!(array.type_id().full_name(), "System.Int32[,]");
        assert_eq!(array.flat_index(&[1, 2]), Some(5));
        assert_eq!(array.flat_index(&[0, 3]), None);
        assert_eq!(array.flat_index(&[1]), None);
    }
}
