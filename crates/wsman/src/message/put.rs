//! MS-WSMV 3.1.4.3 Put

use crate::Error;
use crate::message::Message;
use crate::names::{Namespace, action};
use crate::xml::{Element, Node, XmlWriter};

/// Replaces the state of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The new state.
    pub body: Element,
}

impl Message for Put {
    const ACTION: &'static str = action::PUT;
    const NAMESPACES: &'static [Namespace] = &[];

    fn write(&self, writer: &mut XmlWriter) {
        self.body.write(writer);
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        super::any_element(body)
            .map(|body| Self { body })
            .ok_or_else(|| Error::malformed("the request to change something has no body"))
    }
}

/// The state of the resource after the change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PutResponse {
    /// The state, if the service tells it.
    pub body: Option<Element>,
}

impl Message for PutResponse {
    const ACTION: &'static str = action::PUT_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[];

    fn write(&self, writer: &mut XmlWriter) {
        if let Some(body) = &self.body {
            body.write(writer);
        }
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        Ok(Self { body: super::any_element(body) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Put, PutResponse};
    use crate::message::testing::round_trip;
    use crate::names::Namespace;
    use crate::xml::Element;

    #[test]
    fn round_trips() {
        let body = Element::new(Namespace::Config, "Winrs")
            .with_child(Element::new(Namespace::Config, "MaxShellsPerUser").with_text("3"));
        round_trip(&Put { body: body.clone() });
        round_trip(&PutResponse { body: Some(body) });
        round_trip(&PutResponse::default());
    }
}
