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
    crate::types::ALL
        .iter()
        .map(|implementation| (implementation.name, *implementation))
        .collect()
});

/// The bodies of a type of this full name.
pub(super) fn implementation(name: &str) -> Option<&'static Implementation> {
    BY_NAME.get(name).copied()
}

/// The body of this name in a list.
pub(super) fn body(list: &'static [Entry], name: &str) -> Option<Body> {
    list.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, body)| *body)
}
