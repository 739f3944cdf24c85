//! Members of dictionaries: one body for `Hashtable`, `OrderedDictionary`, `Dictionary[K,V]` and their
//! kin.

use remora_psobject::equality;

use super::entries::entry_of;
use super::enumerator;
use crate::call::Body;
use crate::types::prelude::*;

pub(crate) const METHODS: &[(&str, Body)] = &[
    ("Add", add),
    ("AddOrUpdate", add_or_update),
    ("AsReadOnly", |call| {
        let source = dictionary(call)?;
        Ok(source.duplicate().into_read_only().into())
    }),
    ("GetAt", |call| {
        let dictionary = dictionary(call)?;
        let at = sequence::index_in(call.int(0), dictionary.len())?;
        Ok(dictionary
            .entry_at(at)
            .map_or(Value::Null, |(key, value)| entry_of(dictionary.type_id(), key, value)))
    }),
    ("Clear", |call| {
        writable(call)?.clear();
        Ok(Value::AutomationNull)
    }),
    ("Clone", |call| Ok(dictionary(call)?.duplicate().into())),
    ("Contains", contains_key),
    ("ContainsKey", contains_key),
    ("ContainsValue", |call| {
        let wanted = call.argument(0);
        Ok(dictionary(call)?.values().iter().any(|value| equality::equals(value, wanted)).into())
    }),
    ("CopyTo", |call| {
        let dictionary = dictionary(call)?;
        let entries: Vec<Value> = dictionary
            .entries()
            .into_iter()
            .map(|(key, value)| entry_of(dictionary.type_id(), key, value))
            .collect();
        sequence::copy_to(&entries, call.argument(0), call.int(1))?;
        Ok(Value::AutomationNull)
    }),
    ("EnsureCapacity", |call| Ok(Value::I32(call.int(0)))),
    ("GetKeyAtIndex", |call| {
        let dictionary = dictionary(call)?;
        let at = sequence::index_in(call.int(0), dictionary.len())?;
        Ok(dictionary.entry_at(at).map_or(Value::Null, |(key, _)| key))
    }),
    ("GetValueAtIndex", |call| {
        let dictionary = dictionary(call)?;
        let at = sequence::index_in(call.int(0), dictionary.len())?;
        Ok(dictionary.entry_at(at).map_or(Value::Null, |(_, value)| value))
    }),
    ("SetValueAtIndex", set_by_index),
    ("GetByIndex", |call| {
        let dictionary = dictionary(call)?;
        let at = sequence::index_in(call.int(0), dictionary.len())?;
        Ok(dictionary.entry_at(at).map_or(Value::Null, |(_, value)| value))
    }),
    ("GetEnumerator", |call| {
        let dictionary = dictionary(call)?;
        let name = match dictionary.kind() {
            DictionaryKind::Ordered => {
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator"
            }
            _ if dictionary.type_id().generic().is_some() => {
                "System.Collections.Generic.Dictionary`2+Enumerator"
            }
            _ => "System.Collections.Hashtable+HashtableEnumerator",
        };
        Ok(enumerator::over(name, sequence::items_of(call.this)))
    }),
    ("GetKey", |call| {
        let dictionary = dictionary(call)?;
        let at = sequence::index_in(call.int(0), dictionary.len())?;
        Ok(dictionary.entry_at(at).map_or(Value::Null, |(key, _)| key))
    }),
    ("GetKeyList", |call| Ok(ListObject::array_list(dictionary(call)?.keys()).into())),
    ("GetValueList", |call| Ok(ListObject::array_list(dictionary(call)?.values()).into())),
    ("GetOrAdd", |call| {
        let dictionary = writable(call)?;
        let key = key(call)?;
        if let Some(known) = dictionary.get(&key) {
            return Ok(known);
        }
        let value = made_value(call, &key)?;
        dictionary.insert(key, value.clone());
        Ok(value)
    }),
    ("IndexOf", index_of_key),
    ("IndexOfKey", index_of_key),
    ("IndexOfValue", |call| {
        let wanted = call.argument(0);
        let at =
            dictionary(call)?.values().iter().position(|value| equality::equals(value, wanted));
        Ok(Value::I32(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)))
    }),
    ("Insert", |call| {
        let dictionary = writable(call)?;
        let at = usize::try_from(call.int(0)).unwrap_or(usize::MAX);
        if at > dictionary.len() {
            let (index, count) = (call.int(0), dictionary.len());
            return Err(errors::out_of_range_value(
                "index",
                &format!("index ('{index}') must be less than or equal to '{count}'."),
                index,
            ));
        }
        let key = call.argument(1).clone();
        if !dictionary.insert_at(at, key.clone(), call.argument(2).clone()) {
            return Err(duplicate(&dictionary, &key));
        }
        Ok(Value::AutomationNull)
    }),
    ("Remove", remove),
    ("RemoveAt", |call| {
        let dictionary = writable(call)?;
        let (index, count) = (call.int(0), dictionary.len());
        let at = sequence::index_in(index, count).map_err(|_| {
            errors::out_of_range_value(
                "index",
                &format!("index ('{index}') must be less than '{count}'."),
                index,
            )
        })?;
        dictionary.remove_at(at);
        Ok(Value::AutomationNull)
    }),
    ("SetAt", set_by_index),
    ("SetByIndex", set_by_index),
    ("ToArray", |call| Ok(Value::array(sequence::items_of(call.this)))),
    ("TrimExcess", |_| Ok(Value::AutomationNull)),
    ("TrimToSize", |_| Ok(Value::AutomationNull)),
    ("TryAdd", |call| {
        let dictionary = writable(call)?;
        let key = key(call)?;
        if dictionary.contains(&key) {
            return Ok(false.into());
        }
        dictionary.insert(key, call.argument(1).clone());
        Ok(true.into())
    }),
    ("TryGetValue", |call| {
        let dictionary = dictionary(call)?;
        let found = dictionary.get(&key(call)?);
        let otherwise = default_value(&dictionary);
        call.try_result(found, otherwise)
    }),
    ("TryRemove", |call| {
        let dictionary = writable(call)?;
        let found = dictionary.remove(&key(call)?);
        let otherwise = default_value(&dictionary);
        call.try_result(found, otherwise)
    }),
    ("TryUpdate", |call| {
        let dictionary = writable(call)?;
        let key = key(call)?;
        let same =
            dictionary.get(&key).is_some_and(|known| equality::equals(&known, call.argument(2)));
        if same {
            dictionary.insert(key, call.argument(1).clone());
        }
        Ok(same.into())
    }),
];

pub(crate) const PROPERTIES: &[(&str, Body)] = &[
    ("Comparer", |call| Ok(super::comparers::of_keys(dictionary(call)?.comparer()))),
    ("Count", |call| Ok(sequence::count(dictionary(call)?.len()))),
    ("IsEmpty", |call| Ok(dictionary(call)?.is_empty().into())),
    ("IsFixedSize", |_| Ok(false.into())),
    ("IsReadOnly", |call| Ok(dictionary(call)?.is_read_only().into())),
    ("IsSynchronized", |_| Ok(false.into())),
    ("Item", get_item),
    ("Keys", |call| {
        let dictionary = dictionary(call)?;
        Ok(part(&dictionary, "Key", dictionary.keys()))
    }),
    ("SyncRoot", |call| Ok(call.this.clone())),
    ("Values", |call| {
        let dictionary = dictionary(call)?;
        Ok(part(&dictionary, "Value", dictionary.values()))
    }),
];

pub(crate) const SETTERS: &[(&str, Body)] = &[("Item", set_item)];

fn dictionary(call: &Call<'_>) -> Result<Arc<DictionaryObject>, Exception> {
    match call.this.base() {
        Value::Dictionary(dictionary) => Ok(Arc::clone(dictionary)),
        _ => Err(errors::null_reference()),
    }
}

fn writable(call: &Call<'_>) -> Result<Arc<DictionaryObject>, Exception> {
    let dictionary = dictionary(call)?;
    if dictionary.is_read_only() {
        return Err(errors::not_supported("Collection is read-only."));
    }
    Ok(dictionary)
}

fn default_value(dictionary: &DictionaryObject) -> Value {
    dictionary
        .type_id()
        .generic()
        .and_then(|(_, arguments)| arguments.get(1))
        .map_or(Value::Null, |id| crate::types::system::array::default_of(*id))
}

/// The keys or the values, as a collection of the type that the dictionary gives.
fn part(dictionary: &DictionaryObject, what: &str, items: Vec<Value>) -> Value {
    let family = match (dictionary.type_id().generic(), what) {
        (Some((_, arguments)), what) => {
            let name = format!("System.Collections.Generic.Dictionary`2+{what}Collection");
            let open = type_named(&name);
            return ListObject::read_only(open.generic_of(arguments), items).into();
        }
        (None, "Key") if dictionary.kind() == DictionaryKind::Ordered => {
            "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection"
        }
        (None, _) if dictionary.kind() == DictionaryKind::Ordered => {
            "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection"
        }
        (None, "Key") => "System.Collections.Hashtable+KeyCollection",
        (None, _) => "System.Collections.Hashtable+ValueCollection",
    };
    let id = TypeId::register(family, Some(TypeId::OBJECT));
    ListObject::read_only(id, items).into()
}

fn key(call: &Call<'_>) -> Result<Value, Exception> {
    if call.argument(0).is_null() {
        return Err(errors::argument_null("key"));
    }
    Ok(call.argument(0).clone())
}

fn key_text(key: &Value) -> PsString {
    crate::text::to_text(key, &Culture::invariant())
}

fn duplicate(dictionary: &DictionaryObject, key: &Value) -> Exception {
    let text = key_text(key);
    if dictionary.type_id().generic().is_some() {
        return errors::argument_for_key(&text);
    }
    let known = dictionary
        .index_of(key)
        .and_then(|at| dictionary.entry_at(at))
        .map_or_else(|| text.clone(), |(key, _)| key_text(&key));
    errors::argument(format!(
        "Item has already been added. Key in dictionary: '{known}'  Key being added: '{text}'"
    ))
}

fn add(call: &mut Call<'_>) -> Outcome {
    let dictionary = writable(call)?;
    let (key, value) = match call.argument(0).downcast::<super::entries::Entry>() {
        Some(entry) if call.count() == 1 => (entry.key.clone(), entry.value.clone()),
        _ => (key(call)?, call.argument(1).clone().or_null()),
    };
    if dictionary.contains(&key) {
        return Err(duplicate(&dictionary, &key));
    }
    dictionary.insert(key, value);
    Ok(Value::AutomationNull)
}

/// The value for a new key: given, or made by a delegate.
fn made_value(call: &Call<'_>, key: &Value) -> Outcome {
    let given = call.argument(1);
    if sequence::is_callable(given) {
        call.context.invoke(given, std::slice::from_ref(key))
    } else {
        Ok(given.clone())
    }
}

fn add_or_update(call: &mut Call<'_>) -> Outcome {
    let dictionary = writable(call)?;
    let key = key(call)?;
    let value = match dictionary.get(&key) {
        Some(known) => call.context.invoke(call.argument(2), &[key.clone(), known])?,
        None => made_value(call, &key)?,
    };
    dictionary.insert(key, value.clone());
    Ok(value)
}

fn contains_key(call: &mut Call<'_>) -> Outcome {
    Ok(dictionary(call)?.contains(&key(call)?).into())
}

fn index_of_key(call: &mut Call<'_>) -> Outcome {
    let at = dictionary(call)?.index_of(&key(call)?);
    Ok(Value::I32(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)))
}

fn remove(call: &mut Call<'_>) -> Outcome {
    let dictionary = writable(call)?;
    let removed = dictionary.remove(&key(call)?);
    if call.count() >= 2 {
        let otherwise = default_value(&dictionary);
        return call.try_result(removed, otherwise);
    }
    // Generic dictionaries tell whether there was an entry; the others say nothing.
    Ok(if dictionary.type_id().generic().is_some() {
        removed.is_some().into()
    } else {
        Value::AutomationNull
    })
}

fn set_by_index(call: &mut Call<'_>) -> Outcome {
    let dictionary = writable(call)?;
    let at = sequence::index_in(call.int(0), dictionary.len())?;
    let value = call.argument(call.count().saturating_sub(1)).clone();
    dictionary.set_at(at, value);
    Ok(Value::AutomationNull)
}

fn get_item(call: &mut Call<'_>) -> Outcome {
    let dictionary = dictionary(call)?;
    if let (DictionaryKind::Ordered, Value::I32(index)) =
        (dictionary.kind(), call.argument(0).base())
    {
        let at = sequence::index_in(*index, dictionary.len())?;
        return Ok(dictionary.entry_at(at).map_or(Value::Null, |(_, value)| value));
    }
    let key = key(call)?;
    match dictionary.get(&key) {
        Some(value) => Ok(value),
        None if dictionary.type_id().generic().is_some() => {
            Err(errors::key_not_found(&key_text(&key)))
        }
        None => Ok(Value::Null),
    }
}

fn set_item(call: &mut Call<'_>) -> Outcome {
    let dictionary = writable(call)?;
    let value = call.argument(1).clone().or_null();
    if let (DictionaryKind::Ordered, Value::I32(index)) =
        (dictionary.kind(), call.argument(0).base())
    {
        let at = sequence::index_in(*index, dictionary.len()).map_err(|_| {
            errors::out_of_range(
                "index",
                "Specified argument was out of the range of valid values.",
            )
        })?;
        dictionary.set_at(at, value);
        return Ok(Value::AutomationNull);
    }
    dictionary.insert(key(call)?, value);
    Ok(Value::AutomationNull)
}
