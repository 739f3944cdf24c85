//! `System.Xml.XmlDocument`, `XmlElement` and their kin

use super::node::{Kind, Node};
use super::{parse, reader, write, writer, writer_nodes, xpath};
use crate::call::Body;
use crate::types::prelude::*;
use crate::types::system_collections::enumerator;
use crate::types::system_io::stream::Stream;
use crate::types::system_io::writers::Writer;

const METHODS: &[(&str, Body)] = &[
    ("AppendChild", |call| insert(call, |parent, _| parent.children.read().len())),
    ("Clone", |call| Ok(Value::live_arc(this(call)?.copy(true)))),
    ("CloneNode", |call| Ok(Value::live_arc(this(call)?.copy(call.bool(0))))),
    ("GetAttribute", |call| {
        let name = call.required_string(0, "name")?;
        let found = attribute(call, name)?;
        Ok(found.map(|found| found.value.read().clone()).unwrap_or_default().into())
    }),
    ("GetAttributeNode", |call| {
        let name = call.required_string(0, "name")?;
        Ok(attribute(call, name)?.map_or(Value::Null, Value::live_arc))
    }),
    ("GetElementsByTagName", |call| {
        let name = call.required_string(0, "name")?;
        let all = this(call)?.walk().into_iter().skip(1);
        let found = all.filter(|node| {
            node.kind == Kind::Element && (*name == "*" || *node.name.read() == name.as_str())
        });
        Ok(list("System.Xml.XmlElementList", found))
    }),
    ("GetEnumerator", |call| {
        let items = this(call)?.children.read().iter().cloned().map(Value::live_arc).collect();
        Ok(enumerator::over("System.Array+ArrayEnumerator", items))
    }),
    ("GetNamespaceOfPrefix", |call| {
        let prefix = call.required_string(0, "prefix")?;
        Ok(this(call)?.namespace_of(prefix).unwrap_or_default().into())
    }),
    ("HasAttribute", |call| {
        let name = call.required_string(0, "name")?;
        Ok(attribute(call, name)?.is_some().into())
    }),
    ("InsertAfter", |call| insert(call, |_, at| at.map_or(0, |at| at + 1))),
    ("InsertBefore", |call| insert(call, |parent, at| at.unwrap_or(parent.children.read().len()))),
    ("Normalize", |_| Ok(Value::AutomationNull)),
    ("PrependChild", |call| insert(call, |_, _| 0)),
    ("RemoveAll", |call| {
        let node = this(call)?;
        node.children.write().clear();
        *node.short.write() = false;
        node.attributes.write().clear();
        Ok(Value::AutomationNull)
    }),
    ("RemoveAllAttributes", |call| {
        this(call)?.attributes.write().clear();
        Ok(Value::AutomationNull)
    }),
    ("RemoveAttribute", |call| {
        let name = call.required_string(0, "name")?;
        if let Some(found) = attribute(call, name)? {
            found.detach();
        }
        Ok(Value::AutomationNull)
    }),
    ("RemoveChild", |call| {
        let child = node_of(call.argument(0))?;
        if !child
            .parent()
            .is_some_and(|parent| this(call).is_ok_and(|own| Arc::ptr_eq(&parent, &own)))
        {
            return Err(errors::argument("The node to be removed is not a child of this node."));
        }
        child.detach();
        Ok(Value::live_arc(child))
    }),
    ("ReplaceChild", |call| {
        let (new, old) = (node_of(call.argument(0))?, node_of(call.argument(1))?);
        let own = this(call)?;
        let at = old.position().unwrap_or(usize::MAX);
        own.insert(at, &new);
        old.detach();
        Ok(Value::live_arc(old))
    }),
    ("SelectNodes", |call| Ok(list("System.Xml.XPathNodeList", selected(call)?))),
    ("SelectSingleNode", |call| {
        Ok(selected(call)?.into_iter().next().map_or(Value::Null, Value::live_arc))
    }),
    ("SetAttribute", |call| {
        let name = call.required_string(0, "name")?;
        let value = call.string(call.count().saturating_sub(1)).cloned().unwrap_or_default();
        let namespace =
            if call.count() > 2 { call.string(1).map_or("", PsString::as_str) } else { "" };
        let own = this(call)?;
        match own.attribute(name) {
            Some(known) => value.as_str().clone_into(&mut known.value.write()),
            None => own.set_attribute(&Node::new(Kind::Attribute, name, namespace, &value)),
        }
        Ok(if call.count() > 2 { value.into() } else { Value::AutomationNull })
    }),
    ("ToString", |call| Ok(this(call)?.text().into())),
    ("WriteContentTo", |call| {
        let own = this(call)?;
        let children = own.children.read().clone();
        for child in &children {
            writer_nodes::put_node(call.argument(0), child)?;
        }
        Ok(Value::AutomationNull)
    }),
    ("WriteTo", |call| {
        writer_nodes::put_node(call.argument(0), &this(call)?)?;
        Ok(Value::AutomationNull)
    }),
];

const DOCUMENT: &[(&str, Body)] = &[
    ("CreateAttribute", |call| create(call, Kind::Attribute)),
    ("CreateCDataSection", |call| create_text(call, Kind::CDATA, "#cdata-section")),
    ("CreateComment", |call| create_text(call, Kind::Comment, "#comment")),
    ("CreateDocumentFragment", |_| {
        Ok(Value::live_arc(Node::new(Kind::Fragment, "#document-fragment", "", "")))
    }),
    ("CreateElement", |call| create(call, Kind::Element)),
    ("CreateProcessingInstruction", |call| {
        let name = call.required_string(0, "target")?;
        let data = call.string(1).cloned().unwrap_or_default();
        Ok(Value::live_arc(Node::new(Kind::ProcessingInstruction, name, "", &data)))
    }),
    ("CreateTextNode", |call| create_text(call, Kind::Text, "#text")),
    ("CreateXmlDeclaration", |call| {
        let part = |index: usize, name: &str| {
            call.string(index)
                .filter(|text| !text.is_empty())
                .map(|text| format!(" {name}=\"{text}\""))
                .unwrap_or_default()
        };
        let content =
            format!("{}{}{}", part(0, "version"), part(1, "encoding"), part(2, "standalone"));
        Ok(Value::live_arc(Node::new(Kind::Declaration, "xml", "", content.trim_start())))
    }),
    ("ImportNode", |call| {
        let copy = node_of(call.argument(0))?.copy(call.bool(1));
        copy.set_owner(&this(call)?);
        Ok(Value::live_arc(copy))
    }),
    ("Load", |call| {
        let text = if call.string(0).is_some() {
            let path =
                crate::types::system_io::path::full(call, call.required_string(0, "filename")?);
            let bytes = call
                .system()
                .read(&path)
                .map_err(|error| crate::types::system_io::failure::at_file(call, &error, &path))?;
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            reader::source_text(call.argument(0))?
                .ok_or_else(|| errors::argument_null("inStream"))?
        };
        parse::load(&this(call)?, &text)?;
        Ok(Value::AutomationNull)
    }),
    ("LoadXml", |call| {
        parse::load(&this(call)?, call.required_string(0, "xml")?)?;
        Ok(Value::AutomationNull)
    }),
    ("Save", |call| {
        let own = this(call)?;
        if call.argument(0).downcast::<writer::XmlWriter>().is_some() {
            writer_nodes::put_node(call.argument(0), &own)?;
            return Ok(Value::AutomationNull);
        }
        let text = if *own.preserve_whitespace.read() {
            write::outer(&own)
        } else {
            write::indented(&own)
        };
        if let Some(target) = call.argument(0).downcast::<Stream>() {
            target.write(text.as_bytes())?;
            return Ok(Value::AutomationNull);
        }
        if let Some(target) = call.argument(0).downcast::<Writer>() {
            target.put(&text.encode_utf16().collect::<Vec<u16>>())?;
            return Ok(Value::AutomationNull);
        }
        let path = crate::types::system_io::path::full(call, call.required_string(0, "filename")?);
        call.system()
            .write(&path, text.as_bytes())
            .map_err(|error| crate::types::system_io::failure::at_file(call, &error, &path))?;
        Ok(Value::AutomationNull)
    }),
];

const fn node_type(name: &'static str) -> Implementation {
    Implementation { name, methods: METHODS, ..Implementation::EMPTY }
}

pub(crate) static NODE: Implementation = node_type("System.Xml.XmlNode");
pub(crate) static XML_DOCUMENT: Implementation = Implementation {
    name: "System.Xml.XmlDocument",
    constructor: Some(|_| Ok(Value::live_arc(Node::document()))),
    methods: DOCUMENT,
    ..Implementation::EMPTY
};
pub(crate) static LIST: Implementation = Implementation {
    name: "System.Xml.XmlNodeList",
    methods: &[
        ("Item", item),
        ("GetEnumerator", |call| {
            Ok(enumerator::over("System.Array+ArrayEnumerator", sequence::items_of(call.this)))
        }),
    ],
    properties: &[("ItemOf", item)],
    ..Implementation::EMPTY
};
pub(crate) static ATTRIBUTES: Implementation = Implementation {
    name: "System.Xml.XmlNamedNodeMap",
    methods: &[("GetNamedItem", item), ("Item", item)],
    properties: &[("ItemOf", item)],
    ..Implementation::EMPTY
};
pub(crate) static NAMESPACES: Implementation = Implementation {
    name: "System.Xml.XmlNamespaceManager",
    constructor: Some(|_| Ok(Value::live(Namespaces::default()))),
    methods: &[
        ("AddNamespace", |call| {
            let manager: &Namespaces = call.this.downcast().ok_or_else(errors::null_reference)?;
            let (prefix, uri) =
                (call.required_string(0, "prefix")?, call.required_string(1, "uri")?);
            manager.0.write().insert(prefix.to_string(), uri.to_string());
            Ok(Value::AutomationNull)
        }),
        ("HasNamespace", |call| {
            let manager: &Namespaces = call.this.downcast().ok_or_else(errors::null_reference)?;
            Ok(manager.0.read().contains_key(call.required_string(0, "prefix")?.as_str()).into())
        }),
        ("LookupNamespace", |call| {
            let manager: &Namespaces = call.this.downcast().ok_or_else(errors::null_reference)?;
            let found = manager.0.read().get(call.required_string(0, "prefix")?.as_str()).cloned();
            Ok(Value::from(found))
        }),
    ],
    ..Implementation::EMPTY
};

/// Prefixes and what they stand for.
#[derive(Default)]
struct Namespaces(parking_lot::RwLock<xpath::Prefixes>);

impl LiveObject for Namespaces {
    fn object_type(&self) -> TypeId {
        type_named("System.Xml.XmlNamespaceManager")
    }
}

/// A list of nodes.
struct Nodes {
    type_name: &'static str,
    items: Vec<Arc<Node>>,
}

pub(super) fn list(type_name: &'static str, items: impl IntoIterator<Item = Arc<Node>>) -> Value {
    Value::live(Nodes { type_name, items: items.into_iter().collect() })
}

impl LiveObject for Nodes {
    fn object_type(&self) -> TypeId {
        match self.type_name {
            "System.Xml.XmlAttributeCollection" => type_named(self.type_name),
            name => TypeId::register(name, Some(type_named("System.Xml.XmlNodeList"))),
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        names(&["Count"])
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        name.eq_ignore_ascii_case("Count").then(|| Ok(sequence::count(self.items.len())))
    }

    fn enumerate(&self) -> Option<Box<dyn Iterator<Item = Value> + Send>> {
        Some(Box::new(self.items.clone().into_iter().map(Value::live_arc)))
    }
}

fn item(call: &mut Call<'_>) -> Outcome {
    let nodes: &Nodes = call.this.downcast().ok_or_else(errors::null_reference)?;
    let found = match call.argument(0).as_str() {
        Some(name) => nodes.items.iter().find(|node| *node.name.read() == name),
        None => usize::try_from(call.int(0)).ok().and_then(|at| nodes.items.get(at)),
    };
    Ok(found.cloned().map_or(Value::Null, Value::live_arc))
}

fn node_of(value: &Value) -> Result<Arc<Node>, Exception> {
    value.downcast_arc().ok_or_else(|| errors::argument_null("node"))
}

fn this(call: &Call<'_>) -> Result<Arc<Node>, Exception> {
    call.this.downcast_arc().ok_or_else(errors::null_reference)
}

fn attribute(call: &Call<'_>, name: &str) -> Result<Option<Arc<Node>>, Exception> {
    let own = this(call)?;
    let Some(namespace) = call.string(1) else {
        return Ok(own.attribute(name));
    };
    let attributes = own.attributes.read();
    Ok(attributes
        .iter()
        .find(|known| known.local_name() == name && known.namespace == namespace.as_str())
        .cloned())
}

/// Puts the first argument among the children; the place may depend on that of the second.
fn insert(call: &Call<'_>, place: impl Fn(&Arc<Node>, Option<usize>) -> usize) -> Outcome {
    let own = this(call)?;
    let child = node_of(call.argument(0))?;
    if child.kind == Kind::Attribute {
        own.set_attribute(&child);
        return Ok(Value::live_arc(child));
    }
    let reference = call.argument(1).downcast_arc::<Node>().and_then(|node| node.position());
    let mut at = place(&own, reference);
    if child.kind == Kind::Fragment {
        for one in child.children.read().clone() {
            own.insert(at, &one);
            at += 1;
        }
    } else {
        own.insert(at, &child);
    }
    Ok(Value::live_arc(child))
}

fn create(call: &Call<'_>, kind: Kind) -> Outcome {
    let name = call.required_string(0, "name")?;
    let (name, namespace) = match call.count() {
        3 if call.string(0).is_some_and(|prefix| !prefix.is_empty()) => {
            let local = call.required_string(1, "localName")?;
            (format!("{name}:{local}"), call.string(2))
        }
        3 => (call.required_string(1, "localName")?.to_string(), call.string(2)),
        _ => (name.to_string(), call.string(1)),
    };
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || "<>&".contains(c)) {
        return Err(Exception::new(
            TypeId::XML_EXCEPTION,
            format!(
                "The '{}' character, hexadecimal value 0x20, cannot be included in a name.",
                ' '
            ),
        ));
    }
    let node = Node::new(kind, &name, namespace.map_or("", PsString::as_str), "");
    node.set_owner(&this(call)?);
    Ok(Value::live_arc(node))
}

fn create_text(call: &Call<'_>, kind: Kind, name: &str) -> Outcome {
    let text = call.string(0).cloned().unwrap_or_default();
    let node = Node::new(kind, name, "", &text);
    node.set_owner(&this(call)?);
    Ok(Value::live_arc(node))
}

fn selected(call: &Call<'_>) -> Result<Vec<Arc<Node>>, Exception> {
    let expression = call.required_string(0, "xpath")?;
    let prefixes = match call.argument(1).downcast::<Namespaces>() {
        Some(manager) => manager.0.read().clone(),
        None => xpath::Prefixes::new(),
    };
    xpath::select(&this(call)?, expression, &prefixes)
}

/// The document that a text describes.
///
/// # Errors
/// `XmlException`
pub fn parse_document(text: &str) -> Outcome {
    let document = Node::document();
    parse::load(&document, text)?;
    Ok(Value::live_arc(document))
}

/// An empty document, for those who build one.
pub fn new_document() -> Arc<Node> {
    Node::document()
}

/// The nodes that an expression selects in a node.
///
/// # Errors
/// `XPathException`, or where the value is no node.
pub fn select_nodes(
    value: &Value,
    expression: &str,
    prefixes: &xpath::Prefixes,
) -> Result<Vec<Value>, Exception> {
    let found = xpath::select(&node_of(value)?, expression, prefixes)?;
    Ok(found.into_iter().map(Value::live_arc).collect())
}
