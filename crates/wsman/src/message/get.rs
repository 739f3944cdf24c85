//! MS-WSMV 3.1.4.2 Get

use crate::Error;
use crate::message::{Message, empty_message};
use crate::names::{Namespace, action};
use crate::xml::{Element, Node, XmlWriter};

empty_message! {
    /// Asks for the present state of a resource.
    Get, action::GET
}

/// The state of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetResponse {
    /// The resource; a `rsp:Shell`, a `cfg:Config`, a CIM instance, …
    pub body: Element,
}

impl Message for GetResponse {
    const ACTION: &'static str = action::GET_RESPONSE;
    const NAMESPACES: &'static [Namespace] = &[];

    fn write(&self, writer: &mut XmlWriter) {
        self.body.write(writer);
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        super::any_element(body)
            .map(|body| Self { body })
            .ok_or_else(|| Error::malformed("the answer holds no resource"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Get, GetResponse};
    use crate::message::testing::{read_body, round_trip};
    use crate::names::Namespace;
    use crate::xml::Element;

    #[test]
    fn round_trips() {
        round_trip(&Get);
        let child = Element::new(Namespace::Shell, "State").with_text("Connected");
        round_trip(&GetResponse {
            body: Element::new(Namespace::Shell, "Shell").with_child(child),
        });
        assert!(read_body::<GetResponse>(" ").is_err());
    }
}
