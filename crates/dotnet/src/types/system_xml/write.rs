//! Tree to text

use super::node::{Kind, Node};

/// Text as it stands between tags.
pub fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text as it stands in an attribute.
pub(super) fn escape_attribute(text: &str) -> String {
    escape_text(text)
        .replace('"', "&quot;")
        .replace('\n', "&#xA;")
        .replace('\r', "&#xD;")
        .replace('\t', "&#x9;")
}

/// `OuterXml`
pub fn outer(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out, None);
    out
}

/// `InnerXml`
pub fn inner(node: &Node) -> String {
    let mut out = String::new();
    for child in node.children.read().iter() {
        write(child, &mut out, None);
    }
    out
}

/// The document with each element on a line of its own, as `Save` writes it.
pub fn indented(node: &Node) -> String {
    let mut out = String::new();
    let children = node.children.read().clone();
    for (at, child) in children.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        write(child, &mut out, Some(0));
    }
    out
}

fn write(node: &Node, out: &mut String, indent: Option<usize>) {
    let value = node.value.read().clone();
    let name = node.name.read().clone();
    match node.kind {
        Kind::Document | Kind::Fragment => {
            for child in node.children.read().iter() {
                write(child, out, indent);
            }
        }
        Kind::Element => write_element(node, &name, out, indent),
        Kind::Attribute => out.push_str(&format!("{name}=\"{}\"", escape_attribute(&value))),
        Kind::Text => out.push_str(&escape_text(&value)),
        Kind::Whitespace => out.push_str(&value),
        Kind::CDATA => out.push_str(&format!("<![CDATA[{value}]]>")),
        Kind::Comment => out.push_str(&format!("<!--{value}-->")),
        Kind::ProcessingInstruction => out.push_str(&format!("<?{name} {value}?>")),
        Kind::Declaration => out.push_str(&format!("<?xml {value}?>")),
        Kind::DocumentType => out.push_str(&format!("<!DOCTYPE {name}{value}>")),
    }
}

fn write_element(node: &Node, name: &str, out: &mut String, indent: Option<usize>) {
    out.push('<');
    out.push_str(name);
    for attribute in node.attributes.read().iter() {
        out.push(' ');
        write(attribute, out, None);
    }
    let children = node.children.read().clone();
    if children.is_empty() && *node.short.read() {
        out.push_str(" />");
        return;
    }
    out.push('>');
    let mixed = children.is_empty()
        || children
            .iter()
            .any(|child| matches!(child.kind, Kind::Text | Kind::CDATA | Kind::Whitespace));
    let deeper = indent.filter(|_| !mixed).map(|level| level + 1);
    for child in &children {
        if let Some(level) = deeper {
            out.push('\n');
            out.push_str(&"  ".repeat(level));
        }
        write(child, out, deeper);
    }
    if let Some(level) = deeper {
        out.push('\n');
        out.push_str(&"  ".repeat(level - 1));
    }
    out.push_str(&format!("</{name}>"));
}
