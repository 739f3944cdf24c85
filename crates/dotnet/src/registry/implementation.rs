//! What a type does: the bodies of its members, by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::call::Body;

/// A member's name and its body.
pub(crate) type Entry = (&'static str, Body);

/// The bodies of one type. One body serves all overloads of a name and sees by its arguments which
/// was chosen.
pub struct Implementation {
    /// Full name of the type.
    pub name: &'static str,
    /// Members of a type that the data does not hold, in the form of the data.
    pub surface: &'static str,
    /// Interfaces of a type that the data does not hold, in the form of the data.
    pub interfaces: &'static str,
    /// Its constructors.
    pub constructor: Option<Body>,
    /// Instance methods.
    pub methods: &'static [Entry],
    /// Static methods.
    pub static_methods: &'static [Entry],
    /// Getters of instance properties.
    pub properties: &'static [Entry],
    /// Setters of instance properties; the value is the last argument.
    pub setters: &'static [Entry],
    /// Getters of static properties and fields.
    pub static_properties: &'static [Entry],
    /// Setters of static properties.
    pub static_setters: &'static [Entry],
}

impl Implementation {
    /// A type without members.
    pub const EMPTY: Self = Self {
        name: "",
        surface: "",
        interfaces: "",
        constructor: None,
        methods: &[],
        static_methods: &[],
        properties: &[],
        setters: &[],
        static_properties: &[],
        static_setters: &[],
    };
}

static BY_NAME: LazyLock<HashMap<&'static str, &'static Implementation>> = LazyLock::new(|| {
    crate::types::ALL.iter().map(|implementation| (implementation.name, *implementation)).collect()
});

/// The bodies of a type of this full name.
pub(super) fn implementation(name: &str) -> Option<&'static Implementation> {
    BY_NAME.get(name).copied()
}

/// The body of this name in a list.
pub(super) fn body(list: &'static [Entry], name: &str) -> Option<Body> {
    list.iter().find(|(known, _)| *known == name).map(|(_, body)| *body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{definition, find_exact};

    /// Names that only some of the types have which share a table of bodies.
    fn is_shared(implementation: &Implementation) -> bool {
        let name = implementation.name;
        [
            "System.Collections.",
            "System.Web.HttpUtility+",
            "System.Net.WebHeaderCollection",
            "System.IO.",
            "System.Threading.",
            "System.Xml.",
            "System.Security.Cryptography.",
            "System.Text.",
            "System.Management.Automation.OrderedHashtable",
            "System.Management.Automation.PSPrimitiveDictionary",
            "System.Management.Automation.RuntimeDefinedParameterDictionary",
            "System.Int",
            "System.UInt",
            "System.Byte",
            "System.SByte",
            "System.Double",
            "System.Single",
            "System.Decimal",
            "System.StringComparer",
            "System.Reflection.MemberInfo",
        ]
        .iter()
        .any(|prefix| name.starts_with(prefix))
    }

    #[test]
    fn every_body_belongs_to_a_member() {
        let mut strangers = Vec::new();
        for implementation in crate::types::ALL {
            let name = implementation.name;
            let Some(definition) = find_exact(name).and_then(definition) else {
                if implementation.surface.is_empty() {
                    strangers.push(name.to_owned());
                }
                continue;
            };
            if is_shared(implementation) {
                continue;
            }
            let missing = |list: &[Entry], known: &dyn Fn(&str) -> bool| -> Vec<String> {
                let unknown = list.iter().filter(|(member, _)| !known(member));
                unknown.map(|(member, _)| format!("{name}.{member}")).collect()
            };
            strangers.extend(missing(implementation.methods, &|m| definition.method(m).is_some()));
            strangers.extend(missing(implementation.static_methods, &|m| {
                definition.static_method(m).is_some()
            }));
            strangers
                .extend(missing(implementation.properties, &|m| definition.property(m).is_some()));
            strangers.extend(missing(implementation.static_properties, &|m| {
                definition.static_property(m).is_some()
            }));
        }
        assert!(strangers.is_empty(), "{}", strangers.join("\n"));
    }

    #[test]
    fn names_are_used_once() {
        let mut names: Vec<_> = crate::types::ALL.iter().map(|part| part.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
