//! `Hashtable`, `OrderedDictionary`, `Dictionary[K,V]`, `SortedList`, `SortedDictionary[K,V]`, …

use super::comparers::key_comparer;
use super::dictionary_body::{METHODS, PROPERTIES, SETTERS};
use crate::types::prelude::*;

const fn dictionary(name: &'static str) -> Implementation {
    Implementation {
        name,
        constructor: Some(construct),
        methods: METHODS,
        properties: PROPERTIES,
        setters: SETTERS,
        ..Implementation::EMPTY
    }
}

pub(crate) static HASHTABLE: Implementation = Implementation {
    static_methods: &[("Synchronized", |call| Ok(call.argument(0).clone()))],
    ..dictionary("System.Collections.Hashtable")
};
pub(crate) static ORDERED: Implementation =
    dictionary("System.Collections.Specialized.OrderedDictionary");
pub(crate) static ORDERED_HASHTABLE: Implementation =
    dictionary("System.Management.Automation.OrderedHashtable");
pub(crate) static PRIMITIVE: Implementation =
    dictionary("System.Management.Automation.PSPrimitiveDictionary");
pub(crate) static SORTED_LIST: Implementation = dictionary("System.Collections.SortedList");
pub(crate) static GENERIC: Implementation = dictionary("System.Collections.Generic.Dictionary`2");
pub(crate) static GENERIC_ORDERED: Implementation =
    dictionary("System.Collections.Generic.OrderedDictionary`2");
pub(crate) static GENERIC_SORTED: Implementation =
    dictionary("System.Collections.Generic.SortedDictionary`2");
pub(crate) static GENERIC_SORTED_LIST: Implementation =
    dictionary("System.Collections.Generic.SortedList`2");
pub(crate) static CONCURRENT: Implementation =
    dictionary("System.Collections.Concurrent.ConcurrentDictionary`2");
pub(crate) static READ_ONLY: Implementation =
    dictionary("System.Collections.ObjectModel.ReadOnlyDictionary`2");
pub(crate) static HYBRID: Implementation =
    dictionary("System.Collections.Specialized.HybridDictionary");
pub(crate) static LIST_DICTIONARY: Implementation =
    dictionary("System.Collections.Specialized.ListDictionary");
pub(crate) static STRING_DICTIONARY: Implementation =
    dictionary("System.Collections.Specialized.StringDictionary");

fn kind_of(id: TypeId) -> DictionaryKind {
    let name = id.generic().map_or(id, |(open, _)| open).full_name();
    if name.contains("Sorted") {
        DictionaryKind::Sorted
    } else if name == "System.Collections.Specialized.OrderedDictionary" {
        DictionaryKind::Ordered
    } else if id.generic().is_some() {
        DictionaryKind::Generic
    } else {
        DictionaryKind::Hashtable
    }
}

/// `new()`, `new(capacity)`, `new(dictionary)`, `new(comparer)` and their combinations.
fn construct(call: &mut Call<'_>) -> Outcome {
    let id = call.type_id;
    let comparer = call
        .arguments
        .iter()
        .map(key_comparer)
        .find(|comparer| *comparer == KeyComparer::IgnoreCase);
    let ignores_case = matches!(
        id.full_name(),
        "System.Collections.Specialized.StringDictionary"
            | "System.Management.Automation.PSPrimitiveDictionary"
    ) || call.bool(0) && id.full_name().ends_with("HybridDictionary");
    let comparer = comparer.unwrap_or(if ignores_case {
        KeyComparer::IgnoreCase
    } else {
        KeyComparer::Ordinal
    });
    if call.argument(0).as_i32().is_some_and(|capacity| capacity < 0) {
        return Err(errors::out_of_range(
            "capacity",
            "Specified argument was out of the range of valid values.",
        ));
    }
    let made = DictionaryObject::new(id, kind_of(id), comparer);
    match call.argument(0).base() {
        Value::Dictionary(source) => {
            for (key, value) in source.entries() {
                made.insert(converted(call, 0, key)?, converted(call, 1, value)?);
            }
        }
        other if sequence::is_collection(other) => {
            for item in call.items(0) {
                if let Some(entry) = item.downcast::<super::entries::Entry>() {
                    made.insert(entry.key.clone(), entry.value.clone());
                }
            }
        }
        _ => {}
    }
    if id.full_name().contains("ReadOnlyDictionary") {
        return Ok(made.into_read_only().into());
    }
    Ok(made.into())
}

/// A key (0) or a value (1) as the type argument says.
fn converted(call: &Call<'_>, place: usize, value: Value) -> Outcome {
    match call.type_id.generic().and_then(|(_, arguments)| arguments.get(place)) {
        Some(id) if *id != TypeId::OBJECT => call.context.convert(&value, *id),
        _ => Ok(value),
    }
}
