//! SOAP faults (DSP0226 14 Faults; MS-WSMV 2.2.4.43 WSManFaultType).

mod catalogue;
mod detail;

pub use catalogue::Known;
pub use detail::{ProviderFault, WsmanFault};

use std::fmt;

use crate::Error;
use crate::names::{FAULT_DETAIL_PREFIX, Namespace, action};
use crate::soap::{Header, write_envelope};
use crate::xml::{Node, XmlWriter};

/// On which side a fault lies (SOAP 1.2 part 1, 5.4.6 SOAP fault codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The request was wrong.
    Sender,
    /// The request may have been right, the service could not do it.
    Receiver,
    /// A header that has to be understood was not.
    MustUnderstand,
    /// The envelope is of another SOAP version.
    VersionMismatch,
}

impl Side {
    const ALL: [Self; 4] =
        [Self::Sender, Self::Receiver, Self::MustUnderstand, Self::VersionMismatch];

    const fn name(self) -> &'static str {
        match self {
            Self::Sender => "Sender",
            Self::Receiver => "Receiver",
            Self::MustUnderstand => "MustUnderstand",
            Self::VersionMismatch => "VersionMismatch",
        }
    }
}

/// The kind of a fault: a name that WS-Management, WS-Addressing or a relative of theirs defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subcode {
    /// The specification that defines the name, if it is one that is known here.
    pub namespace: Option<Namespace>,
    /// The name, for example `TimedOut`.
    pub name: String,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// On which side it lies.
    pub side: Side,
    /// Its kind.
    pub subcode: Option<Subcode>,
    /// What a person is told.
    pub reason: String,
    /// The last part of the WS-Management fault detail, for example `InvalidValue`.
    pub detail: Option<String>,
    /// The Windows error with its own text.
    pub wsman: Option<WsmanFault>,
    /// The error of a CIM provider.
    pub wmi_error_code: Option<u32>,
}

/// The HTTP status of every fault, whichever side it lies on. Windows answers so, and clients read
/// a fault only from a status of 400 or more.
pub const HTTP_STATUS: u16 = 500;

impl Fault {
    /// The Windows error code, wherever the fault holds one.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        self.wsman.as_ref().map(|wsman| wsman.code)
    }

    /// Whether this is the given fault of the catalogue, by code or – from services that send no
    /// codes – by subcode.
    #[must_use]
    pub fn is(&self, known: &Known) -> bool {
        match self.code() {
            Some(code) => code == known.code(),
            None => self.subcode.as_ref().is_some_and(|own| {
                let theirs = known.fault().subcode;
                theirs.is_some_and(|theirs| theirs == *own)
            }),
        }
    }

    /// The most telling text: the innermost message, or else the reason.
    #[must_use]
    pub fn text(&self) -> &str {
        let message = self.wsman.as_ref().map(WsmanFault::innermost_text).unwrap_or_default();
        if message.is_empty() { self.reason.trim() } else { message.trim() }
    }

    /// The action that the envelope of the fault carries.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self.subcode.as_ref().and_then(|subcode| subcode.namespace) {
            Some(Namespace::Wsman) => action::WSMAN_FAULT,
            Some(Namespace::Enumeration) => action::ENUMERATION_FAULT,
            Some(Namespace::Transfer) => action::TRANSFER_FAULT,
            _ => action::ADDRESSING_FAULT,
        }
    }

    /// The same fault, said to come from `machine`.
    #[must_use]
    pub fn from_machine(mut self, machine: &str) -> Self {
        if let Some(wsman) = &mut self.wsman {
            wsman.set_machine(machine);
        }
        self
    }

    /// Writes the envelope that answers `request` with this fault.
    #[must_use]
    pub fn to_envelope(&self, request: &Header, message_id: String) -> String {
        let header = request.reply(self.action(), message_id);
        let namespaces = [Namespace::Transfer, Namespace::Enumeration];
        write_envelope(&header, &namespaces, 2048, |writer| self.write(writer))
    }

    /// Writes the `s:Fault`.
    pub fn write(&self, writer: &mut XmlWriter) {
        const S: Namespace = Namespace::Soap;
        writer.start(S, "Fault");
        writer.start(S, "Code");
        writer.text_element(S, "Value", &qualified(S, self.side.name()));
        if let Some(subcode) = &self.subcode {
            writer.start(S, "Subcode");
            writer.start(S, "Value");
            if let Some(namespace) = subcode.namespace {
                writer.declare(namespace);
                writer.text(&qualified(namespace, &subcode.name));
            } else {
                writer.text(&subcode.name);
            }
            writer.end();
            writer.end();
        }
        writer.end();
        writer.start(S, "Reason");
        writer.start(S, "Text");
        writer.attribute_in(Namespace::Xml, "lang", "en-US");
        writer.text(&self.reason);
        writer.end();
        writer.end();
        if self.detail.is_some() || self.wsman.is_some() {
            writer.start(S, "Detail");
            if let Some(detail) = &self.detail {
                let uri = [FAULT_DETAIL_PREFIX, detail].concat();
                writer.text_element(Namespace::Wsman, "FaultDetail", &uri);
            }
            if let Some(wsman) = &self.wsman {
                wsman.write(writer);
            }
            writer.end();
        }
        writer.end();
    }

    /// Reads an `s:Fault`.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it has no code.
    pub fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        const S: Namespace = Namespace::Soap;
        let code = node.child(S, "Code").ok_or_else(|| Error::malformed("a fault has no code"))?;
        let value = code.child_text(S, "Value").unwrap_or_default();
        let (_, side) = code.resolve_qualified(&value);
        let side = Side::ALL
            .into_iter()
            .find(|known| known.name() == side)
            .ok_or_else(|| Error::malformed("a fault lies on no known side"))?;
        let subcode = code.child(S, "Subcode").and_then(|n| n.child(S, "Value")).map(|value| {
            let text = value.trimmed_text();
            let (namespace, name) = value.resolve_qualified(&text);
            Subcode { namespace: namespace.and_then(Namespace::from_uri), name: name.to_owned() }
        });
        let detail = node.child(S, "Detail");
        let find = |name| detail.and_then(|detail| detail.child_named(name));
        Ok(Self {
            side,
            subcode,
            reason: node
                .child(S, "Reason")
                .and_then(|reason| reason.child_text(S, "Text"))
                .unwrap_or_default(),
            detail: find("FaultDetail")
                .and_then(|node| node.trimmed_text().rsplit('/').next().map(str::to_owned)),
            wsman: find("WSManFault").map(WsmanFault::read),
            wmi_error_code: find("MSFT_WmiError")
                .and_then(|error| error.child_named("error_Code"))
                .and_then(|code| code.trimmed_text().parse().ok()),
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        match self.code() {
            Some(code) => write!(f, " (WSManFault {code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

fn qualified(namespace: Namespace, name: &str) -> String {
    [namespace.prefix(), ":", name].concat()
}
