//! `HashSet[T]` and `SortedSet[T]`

use parking_lot::RwLock;

use super::comparers::key_comparer;
use super::enumerator;
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system::array::asks;

const METHODS: &[(&str, Body)] = &[
    ("Add", |call| {
        let item = element(call, call.argument(0))?;
        Ok(this(call)?.add(item).into())
    }),
    ("Clear", |call| {
        this(call)?.table.write().clear();
        Ok(Value::AutomationNull)
    }),
    ("Contains", |call| Ok(this(call)?.contains(call.argument(0)).into())),
    ("CopyTo", |call| {
        sequence::copy_to(&this(call)?.items(), call.argument(0), call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("EnsureCapacity", |call| Ok(Value::I32(call.int(0)))),
    ("ExceptWith", |call| {
        let set = this(call)?;
        for item in call.items(0) {
            set.table.read().remove(&item);
        }
        Ok(Value::AutomationNull)
    }),
    ("GetEnumerator", |call| {
        Ok(enumerator::over("System.Array+ArrayEnumerator", this(call)?.items()))
    }),
    ("GetViewBetween", |call| {
        let set = this(call)?;
        let mut inside = Vec::new();
        for item in set.items() {
            if call.context.compare(&item, call.argument(0))?.is_ge()
                && call.context.compare(&item, call.argument(1))?.is_le()
            {
                inside.push(item);
            }
        }
        Ok(Value::live(set.like(&inside)))
    }),
    ("IntersectWith", |call| {
        let set = this(call)?;
        let others = set.like(&call.items(0));
        for item in set.items() {
            if !others.contains(&item) {
                set.table.read().remove(&item);
            }
        }
        Ok(Value::AutomationNull)
    }),
    ("IsProperSubsetOf", |call| {
        let (set, others) = both(call)?;
        Ok((set.within(&others) && set.len() < others.len()).into())
    }),
    ("IsProperSupersetOf", |call| {
        let (set, others) = both(call)?;
        Ok((others.within(set) && others.len() < set.len()).into())
    }),
    ("IsSubsetOf", |call| {
        let (set, others) = both(call)?;
        Ok(set.within(&others).into())
    }),
    ("IsSupersetOf", |call| {
        let (set, others) = both(call)?;
        Ok(others.within(set).into())
    }),
    ("Overlaps", |call| {
        let set = this(call)?;
        Ok(call.items(0).iter().any(|item| set.contains(item)).into())
    }),
    ("Remove", |call| Ok(this(call)?.table.read().remove(call.argument(0)).is_some().into())),
    ("RemoveWhere", |call| {
        let set = this(call)?;
        let mut removed = 0;
        for item in set.items() {
            if asks(call, call.argument(0), &item)? {
                set.table.read().remove(&item);
                removed += 1;
            }
        }
        Ok(Value::I32(removed))
    }),
    ("Reverse", |call| {
        let mut items = this(call)?.items();
        items.reverse();
        Ok(Value::array(items))
    }),
    ("SetEquals", |call| {
        let (set, others) = both(call)?;
        Ok((set.within(&others) && others.within(set)).into())
    }),
    ("SymmetricExceptWith", |call| {
        let (set, others) = both(call)?;
        for item in others.items() {
            if set.table.read().remove(&item).is_none() {
                set.add(item);
            }
        }
        Ok(Value::AutomationNull)
    }),
    ("ToArray", |call| Ok(Value::array(this(call)?.items()))),
    ("TrimExcess", |_| Ok(Value::AutomationNull)),
    ("TryGetValue", |call| {
        let set = this(call)?;
        let table = set.table.read();
        let at = table.index_of(call.argument(0));
        let found = at.and_then(|at| table.entry_at(at)).map(|(item, _)| item);
        drop(table);
        let otherwise = set.type_id.generic().and_then(|(_, arguments)| arguments.first());
        let otherwise =
            otherwise.map_or(Value::Null, |id| crate::types::system::array::default_of(*id));
        call.try_result(found, otherwise)
    }),
    ("UnionWith", |call| {
        let set = this(call)?;
        if !call.has(0) {
            return Err(errors::argument_null("other"));
        }
        for item in call.items(0) {
            set.add(element(call, &item)?);
        }
        Ok(Value::AutomationNull)
    }),
];

const fn set_type(name: &'static str) -> Implementation {
    Implementation { name, constructor: Some(construct), methods: METHODS, ..Implementation::EMPTY }
}

pub(crate) static HASH_SET: Implementation = set_type("System.Collections.Generic.HashSet`1");
pub(crate) static SORTED_SET: Implementation = set_type("System.Collections.Generic.SortedSet`1");

/// Values that stand once each.
pub struct Set {
    type_id: TypeId,
    table: RwLock<DictionaryObject>,
}

impl Set {
    fn new(type_id: TypeId, comparer: KeyComparer) -> Self {
        let kind = if type_id.full_name().contains("Sorted") {
            DictionaryKind::Sorted
        } else {
            DictionaryKind::Generic
        };
        Self { type_id, table: RwLock::new(DictionaryObject::new(type_id, kind, comparer)) }
    }

    fn add(&self, item: Value) -> bool {
        let table = self.table.read();
        if table.contains(&item) {
            return false;
        }
        table.insert(item, Value::Null);
        true
    }

    fn contains(&self, item: &Value) -> bool {
        self.table.read().contains(item)
    }

    /// The values in order.
    pub fn items(&self) -> Vec<Value> {
        self.table.read().keys()
    }

    fn len(&self) -> usize {
        self.table.read().len()
    }

    fn within(&self, other: &Self) -> bool {
        self.items().iter().all(|item| other.contains(item))
    }

    /// A set of other values that compares as this one.
    fn like(&self, items: &[Value]) -> Self {
        let set = Self::new(self.type_id, self.table.read().comparer());
        for item in items {
            set.add(item.clone());
        }
        set
    }
}

impl LiveObject for Set {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn text(&self) -> PsString {
        crate::text::type_text(self.type_id).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Count"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let items = || self.items();
        match name.to_ascii_lowercase().as_str() {
            "count" => Some(Ok(sequence::count(self.len()))),
            "min" => Some(Ok(items().first().cloned().unwrap_or_default())),
            "max" => Some(Ok(items().last().cloned().unwrap_or_default())),
            "comparer" => {
                let comparer = self.table.read().comparer();
                Some(Ok(super::comparers::of_keys(comparer)))
            }
            _ => None,
        }
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items().into_iter()))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Set, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn both<'a>(call: &Call<'a>) -> Result<(&'a Set, Set), Exception> {
    let set = this(call)?;
    Ok((set, set.like(&call.items(0))))
}

fn element(call: &Call<'_>, value: &Value) -> Outcome {
    let id = call.this.type_id().unwrap_or(call.type_id);
    match id.generic().and_then(|(_, arguments)| arguments.first()) {
        Some(element) if *element != TypeId::OBJECT => call.context.convert(value, *element),
        _ => Ok(value.clone().or_null()),
    }
}

/// A set of these values.
pub(crate) fn set_of(type_id: TypeId, comparer: &Value, items: Vec<Value>) -> Value {
    let set = Set::new(type_id, key_comparer(comparer));
    for item in items {
        set.add(item);
    }
    Value::live(set)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let comparer = call
        .arguments
        .iter()
        .map(key_comparer)
        .find(|comparer| *comparer == KeyComparer::IgnoreCase)
        .unwrap_or(KeyComparer::Ordinal);
    let set = Set::new(call.type_id, comparer);
    let first = call.argument(0);
    if sequence::is_collection(first) || first.as_string().is_some() {
        let element = call.type_id.generic().and_then(|(_, arguments)| arguments.first());
        for item in call.items(0) {
            set.add(match element {
                Some(element) if *element != TypeId::OBJECT => {
                    call.context.convert(&item, *element)?
                }
                _ => item,
            });
        }
    }
    Ok(Value::live(set))
}
