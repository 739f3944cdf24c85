//! The headers of a message, requests and responses alike.

use std::time::Duration;

use crate::Error;
use crate::names::{ANONYMOUS, Namespace};
use crate::soap::{Options, Selectors, format_timeout, parse_duration};
use crate::xml::{Node, XmlWriter, parse_bool};

/// A request to compress the streams of a shell (MS-WSMV 3.1.4.1.31.6 Remote Shell Compression).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompressionRequest {
    /// The algorithm; `xpress` is the only one in use.
    pub algorithm: String,
    /// Whether the request has to be refused when the algorithm is not available.
    pub must_understand: bool,
}

/// Something about a header that a service must answer with a fault; reading goes on, so that the
/// fault can name the message it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderProblem {
    /// `OperationTimeout` is no duration or a negative one; the text as it was sent.
    InvalidTimeout(String),
    /// `MaxEnvelopeSize` is no number; the text as it was sent.
    InvalidMaxEnvelopeSize(String),
    /// A header has to be understood and is not known here.
    NotUnderstood {
        /// Namespace name of the header.
        namespace: String,
        /// Local name of the header.
        name: String,
    },
    /// `Locale` has to be obeyed, which services refuse (MS-WSMV 3.1.4.1.8 wsman:Locale).
    LocaleDemanded,
    /// `DataLocale` has to be obeyed, which services refuse (MS-WSMV 3.1.4.1.9 wsmv:DataLocale).
    DataLocaleDemanded,
}

/// The headers that WS-Management messages use; those not known here are dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `a:To`.
    pub to: Option<String>,
    /// `a:Action`; only Identify has none.
    pub action: Option<String>,
    /// `a:MessageID`, kept as it was written because `RelatesTo` has to repeat it exactly.
    pub message_id: Option<String>,
    /// `a:RelatesTo`.
    pub relates_to: Option<String>,
    /// The address in `a:ReplyTo`.
    pub reply_to: Option<String>,
    /// The address in `a:FaultTo`.
    pub fault_to: Option<String>,
    /// `w:ResourceURI`.
    pub resource_uri: Option<String>,
    /// `w:SelectorSet`.
    pub selectors: Selectors,
    /// `w:OptionSet`.
    pub options: Options,
    /// `w:OperationTimeout`: how long the service may take to answer.
    pub operation_timeout: Option<Duration>,
    /// `w:MaxEnvelopeSize`: the largest answer in bytes.
    pub max_envelope_size: Option<u32>,
    /// The language of `w:Locale`.
    pub locale: Option<String>,
    /// The language of `p:DataLocale`.
    pub data_locale: Option<String>,
    /// `p:SessionId`.
    pub session_id: Option<String>,
    /// `p:OperationID`; services without robust connections ignore it.
    pub operation_id: Option<String>,
    /// `p:SequenceId`; services without robust connections ignore it.
    pub sequence_id: Option<u64>,
    /// `p:ActivityId`.
    pub activity_id: Option<String>,
    /// `w:FragmentTransfer`: the path of the part that Get or Put is about.
    pub fragment_transfer: Option<String>,
    /// `rsp:CompressionType`.
    pub compression: Option<CompressionRequest>,
    /// What a service has to complain about, in document order.
    pub problems: Vec<HeaderProblem>,
}

impl Header {
    /// Reads an `s:Header`.
    ///
    /// # Errors
    /// [`Error::LimitExceeded`] for values that are too long, [`Error::Malformed`] for selectors
    /// and options without a name.
    pub fn read(node: Node<'_, '_>) -> Result<Self, Error> {
        let mut header = Self::default();
        for child in node.children() {
            header.read_one(child)?;
        }
        Ok(header)
    }

    fn read_one(&mut self, node: Node<'_, '_>) -> Result<(), Error> {
        let namespace = node.namespace().and_then(Namespace::from_uri);
        match (namespace, node.name()) {
            (Some(Namespace::Addressing), "To") => self.to = value(node)?,
            (Some(Namespace::Addressing), "Action") => self.action = value(node)?,
            (Some(Namespace::Addressing), "MessageID") => self.message_id = value(node)?,
            (Some(Namespace::Addressing), "RelatesTo") => self.relates_to = value(node)?,
            (Some(Namespace::Addressing), "ReplyTo") => self.reply_to = address(node)?,
            (Some(Namespace::Addressing), "FaultTo") => self.fault_to = address(node)?,
            (Some(Namespace::Addressing), "From") => {}
            (Some(Namespace::Wsman), "ResourceURI") => self.resource_uri = value(node)?,
            (Some(Namespace::Wsman), "SelectorSet") => self.selectors = Selectors::read(node)?,
            (Some(Namespace::Wsman), "OptionSet") => self.options = Options::read(node)?,
            (Some(Namespace::Wsman), "OperationTimeout") => self.read_timeout(node)?,
            (Some(Namespace::Wsman), "MaxEnvelopeSize") => self.read_envelope_size(node)?,
            (Some(Namespace::Wsman), "Locale") => {
                self.locale = language(node);
                if must_understand(node) {
                    self.problems.push(HeaderProblem::LocaleDemanded);
                }
            }
            (Some(Namespace::WsmanMicrosoft), "DataLocale") => {
                self.data_locale = language(node);
                if must_understand(node) {
                    self.problems.push(HeaderProblem::DataLocaleDemanded);
                }
            }
            (Some(Namespace::WsmanMicrosoft), "SessionId") => self.session_id = value(node)?,
            (Some(Namespace::WsmanMicrosoft), "OperationID") => self.operation_id = value(node)?,
            (Some(Namespace::WsmanMicrosoft), "SequenceId" | "SequenceID") => {
                self.sequence_id = node.trimmed_text().parse().ok();
            }
            (Some(Namespace::WsmanMicrosoft), "ActivityId") => self.activity_id = value(node)?,
            (Some(Namespace::Wsman), "FragmentTransfer") => self.fragment_transfer = value(node)?,
            (Some(Namespace::Wsman), "RequestEPR" | "RequestTotalItemsCountEstimate") => {}
            (Some(Namespace::Shell), "CompressionType") => {
                self.compression = Some(CompressionRequest {
                    algorithm: value(node)?.unwrap_or_default(),
                    must_understand: must_understand(node),
                });
            }
            _ if must_understand(node) => self.problems.push(HeaderProblem::NotUnderstood {
                namespace: bounded(node, node.namespace().unwrap_or_default())?,
                name: bounded(node, node.name())?,
            }),
            _ => {}
        }
        Ok(())
    }

    fn read_timeout(&mut self, node: Node<'_, '_>) -> Result<(), Error> {
        let text = bounded(node, &node.trimmed_text())?;
        match parse_duration(&text) {
            Ok(duration) => self.operation_timeout = Some(duration),
            Err(_) => self.problems.push(HeaderProblem::InvalidTimeout(text)),
        }
        Ok(())
    }

    fn read_envelope_size(&mut self, node: Node<'_, '_>) -> Result<(), Error> {
        let text = bounded(node, &node.trimmed_text())?;
        match text.parse::<u64>() {
            // What does not fit is larger than anything that is ever sent.
            Ok(size) => self.max_envelope_size = Some(u32::try_from(size).unwrap_or(u32::MAX)),
            Err(_) => self.problems.push(HeaderProblem::InvalidMaxEnvelopeSize(text)),
        }
        Ok(())
    }

    /// Writes the headers of a request, in the order of the Windows client.
    pub(super) fn write(&self, writer: &mut XmlWriter) {
        use Namespace::{Addressing, Wsman, WsmanMicrosoft};
        writer.start(Namespace::Soap, "Header");
        writer.optional_element(Addressing, "To", self.to.as_deref());
        understood(writer, Wsman, "ResourceURI", self.resource_uri.as_deref(), self.is_request());
        if let Some(address) = &self.reply_to {
            writer.start(Addressing, "ReplyTo");
            understood(writer, Addressing, "Address", Some(address), true);
            writer.end();
        }
        understood(writer, Addressing, "Action", self.action.as_deref(), self.is_request());
        let size = self.max_envelope_size.map(|size| size.to_string());
        understood(writer, Wsman, "MaxEnvelopeSize", size.as_deref(), true);
        writer.optional_element(Addressing, "MessageID", self.message_id.as_deref());
        writer.optional_element(WsmanMicrosoft, "ActivityId", self.activity_id.as_deref());
        writer.optional_element(Addressing, "RelatesTo", self.relates_to.as_deref());
        write_language(writer, Wsman, "Locale", self.locale.as_deref());
        write_language(writer, WsmanMicrosoft, "DataLocale", self.data_locale.as_deref());
        optional(writer, WsmanMicrosoft, "SessionId", self.session_id.as_deref());
        optional(writer, WsmanMicrosoft, "OperationID", self.operation_id.as_deref());
        let sequence = self.sequence_id.map(|sequence| sequence.to_string());
        optional(writer, WsmanMicrosoft, "SequenceId", sequence.as_deref());
        if !self.selectors.is_empty() {
            self.selectors.write(writer);
        }
        if !self.options.is_empty() {
            self.options.write(writer);
        }
        let timeout = self.operation_timeout.map(format_timeout);
        writer.optional_element(Wsman, "OperationTimeout", timeout.as_deref());
        let fragment = self.fragment_transfer.as_deref();
        understood(writer, Wsman, "FragmentTransfer", fragment, true);
        if let Some(compression) = &self.compression {
            writer.start(Namespace::Shell, "CompressionType");
            let flag = if compression.must_understand { "true" } else { "false" };
            writer.attribute_in(Namespace::Soap, "mustUnderstand", flag);
            writer.text(&compression.algorithm);
            writer.end();
        }
        writer.end();
    }

    const fn is_request(&self) -> bool {
        self.relates_to.is_none()
    }

    /// The headers of the answer to this request.
    #[must_use]
    pub fn reply(&self, action: &str, message_id: String) -> Self {
        Self {
            to: Some(ANONYMOUS.to_owned()),
            action: Some(action.to_owned()),
            message_id: Some(message_id),
            relates_to: self.message_id.clone(),
            ..Self::default()
        }
    }
}

/// Whether a header carries the attribute, in the SOAP namespace or – as some clients write it –
/// in none.
fn must_understand(node: Node<'_, '_>) -> bool {
    node.attribute_in(Namespace::Soap, "mustUnderstand")
        .or_else(|| node.attribute("mustUnderstand"))
        .and_then(parse_bool)
        .unwrap_or(false)
}

fn bounded(node: Node<'_, '_>, text: &str) -> Result<String, Error> {
    let maximum = node.limits().name_length;
    if text.len() > maximum {
        return Err(Error::LimitExceeded { what: "header value in bytes", maximum });
    }
    Ok(text.to_owned())
}

fn value(node: Node<'_, '_>) -> Result<Option<String>, Error> {
    let text = bounded(node, &node.trimmed_text())?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn address(node: Node<'_, '_>) -> Result<Option<String>, Error> {
    node.child(Namespace::Addressing, "Address").map_or(Ok(None), value)
}

fn language(node: Node<'_, '_>) -> Option<String> {
    node.attribute_in(Namespace::Xml, "lang").map(str::to_owned)
}

fn understood(
    writer: &mut XmlWriter,
    namespace: Namespace,
    name: &str,
    text: Option<&str>,
    mark: bool,
) {
    if let Some(text) = text {
        writer.start(namespace, name);
        if mark {
            writer.attribute_in(Namespace::Soap, "mustUnderstand", "true");
        }
        writer.text(text);
        writer.end();
    }
}

fn optional(writer: &mut XmlWriter, namespace: Namespace, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        writer.start(namespace, name);
        writer.attribute_in(Namespace::Soap, "mustUnderstand", "false");
        writer.text(text);
        writer.end();
    }
}

fn write_language(writer: &mut XmlWriter, namespace: Namespace, name: &str, tag: Option<&str>) {
    if let Some(tag) = tag {
        writer.start(namespace, name);
        writer.attribute_in(Namespace::Xml, "lang", tag);
        writer.attribute_in(Namespace::Soap, "mustUnderstand", "false");
        writer.end();
    }
}
