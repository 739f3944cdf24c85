//! Dictionaries: `Hashtable`, `OrderedDictionary`, `Dictionary[K,V]` and their kin.
//!
//! All keep the order of insertion. .NET promises no order for a `Hashtable`; this one is easier to
//! test against.

use std::fmt;
use std::hash::{Hash, Hasher};

use indexmap::IndexMap;
use parking_lot::RwLock;

use crate::equality;
use crate::live::Header;
use crate::string::{eq_ignore_case, fold_char};
use crate::types::TypeId;
use crate::value::Value;

/// How keys that are strings are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyComparer {
    /// By code units: what .NET does when it is not told otherwise.
    Ordinal,
    /// Without regard to case: what `@{}` and `[ordered]@{}` do.
    IgnoreCase,
}

/// The behaviours that scripts can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryKind {
    /// Looked up by key alone; a missing key gives null.
    Hashtable,
    /// An integer index is a position.
    Ordered,
    /// A generic dictionary: a missing key is an error to the indexer.
    Generic,
    /// Kept sorted by key.
    Sorted,
}

/// A key and how it is compared.
#[derive(Clone, Debug)]
pub struct HashKey {
    value: Value,
    comparer: KeyComparer,
}

impl HashKey {
    /// The key as it was given.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl PartialEq for HashKey {
    fn eq(&self, other: &Self) -> bool {
        match (self.comparer, self.value.as_str(), other.value.as_str()) {
            (KeyComparer::IgnoreCase, Some(a), Some(b)) => eq_ignore_case(a, b),
            _ => equality::equals(&self.value, &other.value),
        }
    }
}

impl Eq for HashKey {}

impl Hash for HashKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match (self.comparer, self.value.as_str()) {
            (KeyComparer::IgnoreCase, Some(text)) => {
                // In pieces: a hasher has more to do for each than for its bytes.
                let mut piece = [0_u8; 64];
                let mut used = 0;
                for character in text.chars() {
                    let rest = piece.get_mut(used..).unwrap_or_default();
                    used += fold_char(character).encode_utf8(rest).len();
                    if used > 60 {
                        state.write(piece.get(..used).unwrap_or_default());
                        used = 0;
                    }
                }
                state.write(piece.get(..used).unwrap_or_default());
                state.write_u8(0xff);
            }
            _ => equality::hash_into(&self.value, state),
        }
    }
}

type Map = IndexMap<HashKey, Value>;

/// A dictionary of one .NET type.
pub struct DictionaryObject {
    header: Header,
    type_id: TypeId,
    kind: DictionaryKind,
    comparer: KeyComparer,
    read_only: bool,
    map: RwLock<Map>,
}

impl DictionaryObject {
    /// An empty dictionary.
    pub fn new(type_id: TypeId, kind: DictionaryKind, comparer: KeyComparer) -> Self {
        Self {
            header: Header::default(),
            type_id,
            kind,
            comparer,
            read_only: false,
            map: RwLock::default(),
        }
    }

    /// An empty `Hashtable` as `@{}` makes it.
    pub fn hashtable() -> Self {
        Self::new(TypeId::HASHTABLE, DictionaryKind::Hashtable, KeyComparer::IgnoreCase)
    }

    /// An empty `OrderedDictionary` as `[ordered]@{}` makes it.
    pub fn ordered() -> Self {
        Self::new(TypeId::ORDERED_DICTIONARY, DictionaryKind::Ordered, KeyComparer::IgnoreCase)
    }

    /// The same dictionary, closed to changes by scripts.
    #[must_use]
    pub fn into_read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Instance members and type names.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its type.
    pub fn type_id(&self) -> TypeId {
        self.type_id
    }

    /// Its behaviour.
    pub fn kind(&self) -> DictionaryKind {
        self.kind
    }

    /// How it compares strings.
    pub fn comparer(&self) -> KeyComparer {
        self.comparer
    }

    /// Whether scripts cannot change it.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn key(&self, value: Value) -> HashKey {
        HashKey { value, comparer: self.comparer }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.map.read().len()
    }

    /// Whether it has no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value under this key.
    pub fn get(&self, key: &Value) -> Option<Value> {
        self.map.read().get(&self.key(key.clone())).cloned()
    }

    /// The value under this text.
    pub fn get_str(&self, key: &str) -> Option<Value> {
        self.get(&Value::from(key))
    }

    /// Whether there is an entry under this key.
    pub fn contains(&self, key: &Value) -> bool {
        self.map.read().contains_key(&self.key(key.clone()))
    }

    /// Sets the value under a key. A known key keeps its place and its spelling; what was there is
    /// given back.
    pub fn insert(&self, key: Value, value: Value) -> Option<Value> {
        let key = self.key(key);
        let mut map = self.map.write();
        if self.kind == DictionaryKind::Sorted && !map.contains_key(&key) {
            let at = map.keys().position(|known| key_order(&known.value, &key.value).is_gt());
            let end = map.len();
            return map.shift_insert(at.unwrap_or(end), key, value);
        }
        map.insert(key, value)
    }

    /// Takes an entry away, keeping the order of the others.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        self.map.write().shift_remove(&self.key(key.clone()))
    }

    /// Takes all entries away.
    pub fn clear(&self) {
        self.map.write().clear();
    }

    /// The entry at a position.
    pub fn entry_at(&self, index: usize) -> Option<(Value, Value)> {
        self.map.read().get_index(index).map(|(key, value)| (key.value.clone(), value.clone()))
    }

    /// Replaces the value at a position; `false` past the end.
    pub fn set_at(&self, index: usize, value: Value) -> bool {
        self.map.write().get_index_mut(index).map(|(_, slot)| *slot = value).is_some()
    }

    /// Puts an entry at a position; `false` past the end or where the key is known.
    pub fn insert_at(&self, index: usize, key: Value, value: Value) -> bool {
        let key = self.key(key);
        let mut map = self.map.write();
        if index > map.len() || map.contains_key(&key) {
            return false;
        }
        map.shift_insert(index, key, value);
        true
    }

    /// Takes the entry at a position away.
    pub fn remove_at(&self, index: usize) -> Option<(Value, Value)> {
        self.map.write().shift_remove_index(index).map(|(key, value)| (key.value, value))
    }

    /// The position of a key.
    pub fn index_of(&self, key: &Value) -> Option<usize> {
        self.map.read().get_index_of(&self.key(key.clone()))
    }

    /// Copies of the keys, in order.
    pub fn keys(&self) -> Vec<Value> {
        self.map.read().keys().map(|key| key.value.clone()).collect()
    }

    /// Copies of the values, in order.
    pub fn values(&self) -> Vec<Value> {
        self.map.read().values().cloned().collect()
    }

    /// Copies of keys and values, in order.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        self.map.read().iter().map(|(key, value)| (key.value.clone(), value.clone())).collect()
    }

    /// A copy with entries of its own (`Clone()`), open to changes.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            header: self.header.duplicate(),
            type_id: self.type_id,
            kind: self.kind,
            comparer: self.comparer,
            read_only: false,
            map: RwLock::new(self.map.read().clone()),
        }
    }
}

/// The order of keys in a sorted dictionary: numbers by size, all else by text.
fn key_order(left: &Value, right: &Value) -> std::cmp::Ordering {
    match (left.as_i64(), right.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
            text(left).cmp(&text(right))
        }
    }
}

impl fmt::Debug for DictionaryObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.type_id)?;
        f.debug_map().entries(self.entries()).finish()
    }
}

/// A `Hashtable` of these entries.
impl<K: Into<Value>, V: Into<Value>> FromIterator<(K, V)> for DictionaryObject {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let table = Self::hashtable();
        for (key, value) in entries {
            table.insert(key.into(), value.into());
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_typed_and_strings_ignore_case_where_asked() {
        let table = DictionaryObject::hashtable();
        table.insert("A".into(), 1.into());
        table.insert("a".into(), 2.into());
        table.insert(Value::I32(1), 3.into());
        assert_eq!(table.len(), 2);
        assert_eq!(table.keys().first().and_then(Value::as_str), Some("A"));
        assert!(table.get(&Value::I64(1)).is_none());
        let exact = DictionaryObject::new(
            TypeId::HASHTABLE,
            DictionaryKind::Hashtable,
            KeyComparer::Ordinal,
        );
        exact.insert("A".into(), 1.into());
        assert!(exact.get_str("a").is_none());
    }

    #[test]
    fn order_survives_removal() {
        let table: DictionaryObject = [("a", 1), ("b", 2), ("c", 3)].into_iter().collect();
        table.remove(&"a".into());
        assert_eq!(table.index_of(&"C".into()), Some(1));
        assert!(table.insert_at(0, "z".into(), 0.into()));
        assert_eq!(
            table.entry_at(0).and_then(|(key, _)| key.as_str().map(str::to_owned)).as_deref(),
            Some("z")
        );
    }

    #[test]
    fn sorted_dictionaries_sort() {
        let sorted = DictionaryObject::new(
            TypeId::SORTED_LIST,
            DictionaryKind::Sorted,
            KeyComparer::Ordinal,
        );
        for number in [3, 1, 2] {
            sorted.insert(number.into(), number.into());
        }
        let keys: Vec<_> = sorted.keys().iter().filter_map(Value::as_i32).collect();
        assert_eq!(keys, [1, 2, 3]);
    }
}
