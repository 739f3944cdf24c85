//! MS-WSMV 3.1.4.15 Disconnect

use std::time::Duration;

use crate::Error;
use crate::message::{BufferMode, Message, empty_message};
use crate::names::{Namespace, action};
use crate::soap::{format_timeout, parse_duration};
use crate::xml::{Node, XmlWriter};

/// Leaves a shell running without a client (MS-WSMV 2.2.4.15 DisconnectType).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Disconnect {
    /// How long the shell may be alone; overrides what it was made with.
    pub idle_timeout: Option<Duration>,
    /// What happens to output meanwhile; overrides what the shell was made with.
    pub buffer_mode: Option<BufferMode>,
}

impl Message for Disconnect {
    const ACTION: &'static str = action::DISCONNECT;

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Disconnect");
        let timeout = self.idle_timeout.map(format_timeout);
        writer.optional_element(Namespace::Shell, "IdleTimeOut", timeout.as_deref());
        let mode = self.buffer_mode.map(BufferMode::text);
        writer.optional_element(Namespace::Shell, "BufferMode", mode);
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Disconnect")?;
        let idle = node.child_named("IdleTimeOut").or_else(|| node.child_named("IdleTimeout"));
        Ok(Self {
            idle_timeout: idle.map(|idle| parse_duration(&idle.text())).transpose()?,
            buffer_mode: node
                .child_named("BufferMode")
                .and_then(|mode| BufferMode::parse(&mode.trimmed_text())),
        })
    }
}

empty_message! {
    /// Says that the shell is alone now.
    DisconnectResponse, action::DISCONNECT_RESPONSE
}

#[cfg(test)]
mod tests {
    use super::{Disconnect, DisconnectResponse};
    use crate::message::BufferMode;
    use crate::message::testing::{read_body, round_trip};
    use std::time::Duration;

    #[test]
    fn round_trips() {
        round_trip(&Disconnect::default());
        for buffer_mode in [BufferMode::Block, BufferMode::Drop] {
            round_trip(&Disconnect {
                idle_timeout: Some(Duration::from_secs(180)),
                buffer_mode: Some(buffer_mode),
            });
        }
        round_trip(&DisconnectResponse);
        let body = "<rsp:Disconnect><rsp:IdleTimeOut>x</rsp:IdleTimeOut></rsp:Disconnect>";
        assert!(read_body::<Disconnect>(body).is_err());
    }
}
