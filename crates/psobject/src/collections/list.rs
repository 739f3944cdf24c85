//! Lists that grow: `ArrayList`, `List[T]`, `Collection[T]` and their read-only views.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::RwLock;

use crate::live::Header;
use crate::types::TypeId;
use crate::value::Value;

/// A growing list of one .NET type.
pub struct ListObject {
    header: Header,
    type_id: TypeId,
    read_only: bool,
    items: RwLock<Vec<Value>>,
    /// Counts changes, so that loops notice them.
    version: AtomicU32,
}

impl ListObject {
    /// A list of this type.
    pub fn new(type_id: TypeId, items: Vec<Value>) -> Self {
        Self {
            header: Header::default(),
            type_id,
            read_only: false,
            items: RwLock::new(items),
            version: AtomicU32::new(0),
        }
    }

    /// An `ArrayList`.
    pub fn array_list(items: Vec<Value>) -> Self {
        Self::new(TypeId::ARRAY_LIST, items)
    }

    /// A list of this type that scripts cannot change.
    pub fn read_only(type_id: TypeId, items: Vec<Value>) -> Self {
        Self { read_only: true, ..Self::new(type_id, items) }
    }

    /// Instance members and type names.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its type.
    pub fn type_id(&self) -> TypeId {
        self.type_id
    }

    /// What it holds: the argument of a generic list, `System.Object` otherwise.
    pub fn element_type(&self) -> TypeId {
        self.type_id
            .generic()
            .and_then(|(_, arguments)| arguments.first().copied())
            .unwrap_or(TypeId::OBJECT)
    }

    /// Whether scripts cannot change it.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.read().len()
    }

    /// Whether it has no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.read().get(index).cloned()
    }

    /// Replaces the item at `index`; `false` past the end.
    pub fn set(&self, index: usize, value: Value) -> bool {
        self.changed();
        self.items.write().get_mut(index).map(|slot| *slot = value).is_some()
    }

    /// Appends an item and gives its index.
    pub fn push(&self, value: Value) -> usize {
        self.changed();
        let mut items = self.items.write();
        items.push(value);
        items.len() - 1
    }

    /// A copy of the items.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.read().clone()
    }

    /// Lets `change` alter the items. It must not touch this list otherwise.
    pub fn modify<R>(&self, change: impl FnOnce(&mut Vec<Value>) -> R) -> R {
        self.changed();
        change(&mut self.items.write())
    }

    /// How often it was changed; an enumeration ends with an error when this number moves.
    pub fn version(&self) -> u32 {
        self.version.load(Ordering::Relaxed)
    }

    fn changed(&self) {
        self.version.fetch_add(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for ListObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.type_id)?;
        f.debug_list().entries(self.to_vec()).finish()
    }
}
