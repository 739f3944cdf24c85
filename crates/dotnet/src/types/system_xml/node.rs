//! The tree behind an `XmlDocument`

use std::sync::Weak;

use parking_lot::RwLock;

use crate::types::prelude::*;

/// What a node is; the names are those of `XmlNodeType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of XmlNodeType")]
pub enum Kind {
    Element,
    Attribute,
    Text,
    CDATA,
    ProcessingInstruction,
    Comment,
    Document,
    Fragment,
    Whitespace,
    Declaration,
    DocumentType,
}

/// A node and its place in the tree.
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its name with the prefix; `#text` and the like for nodes without one.
    pub name: RwLock<String>,
    /// The name space of an element or attribute.
    pub namespace: String,
    /// The text of a node that holds one.
    pub value: RwLock<String>,
    /// Attributes in order.
    pub attributes: RwLock<Vec<Arc<Node>>>,
    /// Children in order.
    pub children: RwLock<Vec<Arc<Node>>>,
    this: Weak<Node>,
    parent: RwLock<Weak<Node>>,
    document: RwLock<Weak<Node>>,
    /// Whether an element without children is written as one tag.
    pub short: RwLock<bool>,
    /// Whether white space between elements is kept (documents only).
    pub preserve_whitespace: RwLock<bool>,
}

impl Node {
    /// A node without parent.
    pub fn new(kind: Kind, name: &str, namespace: &str, value: &str) -> Arc<Self> {
        Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            kind,
            name: RwLock::new(name.to_owned()),
            namespace: namespace.to_owned(),
            value: RwLock::new(value.to_owned()),
            attributes: RwLock::default(),
            children: RwLock::default(),
            parent: RwLock::default(),
            document: RwLock::default(),
            short: RwLock::new(true),
            preserve_whitespace: RwLock::new(false),
        })
    }

    /// An empty document.
    pub fn document() -> Arc<Self> {
        Self::new(Kind::Document, "#document", "", "")
    }

    /// A node of text.
    pub fn text_of(text: &str) -> Arc<Self> {
        Self::new(Kind::Text, "#text", "", text)
    }

    /// The node as it is shared.
    pub fn shared(&self) -> Option<Arc<Self>> {
        self.this.upgrade()
    }

    /// The name without prefix.
    pub fn local_name(&self) -> String {
        let name = self.name.read();
        name.split_once(':').map_or(name.as_str(), |(_, local)| local).to_owned()
    }

    /// The prefix of the name.
    pub fn prefix(&self) -> String {
        let name = self.name.read();
        name.split_once(':').map_or("", |(prefix, _)| prefix).to_owned()
    }

    /// The node above.
    pub fn parent(&self) -> Option<Arc<Self>> {
        self.parent.read().upgrade()
    }

    /// The document that the node was made for.
    pub fn owner(self: &Arc<Self>) -> Option<Arc<Self>> {
        if self.kind == Kind::Document {
            return None;
        }
        let mut top = Arc::clone(self);
        while let Some(above) = top.parent() {
            top = above;
        }
        if top.kind == Kind::Document {
            return Some(top);
        }
        self.document.read().upgrade()
    }

    /// Says for which document a node without parent is.
    pub fn set_owner(&self, document: &Arc<Self>) {
        *self.document.write() = Arc::downgrade(document);
    }

    /// Adds a child at a place; one that stands elsewhere is moved.
    pub fn insert(self: &Arc<Self>, at: usize, child: &Arc<Self>) {
        child.detach();
        *self.short.write() = false;
        *child.parent.write() = Arc::downgrade(self);
        let mut children = self.children.write();
        let at = at.min(children.len());
        children.insert(at, Arc::clone(child));
    }

    /// Adds a child at the end.
    pub fn append(self: &Arc<Self>, child: &Arc<Self>) {
        self.insert(usize::MAX, child);
    }

    /// Adds an attribute, or replaces the one of that name.
    pub fn set_attribute(self: &Arc<Self>, attribute: &Arc<Self>) {
        *attribute.parent.write() = Arc::downgrade(self);
        let name = attribute.name.read().clone();
        let mut attributes = self.attributes.write();
        match attributes.iter_mut().find(|known| *known.name.read() == name) {
            Some(known) => *known = Arc::clone(attribute),
            None => attributes.push(Arc::clone(attribute)),
        }
    }

    /// Takes the node out of its place.
    pub fn detach(self: &Arc<Self>) {
        if let Some(parent) = self.parent() {
            parent.children.write().retain(|child| !Arc::ptr_eq(child, self));
            parent.attributes.write().retain(|known| !Arc::ptr_eq(known, self));
        }
        *self.parent.write() = Weak::new();
    }

    /// The place among its siblings.
    pub fn position(self: &Arc<Self>) -> Option<usize> {
        let parent = self.parent()?;
        let children = parent.children.read();
        children.iter().position(|child| Arc::ptr_eq(child, self))
    }

    /// A sibling so many places away.
    pub fn sibling(self: &Arc<Self>, by: isize) -> Option<Arc<Self>> {
        let at = self.position()?.checked_add_signed(by)?;
        self.parent()?.children.read().get(at).cloned()
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<Arc<Self>> {
        let attributes = self.attributes.read();
        attributes.iter().find(|known| *known.name.read() == name).cloned()
    }

    /// Children that are elements.
    pub fn elements(&self) -> Vec<Arc<Self>> {
        let children = self.children.read();
        children.iter().filter(|child| child.kind == Kind::Element).cloned().collect()
    }

    /// All text below.
    pub fn inner_text(&self) -> String {
        match self.kind {
            Kind::Element | Kind::Document | Kind::Fragment => {
                let children = self.children.read();
                children
                    .iter()
                    .filter(|child| {
                        !matches!(
                            child.kind,
                            Kind::Comment | Kind::ProcessingInstruction | Kind::Declaration
                        )
                    })
                    .map(|child| child.inner_text())
                    .collect()
            }
            _ => self.value.read().clone(),
        }
    }

    /// Replaces all children by one text.
    pub fn set_inner_text(self: &Arc<Self>, text: &str) {
        if matches!(self.kind, Kind::Element | Kind::Fragment) {
            self.children.write().clear();
            *self.short.write() = false;
            if !text.is_empty() {
                self.append(&Self::text_of(text));
            }
        } else {
            text.clone_into(&mut self.value.write());
        }
    }

    /// A copy without parent; `deep` with all children.
    pub fn copy(self: &Arc<Self>, deep: bool) -> Arc<Self> {
        let copy = Self::new(self.kind, &self.name.read(), &self.namespace, &self.value.read());
        *copy.short.write() = *self.short.read();
        for attribute in self.attributes.read().iter() {
            copy.set_attribute(&attribute.copy(true));
        }
        if deep {
            for child in self.children.read().iter() {
                copy.append(&child.copy(true));
            }
        }
        copy
    }

    /// The name space of a prefix at this place.
    pub fn namespace_of(self: &Arc<Self>, prefix: &str) -> Option<String> {
        let wanted = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let mut here = Some(Arc::clone(self));
        while let Some(node) = here {
            if let Some(found) = node.attribute(&wanted) {
                return Some(found.value.read().clone());
            }
            here = node.parent();
        }
        (prefix == "xml").then(|| "http://www.w3.org/XML/1998/namespace".to_owned())
    }

    /// The node and all below it, in document order.
    pub fn walk(self: &Arc<Self>) -> Vec<Arc<Self>> {
        let mut all = vec![Arc::clone(self)];
        for child in self.children.read().iter() {
            all.extend(child.walk());
        }
        all
    }
}
