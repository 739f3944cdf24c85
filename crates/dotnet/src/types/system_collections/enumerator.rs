//! Enumerators: what `GetEnumerator()` gives.

use parking_lot::Mutex;

use crate::types::prelude::*;

const SURFACE: &str = "m bool MoveNext()\nm void Reset()\nm void Dispose()\np System.Object Current {get;}\n\
    p System.Object Key {get;}\np System.Object Value {get;}\np System.Collections.DictionaryEntry Entry {get;}\n";

const fn kind(name: &'static str) -> Implementation {
    Implementation {
        name,
        surface: SURFACE,
        methods: &[("MoveNext", move_next), ("Reset", reset), ("Dispose", dispose)],
        properties: &[
            ("Current", |call| this(call)?.current()),
            ("Entry", |call| this(call)?.current()),
            ("Key", |call| this(call)?.part("Key")),
            ("Value", |call| this(call)?.part("Value")),
        ],
        ..Implementation::EMPTY
    }
}

pub(crate) static ARRAY: Implementation = kind("System.Array+ArrayEnumerator");
pub(crate) static CHAR: Implementation = kind("System.CharEnumerator");
pub(crate) static HASHTABLE: Implementation =
    kind("System.Collections.Hashtable+HashtableEnumerator");
pub(crate) static LIST: Implementation = kind("System.Collections.Generic.List`1+Enumerator");
pub(crate) static ARRAY_LIST: Implementation =
    kind("System.Collections.ArrayList+ArrayListEnumeratorSimple");
pub(crate) static ORDERED: Implementation =
    kind("System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator");
pub(crate) static DICTIONARY: Implementation =
    kind("System.Collections.Generic.Dictionary`2+Enumerator");

/// A place between the items of a collection as it was.
pub(crate) struct Enumerator {
    type_id: TypeId,
    items: Vec<Value>,
    /// 0 stands before the first item.
    place: Mutex<usize>,
}

/// An enumerator of a type over these items.
pub(crate) fn over(type_name: &'static str, items: Vec<Value>) -> Value {
    let type_id = registry::find_exact(type_name)
        .unwrap_or_else(|| TypeId::register(type_name, Some(TypeId::OBJECT)));
    Value::live(Enumerator { type_id, items, place: Mutex::new(0) })
}

impl Enumerator {
    fn current(&self) -> Outcome {
        let place = *self.place.lock();
        let before = place.checked_sub(1).ok_or_else(|| {
            errors::invalid_operation("Enumeration has not started. Call MoveNext.")
        })?;
        self.items
            .get(before)
            .cloned()
            .ok_or_else(|| errors::invalid_operation("Enumeration already finished."))
    }

    fn part(&self, name: &str) -> Outcome {
        match self.current()?.base() {
            Value::Live(live) => {
                live.property(name).unwrap_or_else(|| Err(errors::null_reference()))
            }
            _ => Err(errors::null_reference()),
        }
    }
}

impl LiveObject for Enumerator {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Current"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "current" | "entry" => Some(self.current()),
            "key" => Some(self.part("Key")),
            "value" => Some(self.part("Value")),
            _ => None,
        }
    }

    /// A pipeline takes what is left.
    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        let mut place = self.place.lock();
        let rest = self.items.get(*place..).unwrap_or(&[]).to_vec();
        *place = self.items.len() + 1;
        Some(Box::new(rest.into_iter()))
    }
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Enumerator, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn move_next(call: &mut Call<'_>) -> Outcome {
    let enumerator = this(call)?;
    let mut place = enumerator.place.lock();
    *place = (*place + 1).min(enumerator.items.len() + 1);
    Ok((*place <= enumerator.items.len()).into())
}

fn reset(call: &mut Call<'_>) -> Outcome {
    *this(call)?.place.lock() = 0;
    Ok(Value::AutomationNull)
}

fn dispose(_: &mut Call<'_>) -> Outcome {
    Ok(Value::AutomationNull)
}
