//! An owned element, for bodies whose meaning is not ours (CIM instances, configuration, …).

use crate::names::Namespace;
use crate::xml::{Node, XmlWriter};

/// One attribute of an [`Element`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Namespace name, if the attribute has one.
    pub namespace: Option<String>,
    /// Local name.
    pub name: String,
    /// Value, unescaped.
    pub value: String,
}

/// What stands between the tags of an [`Element`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A child element.
    Element(Element),
    /// Character data, unescaped.
    Text(String),
}

/// An element with everything inside it. Comments and prefixes are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Namespace name, if the element has one.
    pub namespace: Option<String>,
    /// Local name.
    pub name: String,
    /// The attributes, namespace declarations excluded.
    pub attributes: Vec<Attribute>,
    /// What stands inside.
    pub content: Vec<Content>,
}

impl Element {
    /// An element without attributes and content.
    #[must_use]
    pub fn new(namespace: Namespace, name: &str) -> Self {
        Self {
            namespace: Some(namespace.uri().to_owned()),
            name: name.to_owned(),
            attributes: Vec::new(),
            content: Vec::new(),
        }
    }

    /// The same element with text appended.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.content.push(Content::Text(text.into()));
        self
    }

    /// The same element with a child appended.
    #[must_use]
    pub fn with_child(mut self, child: Self) -> Self {
        self.content.push(Content::Element(child));
        self
    }

    /// The same element with an attribute appended.
    #[must_use]
    pub fn with_attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute {
            namespace: None,
            name: name.to_owned(),
            value: value.into(),
        });
        self
    }

    /// The child elements.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first child with this local name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// The character data directly inside, trimmed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for content in &self.content {
            if let Content::Text(piece) = content {
                text.push_str(piece);
            }
        }
        text.trim().to_owned()
    }

    /// Copies an element out of a document. The depth is bounded by the document's limits.
    #[must_use]
    pub fn read(node: Node<'_, '_>) -> Self {
        Self::copy(node, node.node)
    }

    fn copy<'a, 'input>(document: Node<'a, 'input>, node: roxmltree::Node<'a, 'input>) -> Self {
        let attributes = node
            .attributes()
            .map(|attribute| Attribute {
                namespace: attribute.namespace().map(str::to_owned),
                name: attribute.name().to_owned(),
                value: attribute.value().to_owned(),
            })
            .collect();
        let content = node
            .children()
            .filter_map(|child| {
                if child.is_element() {
                    Some(Content::Element(Self::copy(document, child)))
                } else if child.is_text() {
                    document.text_of(child).map(|text| Content::Text(text.to_owned()))
                } else {
                    None
                }
            })
            .collect();
        Self {
            namespace: node.tag_name().namespace().filter(|uri| !uri.is_empty()).map(str::to_owned),
            name: node.tag_name().name().to_owned(),
            attributes,
            content,
        }
    }

    /// Writes the element and everything inside it.
    pub fn write(&self, writer: &mut XmlWriter) {
        writer.start_foreign(self.namespace.as_deref(), &self.name);
        for attribute in &self.attributes {
            writer.attribute_foreign(
                attribute.namespace.as_deref(),
                &attribute.name,
                &attribute.value,
            );
        }
        for content in &self.content {
            match content {
                Content::Element(element) => element.write(writer),
                Content::Text(text) => writer.text(text),
            }
        }
        writer.end();
    }
}

#[cfg(test)]
mod tests {
    use super::Element;
    use crate::Limits;
    use crate::names::Namespace;
    use crate::xml::{Document, XmlWriter};

    #[test]
    fn foreign_elements_survive_a_round_trip() {
        let text = "<z:Win32 xmlns:z='urn:z' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
                    xsi:nil='true' z:q='1'><z:Name>a &amp; b</z:Name><plain xmlns=''>x<y/></plain></z:Win32>";
        let document = Document::parse(text, &Limits::default()).unwrap();
        let first = Element::read(document.root());
        assert_eq!(first.child("Name").unwrap().text(), "a & b");
        let mut writer = XmlWriter::new();
        writer.start(Namespace::Soap, "Body");
        first.write(&mut writer);
        let written = writer.finish();
        let again = Document::parse(&written, &Limits::default()).unwrap();
        assert_eq!(Element::read(again.root().children().next().unwrap()), first);
    }
}
