//! MS-WSMV 3.1.4.17 Connect

use crate::message::Message;
use crate::names::{Namespace, action};
use crate::xml::{Node, XmlWriter, decode_base64};
use crate::{CommandId, Error};

/// Takes over a shell that another client left, or one of its commands
/// (MS-WSMV 2.2.4.12 ConnectType).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connect {
    /// The command; none for the shell.
    pub command: Option<CommandId>,
    /// What PowerShell sends with it: the first PSRP fragments.
    pub connect_xml: Option<Vec<u8>>,
}

impl Message for Connect {
    const ACTION: &'static str = action::CONNECT;

    fn size_hint(&self) -> usize {
        self.connect_xml.as_ref().map_or(0, |bytes| bytes.len() / 3 * 4)
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Connect");
        if let Some(command) = &self.command {
            writer.attribute("CommandId", command.as_str());
        }
        write_payload(writer, "connectXml", self.connect_xml.as_deref());
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Connect")?;
        Ok(Self {
            command: super::command_id(node)?,
            connect_xml: read_payload(node, "connectXml")?,
        })
    }
}

/// Says what was taken over (MS-WSMV 2.2.4.11 ConnectResponseType); empty for a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectResponse {
    /// Streams that the client may write.
    pub input_streams: Vec<String>,
    /// Streams that the client may read.
    pub output_streams: Vec<String>,
    /// What PowerShell answers with: PSRP fragments.
    pub connect_response_xml: Option<Vec<u8>>,
}

impl Message for ConnectResponse {
    const ACTION: &'static str = action::CONNECT_RESPONSE;

    fn size_hint(&self) -> usize {
        self.connect_response_xml.as_ref().map_or(0, |bytes| bytes.len() / 3 * 4)
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "ConnectResponse");
        if !self.input_streams.is_empty() {
            writer.text_element(Namespace::Shell, "InputStreams", &self.input_streams.join(" "));
        }
        if !self.output_streams.is_empty() {
            writer.text_element(Namespace::Shell, "OutputStreams", &self.output_streams.join(" "));
        }
        write_payload(writer, "connectResponseXml", self.connect_response_xml.as_deref());
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "ConnectResponse")?;
        let list = |name| node.child_named(name).map_or(Ok(Vec::new()), super::names);
        Ok(Self {
            input_streams: list("InputStreams")?,
            output_streams: list("OutputStreams")?,
            connect_response_xml: read_payload(node, "connectResponseXml")?,
        })
    }
}

fn write_payload(writer: &mut XmlWriter, name: &str, bytes: Option<&[u8]>) {
    if let Some(bytes) = bytes {
        writer.start(Namespace::PowerShell, name);
        writer.base64(bytes);
        writer.end();
    }
}

fn read_payload(node: Node<'_, '_>, name: &str) -> Result<Option<Vec<u8>>, Error> {
    node.child_named(name)
        .map(|child| decode_base64(&child.text(), node.limits().payload_size))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::{Connect, ConnectResponse};
    use crate::CommandId;
    use crate::message::testing::round_trip;

    #[test]
    fn round_trips() {
        round_trip(&Connect { command: None, connect_xml: Some(vec![0, 0, 1]) });
        round_trip(&Connect { command: Some(CommandId::new("c").unwrap()), connect_xml: None });
        let text = round_trip(&ConnectResponse::default());
        assert!(text.contains("<rsp:ConnectResponse/>"));
        round_trip(&ConnectResponse {
            input_streams: vec!["stdin".into(), "pr".into()],
            output_streams: vec!["stdout".into()],
            connect_response_xml: Some(vec![9; 100]),
        });
    }
}
