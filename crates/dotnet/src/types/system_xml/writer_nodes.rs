//! Nodes of a document through an `XmlWriter`

use super::node::{Kind, Node};
use super::write;
use super::writer::XmlWriter;
use crate::types::prelude::*;

/// Writes a node and all below it.
pub(super) fn put_node(writer: &Value, node: &Arc<Node>) -> Result<(), Exception> {
    let writer: &XmlWriter = writer.downcast().ok_or_else(|| errors::argument_null("w"))?;
    put(writer, node)
}

fn put(writer: &XmlWriter, node: &Arc<Node>) -> Result<(), Exception> {
    let children = node.children.read().clone();
    match node.kind {
        Kind::Document | Kind::Fragment => {
            for child in &children {
                put(writer, child)?;
            }
        }
        Kind::Declaration => {
            *writer.declaration.lock() = None;
            writer.text.lock().item(&writer.declaration_of(None));
        }
        Kind::Element => {
            writer.begin();
            let prefix = node.prefix();
            let namespace = Some(node.namespace.as_str());
            let single = !writer.fragment;
            writer.text.lock().start_element(
                Some(&prefix),
                &node.local_name(),
                namespace,
                single,
            )?;
            for attribute in node.attributes.read().iter() {
                let mut text = writer.text.lock();
                let prefix = attribute.prefix();
                let name = attribute.local_name();
                // The element may have declared its own name space already.
                let declares = (prefix.is_empty() && name == "xmlns" && node.prefix().is_empty())
                    || (prefix == "xmlns" && name == node.prefix());
                if declares && text.declared_here(if prefix.is_empty() { "" } else { &name }) {
                    continue;
                }
                text.start_attribute(Some(&prefix), &name, Some(&attribute.namespace))?;
                text.text(&attribute.value.read());
                text.end_attribute();
            }
            for child in &children {
                put(writer, child)?;
            }
            let full = !*node.short.read();
            writer.text.lock().end_element(full)?;
        }
        Kind::Text => writer.text.lock().text(&node.value.read()),
        Kind::CDATA | Kind::Whitespace => writer.text.lock().inline(&write::outer(node)),
        _ => {
            writer.begin();
            writer.text.lock().item(&write::outer(node));
        }
    }
    Ok(())
}
