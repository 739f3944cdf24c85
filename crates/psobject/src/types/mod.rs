//! Names, bases and enumeration members of .NET types.
//!
//! A [`TypeId`] is a number that stands for a type in this process. The table behind it starts with
//! the types below and grows when an upper crate registers its own, or when a script defines a class.
//! Names that arrive over a network are never registered: they stay labels on a [`PsObject`](crate::PsObject).

mod entries;
mod enumeration;
mod well_known;

use std::collections::HashMap;
use std::sync::LazyLock;

use parking_lot::RwLock;

use entries::Entry;
pub use enumeration::EnumDefinition;

/// A .NET type, known to this process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);

/// How a type is built.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeShape {
    /// An ordinary class, structure or interface.
    Plain,
    /// A one-dimensional array, or one of `rank` dimensions.
    Array {
        /// What it holds.
        element: TypeId,
        /// Number of dimensions.
        rank: u32,
    },
    /// A generic type with its arguments.
    Generic {
        /// The open type, such as ``System.Collections.Generic.List`1``.
        definition: TypeId,
        /// The type arguments in order.
        arguments: &'static [TypeId],
    },
    /// An enumeration.
    Enum(&'static EnumDefinition),
}

/// What gives types their numbers, one at a time. Reading what is known of a type takes no lock.
struct Table {
    count: u32,
    by_name: HashMap<&'static str, TypeId>,
}

static PLAIN: TypeShape = TypeShape::Plain;

static TABLE: LazyLock<RwLock<Table>> = LazyLock::new(|| {
    let mut table = Table { count: 0, by_name: HashMap::new() };
    for (name, base) in well_known::TYPES {
        table.add(name, *base, &PLAIN);
    }
    for definition in enumeration::BUILT_IN {
        table.add_enum(definition);
    }
    RwLock::new(table)
});

impl Table {
    fn add(
        &mut self,
        name: &'static str,
        base: Option<TypeId>,
        shape: &'static TypeShape,
    ) -> TypeId {
        let id = TypeId(self.count);
        if entries::put(self.count, Entry { name, base, shape }) {
            self.count += 1;
            self.by_name.insert(name, id);
            return id;
        }
        // All numbers are given out: the type is an object like any other.
        TypeId::OBJECT
    }

    fn add_enum(&mut self, definition: &'static EnumDefinition) -> TypeId {
        match self.by_name.get(definition.name) {
            Some(known) => *known,
            None => self.add(
                definition.name,
                Some(TypeId::ENUM),
                Box::leak(Box::new(TypeShape::Enum(definition))),
            ),
        }
    }
}

impl TypeId {
    fn entry(self) -> Entry {
        entries::get(self.0).unwrap_or_else(|| {
            // The first question of the process, before any name was looked up.
            LazyLock::force(&TABLE);
            let fallback = Entry { name: "System.Object", base: None, shape: &PLAIN };
            entries::get(self.0).unwrap_or(fallback)
        })
    }

    /// The type of this full name, if it is known. Case matters; name look-up as scripts do it is the
    /// business of the type resolver.
    pub fn find(full_name: &str) -> Option<Self> {
        TABLE.read().by_name.get(full_name).copied()
    }

    /// Makes a type known, or finds it under its full name.
    pub fn register(full_name: &'static str, base: Option<Self>) -> Self {
        if let Some(known) = Self::find(full_name) {
            return known;
        }
        let mut table = TABLE.write();
        match table.by_name.get(full_name) {
            Some(known) => *known,
            None => table.add(full_name, base, &PLAIN),
        }
    }

    /// Makes a type that a script defines: a new identity, also where the name was used before.
    pub fn define(full_name: String, base: Option<Self>) -> Self {
        TABLE.write().add(String::leak(full_name), base, &PLAIN)
    }

    /// Makes an enumeration known, or finds it under its full name.
    pub fn register_enum(definition: &'static EnumDefinition) -> Self {
        if let Some(known) = Self::find(definition.name) {
            return known;
        }
        TABLE.write().add_enum(definition)
    }

    /// Makes an enumeration that a script defines: a new identity, also where the name was used before.
    pub fn define_enum(definition: &'static EnumDefinition) -> Self {
        let shape = Box::leak(Box::new(TypeShape::Enum(definition)));
        TABLE.write().add(definition.name, Some(Self::ENUM), shape)
    }

    /// The array type of this element type.
    pub fn array_of(self) -> Self {
        self.array_of_rank(1)
    }

    /// The array type of this element type with `rank` dimensions.
    pub fn array_of_rank(self, rank: u32) -> Self {
        let commas = ",".repeat(usize::try_from(rank.saturating_sub(1)).unwrap_or(0));
        let name = format!("{}[{commas}]", self.full_name());
        Self::register_built(name, Self::ARRAY, || TypeShape::Array { element: self, rank })
    }

    /// The generic type of this open definition with these arguments.
    pub fn generic_of(self, arguments: &[Self]) -> Self {
        let inner: Vec<String> = arguments
            .iter()
            .map(|argument| format!("[{}]", argument.assembly_qualified_name()))
            .collect();
        let name = format!("{}[{}]", self.full_name(), inner.join(","));
        let base = self.base().unwrap_or(Self::OBJECT);
        Self::register_built(name, base, || TypeShape::Generic {
            definition: self,
            arguments: Vec::leak(arguments.to_vec()),
        })
    }

    fn register_built(name: String, base: Self, shape: impl FnOnce() -> TypeShape) -> Self {
        if let Some(known) = Self::find(&name) {
            return known;
        }
        let mut table = TABLE.write();
        match table.by_name.get(name.as_str()) {
            Some(known) => *known,
            None => table.add(String::leak(name), Some(base), Box::leak(Box::new(shape()))),
        }
    }

    /// `FullName`: name space and name, with `[]` for arrays and assembly-qualified arguments for
    /// generic types.
    pub fn full_name(self) -> &'static str {
        self.entry().name
    }

    /// The full name followed by its assembly, as it stands inside the name of a generic type.
    pub fn assembly_qualified_name(self) -> String {
        format!("{}, {}", self.full_name(), well_known::assembly_of(self.full_name()))
    }

    /// `Name`: the full name without its name space.
    pub fn short_name(self) -> &'static str {
        let full = self.full_name();
        let end = full.find(['[', '`']).unwrap_or(full.len());
        let head = full.get(..end).unwrap_or(full);
        let start = head.rfind(['.', '+']).map_or(0, |dot| dot + 1);
        let stop = match self.entry().shape {
            // The name of a closed generic type ends before its arguments.
            TypeShape::Generic { .. } => full.find('[').unwrap_or(full.len()),
            _ => full.len(),
        };
        full.get(start..stop).unwrap_or(full)
    }

    /// The base type; `None` for `System.Object` and for interfaces.
    pub fn base(self) -> Option<Self> {
        self.entry().base
    }

    /// How the type is built.
    pub fn shape(self) -> &'static TypeShape {
        self.entry().shape
    }

    /// The members of the enumeration, if it is one.
    pub fn enum_definition(self) -> Option<&'static EnumDefinition> {
        match self.shape() {
            TypeShape::Enum(definition) => Some(definition),
            _ => None,
        }
    }

    /// The element type, if it is an array.
    pub fn element_type(self) -> Option<Self> {
        match self.shape() {
            TypeShape::Array { element, .. } => Some(*element),
            _ => None,
        }
    }

    /// The open definition and the arguments, if it is a closed generic type.
    pub fn generic(self) -> Option<(Self, &'static [Self])> {
        match self.shape() {
            TypeShape::Generic { definition, arguments } => Some((*definition, arguments)),
            _ => None,
        }
    }

    /// The type and its bases, the nearest first, down to `System.Object`.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |id| id.base())
    }

    /// Whether this is `other` or derives from it. Interfaces are not looked at.
    pub fn derives_from(self, other: Self) -> bool {
        self.chain().any(|id| id == other)
    }

    /// Whether it is a structure or an enumeration.
    pub fn is_value_type(self) -> bool {
        self != Self::VALUE_TYPE && self != Self::ENUM && self.derives_from(Self::VALUE_TYPE)
    }
}

impl std::fmt::Debug for TypeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.full_name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_what_the_table_holds() {
        assert_eq!(TypeId::OBJECT.full_name(), "System.Object");
        assert_eq!(TypeId::STRING.full_name(), "System.String");
        assert_eq!(TypeId::ERROR_RECORD.full_name(), "System.Management.Automation.ErrorRecord");
        for (index, (name, _)) in well_known::TYPES.iter().enumerate() {
            assert_eq!(TypeId::find(name), Some(TypeId(index as u32)), "{name} stands twice");
        }
    }

    #[test]
    fn chains_lead_to_object() {
        let names: Vec<_> = TypeId::INT32.chain().map(TypeId::full_name).collect();
        assert_eq!(names, ["System.Int32", "System.ValueType", "System.Object"]);
        assert!(TypeId::INT32.is_value_type() && !TypeId::STRING.is_value_type());
    }

    #[test]
    fn types_are_known_in_all_threads() {
        let ids: Vec<TypeId> = (0..3000)
            .map(|number| TypeId::define(format!("Test.Many{number}"), Some(TypeId::STRING)))
            .collect();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for (number, id) in ids.iter().enumerate() {
                        assert_eq!(id.full_name(), format!("Test.Many{number}"));
                        assert_eq!(id.base(), Some(TypeId::STRING));
                    }
                });
            }
        });
    }

    #[test]
    fn built_types_have_one_identity() {
        let array = TypeId::INT32.array_of();
        assert_eq!(array, TypeId::INT32.array_of());
        assert_eq!(array.full_name(), "System.Int32[]");
        assert_eq!(array.short_name(), "Int32[]");
        assert_eq!(array.element_type(), Some(TypeId::INT32));
        let list = TypeId::GENERIC_LIST.generic_of(&[TypeId::INT32]);
        assert!(list.full_name().starts_with(
            "System.Collections.Generic.List`1[[System.Int32, System.Private.CoreLib, Version="
        ));
        assert_eq!(list.short_name(), "List`1");
        assert_eq!(list.generic(), Some((TypeId::GENERIC_LIST, [TypeId::INT32].as_slice())));
    }
}
