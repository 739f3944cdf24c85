//! `ArrayList`, `List[T]`, `Collection[T]`, `ReadOnlyCollection[T]`, `StringCollection`, …

use super::list_body::{METHODS, PROPERTIES, SETTERS};
use crate::types::prelude::*;

const fn list(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(construct),
        methods: METHODS,
        properties: PROPERTIES,
        setters: SETTERS,
        ..Implementation::EMPTY
    }
}

pub(crate) static ARRAY_LIST: Implementation = Implementation {
    static_methods: &[
        ("Adapter", |call| Ok(ListObject::array_list(call.items(0)).into())),
        ("FixedSize", |call| Ok(call.argument(0).clone())),
        ("ReadOnly", |call| Ok(ListObject::read_only(TypeId::ARRAY_LIST, call.items(0)).into())),
        ("Repeat", |call| {
            let count = usize::try_from(call.int(1)).unwrap_or(0);
            Ok(ListObject::array_list(vec![call.argument(0).clone(); count]).into())
        }),
        ("Synchronized", |call| Ok(call.argument(0).clone())),
    ],
    ..list("System.Collections.ArrayList")
};
pub(crate) static LIST: Implementation = list("System.Collections.Generic.List`1");
pub(crate) static COLLECTION: Implementation = list("System.Collections.ObjectModel.Collection`1");
pub(crate) static OBSERVABLE: Implementation =
    list("System.Collections.ObjectModel.ObservableCollection`1");
pub(crate) static STRING_COLLECTION: Implementation =
    list("System.Collections.Specialized.StringCollection");
pub(crate) static READ_ONLY: Implementation = Implementation {
    constructor: Some(|call| Ok(ListObject::read_only(call.type_id, call.items(0)).into())),
    ..list("System.Collections.ObjectModel.ReadOnlyCollection`1")
};

const PART: &str = "m void CopyTo(array array, int index)\nm System.Collections.IEnumerator GetEnumerator()\n\
    p int Count {get;}\np bool IsSynchronized {get;}\np System.Object SyncRoot {get;}\n";

/// Keys or values of a dictionary.
const fn part(name: &'static str) -> Implementation {
    Implementation { surface: PART, constructor: None, setters: &[], ..list(name) }
}

pub(crate) static KEYS: Implementation =
    part("System.Collections.Generic.Dictionary`2+KeyCollection");
pub(crate) static VALUES: Implementation =
    part("System.Collections.Generic.Dictionary`2+ValueCollection");
pub(crate) static HASHTABLE_KEYS: Implementation =
    part("System.Collections.Hashtable+KeyCollection");
pub(crate) static HASHTABLE_VALUES: Implementation =
    part("System.Collections.Hashtable+ValueCollection");
pub(crate) static ORDERED_PARTS: Implementation =
    part("System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection");

/// `new()`, `new(capacity)`, `new(collection)`
fn construct(call: &mut Call<'_>) -> Outcome {
    let items = match call.argument(0).base() {
        Value::I32(capacity) if *capacity < 0 => {
            return Err(errors::out_of_range("capacity", "Non-negative number required."));
        }
        Value::I32(_) | Value::Null | Value::AutomationNull => Vec::new(),
        _ => call.items(0),
    };
    let list = ListObject::new(call.type_id, Vec::new());
    let element = list.element_type();
    let items: Result<Vec<Value>, Exception> = items
        .into_iter()
        .map(|item| {
            if element == TypeId::OBJECT { Ok(item) } else { call.context.convert(&item, element) }
        })
        .collect();
    let items = items?;
    list.modify(|slot| *slot = items);
    Ok(list.into())
}
