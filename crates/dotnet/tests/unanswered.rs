//! Which members of the types that scripts use most do not answer yet.
//!
//! `data/unanswered.txt` holds them, one type a line. The list is compared as it is: a member that is
//! new here leaves it, and none may come back. `cargo test -p remora-dotnet --test unanswered --
//! --ignored` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

use std::collections::BTreeSet;
use std::fmt::Write;

use remora_dotnet::registry::{self, Method, Overload, TypeDefinition};

const LIST: &str = include_str!("data/unanswered.txt");
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/unanswered.txt");

/// The types that are watched: the first word of each line.
fn watched() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(':').next())
}

/// What scripts cannot reach counts for nothing.
fn is_reachable(overload: &Overload) -> bool {
    !overload.signature.contains("Span[")
        && !overload.signature.contains('*')
        && overload.interface.is_none()
}

fn unanswered_of(definition: &TypeDefinition) -> BTreeSet<String> {
    let silent = |overloads: &[Overload]| {
        let mut reachable = overloads.iter().filter(|overload| is_reachable(overload)).peekable();
        reachable.peek().is_some() && !reachable.any(|overload| overload.is_implemented)
    };
    let mut names = BTreeSet::new();
    if silent(&definition.constructors) && !definition.is_abstract {
        names.insert("new".to_owned());
    }
    let mut add = |methods: &[Method], prefix: &str| {
        let missing = methods.iter().filter(|method| silent(&method.overloads));
        names.extend(missing.map(|method| format!("{prefix}{}", method.name)));
    };
    add(&definition.methods, "");
    add(&definition.static_methods, "::");
    for property in definition.static_properties.iter().filter(|known| !known.is_implemented()) {
        names.insert(format!("::{}", property.name));
    }
    names
}

fn lines() -> String {
    let mut text = String::new();
    for line in LIST.lines().take_while(|line| line.starts_with('#')) {
        writeln!(text, "{line}").unwrap();
    }
    for name in watched() {
        let id = registry::find_exact(name).unwrap_or_else(|| panic!("no type {name}"));
        let Some(definition) = registry::definition(id) else {
            panic!("no members of {name}");
        };
        let names: Vec<String> = unanswered_of(definition).into_iter().collect();
        writeln!(text, "{name}: {} {}", names.len(), names.join(" ")).unwrap();
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn the_list_of_members_that_do_not_answer_is_fresh() {
    let now = lines();
    let changed: Vec<_> =
        now.lines().filter(|line| !LIST.lines().any(|known| known == *line)).collect();
    assert!(changed.is_empty(), "write the list anew; now it is\n{}", changed.join("\n"));
    assert!(watched().count() > 100);
}

#[test]
#[ignore = "writes the list"]
fn write_the_list() {
    std::fs::write(PATH, lines()).unwrap();
}
