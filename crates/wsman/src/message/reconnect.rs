//! MS-WSMV 3.1.4.16 Reconnect

use crate::message::{Message, empty_message};
use crate::names::{Namespace, action};
use crate::xml::{Node, XmlWriter};
use crate::{CommandId, Error};

/// Comes back to a shell that this client left. The body is empty for a shell; Windows clients
/// reconnect each command as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconnect {
    /// The command; none for the shell.
    pub command: Option<CommandId>,
}

impl Message for Reconnect {
    const ACTION: &'static str = action::RECONNECT;

    fn write(&self, writer: &mut XmlWriter) {
        if let Some(command) = &self.command {
            writer.start(Namespace::Shell, "Reconnect");
            writer.attribute("CommandId", command.as_str());
            writer.end();
        }
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = body.child(Namespace::Shell, "Reconnect");
        Ok(Self { command: node.map_or(Ok(None), super::command_id)? })
    }
}

empty_message! {
    /// Says that the shell is connected again.
    ReconnectResponse, action::RECONNECT_RESPONSE
}

#[cfg(test)]
mod tests {
    use super::{Reconnect, ReconnectResponse};
    use crate::CommandId;
    use crate::message::testing::round_trip;

    #[test]
    fn round_trips() {
        let text = round_trip(&Reconnect::default());
        assert!(text.contains("<s:Body/>"), "{text}");
        round_trip(&Reconnect { command: Some(CommandId::new("c").unwrap()) });
        round_trip(&ReconnectResponse);
    }
}
