//! MS-WSMV 3.1.4.1.32 Invoking CIM Methods; DSP0226 9 Custom actions

use crate::Error;
use crate::message::Message;
use crate::names::Namespace;
use crate::xml::{Element, Node, XmlWriter};

/// Calls a method of a resource. The action is the method's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invoke {
    /// The action; empty in a message that was read, where it stands in the header.
    pub action: String,
    /// The parameters.
    pub body: Option<Element>,
}

impl Message for Invoke {
    const ACTION: &'static str = "";
    const NAMESPACES: &'static [Namespace] = &[];

    fn action(&self) -> &str {
        &self.action
    }

    fn write(&self, writer: &mut XmlWriter) {
        if let Some(body) = &self.body {
            body.write(writer);
        }
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        Ok(Self { action: String::new(), body: super::any_element(body) })
    }
}

/// What the method returned. The action is that of the request with `Response` appended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvokeResponse {
    /// The action; empty in a message that was read, where it stands in the header.
    pub action: String,
    /// The results.
    pub body: Option<Element>,
}

impl Message for InvokeResponse {
    const ACTION: &'static str = "";
    const NAMESPACES: &'static [Namespace] = &[];

    fn action(&self) -> &str {
        &self.action
    }

    fn write(&self, writer: &mut XmlWriter) {
        if let Some(body) = &self.body {
            body.write(writer);
        }
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        Ok(Self { action: String::new(), body: super::any_element(body) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Invoke, InvokeResponse};
    use crate::Limits;
    use crate::names::Namespace;
    use crate::soap::{Envelope, Header, write_message};
    use crate::xml::{Document, Element};

    #[test]
    fn the_action_is_the_method() {
        let body = Some(Element::new(Namespace::Wsman, "Create_INPUT").with_text("x"));
        let action =
            "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_Process/Create";
        let call = Invoke { action: action.into(), body: body.clone() };
        let text = write_message(&Header::default(), &call);
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let envelope = Envelope::read(&document).unwrap();
        assert_eq!(envelope.header.action.as_deref(), Some(action));
        assert_eq!(envelope.message::<Invoke>().unwrap().body, body);
        let answer = InvokeResponse { action: [action, "Response"].concat(), body: None };
        let text = write_message(&Header::default(), &answer);
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let envelope = Envelope::read(&document).unwrap();
        assert!(envelope.header.action.as_deref().unwrap().ends_with("CreateResponse"));
        assert_eq!(envelope.message::<InvokeResponse>().unwrap().body, None);
    }
}
