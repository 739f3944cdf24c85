//! MS-WSMV 3.1.4.13 Send

use crate::Error;
use crate::message::{Message, Stream};
use crate::names::{Namespace, action};
use crate::xml::{Node, XmlWriter};

/// Brings input to a shell or a command (MS-WSMV 2.2.4.32 Send).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Send {
    /// The blocks, in order.
    pub streams: Vec<Stream>,
}

impl Message for Send {
    const ACTION: &'static str = action::SEND;

    fn size_hint(&self) -> usize {
        self.streams
            .iter()
            .map(|s| Stream::written_size(&s.name, s.command.as_ref(), s.data.len()))
            .sum()
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Send");
        for stream in &self.streams {
            stream.write(writer);
        }
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Send")?;
        Ok(Self { streams: Stream::read_all(node)? })
    }
}

/// Says that the input was taken (MS-WSMV 2.2.4.33 SendResponse).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendResponse;

impl Message for SendResponse {
    const ACTION: &'static str = action::SEND_RESPONSE;

    fn write(&self, writer: &mut XmlWriter) {
        writer.empty_element(Namespace::Shell, "SendResponse");
    }

    fn read(_body: Node<'_, '_>) -> Result<Self, Error> {
        Ok(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Send, SendResponse};
    use crate::CommandId;
    use crate::message::Stream;
    use crate::message::testing::{read_body, round_trip};

    #[test]
    fn round_trips() {
        round_trip(&Send {
            streams: vec![
                Stream { name: "stdin".into(), data: vec![0, 1, 2, 255], ..Stream::default() },
                Stream {
                    name: "pr".into(),
                    command: Some(CommandId::new("c").unwrap()),
                    end: true,
                    data: Vec::new(),
                },
            ],
        });
        round_trip(&Send::default());
        let text = round_trip(&SendResponse);
        assert!(text.contains("<s:Body><rsp:SendResponse/></s:Body>"));
    }

    #[test]
    fn attributes_as_clients_capitalise_them() {
        let send: Send = read_body(
            "<rsp:Send><rsp:Stream CommandId='B0' End='False' Name='stdin'>V3I=</rsp:Stream>\
             <rsp:Stream CommandId='B0' End='True' Name='stdin'/></rsp:Send>",
        )
        .unwrap();
        let ends: Vec<bool> = send.streams.iter().map(|stream| stream.end).collect();
        assert_eq!(ends, [false, true]);
        assert!(read_body::<Send>("<rsp:Send><rsp:Stream>AA==</rsp:Stream></rsp:Send>").is_err());
    }
}
