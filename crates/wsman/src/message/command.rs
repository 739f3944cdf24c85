//! MS-WSMV 3.1.4.11 Command

use crate::message::{CommandStateKind, Message};
use crate::names::{Namespace, action};
use crate::xml::{Node, XmlWriter, decode_base64, encode_base64};
use crate::{CommandId, Error};

/// Starts a command in a shell (MS-WSMV 2.2.4.7 CommandLine).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Command {
    /// Identifier, when the client chooses it: the pipeline's id for PowerShell.
    pub id: Option<CommandId>,
    /// The command; PowerShell puts anything here and no service reads it.
    pub command: String,
    /// The arguments, one or many to an element; for PowerShell base64 of the first fragments.
    pub arguments: Vec<String>,
}

impl Command {
    /// A PowerShell pipeline with its first fragments.
    #[must_use]
    pub fn pipeline(id: CommandId, fragments: &[u8]) -> Self {
        Self { id: Some(id), command: String::new(), arguments: vec![encode_base64(fragments)] }
    }

    /// The fragments of a PowerShell pipeline.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the first argument is no base64, [`Error::LimitExceeded`] when it
    /// holds more than `maximum` bytes.
    pub fn fragments(&self, maximum: usize) -> Result<Vec<u8>, Error> {
        self.arguments.first().map_or(Ok(Vec::new()), |text| decode_base64(text, maximum))
    }
}

impl Message for Command {
    const ACTION: &'static str = action::COMMAND;

    fn size_hint(&self) -> usize {
        self.arguments.iter().map(|argument| argument.len() + 32).sum()
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "CommandLine");
        if let Some(id) = &self.id {
            writer.attribute("CommandId", id.as_str());
        }
        writer.text_element(Namespace::Shell, "Command", &self.command);
        for argument in &self.arguments {
            writer.text_element(Namespace::Shell, "Arguments", argument);
        }
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "CommandLine")?;
        let command = super::required(node, Namespace::Shell, "Command")?;
        let mut arguments = Vec::new();
        for child in node.children().filter(|child| child.is(Namespace::Shell, "Arguments")) {
            super::check_items(arguments.len(), node)?;
            arguments.push(child.text().into_owned());
        }
        Ok(Self { id: super::command_id(node)?, command: command.text().into_owned(), arguments })
    }
}

/// Names the command that was started (MS-WSMV 2.2.4.8 CommandResponse).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandResponse {
    /// The command.
    pub id: CommandId,
}

impl Message for CommandResponse {
    const ACTION: &'static str = action::COMMAND_RESPONSE;

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "CommandResponse");
        writer.text_element(Namespace::Shell, "CommandId", self.id.as_str());
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "CommandResponse")?;
        let id = super::required(node, Namespace::Shell, "CommandId")?;
        Ok(Self { id: CommandId::new(id.trimmed_text())? })
    }
}

/// One command in the answer to an enumeration of a shell's commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandInstance {
    /// The command.
    pub id: CommandId,
    /// What was started; empty for PowerShell.
    pub command_line: String,
    /// What it does now.
    pub state: CommandStateKind,
}

impl CommandInstance {
    /// Writes one `rsp:Command`.
    pub(crate) fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Command");
        writer.text_element(Namespace::Shell, "CommandId", self.id.as_str());
        writer.text_element(Namespace::Shell, "CommandLine", &self.command_line);
        writer.text_element(Namespace::Shell, "CommandState", self.state.name());
        writer.end();
    }

    /// Reads one `rsp:Command` out of the items of an enumeration.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the identifier is missing.
    pub fn from_element(element: &crate::xml::Element) -> Result<Self, Error> {
        let text = |name| element.child(name).map(|child| child.text()).unwrap_or_default();
        Ok(Self {
            id: CommandId::new(text("CommandId"))?,
            command_line: text("CommandLine"),
            state: CommandStateKind::parse(&text("CommandState"))
                .unwrap_or(CommandStateKind::Running),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, CommandResponse};
    use crate::message::testing::{read_body, round_trip};
    use crate::{CommandId, Error};

    #[test]
    fn round_trips() {
        let id = CommandId::new("D1BF48DA-B26C-4F4A-BE52-B382AC20DD1F").unwrap();
        let pipeline = Command::pipeline(id.clone(), b"\0\x01fragment");
        round_trip(&pipeline);
        assert_eq!(pipeline.fragments(100).unwrap(), b"\0\x01fragment");
        assert!(matches!(pipeline.fragments(3), Err(Error::LimitExceeded { .. })));
        round_trip(&Command {
            id: None,
            command: "cmd & <x>".into(),
            arguments: vec!["/c".into(), " two words \"".into(), String::new()],
        });
        round_trip(&CommandResponse { id });
    }

    #[test]
    fn what_clients_put_into_the_command() {
        for (body, command) in [
            (
                "<rsp:CommandLine CommandId='a'><rsp:Command /><rsp:Arguments>AA==</rsp:Arguments></rsp:CommandLine>",
                "",
            ),
            (
                "<rsp:CommandLine CommandId='a'><rsp:Command>Invoke-Expression</rsp:Command><rsp:Arguments>AA==</rsp:Arguments></rsp:CommandLine>",
                "Invoke-Expression",
            ),
            (
                "<rsp:CommandLine CommandId='a'><rsp:Command> </rsp:Command><rsp:Arguments>AA==</rsp:Arguments></rsp:CommandLine>",
                " ",
            ),
        ] {
            let read: Command = read_body(body).unwrap();
            assert_eq!(read.command, command);
            assert_eq!(read.fragments(1).unwrap(), [0]);
        }
        assert!(read_body::<Command>("<rsp:CommandLine/>").is_err());
        assert!(read_body::<CommandResponse>("<rsp:CommandResponse/>").is_err());
    }
}
