//! What goes into the client machine and what comes out.

use std::time::Duration;

use crate::exchange::Endpoint;
use crate::fault::Fault;
use crate::message::{BufferMode, Shell, SignalCode};
use crate::names::resource;
use crate::shell::ExchangeId;
use crate::soap::Options;
use crate::{CommandId, Error, Limits, ShellId};

/// How a client talks to one shell.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The service, and what every request to it repeats.
    pub endpoint: Endpoint,
    /// The kind of shell: a session configuration or the text shell.
    pub resource_uri: String,
    /// Streams that are written.
    pub input_streams: Vec<String>,
    /// Streams that are read.
    pub output_streams: Vec<String>,
    /// Options of the request for a shell, and of the request to take one over.
    pub options: Options,
    /// Largest request that is sent, in bytes. Services older than Windows 8 accept 153,600.
    pub request_size: usize,
    /// How much longer than the operation time-out to wait for an answer.
    pub network_delay: Duration,
    /// Bounds on answers.
    pub limits: Limits,
}

impl ClientConfig {
    /// A PowerShell session of the named configuration, or of the one with that resource URI.
    #[must_use]
    pub fn powershell(endpoint: Endpoint, configuration: &str) -> Self {
        let resource_uri = if configuration.contains("://") {
            configuration.to_owned()
        } else {
            [resource::POWERSHELL_PREFIX, configuration].concat()
        };
        let options = Options::none().with_must_comply("protocolversion", "2.3");
        Self::new(endpoint, resource_uri, &["stdin", "pr"], &["stdout"], options)
    }

    /// A text shell.
    #[must_use]
    pub fn text(endpoint: Endpoint) -> Self {
        let uri = resource::SHELL_CMD.to_owned();
        Self::new(endpoint, uri, &["stdin"], &["stdout", "stderr"], Options::none())
    }

    fn new(
        endpoint: Endpoint,
        resource_uri: String,
        input: &[&str],
        output: &[&str],
        options: Options,
    ) -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let limits = Limits::for_envelope_size(endpoint.max_envelope_size as usize);
        Self {
            endpoint,
            resource_uri,
            input_streams: owned(input),
            output_streams: owned(output),
            options,
            request_size: 153_600,
            network_delay: Duration::from_secs(30),
            limits,
        }
    }
}

/// Requests with the same lane never overlap; different lanes need different connections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything that is answered at once.
    Control,
    /// Input. It may wait for the command to read, so a signal must not stand behind it.
    Send,
    /// Output of a command, or of the shell itself.
    Receive(Option<CommandId>),
}

/// What the machine is told.
#[derive(Debug, Clone)]
pub enum Input {
    /// Open a shell. Streams and kind come from the configuration.
    Open(Box<Shell>),
    /// Take over a shell that another client left.
    Connect {
        /// The shell.
        shell: ShellId,
        /// The first PSRP fragments.
        connect_xml: Option<Vec<u8>>,
    },
    /// Start a PowerShell pipeline.
    OpenPipeline {
        /// The pipeline's id.
        command: CommandId,
        /// Its first fragments; those that do not fit into the first request follow as input.
        fragments: Vec<Vec<u8>>,
    },
    /// Start a program in a text shell.
    RunCommand {
        /// Comes back with the command's id.
        tag: u64,
        /// The program.
        command_line: String,
        /// Its arguments.
        arguments: Vec<String>,
        /// `WINRS_CONSOLEMODE_STDIN`, `WINRS_SKIP_CMD_SHELL`.
        options: Options,
    },
    /// Take over a command of a shell that was taken over.
    ConnectCommand(CommandId),
    /// Bring input.
    Send {
        /// The command; none for the shell.
        command: Option<CommandId>,
        /// The stream.
        stream: String,
        /// The octets; for PowerShell whole fragments.
        data: Vec<u8>,
        /// Whether nothing more follows on the stream.
        end: bool,
    },
    /// Signal a command.
    Signal {
        /// The command.
        command: CommandId,
        /// The signal.
        code: SignalCode,
    },
    /// Forget a command, ended or not.
    CloseCommand(CommandId),
    /// Leave the shell running.
    Disconnect {
        /// How long it may be alone.
        idle_timeout: Option<Duration>,
        /// What happens to output meanwhile.
        buffer_mode: Option<BufferMode>,
    },
    /// Come back to the shell after [`Input::Disconnect`] or after the network failed.
    Reconnect,
    /// Ask for output again after [`Event::Failed`] ended a receive loop.
    ResumeReceive(Option<CommandId>),
    /// End the shell.
    Close,
    /// An answer arrived.
    Response {
        /// The request it answers.
        exchange: ExchangeId,
        /// The HTTP status.
        status: u16,
        /// The body, decrypted.
        body: Vec<u8>,
    },
    /// No answer will arrive.
    ExchangeFailed {
        /// The request.
        exchange: ExchangeId,
        /// Why.
        reason: String,
    },
    /// The instant of [`super::Client::deadline`] has come.
    Elapsed,
}

/// What the machine wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send a request.
    Request {
        /// Names the request in the answer.
        exchange: ExchangeId,
        /// What it must not overlap with.
        lane: Lane,
        /// The envelope.
        soap: String,
    },
    /// Nobody waits for the answer any more; the connection may be closed.
    Abandon(ExchangeId),
    /// Something happened.
    Event(Event),
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The shell is open.
    Opened {
        /// Its id.
        id: ShellId,
        /// What the service says about it.
        shell: Box<Shell>,
    },
    /// The shell was taken over.
    Connected {
        /// PSRP fragments of the answer.
        connect_response_xml: Option<Vec<u8>>,
    },
    /// A command was started.
    CommandOpened {
        /// Its id.
        command: CommandId,
        /// The tag of [`Input::RunCommand`].
        tag: Option<u64>,
    },
    /// A command was taken over.
    CommandConnected(CommandId),
    /// Output arrived.
    Data {
        /// The command; none for the shell.
        command: Option<CommandId>,
        /// The stream.
        stream: String,
        /// The octets.
        data: Vec<u8>,
        /// Whether nothing more follows on the stream.
        end: bool,
    },
    /// A command, or the shell itself, has ended and all its output has arrived.
    Done {
        /// The command; none for the shell.
        command: Option<CommandId>,
        /// How it ended.
        exit_code: Option<i32>,
    },
    /// Input was taken by the service.
    Sent {
        /// The command; none for the shell.
        command: Option<CommandId>,
        /// How many bytes.
        bytes: usize,
    },
    /// A signal was delivered.
    Signalled(CommandId),
    /// A command is forgotten.
    CommandClosed(CommandId),
    /// The shell runs on without this client.
    Disconnected,
    /// This client is back.
    Reconnected,
    /// The shell is gone.
    Closed,
    /// Something did not work.
    Failed {
        /// What.
        operation: Operation,
        /// Why.
        failure: Failure,
    },
}

/// What a request is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Open the shell.
    Open,
    /// Take over the shell.
    Connect,
    /// Start a command.
    OpenCommand {
        /// The command, if its id is chosen here.
        command: Option<CommandId>,
        /// The tag of [`Input::RunCommand`].
        tag: Option<u64>,
    },
    /// Take over a command.
    ConnectCommand(CommandId),
    /// Bring input.
    Send {
        /// The command; none for the shell.
        command: Option<CommandId>,
        /// How many bytes.
        bytes: usize,
    },
    /// Ask for output.
    Receive(Option<CommandId>),
    /// Signal a command.
    Signal(CommandId),
    /// Forget a command.
    CloseCommand(CommandId),
    /// Leave the shell.
    Disconnect,
    /// Come back to the shell.
    Reconnect,
    /// End the shell.
    Close,
}

/// Why something did not work.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The service refused.
    Fault(Box<Fault>),
    /// The service answered with an HTTP status and nothing else.
    Http(u16),
    /// No answer arrived.
    Transport(String),
    /// No answer arrived in time.
    TimedOut,
    /// The answer is not what it should be.
    Protocol(Error),
}
