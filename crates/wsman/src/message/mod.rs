//! One type per request and response body, each with both directions.

mod command;
mod config;
mod connect;
mod create;
mod delete;
mod disconnect;
mod enumerate;
mod get;
mod identify;
mod invoke;
mod pull;
mod put;
mod receive;
mod reconnect;
mod send;
mod shell;
mod signal;
mod stream;

pub use command::{Command, CommandInstance, CommandResponse};
pub use config::Config;
pub use connect::{Connect, ConnectResponse};
pub use create::{Create, CreateResponse, GenericCreate, GenericCreateResponse, ResourceCreated};
pub use delete::{Delete, DeleteResponse};
pub use disconnect::{Disconnect, DisconnectResponse};
pub(crate) use enumerate::write_response as write_enumerate_response;
pub use enumerate::{Enumerate, EnumerateResponse, Filter, FilterBody};
pub use get::{Get, GetResponse};
pub use identify::{Identify, IdentifyResponse};
pub use invoke::{Invoke, InvokeResponse};
pub(crate) use pull::write_response as write_pull_response;
pub use pull::{Pull, PullResponse, Release, ReleaseResponse};
pub use put::{Put, PutResponse};
pub use receive::{CommandState, CommandStateKind, Receive, ReceiveResponse};
pub use reconnect::{Reconnect, ReconnectResponse};
pub use send::{Send, SendResponse};
pub use shell::{BufferMode, ConnectionState, Shell};
pub use signal::{Signal, SignalCode, SignalResponse};
pub use stream::Stream;

use crate::names::Namespace;
use crate::xml::{Element, Node, XmlWriter};
use crate::{CommandId, Error};

/// The body of a message.
pub trait Message: Sized {
    /// The action that goes with the body; empty where there is none or more than one.
    const ACTION: &'static str;
    /// Namespaces that the envelope declares for the body.
    const NAMESPACES: &'static [Namespace] = &[Namespace::Shell];

    /// The action of this very message.
    fn action(&self) -> &str {
        Self::ACTION
    }

    /// About how many bytes [`Message::write`] will add.
    fn size_hint(&self) -> usize {
        0
    }

    /// Writes what stands inside `s:Body`.
    fn write(&self, writer: &mut XmlWriter);

    /// Reads what stands inside `s:Body`.
    ///
    /// # Errors
    /// [`Error::Malformed`] when something needed is missing or unreadable,
    /// [`Error::LimitExceeded`] when something is too long.
    fn read(body: Node<'_, '_>) -> Result<Self, Error>;
}

/// Messages with nothing in their body.
macro_rules! empty_message {
    ($(#[$meta:meta])* $name:ident, $action:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name;

        impl $crate::message::Message for $name {
            const ACTION: &'static str = $action;
            const NAMESPACES: &'static [$crate::names::Namespace] = &[];

            fn write(&self, _writer: &mut $crate::xml::XmlWriter) {}

            fn read(_body: $crate::xml::Node<'_, '_>) -> Result<Self, $crate::Error> {
                Ok(Self)
            }
        }
    };
}
pub(crate) use empty_message;

/// The element of a body, which has to be there.
fn required<'a, 'input>(
    body: Node<'a, 'input>,
    namespace: Namespace,
    name: &str,
) -> Result<Node<'a, 'input>, Error> {
    body.child(namespace, name)
        .ok_or_else(|| Error::malformed(["the body has no element ", name].concat()))
}

/// The first element of a body, whatever it is.
fn any_element(body: Node<'_, '_>) -> Option<Element> {
    body.children().next().map(Element::read)
}

/// The `CommandId` attribute.
fn command_id(node: Node<'_, '_>) -> Result<Option<CommandId>, Error> {
    node.attribute("CommandId").filter(|id| !id.trim().is_empty()).map(CommandId::new).transpose()
}

/// A space-separated list such as `stdin pr`.
fn names(node: Node<'_, '_>) -> Result<Vec<String>, Error> {
    let maximum = node.limits().name_length;
    let text = node.text();
    if text.len() > maximum {
        return Err(Error::LimitExceeded { what: "list of stream names in bytes", maximum });
    }
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

/// Refuses to go beyond the number of items that the limits allow.
fn check_items(count: usize, node: Node<'_, '_>) -> Result<(), Error> {
    let maximum = node.limits().items;
    if count >= maximum {
        return Err(Error::LimitExceeded { what: "items of one message", maximum });
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod testing {
    use super::Message;
    use crate::Limits;
    use crate::soap::{Envelope, Header, write_message};
    use crate::xml::Document;

    /// Writes and reads back; gives the text, so that a test can look at it as well.
    pub(crate) fn round_trip<M: Message + PartialEq + std::fmt::Debug>(message: &M) -> String {
        let text = write_message(&Header::default(), message);
        let document = Document::parse(&text, &Limits::default()).unwrap();
        let envelope = Envelope::read(&document).unwrap();
        assert_eq!(&envelope.message::<M>().unwrap(), message, "{text}");
        assert_eq!(envelope.header.action.as_deref().unwrap_or_default(), message.action());
        text
    }

    /// Reads a body from text that has the usual prefixes in scope.
    pub(crate) fn read_body<M: Message>(body: &str) -> Result<M, crate::Error> {
        let mut text = String::from(
            "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' \
             xmlns:rsp='http://schemas.microsoft.com/wbem/wsman/1/windows/shell' \
             xmlns:wsen='http://schemas.xmlsoap.org/ws/2004/09/enumeration' \
             xmlns:wsman='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd' \
             xmlns:x='http://schemas.xmlsoap.org/ws/2004/09/transfer' \
             xmlns:a='http://schemas.xmlsoap.org/ws/2004/08/addressing'><s:Body>",
        );
        text.push_str(body);
        text.push_str("</s:Body></s:Envelope>");
        let document = Document::parse(&text, &Limits::default())?;
        Envelope::read(&document)?.message()
    }
}
