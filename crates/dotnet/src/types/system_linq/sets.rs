//! Values that stand once: `Distinct`, `Union`, `Intersect`, `Except`.

use remora_psobject::equality;

use super::query::{apply, delegate, element, items, query};
use crate::types::prelude::*;
use crate::types::system_collections::comparers::{Comparer, key_comparer};

/// Keys that were met, under a comparer.
pub(super) struct Seen {
    known: DictionaryObject,
    listed: Vec<Value>,
    comparer: Option<Arc<Comparer>>,
}

impl Seen {
    /// Nothing met so far. A comparer other than of strings is asked about each pair.
    pub(super) fn new(comparer: &Value) -> Self {
        let keys = key_comparer(comparer);
        Self {
            known: DictionaryObject::new(TypeId::HASHTABLE, DictionaryKind::Generic, keys),
            listed: Vec::new(),
            comparer: comparer.downcast_arc::<Comparer>().filter(|known| known.is_delegate()),
        }
    }

    /// Whether a key was met.
    pub(super) fn has(&self, call: &Call<'_>, key: &Value) -> Result<bool, Exception> {
        let Some(comparer) = &self.comparer else {
            return Ok(self.known.contains(key));
        };
        for known in &self.listed {
            if comparer.same(call, known, key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds a key; whether it is new.
    pub(super) fn add(&mut self, call: &Call<'_>, key: &Value) -> Result<bool, Exception> {
        if self.has(call, key)? {
            return Ok(false);
        }
        if self.comparer.is_some() {
            self.listed.push(key.clone());
        } else {
            self.known.insert(key.clone(), Value::Null);
        }
        Ok(true)
    }
}

/// The comparer among the arguments, which is the last one.
pub(super) fn comparer_of<'a>(call: &Call<'a>) -> &'a Value {
    let last = call.argument(call.count().saturating_sub(1));
    match last.downcast::<Comparer>() {
        Some(_) => last,
        None => call.argument(usize::MAX),
    }
}

/// Whether two values are equal under the comparer of the call.
pub(super) fn same(call: &Call<'_>, left: &Value, right: &Value) -> Result<bool, Exception> {
    match comparer_of(call).downcast::<Comparer>() {
        Some(comparer) => comparer.same(call, left, right),
        None => Ok(equality::equals(left, right)),
    }
}

fn key(call: &Call<'_>, selector: Option<&Value>, item: &Value) -> Outcome {
    match selector {
        Some(selector) => apply(call, selector, std::slice::from_ref(item)),
        None => Ok(item.clone()),
    }
}

/// `Distinct`, `DistinctBy`
pub(super) fn distinct(call: &mut Call<'_>) -> Outcome {
    keep(call, items(call, 0)?, Seen::new(comparer_of(call)), delegate(call, 1))
}

/// `Union`, `UnionBy`
pub(super) fn union(call: &mut Call<'_>) -> Outcome {
    let mut all = items(call, 0)?;
    all.extend(items(call, 1)?);
    keep(call, all, Seen::new(comparer_of(call)), delegate(call, 2))
}

/// `Except`, `ExceptBy`
pub(super) fn except(call: &mut Call<'_>) -> Outcome {
    let mut seen = Seen::new(comparer_of(call));
    for item in items(call, 1)? {
        seen.add(call, &item)?;
    }
    keep(call, items(call, 0)?, seen, delegate(call, 2))
}

fn keep(call: &Call<'_>, all: Vec<Value>, mut seen: Seen, selector: Option<&Value>) -> Outcome {
    let mut kept = Vec::new();
    for item in all {
        if seen.add(call, &key(call, selector, &item)?)? {
            kept.push(item);
        }
    }
    query(element(call.argument(0)), kept)
}

/// `Intersect`, `IntersectBy`
pub(super) fn intersect(call: &mut Call<'_>) -> Outcome {
    let mut wanted = Seen::new(comparer_of(call));
    for item in items(call, 1)? {
        wanted.add(call, &item)?;
    }
    let mut given = Seen::new(comparer_of(call));
    let mut kept = Vec::new();
    for item in items(call, 0)? {
        let key = key(call, delegate(call, 2), &item)?;
        if wanted.has(call, &key)? && given.add(call, &key)? {
            kept.push(item);
        }
    }
    query(element(call.argument(0)), kept)
}
