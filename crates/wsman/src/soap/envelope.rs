//! The envelope around headers and body.

use crate::message::Message;
use crate::names::Namespace;
use crate::soap::Header;
use crate::xml::{Document, Node, XmlWriter};
use crate::{Error, fault};

/// A SOAP 1.2 envelope, its headers read and its body still a tree.
#[derive(Debug)]
pub struct Envelope<'a, 'input> {
    /// The headers.
    pub header: Header,
    /// The `s:Body`.
    pub body: Node<'a, 'input>,
}

impl<'a, 'input> Envelope<'a, 'input> {
    /// Finds headers and body in a document.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the document is no SOAP 1.2 envelope or has no body; whatever
    /// [`Header::read`] finds.
    pub fn read(document: &'a Document<'input>) -> Result<Self, Error> {
        let root = document.root();
        if !root.is(Namespace::Soap, "Envelope") {
            return Err(Error::malformed("not a SOAP 1.2 envelope"));
        }
        let header = match root.child(Namespace::Soap, "Header") {
            Some(node) => Header::read(node)?,
            None => Header::default(),
        };
        let body = root
            .child(Namespace::Soap, "Body")
            .ok_or_else(|| Error::malformed("the envelope has no body"))?;
        Ok(Self { header, body })
    }

    /// Reads the body as one kind of message.
    ///
    /// # Errors
    /// What the message's reader finds.
    pub fn message<M: Message>(&self) -> Result<M, Error> {
        M::read(self.body)
    }

    /// The fault in the body, if it holds one.
    ///
    /// # Errors
    /// [`Error::Malformed`] when there is a fault that cannot be read.
    pub fn fault(&self) -> Result<Option<fault::Fault>, Error> {
        self.body.child(Namespace::Soap, "Fault").map(fault::Fault::read).transpose()
    }
}

/// Whether the document is an envelope of a SOAP version that is not spoken here.
#[must_use]
pub fn is_other_soap_version(document: &Document<'_>) -> bool {
    let root = document.root();
    root.name() == "Envelope" && root.namespace() != Some(Namespace::Soap.uri())
}

/// Writes an envelope whose body `write_body` fills.
pub fn write_envelope(
    header: &Header,
    namespaces: &[Namespace],
    capacity: usize,
    write_body: impl FnOnce(&mut XmlWriter),
) -> String {
    let mut writer = XmlWriter::with_capacity(capacity);
    writer.start(Namespace::Soap, "Envelope");
    if header.relates_to.is_some() {
        writer.attribute_in(Namespace::Xml, "lang", "en-US");
    }
    for namespace in [Namespace::Addressing, Namespace::Wsman, Namespace::WsmanMicrosoft] {
        writer.declare(namespace);
    }
    for namespace in namespaces {
        writer.declare(*namespace);
    }
    header.write(&mut writer);
    writer.start(Namespace::Soap, "Body");
    write_body(&mut writer);
    writer.finish()
}

/// Writes a message with its headers; the action is the message's own unless the header has one.
#[must_use]
pub fn write_message<M: Message>(header: &Header, message: &M) -> String {
    let capacity = 2048 + message.size_hint();
    if header.action.is_some() || message.action().is_empty() {
        return write_envelope(header, M::NAMESPACES, capacity, |writer| message.write(writer));
    }
    let header = Header { action: Some(message.action().to_owned()), ..header.clone() };
    write_envelope(&header, M::NAMESPACES, capacity, |writer| message.write(writer))
}
