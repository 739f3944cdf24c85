//! `CustomControl`, and the controls that views share.

use std::sync::Arc;

use roxmltree::Node;

use super::reader::{Reader, child, elements, inner_text, is_named, name_of};
use super::selection::entry_conditions;
use crate::view::{CustomControl, CustomEntry, CustomItem};

/// How deep shared controls are followed; one that uses itself ends there.
const MAX_DEPTH: usize = 6;

/// `Controls`: keeps the text of each control under its name.
pub(super) fn remember_controls(reader: &mut Reader<'_, '_>, list: &Node<'_, '_>) {
    for control in elements(list).filter(|control| is_named(control, "Control")) {
        let name = child(&control, "Name").map(|name| inner_text(&name));
        if let (Some(name), Some(body)) = (name, child(&control, "CustomControl"))
            && let Some(text) = body.document().input_text().get(body.range())
        {
            reader.controls.insert(name.trim().to_lowercase(), text.to_owned());
        }
    }
}

/// `CustomControlName`: the shared control that it names.
pub(super) fn named(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_, '_>,
    depth: usize,
) -> Option<Arc<CustomControl>> {
    let name = reader.required_text(node)?;
    if depth >= MAX_DEPTH || !reader.take_use() {
        return None;
    }
    let text = reader.controls.get(&name.to_lowercase())?.clone();
    let document = roxmltree::Document::parse(&text).ok()?;
    control(reader, &document.root_element(), depth + 1).map(Arc::new)
}

/// `CustomControl`
pub(super) fn control(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_, '_>,
    depth: usize,
) -> Option<CustomControl> {
    let mut entries = None;
    for list in elements(node) {
        match name_of(&list).as_str() {
            "customentries" => {
                entries = Some(reader.each(&list, "CustomEntry", |reader, entry| {
                    custom_entry(reader, entry, depth)
                })?);
            }
            _ => reader.unknown(&list),
        }
    }
    match entries {
        Some(entries) if !entries.is_empty() => Some(CustomControl { entries }),
        _ => {
            reader.error("Node CustomEntries is missing.");
            None
        }
    }
}

fn custom_entry(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_, '_>,
    depth: usize,
) -> Option<CustomEntry> {
    let conditions = entry_conditions(reader, node);
    let mut items = None;
    for child in elements(node) {
        match name_of(&child).as_str() {
            "entryselectedby" => {}
            "customitem" => {
                items = Some(reader.inside(&child, |reader| custom_items(reader, &child, depth))?);
            }
            _ => reader.unknown(&child),
        }
    }
    match items {
        Some(items) => Some(CustomEntry { conditions, items }),
        None => {
            reader.error("Node CustomItem is missing.");
            None
        }
    }
}

fn custom_items(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_, '_>,
    depth: usize,
) -> Option<Vec<CustomItem>> {
    let mut items = Vec::new();
    for child in elements(node) {
        match name_of(&child).as_str() {
            "text" => items.push(CustomItem::Text(inner_text(&child).into())),
            "newline" => {
                let count = match inner_text(&child).trim() {
                    "" => 1,
                    _ => reader.number(&child, 0)?,
                };
                items.push(CustomItem::NewLine(count));
            }
            "expressionbinding" => {
                items.push(reader.inside(&child, |reader| binding(reader, &child, depth))?);
            }
            "frame" => items.push(reader.inside(&child, |reader| frame(reader, &child, depth))?),
            _ => reader.unknown(&child),
        }
    }
    Some(items)
}

fn frame(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>, depth: usize) -> Option<CustomItem> {
    let (mut left, mut right, mut first_line, mut items) = (0, 0, 0, None);
    let signed = |cells: usize| i32::try_from(cells).unwrap_or(0);
    for child in elements(node) {
        match name_of(&child).as_str() {
            "leftindent" => left = reader.number(&child, 0)?,
            "rightindent" => right = reader.number(&child, 0)?,
            "firstlineindent" => first_line = signed(reader.number(&child, 0)?),
            "firstlinehanging" => first_line = -signed(reader.number(&child, 0)?),
            "customitem" => {
                items = Some(reader.inside(&child, |reader| custom_items(reader, &child, depth))?);
            }
            _ => reader.unknown(&child),
        }
    }
    match items {
        Some(items) => Some(CustomItem::Frame { left, right, first_line, items }),
        None => {
            reader.error("Node CustomItem is missing.");
            None
        }
    }
}

fn binding(reader: &mut Reader<'_, '_>, node: &Node<'_, '_>, depth: usize) -> Option<CustomItem> {
    let before = reader.error_count();
    let (mut when, mut format, mut enumerate, mut body) = (None, None, false, None);
    for child in elements(node) {
        match name_of(&child).as_str() {
            "propertyname" | "scriptblock" => {}
            "formatstring" => format = reader.text(&child),
            "enumeratecollection" => enumerate = reader.flag(&child)?,
            "itemselectioncondition" => {
                when = Some(reader.inside(&child, |reader| reader.expression(&child))?);
            }
            "customcontrol" => {
                let found = reader.inside(&child, |reader| control(reader, &child, depth))?;
                body = Some(Arc::new(found));
            }
            "customcontrolname" => body = named(reader, &child, depth),
            _ => reader.unknown(&child),
        }
    }
    let expression = reader.expression(node);
    if reader.error_count() > before {
        return None;
    }
    Some(CustomItem::Value { expression, when, format, enumerate, control: body })
}
