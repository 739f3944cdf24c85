//! Properties of nodes: attributes and children by name, as PowerShell shows them, then those of .NET

use super::document::list;
use super::node::{Kind, Node};
use super::{parse, write};
use crate::types::prelude::*;

/// Names of the attributes and children of a node, as PowerShell's adapter lists them; `None` for any
/// other value.
pub fn adapted_names(value: &Value) -> Option<Vec<PsString>> {
    let node: &Node = value.base().downcast()?;
    if node.kind == Kind::Attribute {
        return Some(vec!["#text".into()]);
    }
    let mut list: Vec<PsString> = Vec::new();
    for part in node.attributes.read().iter().chain(node.children.read().iter()) {
        let name = part.name.read();
        if part.kind != Kind::Whitespace && !list.iter().any(|known| known.eq_ignore_case(&name)) {
            list.push(name.as_str().into());
        }
    }
    Some(list)
}

/// The local name of a node, which PowerShell shows as its text; `None` for any other value.
pub fn local_name(value: &Value) -> Option<PsString> {
    value.downcast::<Node>().map(|node| node.local_name().into())
}

impl Node {
    /// Attributes and children of a name, as PowerShell's adapter finds them.
    fn adapted(&self, name: &str) -> Vec<Arc<Self>> {
        let same = |node: &&Arc<Self>| {
            node.local_name().eq_ignore_ascii_case(name)
                || node.name.read().eq_ignore_ascii_case(name)
        };
        let mut found: Vec<Arc<Self>> =
            self.attributes.read().iter().filter(same).cloned().collect();
        found.extend(self.children.read().iter().filter(same).cloned());
        found
    }

    /// What a property of that name shows: the text of an attribute or of an element that holds text
    /// alone, the node otherwise.
    fn shown(&self) -> Value {
        let plain = match self.kind {
            Kind::Element => {
                self.attributes.read().is_empty()
                    && self.children.read().iter().all(|child| child.kind == Kind::Text)
            }
            Kind::Document | Kind::Fragment => false,
            _ => true,
        };
        if plain {
            return self.inner_text().into();
        }
        self.shared().map_or(Value::Null, Value::live_arc)
    }

    fn net_property(&self, name: &str) -> Option<Value> {
        let node = |found: Option<Arc<Self>>| found.map_or(Value::Null, Value::live_arc);
        let own = self.shared();
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => self.name.read().as_str().into(),
            "localname" => self.local_name().into(),
            "prefix" => self.prefix().into(),
            "namespaceuri" => self.namespace.as_str().into(),
            "nodetype" => enum_named("System.Xml.XmlNodeType", &self.node_type()),
            "value" | "data" => match self.kind {
                Kind::Element | Kind::Document | Kind::Fragment => Value::Null,
                _ => self.value.read().as_str().into(),
            },
            "innertext" => self.inner_text().into(),
            "innerxml" => write::inner(self).into(),
            "outerxml" => write::outer(self).into(),
            "childnodes" => list("System.Xml.XmlChildNodes", self.children.read().clone()),
            "attributes" if self.kind == Kind::Element => {
                list("System.Xml.XmlAttributeCollection", self.attributes.read().clone())
            }
            "attributes" => Value::Null,
            "hasattributes" => (!self.attributes.read().is_empty()).into(),
            "haschildnodes" => (!self.children.read().is_empty()).into(),
            "isempty" => (self.children.read().is_empty() && *self.short.read()).into(),
            "isreadonly" => false.into(),
            "firstchild" => node(self.children.read().first().cloned()),
            "lastchild" => node(self.children.read().last().cloned()),
            "parentnode" => node(self.parent().filter(|_| self.kind != Kind::Attribute)),
            "ownerelement" => node(self.parent().filter(|_| self.kind == Kind::Attribute)),
            "ownerdocument" => node(own.and_then(|own| own.owner())),
            "nextsibling" => node(own.and_then(|own| own.sibling(1))),
            "previoussibling" => node(own.and_then(|own| own.sibling(-1))),
            "documentelement" if self.kind == Kind::Document => {
                node(self.elements().first().cloned())
            }
            "preservewhitespace" if self.kind == Kind::Document => {
                (*self.preserve_whitespace.read()).into()
            }
            "specified" if self.kind == Kind::Attribute => true.into(),
            "#text" if self.kind == Kind::Attribute => self.value.read().as_str().into(),
            "baseuri" => Value::string(""),
            "nametable" | "schemas" | "implementation" | "documenttype" => Value::Null,
            _ => return None,
        })
    }

    fn node_type(&self) -> String {
        match self.kind {
            Kind::Fragment => "DocumentFragment".to_owned(),
            Kind::Declaration => "XmlDeclaration".to_owned(),
            other => format!("{other:?}"),
        }
    }
}

const NET_NAMES: &[&str] = &[
    "NodeType",
    "ParentNode",
    "DocumentType",
    "Implementation",
    "Name",
    "LocalName",
    "DocumentElement",
    "OwnerDocument",
    "Schemas",
    "XmlResolver",
    "NameTable",
    "PreserveWhitespace",
    "IsReadOnly",
    "InnerText",
    "InnerXml",
    "SchemaInfo",
    "BaseURI",
    "Value",
    "ChildNodes",
    "PreviousSibling",
    "NextSibling",
    "Attributes",
    "FirstChild",
    "LastChild",
    "HasChildNodes",
    "NamespaceURI",
    "Prefix",
    "PreviousText",
    "OuterXml",
];

impl LiveObject for Node {
    fn object_type(&self) -> TypeId {
        type_named(match self.kind {
            Kind::Element => "System.Xml.XmlElement",
            Kind::Attribute => "System.Xml.XmlAttribute",
            Kind::Text => "System.Xml.XmlText",
            Kind::CDATA => "System.Xml.XmlCDataSection",
            Kind::ProcessingInstruction => "System.Xml.XmlProcessingInstruction",
            Kind::Comment => "System.Xml.XmlComment",
            Kind::Document => "System.Xml.XmlDocument",
            Kind::Fragment => "System.Xml.XmlDocumentFragment",
            Kind::Whitespace => "System.Xml.XmlWhitespace",
            Kind::Declaration => "System.Xml.XmlDeclaration",
            Kind::DocumentType => "System.Xml.XmlDocumentType",
        })
    }

    /// The adapter's properties; those of the type where it has none.
    fn property_names(&self) -> Vec<PsString> {
        let mut list: Vec<PsString> = Vec::new();
        let nodes: Vec<Arc<Self>> =
            self.attributes.read().iter().chain(self.children.read().iter()).cloned().collect();
        for node in nodes {
            let name = node.name.read();
            if !list.iter().any(|known| known.eq_ignore_case(&name)) {
                list.push(name.as_str().into());
            }
        }
        if list.is_empty() { names(NET_NAMES) } else { list }
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        match self.adapted(name).as_slice() {
            [] => self.net_property(name).map(Ok),
            [single] => Some(Ok(single.shown())),
            several => Some(Ok(Value::array(several.iter().map(|node| node.shown()).collect()))),
        }
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let text = crate::text::to_text(&value, &Culture::invariant());
        let found = self.adapted(name);
        if let [single] = found.as_slice() {
            match single.kind {
                Kind::Element => single.set_inner_text(&text),
                _ => text.as_str().clone_into(&mut single.value.write()),
            }
            return Some(Ok(()));
        }
        let own = self.shared()?;
        match name.to_ascii_lowercase().as_str() {
            "isempty" if self.kind == Kind::Element => {
                if value.as_bool().unwrap_or(false) {
                    self.children.write().clear();
                }
                *self.short.write() = value.as_bool().unwrap_or(false);
            }
            "innertext" => own.set_inner_text(&text),
            "value" | "data" => text.as_str().clone_into(&mut self.value.write()),
            "innerxml" => {
                let holder = Node::document();
                if let Err(error) = parse::load(&holder, &format!("<x>{text}</x>")) {
                    return Some(Err(error));
                }
                self.children.write().clear();
                let inner = holder.elements().first().map(|root| root.children.read().clone());
                for child in inner.unwrap_or_default() {
                    own.append(&child);
                }
            }
            "preservewhitespace" => {
                *self.preserve_whitespace.write() = value.as_bool().unwrap_or(false)
            }
            _ => return None,
        }
        Some(Ok(()))
    }

    fn text(&self) -> PsString {
        self.object_type().full_name().into()
    }
}
