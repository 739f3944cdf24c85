//! For which objects something is: types, sets of types, conditions.

use remora_psobject::PsString;
use roxmltree::Node;

use super::reader::{Reader, child, elements, is_named, name_of};
use crate::view::Condition;

fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// `SelectionSets`
pub(super) fn sets(reader: &mut Reader<'_, '_>, list: &Node<'_, '_>) {
    for (at, set) in elements(list).enumerate() {
        if !is_named(&set, "SelectionSet") {
            reader.unknown(&set);
            continue;
        }
        reader.inside_numbered(&set, at + 1, |reader| {
            let name = child(&set, "Name").and_then(|name| reader.required_text(&name));
            let Some(types) = child(&set, "Types") else {
                reader.error("Node Types is missing.");
                return;
            };
            let types = reader.each(&types, "TypeName", |reader, node| reader.required_text(node));
            match (name, types) {
                (Some(name), Some(types)) => {
                    reader.sets.insert(folded(&name), types);
                }
                (None, _) => reader.error("Node Name is missing."),
                _ => {}
            }
        });
    }
}

/// The types of a set that a node names.
fn set_types(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Vec<PsString> {
    let name = reader.required_text(node).unwrap_or_default();
    reader.sets.get(&folded(&name)).cloned().unwrap_or_default()
}

/// `ViewSelectedBy`: names of types.
pub(super) fn applies_to(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_, '_>,
) -> Option<Vec<PsString>> {
    let mut types = Vec::new();
    let mut any = false;
    for child in elements(node) {
        any = true;
        match name_of(&child).as_str() {
            "typename" => types.extend(reader.required_text(&child)),
            "selectionsetname" => types.extend(set_types(reader, &child)),
            _ => reader.unknown(&child),
        }
    }
    if !any {
        reader.error("No type or condition is specified for applying the view.");
        return None;
    }
    Some(types)
}

/// `EntrySelectedBy` of an entry; no conditions where there is none.
pub(super) fn entry_conditions(
    reader: &mut Reader<'_, '_>,
    entry: &Node<'_, '_>,
) -> Vec<Condition> {
    let Some(node) = child(entry, "EntrySelectedBy") else {
        return Vec::new();
    };
    reader.inside(&node, |reader| {
        let mut conditions = Vec::new();
        for child in elements(&node) {
            match name_of(&child).as_str() {
                "typename" => conditions.extend(reader.required_text(&child).map(of_type)),
                "selectionsetname" => {
                    conditions.extend(set_types(reader, &child).into_iter().map(of_type));
                }
                "selectioncondition" => {
                    conditions.extend(reader.inside(&child, |reader| condition(reader, &child)));
                }
                _ => reader.unknown(&child),
            }
        }
        if conditions.is_empty() {
            reader.error("No type or condition is specified for applying the view.");
        }
        conditions
    })
}

fn of_type(name: PsString) -> Condition {
    Condition { type_name: Some(name), expression: None }
}

/// `SelectionCondition`: a type or those of a set, and what must be true.
fn condition(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>) -> Vec<Condition> {
    let mut types = Vec::new();
    for child in elements(node) {
        match name_of(&child).as_str() {
            "propertyname" | "scriptblock" => {}
            "typename" => types.extend(reader.required_text(&child)),
            "selectionsetname" => types.extend(set_types(reader, &child)),
            _ => reader.unknown(&child),
        }
    }
    let expression = reader.expression(node);
    if expression.is_none() {
        reader.error("An expression is expected.");
        return Vec::new();
    }
    if types.is_empty() {
        return vec![Condition { type_name: None, expression }];
    }
    let with = |name| Condition { type_name: Some(name), expression: expression.clone() };
    types.into_iter().map(with).collect()
}
