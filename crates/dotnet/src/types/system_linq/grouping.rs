//! `GroupBy`, `ToLookup`, `Join`, `GroupJoin`, `CountBy`, `AggregateBy`

use super::query::{apply, delegate, element, items, query, result_type};
use super::sets::{comparer_of, same};
use crate::types::prelude::*;

const NAME: &str = "System.Linq.Grouping`2";

pub(super) static GROUPING: Implementation = Implementation {
    name: NAME,
    surface: "p TKey Key {get;}\np int Count {get;}\n",
    interfaces: "System.Collections.Generic.IEnumerable[T2];System.Collections.IEnumerable",
    ..Implementation::EMPTY
};

const LOOKUP_NAME: &str = "System.Linq.Lookup`2";

pub(super) static LOOKUP: Implementation = Implementation {
    name: LOOKUP_NAME,
    surface: "m bool Contains(TKey key)\np int Count {get;}\np System.Object Item(TKey key) {get;}\n",
    interfaces: "System.Collections.IEnumerable",
    methods: &[("Contains", |call| Ok(lookup_find(call)?.is_some().into()))],
    properties: &[("Item", |call| {
        let found = lookup_find(call)?;
        found.map_or_else(|| query(TypeId::OBJECT, Vec::new()), Ok)
    })],
    ..Implementation::EMPTY
};

/// Elements that share a key.
struct Group {
    type_id: TypeId,
    key: Value,
    items: Vec<Value>,
}

impl LiveObject for Group {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Key", "Count"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match name.to_ascii_lowercase().as_str() {
            "key" => Some(Ok(self.key.clone())),
            "count" => Some(Ok(sequence::count(self.items.len()))),
            _ => None,
        }
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items.clone().into_iter()))
    }
}

/// Groups that are found by key.
struct Lookup {
    type_id: TypeId,
    groups: Vec<Value>,
}

impl LiveObject for Lookup {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Count").then(|| Ok(sequence::count(self.groups.len())))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.groups.clone().into_iter()))
    }
}

fn lookup_find(call: &Call<'_>) -> Result<Option<Value>, Exception> {
    let lookup = call.this.downcast::<Lookup>().ok_or_else(errors::null_reference)?;
    let wanted = call.argument(0);
    let found = lookup.groups.iter().find(|group| {
        group
            .downcast::<Group>()
            .is_some_and(|group| remora_psobject::equality::equals(&group.key, wanted))
    });
    Ok(found.cloned())
}

type Groups = Vec<(Value, Vec<Value>)>;

fn put(call: &Call<'_>, groups: &mut Groups, key: Value, item: Value) -> Result<(), Exception> {
    for (known, list) in groups.iter_mut() {
        if same(call, known, &key)? {
            list.push(item);
            return Ok(());
        }
    }
    groups.push((key, vec![item]));
    Ok(())
}

/// The items of a sequence by key, in the order of the first of each.
fn grouped(
    call: &Call<'_>,
    sequence: usize,
    key_selector: &Value,
    element_selector: Option<&Value>,
) -> Result<Groups, Exception> {
    let mut groups = Groups::new();
    for item in items(call, sequence)? {
        let key = apply(call, key_selector, std::slice::from_ref(&item))?;
        let element = match element_selector {
            Some(selector) => apply(call, selector, std::slice::from_ref(&item))?,
            None => item,
        };
        put(call, &mut groups, key, element)?;
    }
    Ok(groups)
}

fn takes_two(delegate: &Value) -> bool {
    let arguments = delegate.type_id().and_then(TypeId::generic);
    arguments.is_some_and(|(_, arguments)| arguments.len() == 3)
}

fn group_values(
    call: &Call<'_>,
    element_selector: Option<&Value>,
) -> Result<Vec<Value>, Exception> {
    let element = element_selector.map_or_else(|| element(call.argument(0)), result_type);
    let open = TypeId::register(NAME, Some(TypeId::OBJECT));
    let type_id = open.generic_of(&[result_type(call.argument(1)), element]);
    let groups = grouped(call, 0, call.argument(1), element_selector)?;
    Ok(groups.into_iter().map(|(key, items)| Value::live(Group { type_id, key, items })).collect())
}

/// `GroupBy(source, key[, element][, result][, comparer])`
pub(super) fn group_by(call: &mut Call<'_>) -> Outcome {
    let second = delegate(call, 2);
    let element_selector = second.filter(|selector| !takes_two(selector));
    let result = match (second, delegate(call, 3)) {
        (_, Some(result)) => Some(result),
        (Some(second), None) if takes_two(second) => Some(second),
        _ => None,
    };
    let Some(result) = result else {
        let groups = group_values(call, element_selector)?;
        let id = groups.first().and_then(Value::type_id).unwrap_or(TypeId::OBJECT);
        return query(id, groups);
    };
    let held = element_selector.map_or_else(|| element(call.argument(0)), result_type);
    let mut results = Vec::new();
    for (key, list) in grouped(call, 0, call.argument(1), element_selector)? {
        results.push(apply(call, result, &[key, query(held, list)?])?);
    }
    query(result_type(result), results)
}

/// `ToLookup(source, key[, element][, comparer])`
pub(super) fn to_lookup(call: &mut Call<'_>) -> Outcome {
    let element_selector = delegate(call, 2);
    let element = element_selector.map_or_else(|| element(call.argument(0)), result_type);
    let open = TypeId::register(LOOKUP_NAME, Some(TypeId::OBJECT));
    let type_id = open.generic_of(&[result_type(call.argument(1)), element]);
    Ok(Value::live(Lookup { type_id, groups: group_values(call, element_selector)? }))
}

/// How a join treats items without a partner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmatched {
    /// They are left out.
    Dropped,
    /// Those of the outer sequence are kept.
    OuterKept,
    /// Those of the inner sequence are kept.
    InnerKept,
}

/// `Join`, `LeftJoin`, `RightJoin`
pub(super) fn join(call: &Call<'_>, unmatched: Unmatched) -> Outcome {
    let (outer_key, inner_key, result) = (call.argument(2), call.argument(3), call.argument(4));
    let (outer, inner) = (items(call, 0)?, items(call, 1)?);
    let keys = |list: &[Value], selector: &Value| -> Result<Vec<Value>, Exception> {
        list.iter().map(|item| apply(call, selector, std::slice::from_ref(item))).collect()
    };
    let (outer_keys, inner_keys) = (keys(&outer, outer_key)?, keys(&inner, inner_key)?);
    let mut results = Vec::new();
    if unmatched == Unmatched::InnerKept {
        for (item, key) in inner.iter().zip(&inner_keys) {
            let mut found = false;
            for (other, other_key) in outer.iter().zip(&outer_keys) {
                if same(call, key, other_key)? {
                    found = true;
                    results.push(apply(call, result, &[other.clone(), item.clone()])?);
                }
            }
            if !found {
                let missing = super::query::zero(element(call.argument(0)));
                results.push(apply(call, result, &[missing, item.clone()])?);
            }
        }
        return query(result_type(result), results);
    }
    for (item, key) in outer.iter().zip(&outer_keys) {
        let mut found = false;
        for (other, other_key) in inner.iter().zip(&inner_keys) {
            if same(call, key, other_key)? {
                found = true;
                results.push(apply(call, result, &[item.clone(), other.clone()])?);
            }
        }
        if !found && unmatched == Unmatched::OuterKept {
            let missing = super::query::zero(element(call.argument(1)));
            results.push(apply(call, result, &[item.clone(), missing])?);
        }
    }
    query(result_type(result), results)
}

/// `GroupJoin(outer, inner, outerKey, innerKey, result)`
pub(super) fn group_join(call: &mut Call<'_>) -> Outcome {
    let result = call.argument(4);
    let groups = grouped(call, 1, call.argument(3), None)?;
    let mut results = Vec::new();
    for item in items(call, 0)? {
        let key = apply(call, call.argument(2), std::slice::from_ref(&item))?;
        let mut partners = Vec::new();
        for (known, list) in &groups {
            if same(call, known, &key)? {
                partners.clone_from(list);
            }
        }
        results.push(apply(call, result, &[item, query(element(call.argument(1)), partners)?])?);
    }
    query(result_type(result), results)
}

fn pair(key: Value, value: Value) -> Value {
    let id = |value: &Value| value.type_id().unwrap_or(TypeId::OBJECT);
    let dictionary = TypeId::GENERIC_DICTIONARY.generic_of(&[id(&key), id(&value)]);
    crate::types::entry_of(dictionary, key, value)
}

/// `CountBy(source, key[, comparer])`
pub(super) fn count_by(call: &mut Call<'_>) -> Outcome {
    let groups = grouped(call, 0, call.argument(1), None)?;
    let pairs = groups.into_iter().map(|(key, list)| pair(key, sequence::count(list.len())));
    query(TypeId::OBJECT, pairs.collect())
}

/// `AggregateBy(source, key, seed, function[, comparer])`
pub(super) fn aggregate_by(call: &mut Call<'_>) -> Outcome {
    let mut pairs = Vec::new();
    for (key, list) in grouped(call, 0, call.argument(1), None)? {
        let mut sum = match delegate(call, 2) {
            Some(seed) => apply(call, seed, std::slice::from_ref(&key))?,
            None => call.argument(2).clone(),
        };
        for item in list {
            sum = apply(call, call.argument(3), &[sum, item])?;
        }
        pairs.push(pair(key, sum));
    }
    query(TypeId::OBJECT, pairs)
}

/// `ToDictionary(source[, key][, element][, comparer])`
pub(super) fn to_dictionary(call: &mut Call<'_>) -> Outcome {
    let (key_selector, element_selector) = (delegate(call, 1), delegate(call, 2));
    let key_type = key_selector.map_or(TypeId::OBJECT, result_type);
    let value_type = element_selector.map_or_else(|| element(call.argument(0)), result_type);
    let comparer = crate::types::system_collections::comparers::key_comparer(comparer_of(call));
    let id = TypeId::GENERIC_DICTIONARY.generic_of(&[key_type, value_type]);
    let made = DictionaryObject::new(id, DictionaryKind::Generic, comparer);
    for item in items(call, 0)? {
        let (key, value) = match (key_selector, item.downcast::<crate::types::Entry>()) {
            (None, Some(entry)) => (entry.key.clone(), entry.value.clone()),
            (None, None) => return Err(errors::argument_null("keySelector")),
            (Some(selector), _) => {
                let key = apply(call, selector, std::slice::from_ref(&item))?;
                let value = match element_selector {
                    Some(selector) => apply(call, selector, std::slice::from_ref(&item))?,
                    None => item,
                };
                (key, value)
            }
        };
        if made.contains(&key) {
            let text = crate::text::to_text(&key, &Culture::invariant());
            return Err(errors::argument_for_key(&text));
        }
        made.insert(key, value);
    }
    Ok(made.into())
}
