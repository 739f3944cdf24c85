//! Which interfaces a type has.

use std::sync::{Arc, LazyLock};

use parking_lot::RwLock;
use remora_psobject::TypeId;

use super::TypeRef;
use super::id_map::IdMap;
use super::implementation::implementation;
use super::index::{entry, find_type};

/// The interfaces that every array has, besides the generic ones of its element type.
const ARRAY_INTERFACES: &str = "System.Array";
const GENERIC_ARRAY_INTERFACES: &[&str] = &[
    "System.Collections.Generic.IEnumerable`1",
    "System.Collections.Generic.ICollection`1",
    "System.Collections.Generic.IList`1",
    "System.Collections.Generic.IReadOnlyCollection`1",
    "System.Collections.Generic.IReadOnlyList`1",
];

/// All interfaces of a type, those of its bases included, with the arguments of generic types.
pub fn interfaces(id: TypeId) -> Vec<TypeId> {
    remembered(id).to_vec()
}

/// The same, worked out once for each type.
fn remembered(id: TypeId) -> Arc<[TypeId]> {
    static KNOWN: LazyLock<RwLock<IdMap<TypeId, Arc<[TypeId]>>>> = LazyLock::new(RwLock::default);
    if let Some(known) = KNOWN.read().get(&id) {
        return Arc::clone(known);
    }
    let found: Arc<[TypeId]> = listed(id).into();
    KNOWN.write().insert(id, Arc::clone(&found));
    found
}

fn listed(id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    for part in id.chain() {
        let open = part.generic().map_or(part, |(open, _)| open);
        let name = if part.enum_definition().is_some() {
            "System.Enum"
        } else if part.element_type().is_some() {
            ARRAY_INTERFACES
        } else {
            open.full_name()
        };
        let list = match entry(name) {
            Some(entry) if entry.kind.starts_with('e') => continue,
            Some(entry) => entry.interfaces,
            None => implementation(name).map_or("", |own| own.interfaces),
        };
        for text in list.split(';').filter(|text| !text.is_empty()) {
            if let Some(interface) = TypeRef::parse(text).resolve(part)
                && !found.contains(&interface)
            {
                found.push(interface);
            }
        }
    }
    if let Some(element) = id.element_type() {
        for name in GENERIC_ARRAY_INTERFACES {
            if let Some(open) = find_type(name) {
                found.push(open.generic_of(&[element]));
            }
        }
    }
    found
}

/// Whether a type has an interface; also whether it has it for any argument where `interface` is an
/// open generic type. An interface has itself.
pub fn implements(id: TypeId, interface: TypeId) -> bool {
    static KNOWN: LazyLock<RwLock<IdMap<(TypeId, TypeId), bool>>> = LazyLock::new(RwLock::default);
    if id == interface {
        return true;
    }
    if let Some(known) = KNOWN.read().get(&(id, interface)) {
        return *known;
    }
    let answer = has(id, interface);
    KNOWN.write().insert((id, interface), answer);
    answer
}

fn has(id: TypeId, interface: TypeId) -> bool {
    remembered(id).iter().copied().any(|known| {
        known == interface
            || known.generic().is_some_and(|(open, _)| open == interface)
            || covariant(known, interface)
    })
}

/// `IEnumerable[string]` is an `IEnumerable[object]`.
fn covariant(known: TypeId, interface: TypeId) -> bool {
    const COVARIANT: &[&str] = &[
        "System.Collections.Generic.IEnumerable`1",
        "System.Collections.Generic.IReadOnlyCollection`1",
        "System.Collections.Generic.IReadOnlyList`1",
        "System.Collections.Generic.IEnumerator`1",
    ];
    let (Some((left, from)), Some((right, to))) = (known.generic(), interface.generic()) else {
        return false;
    };
    left == right
        && COVARIANT.contains(&left.full_name())
        && from
            .iter()
            .zip(to)
            .all(|(from, to)| from == to || (!from.is_value_type() && from.derives_from(*to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interfaces_follow_arguments() {
        let is = |id, name: &str| implements(id, find_type(name).unwrap());
        assert!(is(TypeId::STRING, "System.IComparable"));
        assert!(is(TypeId::HASHTABLE, "Collections.IDictionary"));
        assert!(is(TypeId::OBJECT.array_of(), "Collections.IList"));
        assert!(!is(TypeId::INT32, "Collections.IEnumerable"));
        let enumerable = find_type("Collections.Generic.IEnumerable`1").unwrap();
        let list = TypeId::GENERIC_LIST.generic_of(&[TypeId::STRING]);
        assert!(implements(list, enumerable.generic_of(&[TypeId::STRING])));
        assert!(implements(list, enumerable.generic_of(&[TypeId::OBJECT])));
        assert!(!implements(list, enumerable.generic_of(&[TypeId::INT32])));
    }
}
