//! Type accelerators: the short names of types.

use std::collections::HashMap;
use std::sync::LazyLock;

use remora_psobject::TypeId;

static ACCELERATORS: &str = include_str!("../../data/accelerators.txt");

/// The accelerators that a type is shown under, where it has more than one name.
const SHOWN: &[(&str, &str)] = &[
    ("System.Int16", "short"),
    ("System.Int32", "int"),
    ("System.Int64", "long"),
    ("System.UInt16", "ushort"),
    ("System.UInt32", "uint"),
    ("System.UInt64", "ulong"),
    ("System.Single", "float"),
    ("System.Management.Automation.PSObject", "psobject"),
];

struct Tables {
    by_name: HashMap<String, &'static str>,
    by_type: HashMap<&'static str, &'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    let mut by_type = HashMap::new();
    for (name, type_name) in accelerators() {
        by_name.insert(name.to_ascii_lowercase(), type_name);
        by_type.entry(type_name).or_insert(name);
    }
    by_type.extend(SHOWN.iter().copied());
    Tables { by_name, by_type }
});

/// All accelerators and the full names they stand for, in alphabetic order.
pub fn accelerators() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACCELERATORS.lines().filter_map(|line| line.split_once('\t'))
}

/// The full name behind an accelerator; case does not matter.
pub fn accelerator(name: &str) -> Option<&'static str> {
    TABLES.by_name.get(name.to_ascii_lowercase().as_str()).copied()
}

/// A type as PowerShell shows it in signatures: its accelerator, its full name, arrays with brackets and
/// generic types with the names of their arguments.
pub fn shown_name(id: TypeId) -> String {
    if let Some((open, arguments)) = id.generic() {
        let arguments: Vec<String> = arguments.iter().map(|id| shown_name(*id)).collect();
        let name = open.full_name();
        let name = name.split('`').next().unwrap_or(name);
        return format!("{name}[{}]", arguments.join(","));
    }
    if let Some(element) = id.element_type() {
        let full = id.full_name();
        let brackets = full.rfind('[').and_then(|at| full.get(at..));
        return format!("{}{}", shown_name(element), brackets.unwrap_or("[]"));
    }
    let full = id.full_name();
    TABLES.by_type.get(full).map_or_else(|| full.to_owned(), |name| (*name).to_owned())
}
