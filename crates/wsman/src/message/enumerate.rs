//! MS-WSMV 3.1.4.8 Enumerate

use crate::Error;
use crate::message::Message;
use crate::names::{Namespace, action, dialect};
use crate::soap::Selectors;
use crate::xml::{Element, Node, XmlWriter};

/// What a filter holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterBody {
    /// Selectors, in the dialect of that name.
    Selectors(Selectors),
    /// A query text, for example WQL.
    Text(String),
}

/// Narrows an enumeration (MS-WSMV 3.1.4.1.13 wsen:Filter).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The language of the filter.
    pub dialect: String,
    /// The filter.
    pub body: FilterBody,
}

impl Filter {
    /// A filter by selectors.
    #[must_use]
    pub fn selectors(selectors: Selectors) -> Self {
        Self { dialect: dialect::SELECTOR.to_owned(), body: FilterBody::Selectors(selectors) }
    }

    /// A WQL query.
    #[must_use]
    pub fn wql(query: &str) -> Self {
        Self { dialect: dialect::WQL.to_owned(), body: FilterBody::Text(query.to_owned()) }
    }

    fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let body = match node.child(Namespace::Wsman, "SelectorSet") {
            Some(set) => FilterBody::Selectors(Selectors::read(set)?),
            None => FilterBody::Text(node.trimmed_text()),
        };
        Ok(Self { dialect: node.attribute("Dialect").unwrap_or_default().to_owned(), body })
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Wsman, "Filter");
        writer.attribute("Dialect", &self.dialect);
        match &self.body {
            FilterBody::Selectors(selectors) => selectors.write(writer),
            FilterBody::Text(text) => writer.text(text),
        }
        writer.end();
    }
}

/// Asks for the instances of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enumerate {
    /// Whether the answer may hold the first items already.
    pub optimize: bool,
    /// Most items in one answer.
    pub max_elements: Option<u32>,
    /// `EnumerateEPR`, `EnumerateObjectAndEPR`, or nothing for the objects.
    pub mode: Option<String>,
    /// Which instances.
    pub filter: Option<Filter>,
}

impl Message for Enumerate {
    const ACTION: &'static str = action::ENUMERATE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Enumeration];

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Enumeration, "Enumerate");
        if self.optimize {
            writer.empty_element(Namespace::Wsman, "OptimizeEnumeration");
        }
        let maximum = self.max_elements.map(|count| count.to_string());
        writer.optional_element(Namespace::Wsman, "MaxElements", maximum.as_deref());
        writer.optional_element(Namespace::Wsman, "EnumerationMode", self.mode.as_deref());
        if let Some(filter) = &self.filter {
            filter.write(writer);
        }
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Enumeration, "Enumerate")?;
        let mode = node.child_text(Namespace::Wsman, "EnumerationMode");
        Ok(Self {
            optimize: node.child(Namespace::Wsman, "OptimizeEnumeration").is_some(),
            max_elements: node.child_named("MaxElements").map(count).transpose()?,
            mode: mode.filter(|mode| mode != "EnumerateObject"),
            filter: node.child_named("Filter").map(Filter::read).transpose()?,
        })
    }
}

/// Reads a number of elements; more than fits is as good as no limit.
pub(super) fn count(node: Node<'_, '_>) -> Result<u32, Error> {
    match node.trimmed_text().parse::<u64>() {
        Ok(0) | Err(_) => Err(Error::malformed("MaxElements is no positive number")),
        Ok(value) => Ok(u32::try_from(value).unwrap_or(u32::MAX)),
    }
}

/// Begins an enumeration; an optimized one brings the first items and may end it as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnumerateResponse {
    /// What to pull with; empty when everything is here.
    pub context: String,
    /// The items; none at all when the request was not optimized.
    pub items: Option<Vec<Element>>,
    /// Whether nothing follows.
    pub end_of_sequence: bool,
}

impl Message for EnumerateResponse {
    const ACTION: &'static str = action::ENUMERATE_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Enumeration];

    fn write(&self, writer: &mut XmlWriter) {
        write_response(
            writer,
            &self.context,
            self.items.is_some(),
            self.end_of_sequence,
            |writer| {
                for item in self.items.iter().flatten() {
                    item.write(writer);
                }
            },
        );
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Enumeration, "EnumerateResponse")?;
        Ok(Self {
            context: node
                .child_text(Namespace::Enumeration, "EnumerationContext")
                .unwrap_or_default(),
            items: node.child_named("Items").map(items).transpose()?,
            end_of_sequence: node.child_named("EndOfSequence").is_some(),
        })
    }
}

/// Writes an enumeration's first answer, its items by `write_items`.
pub(crate) fn write_response(
    writer: &mut XmlWriter,
    context: &str,
    has_items: bool,
    end: bool,
    write_items: impl FnOnce(&mut XmlWriter),
) {
    writer.start(Namespace::Enumeration, "EnumerateResponse");
    writer.text_element(Namespace::Enumeration, "EnumerationContext", context);
    if has_items {
        writer.start(Namespace::Wsman, "Items");
        write_items(writer);
        writer.end();
    }
    if end {
        writer.empty_element(Namespace::Wsman, "EndOfSequence");
    }
    writer.end();
}

/// Reads the items of an answer.
pub(super) fn items(node: Node<'_, '_>) -> Result<Vec<Element>, Error> {
    let mut items = Vec::new();
    for child in node.children() {
        super::check_items(items.len(), node)?;
        items.push(Element::read(child));
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::{Enumerate, EnumerateResponse, Filter, FilterBody};
    use crate::message::testing::{read_body, round_trip};
    use crate::names::Namespace;
    use crate::soap::Selectors;
    use crate::xml::Element;

    #[test]
    fn round_trips() {
        round_trip(&Enumerate::default());
        round_trip(&Enumerate {
            optimize: true,
            max_elements: Some(32_000),
            mode: Some("EnumerateEPR".into()),
            filter: Some(Filter::selectors(Selectors::none().with("ShellId", "BCEF62AD"))),
        });
        round_trip(&Enumerate {
            filter: Some(Filter::wql("select * from Win32_Service where Name < 'b'")),
            ..Enumerate::default()
        });
        let item = Element::new(Namespace::Shell, "Shell").with_text("x");
        round_trip(&EnumerateResponse {
            context: String::new(),
            items: Some(vec![item.clone(), item]),
            end_of_sequence: true,
        });
        round_trip(&EnumerateResponse { context: "uuid:1".into(), ..EnumerateResponse::default() });
    }

    #[test]
    fn the_request_of_pypsrp() {
        let read: Enumerate = read_body(
            "<wsen:Enumerate><wsman:OptimizeEnumeration /><wsman:MaxElements>32000</wsman:MaxElements>\
             <wsman:Filter Dialect='http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter'>\
             <wsman:SelectorSet><wsman:Selector Name='ShellId'>BCEF</wsman:Selector></wsman:SelectorSet>\
             </wsman:Filter></wsen:Enumerate>",
        )
        .unwrap();
        assert!(read.optimize);
        match read.filter.unwrap().body {
            FilterBody::Selectors(selectors) => assert_eq!(selectors.get("shellid"), Some("BCEF")),
            FilterBody::Text(text) => panic!("{text}"),
        }
        let zero = "<wsen:Enumerate><wsman:MaxElements>0</wsman:MaxElements></wsen:Enumerate>";
        assert!(read_body::<Enumerate>(zero).is_err());
    }
}
