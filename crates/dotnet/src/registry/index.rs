//! The list of known types: a sorted text that is searched in place.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use parking_lot::RwLock;
use remora_psobject::{EnumDefinition, TypeId};

use super::TypeRef;
use super::accelerators::accelerator;

static TYPES: &str = include_str!("../../data/types.txt");
static SURFACE: &str = include_str!("../../data/surface.txt");

/// One line of the list.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// Full name; generic types with their number of parameters.
    pub(super) name: &'static str,
    /// A letter for the kind, followed by letters for its modifiers.
    pub(super) kind: &'static str,
    /// Base type as it is shown; for an enumeration the underlying type.
    pub(super) base: &'static str,
    /// Interfaces as they are shown; for an enumeration whether it is of flags.
    pub(super) interfaces: &'static str,
    rest: &'static str,
}

impl Entry {
    fn parse(line: &'static str) -> Self {
        let mut fields = line.splitn(5, '\t');
        let mut next = || fields.next().unwrap_or_default();
        Self { name: next(), kind: next(), base: next(), interfaces: next(), rest: next() }
    }

    fn is_enum(&self) -> bool {
        self.kind.starts_with('e')
    }

    /// The lines that describe the members.
    pub(super) fn members(&self) -> &'static str {
        if self.is_enum() {
            return "";
        }
        let mut numbers = self.rest.split('\t').map(|field| field.parse().unwrap_or(0));
        let start: usize = numbers.next().unwrap_or(0);
        let length: usize = numbers.next().unwrap_or(0);
        SURFACE.get(start..start + length).unwrap_or_default()
    }

    /// The assembly that holds the type, where it is known.
    pub(super) fn assembly(&self) -> &'static str {
        if self.is_enum() {
            return "";
        }
        self.rest.split('\t').nth(2).unwrap_or_default()
    }

    /// The name and value pairs of an enumeration.
    fn enum_members(&self) -> Vec<(&'static str, i64)> {
        self.rest
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| {
                let number =
                    value.parse::<i64>().or_else(|_| value.parse::<u64>().map(u64::cast_signed));
                (name, number.unwrap_or(0))
            })
            .collect()
    }
}

fn lower(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// The line of a type, found without regard to case.
pub(super) fn entry(name: &str) -> Option<Entry> {
    let bytes = TYPES.as_bytes();
    let (mut low, mut high) = (0, TYPES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes
            .get(low..middle)?
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(low, |at| low + at + 1);
        let end = bytes
            .get(middle..)?
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(TYPES.len(), |at| middle + at);
        let line = TYPES.get(start..end)?;
        let known = line.split('\t').next().unwrap_or(line);
        match lower(known).cmp(lower(name)) {
            Ordering::Equal => return Some(Entry::parse(line)),
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

/// The full names of all known types.
pub fn type_names() -> impl Iterator<Item = &'static str> {
    TYPES.lines().filter_map(|line| line.split('\t').next())
}

/// The short name of the assembly that holds a type, where it is known.
pub fn assembly_name(id: TypeId) -> Option<&'static str> {
    let open = id.generic().map_or(id, |(open, _)| open);
    entry(open.full_name()).map(|entry| entry.assembly()).filter(|name| !name.is_empty())
}

static FOUND: LazyLock<RwLock<HashMap<String, Option<TypeId>>>> = LazyLock::new(RwLock::default);

/// The type of a name, as scripts write it without arguments or brackets: an accelerator, a full
/// name, or a full name without `System.`; case does not matter.
pub fn find_type(name: &str) -> Option<TypeId> {
    if let Some(known) = FOUND.read().get(name) {
        return *known;
    }
    let found = accelerator(name)
        .and_then(find_exact)
        .or_else(|| resolve(name))
        .or_else(|| resolve(&format!("System.{name}")));
    // Names that a script asks for in vain are not kept: there may be any number of them.
    if found.is_some() {
        FOUND.write().insert(name.to_owned(), found);
    }
    found
}

/// The type of exactly this full name.
pub fn find_exact(full_name: &str) -> Option<TypeId> {
    TypeId::find(full_name).or_else(|| resolve(full_name).filter(|id| id.full_name() == full_name))
}

fn resolve(name: &str) -> Option<TypeId> {
    let Some(entry) = entry(name) else {
        return TypeId::find(name);
    };
    if let Some(known) = TypeId::find(entry.name) {
        return Some(known);
    }
    if entry.is_enum() {
        return Some(TypeId::register_enum(Box::leak(Box::new(EnumDefinition {
            name: entry.name,
            underlying: entry.base,
            flags: !entry.interfaces.is_empty(),
            members: Vec::leak(entry.enum_members()),
        }))));
    }
    let base = if entry.base.is_empty() { None } else { TypeRef::parse(entry.base).open() };
    Some(TypeId::register(entry.name, base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found_in_any_case() {
        let names: Vec<String> = type_names().map(str::to_ascii_lowercase).collect();
        assert!(names.len() > 1600);
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        for name in type_names() {
            assert_eq!(entry(name).map(|entry| entry.name), Some(name));
        }
        assert_eq!(find_type("collections.GENERIC.list`1"), Some(TypeId::GENERIC_LIST));
        assert_eq!(find_type("no.such.type"), None);
    }

    #[test]
    fn bases_and_enumerations_are_known() {
        let id = find_type("IO.FileInfo").unwrap();
        let bases: Vec<_> = id.chain().map(TypeId::full_name).collect();
        assert_eq!(
            bases,
            [
                "System.IO.FileInfo",
                "System.IO.FileSystemInfo",
                "System.MarshalByRefObject",
                "System.Object"
            ]
        );
        let day = find_type("DayOfWeek").unwrap();
        assert_eq!(day.enum_definition().unwrap().value_of("friday"), Some(5));
    }
}
