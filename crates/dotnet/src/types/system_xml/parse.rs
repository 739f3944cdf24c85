//! Text to tree

use super::node::{Kind, Node};
use crate::types::prelude::*;

/// A malformed document as .NET's exception.
fn exception(error: &roxmltree::Error) -> Exception {
    let place = error.pos();
    let message = match error {
        roxmltree::Error::NoRootNode => "Root element is missing.".to_owned(),
        roxmltree::Error::UnexpectedCloseTag(expected, actual, place) => format!(
            "The '{expected}' start tag on line {} position 2 does not match the end tag of '{actual}'. Line {}, position {}.",
            place.row, place.row, place.col
        ),
        other => format!("{other} Line {}, position {}.", place.row, place.col),
    };
    Exception::new(TypeId::XML_EXCEPTION, message)
        .with_property("LineNumber", Value::I32(i32::try_from(place.row).unwrap_or(0)))
        .with_property("LinePosition", Value::I32(i32::try_from(place.col).unwrap_or(0)))
}

/// Fills an empty document with what a text says.
///
/// # Errors
/// `XmlException`
pub fn load(document: &Arc<Node>, text: &str) -> Result<(), Exception> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Exception::new(TypeId::XML_EXCEPTION, "Root element is missing."));
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: u32::MAX };
    let parsed = roxmltree::Document::parse_with_options(text, options)
        .map_err(|error| exception(&error))?;
    document.children.write().clear();
    if let Some(end) = text.starts_with("<?xml ").then(|| text.find("?>")).flatten() {
        let content = text.get(6..end).unwrap_or_default().trim();
        document.append(&Node::new(Kind::Declaration, "xml", "", content));
    }
    let keep = *document.preserve_whitespace.read();
    for child in parsed.root().children() {
        add(document, child, text, keep);
    }
    Ok(())
}

/// The name of an element or attribute as it is written, with its prefix.
fn written_name(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let rest = rest.strip_prefix('<').unwrap_or(rest);
    rest.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/' | '=')).collect()
}

fn add(parent: &Arc<Node>, node: roxmltree::Node<'_, '_>, text: &str, keep: bool) {
    match node.node_type() {
        roxmltree::NodeType::Element => {
            let start = node.range().start;
            let name = written_name(text, start);
            let namespace = node.tag_name().namespace().unwrap_or_default();
            let element = Node::new(Kind::Element, &name, namespace, "");
            parent.append(&element);
            for (name, value) in declared(text.get(node.range()).unwrap_or_default()) {
                element.set_attribute(&Node::new(
                    Kind::Attribute,
                    &name,
                    "http://www.w3.org/2000/xmlns/",
                    &value,
                ));
            }
            for attribute in node.attributes() {
                let name = written_name(text, attribute.range().start);
                element.set_attribute(&Node::new(
                    Kind::Attribute,
                    &name,
                    attribute.namespace().unwrap_or_default(),
                    attribute.value(),
                ));
            }
            *element.short.write() =
                text.get(node.range()).is_some_and(|source| source.ends_with("/>"));
            for child in node.children() {
                add(&element, child, text, keep);
            }
        }
        roxmltree::NodeType::Text => {
            let value = node.text().unwrap_or_default();
            let source = text.get(node.range()).unwrap_or_default();
            if source.starts_with("<![CDATA[") {
                parent.append(&Node::new(Kind::CDATA, "#cdata-section", "", value));
            } else if value.trim().is_empty() {
                if keep {
                    parent.append(&Node::new(Kind::Whitespace, "#whitespace", "", value));
                }
            } else {
                parent.append(&Node::text_of(value));
            }
        }
        roxmltree::NodeType::Comment => {
            let value = node.text().unwrap_or_default();
            parent.append(&Node::new(Kind::Comment, "#comment", "", value));
        }
        roxmltree::NodeType::PI => {
            if let Some(pi) = node.pi() {
                let value = pi.value.unwrap_or_default();
                parent.append(&Node::new(Kind::ProcessingInstruction, pi.target, "", value));
            }
        }
        roxmltree::NodeType::Root => {}
    }
}

/// The name space declarations in the start tag of an element, which the parser does not count among the
/// attributes.
fn declared(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut tag_end = rest.len();
    let mut quote = None;
    for (at, character) in rest.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), same) if open == same => quote = None,
            (None, '>') => {
                tag_end = at;
                break;
            }
            _ => {}
        }
    }
    rest = rest.get(..tag_end).unwrap_or(rest);
    while let Some(at) = rest.find("xmlns") {
        let before = rest.get(..at).unwrap_or_default();
        rest = rest.get(at..).unwrap_or_default();
        let name: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '=').collect();
        let after = rest.get(name.len()..).unwrap_or_default().trim_start();
        let value = after.strip_prefix('=').map(str::trim_start).and_then(|value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value.get(1..)?.split(quote).next()
        });
        if let (true, Some(value)) = (before.ends_with(char::is_whitespace), value) {
            found.push((name.clone(), value.to_owned()));
        }
        rest = rest.get(5..).unwrap_or_default();
    }
    found
}
