//! The methods of `XmlReader`

use super::node::{Kind, Node};
use super::reader::{XmlReader, close, of_text};
use super::write;
use crate::call::Body;
use crate::types::prelude::*;

fn this<'a>(call: &Call<'a>) -> Result<&'a XmlReader, Exception> {
    let reader: &XmlReader = call.this.downcast().ok_or_else(errors::null_reference)?;
    reader.place.lock().parse(reader)?;
    Ok(reader)
}

fn name_of<'a>(call: &Call<'a>) -> (&'a str, Option<&'a str>) {
    (call.string(0).map_or("", PsString::as_str), call.string(1).map(PsString::as_str))
}

/// The place of an attribute by its number or its name.
fn attribute_of(call: &Call<'_>, node: &Node) -> Option<usize> {
    if let Some(at) = call.argument(0).as_i32() {
        return usize::try_from(at).ok();
    }
    let (name, namespace) = name_of(call);
    node.attributes.read().iter().position(|known| match namespace {
        Some(namespace) => known.local_name() == name && known.namespace == namespace,
        None => *known.name.read() == name,
    })
}

fn move_to(call: &Call<'_>, at: Option<usize>) -> Outcome {
    let mut place = this(call)?.place.lock();
    let count = if place.is_start() {
        place.node().map_or(0, |node| node.attributes.read().len())
    } else {
        0
    };
    let found = at.filter(|at| *at < count);
    if found.is_some() {
        place.attribute = found;
    }
    Ok(found.is_some().into())
}

/// The text of an element, which is then behind the reader.
fn element_text(call: &Call<'_>) -> Result<String, Exception> {
    let mut place = this(call)?.place.lock();
    place.pass_to_content();
    if !place.is_start() {
        return Err(errors::invalid_operation(
            "The ReadElementContentAsString method is not supported on this node type.",
        ));
    }
    let text = place.node().map(|node| node.inner_text()).unwrap_or_default();
    place.skip();
    Ok(text)
}

/// The text that the reader stands on.
fn content_text(call: &Call<'_>) -> Result<String, Exception> {
    let mut place = this(call)?.place.lock();
    let mut text = String::new();
    if let Some(attribute) = place.attribute.and_then(|_| place.current()) {
        return Ok(attribute.value.read().clone());
    }
    while let Some(step) = place.step() {
        match step.node.kind {
            Kind::Text | Kind::CDATA | Kind::Whitespace => {
                text.push_str(&step.node.value.read());
            }
            Kind::Comment | Kind::ProcessingInstruction => {}
            _ => break,
        }
        place.read();
    }
    Ok(text)
}

/// The text as a value of a type.
fn typed(call: &Call<'_>, text: &str, id: TypeId) -> Outcome {
    let text = text.trim();
    if id == TypeId::BOOLEAN {
        return Ok((matches!(text, "true" | "1")).into());
    }
    call.context.convert(&text.into(), id)
}

/// Reads until a start tag of that name comes: below the element, behind it, or anywhere.
fn read_to(call: &Call<'_>, least_depth: Option<usize>, siblings: bool) -> Outcome {
    let (name, namespace) = name_of(call);
    let mut place = this(call)?.place.lock();
    loop {
        let moved = if siblings { place.skip() } else { place.read() };
        if !moved {
            return Ok(false.into());
        }
        let depth = place.step().map_or(0, |step| step.depth);
        if least_depth.is_some_and(|least| depth < least) {
            return Ok(false.into());
        }
        if place.matches(name, namespace) {
            return Ok(true.into());
        }
    }
}

fn depth(call: &Call<'_>) -> Result<usize, Exception> {
    Ok(this(call)?.place.lock().step().map_or(0, |step| step.depth))
}

fn wrong_node(expected: &str) -> Exception {
    Exception::new(TypeId::XML_EXCEPTION, format!("Element '{expected}' was not found."))
}

pub(super) const METHODS: &[(&str, Body)] = &[
    ("Close", close),
    ("Dispose", close),
    ("GetAttribute", |call| {
        let place = this(call)?.place.lock();
        let Some(node) = place.node() else {
            return Ok(Value::Null);
        };
        let found = attribute_of(call, node);
        let attributes = node.attributes.read();
        let found = found.and_then(|at| attributes.get(at));
        Ok(found.map_or(Value::Null, |found| found.value.read().as_str().into()))
    }),
    ("IsStartElement", |call| {
        let mut place = this(call)?.place.lock();
        place.pass_to_content();
        let (name, namespace) = name_of(call);
        Ok((if call.count() == 0 { place.is_start() } else { place.matches(name, namespace) })
            .into())
    }),
    ("LookupNamespace", |call| {
        let prefix = call.required_string(0, "prefix")?;
        let place = this(call)?.place.lock();
        Ok(Value::from(place.node().and_then(|node| node.namespace_of(prefix))))
    }),
    ("MoveToAttribute", |call| {
        let at = this(call)?.place.lock().node().and_then(|node| attribute_of(call, node));
        let moved = move_to(call, at)?;
        Ok(if call.argument(0).as_i32().is_some() { Value::AutomationNull } else { moved })
    }),
    ("MoveToContent", |call| {
        this(call)?.place.lock().pass_to_content();
        this(call)?.property("NodeType").unwrap_or(Ok(Value::Null))
    }),
    ("MoveToElement", |call| Ok(this(call)?.place.lock().attribute.take().is_some().into())),
    ("MoveToFirstAttribute", |call| move_to(call, Some(0))),
    ("MoveToNextAttribute", |call| {
        let at = this(call)?.place.lock().attribute;
        move_to(call, Some(at.map_or(0, |at| at + 1)))
    }),
    ("Read", |call| Ok(this(call)?.place.lock().read().into())),
    ("ReadContentAsBoolean", |call| typed(call, &content_text(call)?, TypeId::BOOLEAN)),
    ("ReadContentAsDateTime", |call| typed(call, &content_text(call)?, TypeId::DATE_TIME)),
    ("ReadContentAsDecimal", |call| typed(call, &content_text(call)?, TypeId::DECIMAL)),
    ("ReadContentAsDouble", |call| typed(call, &content_text(call)?, TypeId::DOUBLE)),
    ("ReadContentAsInt", |call| typed(call, &content_text(call)?, TypeId::INT32)),
    ("ReadContentAsLong", |call| typed(call, &content_text(call)?, TypeId::INT64)),
    ("ReadContentAsObject", |call| Ok(content_text(call)?.into())),
    ("ReadContentAsString", |call| Ok(content_text(call)?.into())),
    ("ReadElementContentAsBoolean", |call| typed(call, &element_text(call)?, TypeId::BOOLEAN)),
    ("ReadElementContentAsDateTime", |call| typed(call, &element_text(call)?, TypeId::DATE_TIME)),
    ("ReadElementContentAsDecimal", |call| typed(call, &element_text(call)?, TypeId::DECIMAL)),
    ("ReadElementContentAsDouble", |call| typed(call, &element_text(call)?, TypeId::DOUBLE)),
    ("ReadElementContentAsInt", |call| typed(call, &element_text(call)?, TypeId::INT32)),
    ("ReadElementContentAsLong", |call| typed(call, &element_text(call)?, TypeId::INT64)),
    ("ReadElementContentAsObject", |call| Ok(element_text(call)?.into())),
    ("ReadElementContentAsString", |call| Ok(element_text(call)?.into())),
    ("ReadElementString", |call| Ok(element_text(call)?.into())),
    ("ReadEndElement", |call| {
        let mut place = this(call)?.place.lock();
        place.pass_to_content();
        if !place.step().is_some_and(|step| step.is_end) {
            let node = place.current();
            let kind = node.map_or("None".to_owned(), |node| format!("{:?}", node.kind));
            return Err(Exception::new(
                TypeId::XML_EXCEPTION,
                format!("'{kind}' is an invalid XmlNodeType."),
            ));
        }
        place.read();
        Ok(Value::AutomationNull)
    }),
    ("ReadInnerXml", |call| {
        let mut place = this(call)?.place.lock();
        let text = place.node().map(|node| write::inner(node)).unwrap_or_default();
        place.skip();
        Ok(text.into())
    }),
    ("ReadOuterXml", |call| {
        let mut place = this(call)?.place.lock();
        let text = place.node().map(|node| write::outer(node)).unwrap_or_default();
        place.skip();
        Ok(text.into())
    }),
    ("ReadStartElement", |call| {
        let mut place = this(call)?.place.lock();
        place.pass_to_content();
        let (name, namespace) = name_of(call);
        if !place.is_start() || (call.count() > 0 && !place.matches(name, namespace)) {
            return Err(wrong_node(name));
        }
        place.read();
        Ok(Value::AutomationNull)
    }),
    ("ReadString", |call| {
        let is_start = this(call)?.place.lock().is_start();
        if is_start {
            this(call)?.place.lock().read();
        }
        Ok(content_text(call)?.into())
    }),
    ("ReadSubtree", |call| {
        let reader = this(call)?;
        let text = reader.place.lock().node().map(|node| write::outer(node));
        Ok(of_text(text.unwrap_or_default(), reader.settings.clone(), false))
    }),
    ("ReadToDescendant", |call| {
        let place = this(call)?.place.lock();
        if place.is_start() && place.node().is_some_and(|node| *node.short.read()) {
            return Ok(false.into());
        }
        drop(place);
        let least = depth(call)? + 1;
        let below = if this(call)?.place.lock().at.is_none() { 0 } else { least };
        read_to(call, Some(below), false)
    }),
    ("ReadToFollowing", |call| read_to(call, None, false)),
    ("ReadToNextSibling", |call| read_to(call, Some(depth(call)?), true)),
    ("Skip", |call| {
        this(call)?.place.lock().skip();
        Ok(Value::AutomationNull)
    }),
];
