//! MS-WSMV 3.1.4.14 Receive

use crate::message::{Message, Stream};
use crate::names::{COMMAND_STATE_PREFIX, Namespace, action};
use crate::xml::{Node, XmlWriter};
use crate::{CommandId, Error};

/// Asks for output of a shell or a command (MS-WSMV 2.2.4.26 Receive).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receive {
    /// The command; none for the shell's own streams.
    pub command: Option<CommandId>,
    /// The streams wanted, for example `stdout` and `stderr`.
    pub streams: Vec<String>,
}

impl Message for Receive {
    const ACTION: &'static str = action::RECEIVE;

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Receive");
        writer.start(Namespace::Shell, "DesiredStream");
        if let Some(command) = &self.command {
            writer.attribute("CommandId", command.as_str());
        }
        writer.text(&self.streams.join(" "));
        writer.end();
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Receive")?;
        let desired = super::required(node, Namespace::Shell, "DesiredStream")?;
        Ok(Self { command: super::command_id(desired)?, streams: super::names(desired)? })
    }
}

/// What a command does (MS-WSMV 2.2.5.4 CommandStateEnumeration).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandStateKind {
    /// It runs.
    Running,
    /// It is about to end.
    Pending,
    /// It has ended; there is nothing more to read.
    Done,
}

impl CommandStateKind {
    /// The last part of the state's URI.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "Running",
            Self::Pending => "Pending",
            Self::Done => "Done",
        }
    }

    /// Reads a state's URI, or its last part alone.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let name = text.trim().rsplit('/').next()?;
        [Self::Running, Self::Pending, Self::Done].into_iter().find(|kind| kind.name() == name)
    }
}

/// The state of a command or shell (MS-WSMV 2.2.4.9 CommandStateType).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandState {
    /// The command; none when it is about the shell.
    pub command: Option<CommandId>,
    /// What it does.
    pub kind: CommandStateKind,
    /// How it ended. Windows writes unsigned 32-bit numbers.
    pub exit_code: Option<i32>,
}

/// Brings output (MS-WSMV 2.2.4.27 ReceiveResponse).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiveResponse {
    /// The blocks, in order.
    pub streams: Vec<Stream>,
    /// The state of the command.
    pub state: Option<CommandState>,
}

impl Message for ReceiveResponse {
    const ACTION: &'static str = action::RECEIVE_RESPONSE;

    fn size_hint(&self) -> usize {
        self.streams
            .iter()
            .map(|s| Stream::written_size(&s.name, s.command.as_ref(), s.data.len()))
            .sum()
    }

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "ReceiveResponse");
        for stream in &self.streams {
            stream.write(writer);
        }
        if let Some(state) = &self.state {
            writer.start(Namespace::Shell, "CommandState");
            if let Some(command) = &state.command {
                writer.attribute("CommandId", command.as_str());
            }
            writer.attribute("State", &[COMMAND_STATE_PREFIX, state.kind.name()].concat());
            if let Some(code) = state.exit_code {
                let code = code.cast_unsigned().to_string();
                writer.text_element(Namespace::Shell, "ExitCode", &code);
            }
            writer.end();
        }
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "ReceiveResponse")?;
        let state = match node.child(Namespace::Shell, "CommandState") {
            None => None,
            Some(state) => Some(CommandState {
                command: super::command_id(state)?,
                kind: state
                    .attribute("State")
                    .and_then(CommandStateKind::parse)
                    .ok_or_else(|| Error::malformed("a command is in no known state"))?,
                exit_code: state
                    .child_text(Namespace::Shell, "ExitCode")
                    .and_then(|t| exit_code(&t)),
            }),
        };
        Ok(Self { streams: Stream::read_all(node)?, state })
    }
}

/// Reads an exit code, signed or unsigned.
fn exit_code(text: &str) -> Option<i32> {
    let value: i64 = text.parse().ok()?;
    i32::try_from(value).ok().or_else(|| u32::try_from(value).ok().map(u32::cast_signed))
}

#[cfg(test)]
mod tests {
    use super::{CommandState, CommandStateKind, Receive, ReceiveResponse, exit_code};
    use crate::CommandId;
    use crate::message::Stream;
    use crate::message::testing::{read_body, round_trip};

    #[test]
    fn round_trips() {
        let command = Some(CommandId::new("CF84C20A").unwrap());
        round_trip(&Receive { command: None, streams: vec!["stdout".into()] });
        round_trip(&Receive {
            command: command.clone(),
            streams: vec!["stdout".into(), "stderr".into()],
        });
        for (kind, exit_code) in [
            (CommandStateKind::Done, Some(0)),
            (CommandStateKind::Done, Some(-1)),
            (CommandStateKind::Running, None),
            (CommandStateKind::Pending, None),
        ] {
            round_trip(&ReceiveResponse {
                streams: vec![
                    Stream { name: "stdout".into(), data: vec![1; 1000], ..Stream::default() },
                    Stream {
                        name: "stderr".into(),
                        command: command.clone(),
                        end: true,
                        data: Vec::new(),
                    },
                ],
                state: Some(CommandState { command: command.clone(), kind, exit_code }),
            });
        }
        round_trip(&ReceiveResponse::default());
    }

    #[test]
    fn exit_codes_of_both_signs() {
        assert_eq!(exit_code("4294967295"), Some(-1));
        assert_eq!(exit_code("-1"), Some(-1));
        assert_eq!(exit_code("3221225786"), Some(-1_073_741_510));
        assert_eq!(exit_code("99999999999"), None);
        assert_eq!(exit_code("x"), None);
    }

    #[test]
    fn unknown_states_are_refused() {
        let body = "<rsp:ReceiveResponse><rsp:CommandState State='x/Gone'/></rsp:ReceiveResponse>";
        assert!(read_body::<ReceiveResponse>(body).is_err());
        assert!(read_body::<Receive>("<rsp:Receive/>").is_err());
    }
}
