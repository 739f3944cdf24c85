//! MS-WSMV 3.1.4.9 Pull; MS-WSMV 3.1.4.10 Release

use std::time::Duration;

use crate::Error;
use crate::message::enumerate::{count, items};
use crate::message::{Message, empty_message};
use crate::names::{Namespace, action};
use crate::soap::{format_timeout, parse_duration};
use crate::xml::{Element, Node, XmlWriter};

/// Asks for the next items of an enumeration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pull {
    /// The enumeration.
    pub context: String,
    /// Longest time to wait for items.
    pub max_time: Option<Duration>,
    /// Most items in the answer; one when absent.
    pub max_elements: Option<u32>,
}

impl Message for Pull {
    const ACTION: &'static str = action::PULL;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Enumeration];

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Enumeration, "Pull");
        writer.text_element(Namespace::Enumeration, "EnumerationContext", &self.context);
        let time = self.max_time.map(format_timeout);
        writer.optional_element(Namespace::Enumeration, "MaxTime", time.as_deref());
        let maximum = self.max_elements.map(|count| count.to_string());
        writer.optional_element(Namespace::Enumeration, "MaxElements", maximum.as_deref());
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Enumeration, "Pull")?;
        Ok(Self {
            context: context(node)?,
            max_time: node
                .child_named("MaxTime")
                .map(|time| parse_duration(&time.text()))
                .transpose()?,
            max_elements: node.child_named("MaxElements").map(count).transpose()?,
        })
    }
}

/// Brings items of an enumeration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullResponse {
    /// What to pull with next; empty at the end.
    pub context: String,
    /// The items.
    pub items: Vec<Element>,
    /// Whether nothing follows.
    pub end_of_sequence: bool,
}

impl Message for PullResponse {
    const ACTION: &'static str = action::PULL_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Enumeration];

    fn write(&self, writer: &mut XmlWriter) {
        write_response(writer, &self.context, self.end_of_sequence, |writer| {
            for item in &self.items {
                item.write(writer);
            }
        });
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Enumeration, "PullResponse")?;
        Ok(Self {
            context: node
                .child_text(Namespace::Enumeration, "EnumerationContext")
                .unwrap_or_default(),
            items: node.child_named("Items").map_or(Ok(Vec::new()), items)?,
            end_of_sequence: node.child_named("EndOfSequence").is_some(),
        })
    }
}

/// Writes an answer, its items by `write_items`.
pub(crate) fn write_response(
    writer: &mut XmlWriter,
    context: &str,
    end: bool,
    write_items: impl FnOnce(&mut XmlWriter),
) {
    writer.start(Namespace::Enumeration, "PullResponse");
    if !end {
        writer.text_element(Namespace::Enumeration, "EnumerationContext", context);
    }
    writer.start(Namespace::Enumeration, "Items");
    write_items(writer);
    writer.end();
    if end {
        writer.empty_element(Namespace::Enumeration, "EndOfSequence");
    }
    writer.end();
}

/// Gives up an enumeration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// The enumeration.
    pub context: String,
}

impl Message for Release {
    const ACTION: &'static str = action::RELEASE;
    const NAMESPACES: &'static [Namespace] = &[Namespace::Enumeration];

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Enumeration, "Release");
        writer.text_element(Namespace::Enumeration, "EnumerationContext", &self.context);
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Enumeration, "Release")?;
        Ok(Self { context: context(node)? })
    }
}

empty_message! {
    /// Says that the enumeration is over.
    ReleaseResponse, action::RELEASE_RESPONSE
}

fn context(node: Node<'_, '_>) -> Result<String, Error> {
    let text = super::required(node, Namespace::Enumeration, "EnumerationContext")?.trimmed_text();
    if text.len() > node.limits().name_length {
        return Err(Error::LimitExceeded {
            what: "enumeration context in bytes",
            maximum: node.limits().name_length,
        });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Pull, PullResponse, Release, ReleaseResponse};
    use crate::message::testing::{read_body, round_trip};
    use crate::names::Namespace;
    use crate::xml::Element;
    use std::time::Duration;

    #[test]
    fn round_trips() {
        round_trip(&Pull {
            context: "uuid:1".into(),
            max_time: Some(Duration::from_secs(5)),
            max_elements: Some(5),
        });
        round_trip(&PullResponse {
            context: "uuid:1".into(),
            items: vec![Element::new(Namespace::Shell, "Shell")],
            end_of_sequence: false,
        });
        round_trip(&PullResponse { end_of_sequence: true, ..PullResponse::default() });
        round_trip(&Release { context: "uuid:1".into() });
        round_trip(&ReleaseResponse);
        assert!(read_body::<Pull>("<wsen:Pull/>").is_err());
    }
}
