//! MS-WSMV 3.1.4.12 Signal

use crate::message::Message;
use crate::names::{Namespace, SIGNAL_PREFIX, action};
use crate::xml::{Node, XmlWriter};
use crate::{CommandId, Error};

/// What a signal asks for (MS-WSMV 2.2.5.6 SignalCodeEnumeration).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignalCode {
    /// Forget the command; its output was read.
    Terminate,
    /// Interrupt.
    CtrlC,
    /// Interrupt harder.
    CtrlBreak,
    /// Stop the pipeline, PowerShell's own signal. It is spelled `crtl_c`.
    StopPipeline,
    /// Anything else; PowerShell treats it as the end of the command.
    Other(String),
}

/// PowerShell's spelling of its stop signal; services compare it letter by letter.
const STOP_PIPELINE: &str = "powershell/signal/crtl_c";
/// The spelling of the specification and of pypsrp.
const STOP_PIPELINE_SPECIFIED: &str = "powershell/signal/ctrl_c";

impl SignalCode {
    fn text(&self) -> String {
        match self {
            Self::Terminate => [SIGNAL_PREFIX, "terminate"].concat(),
            Self::CtrlC => [SIGNAL_PREFIX, "ctrl_c"].concat(),
            Self::CtrlBreak => [SIGNAL_PREFIX, "ctrl_break"].concat(),
            Self::StopPipeline => STOP_PIPELINE.to_owned(),
            Self::Other(text) => text.clone(),
        }
    }

    fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.eq_ignore_ascii_case(STOP_PIPELINE)
            || text.eq_ignore_ascii_case(STOP_PIPELINE_SPECIFIED)
        {
            return Self::StopPipeline;
        }
        match text.strip_prefix(SIGNAL_PREFIX).map(str::to_ascii_lowercase).as_deref() {
            Some("terminate") => Self::Terminate,
            Some("ctrl_c") => Self::CtrlC,
            Some("ctrl_break") => Self::CtrlBreak,
            _ => Self::Other(text.to_owned()),
        }
    }

    /// Whether the command should stop but stay, so that the rest of its output can be read.
    #[must_use]
    pub const fn is_interrupt(&self) -> bool {
        matches!(self, Self::CtrlC | Self::CtrlBreak | Self::StopPipeline)
    }
}

/// Signals a shell or a command (MS-WSMV 2.2.4.38 Signal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// The command; none for the shell.
    pub command: Option<CommandId>,
    /// What is asked for.
    pub code: SignalCode,
}

impl Message for Signal {
    const ACTION: &'static str = action::SIGNAL;

    fn write(&self, writer: &mut XmlWriter) {
        writer.start(Namespace::Shell, "Signal");
        if let Some(command) = &self.command {
            writer.attribute("CommandId", command.as_str());
        }
        writer.text_element(Namespace::Shell, "Code", &self.code.text());
        writer.end();
    }

    fn read(body: Node<'_, '_>) -> Result<Self, Error> {
        let node = super::required(body, Namespace::Shell, "Signal")?;
        let code = super::required(node, Namespace::Shell, "Code")?.trimmed_text();
        if code.len() > node.limits().name_length {
            return Err(Error::LimitExceeded {
                what: "signal code in bytes",
                maximum: node.limits().name_length,
            });
        }
        Ok(Self { command: super::command_id(node)?, code: SignalCode::parse(&code) })
    }
}

/// Says that the signal was delivered (MS-WSMV 2.2.4.39 SignalResponse).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SignalResponse;

impl Message for SignalResponse {
    const ACTION: &'static str = action::SIGNAL_RESPONSE;

    fn write(&self, writer: &mut XmlWriter) {
        writer.empty_element(Namespace::Shell, "SignalResponse");
    }

    fn read(_body: Node<'_, '_>) -> Result<Self, Error> {
        Ok(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Signal, SignalCode, SignalResponse};
    use crate::CommandId;
    use crate::message::testing::{read_body, round_trip};

    #[test]
    fn round_trips() {
        for code in [
            SignalCode::Terminate,
            SignalCode::CtrlC,
            SignalCode::CtrlBreak,
            SignalCode::StopPipeline,
            SignalCode::Other("urn:x".into()),
        ] {
            round_trip(&Signal { command: Some(CommandId::new("c").unwrap()), code: code.clone() });
            round_trip(&Signal { command: None, code });
        }
        round_trip(&SignalResponse);
    }

    #[test]
    fn spellings_in_the_field() {
        for (text, code) in [
            (
                "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/Terminate",
                SignalCode::Terminate,
            ),
            (
                "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/terminate",
                SignalCode::Terminate,
            ),
            (
                "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/ctrl_c",
                SignalCode::CtrlC,
            ),
            ("powershell/signal/crtl_c", SignalCode::StopPipeline),
            ("powershell/signal/ctrl_c", SignalCode::StopPipeline),
        ] {
            let body =
                format!("<rsp:Signal CommandId='c'><rsp:Code>\n{text}\n</rsp:Code></rsp:Signal>");
            assert_eq!(read_body::<Signal>(&body).unwrap().code, code, "{text}");
        }
        assert!(read_body::<Signal>("<rsp:Signal/>").is_err());
    }
}
