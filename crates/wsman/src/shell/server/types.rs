//! What goes into the server machine and what comes out.

use std::time::Duration;

use super::budget::ReceiveBudget;
use super::outbox::ReceiveReply;
use crate::fault::Fault;
use crate::message::{
    BufferMode, CommandInstance, Config, ConnectResponse, Enumerate, Shell, SignalCode, Stream,
};
use crate::shell::ExchangeId;
use crate::soap::{Options, Selectors};
use crate::xml::Element;
use crate::{CommandId, Limits, ShellId};

/// How a service answers.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Bounds on requests; the envelope size is `MaxEnvelopeSizekb` times 1024.
    pub limits: Limits,
    /// Largest answer in bytes, whatever a client allows.
    pub max_envelope_size: u32,
    /// Longest time an answer may take, and the time where a request names none (`MaxTimeoutms`).
    pub max_timeout: Duration,
    /// How long an enumeration waits for the next Pull (`EnumerationTimeoutms`).
    pub enumeration_timeout: Duration,
    /// Most items in one answer (`MaxBatchItems`).
    pub max_batch_items: u32,
    /// Most requests that wait for their answer at the same time.
    pub max_waiting: usize,
    /// Most enumerations that wait for the next Pull.
    pub max_enumerations: usize,
    /// The name that faults give as theirs.
    pub machine: String,
    /// Who made the service.
    pub product_vendor: String,
    /// The service's version, told to authenticated callers only.
    pub product_version: String,
    /// The ways to authenticate, told to authenticated callers only.
    pub security_profiles: Vec<String>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            max_envelope_size: 512_000,
            max_timeout: Duration::from_secs(60),
            enumeration_timeout: Duration::from_secs(240),
            max_batch_items: 32_000,
            max_waiting: 64,
            max_enumerations: 16,
            machine: String::new(),
            product_vendor: String::new(),
            product_version: String::new(),
            security_profiles: Vec::new(),
        }
    }
}

/// What the listener knows about a request apart from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Whether it is verified who sent the request.
    pub authenticated: bool,
    /// Whether the HTTP header `WSMANIDENTIFY: unauthenticated` is there.
    pub identify_header: bool,
    /// Whether the request came in chunks.
    pub chunked: bool,
}

impl Caller {
    /// Somebody whose identity is verified.
    pub const VERIFIED: Self = Self { authenticated: true, identify_header: false, chunked: false };
}

/// What the machine is told.
#[derive(Debug)]
pub enum Input {
    /// A request arrived.
    Request {
        /// Names the request; the caller chooses it and uses it once.
        exchange: ExchangeId,
        /// What the listener knows.
        caller: Caller,
        /// The body, decrypted.
        body: Vec<u8>,
    },
    /// A verb was carried out or refused.
    Reply {
        /// The request that led to the verb.
        exchange: ExchangeId,
        /// The outcome.
        reply: Reply,
    },
    /// The client went away before it got its answer.
    Gone(ExchangeId),
    /// The instant of [`super::Server::deadline`] has come.
    Elapsed,
}

/// What the machine wants done.
#[derive(Debug, PartialEq)]
pub enum Output {
    /// Answer a request.
    Response {
        /// The request.
        exchange: ExchangeId,
        /// The HTTP status.
        status: u16,
        /// The envelope; empty where the status says it all.
        soap: String,
    },
    /// Carry out a verb and answer with [`Input::Reply`].
    Verb {
        /// The request.
        exchange: ExchangeId,
        /// What to do.
        verb: Verb,
    },
    /// Nobody waits for the reply any more. Output that was meant for it has to be kept.
    Withdrawn(ExchangeId),
    /// Output that came after its request was withdrawn; see [`super::Outbox::put_back`].
    Undelivered {
        /// The request.
        exchange: ExchangeId,
        /// The output.
        reply: ReceiveReply,
    },
}

/// What a client wants. Whether the caller may is not decided here.
#[derive(Debug, PartialEq)]
pub enum Verb {
    /// Make a shell.
    CreateShell(Box<CreateShell>),
    /// Start a command.
    OpenCommand(Box<OpenCommand>),
    /// Take input.
    Send {
        /// The shell.
        shell: ShellId,
        /// The blocks, in order; a block may belong to any command of the shell.
        streams: Vec<Stream>,
    },
    /// Give output, now or when there is some.
    Receive {
        /// The shell.
        shell: ShellId,
        /// The command; none for the shell itself.
        command: Option<CommandId>,
        /// The streams wanted.
        streams: Vec<String>,
        /// How much fits into the answer.
        budget: ReceiveBudget,
    },
    /// Signal a command.
    Signal {
        /// The shell.
        shell: ShellId,
        /// The command; none for the shell itself.
        command: Option<CommandId>,
        /// The signal.
        code: SignalCode,
    },
    /// End a shell and everything in it.
    DeleteShell {
        /// The shell.
        shell: ShellId,
    },
    /// Let a shell run on without its client.
    Disconnect {
        /// The shell.
        shell: ShellId,
        /// How long it may be alone.
        idle_timeout: Option<Duration>,
        /// What happens to output meanwhile.
        buffer_mode: Option<BufferMode>,
    },
    /// The client of a shell is back.
    Reconnect {
        /// The shell.
        shell: ShellId,
        /// The command; none for the shell itself.
        command: Option<CommandId>,
    },
    /// Another client takes over a shell.
    ConnectShell {
        /// The shell.
        shell: ShellId,
        /// PSRP fragments.
        connect_xml: Option<Vec<u8>>,
        /// The options of the request.
        options: Options,
    },
    /// Another client takes over a command.
    ConnectCommand {
        /// The shell.
        shell: ShellId,
        /// The command.
        command: CommandId,
    },
    /// List the caller's shells.
    EnumerateShells {
        /// Names and values that shells have to match.
        filter: Selectors,
    },
    /// List the commands of a shell.
    EnumerateCommands {
        /// The shell.
        shell: ShellId,
    },
    /// Describe a shell.
    GetShell {
        /// The shell.
        shell: ShellId,
    },
    /// Show the service's configuration.
    GetConfig {
        /// The path below `…/config`, without a slash in front; empty for everything.
        path: String,
    },
    /// Change the service's configuration.
    PutConfig {
        /// The path below `…/config`.
        path: String,
        /// The new values.
        body: Element,
    },
    /// Anything about any other resource.
    Other(Box<OtherVerb>),
}

/// A request for a shell.
#[derive(Debug, PartialEq)]
pub struct CreateShell {
    /// The resource; text shells have one of their own.
    pub resource_uri: String,
    /// The session configuration, if the resource is one.
    pub configuration: Option<String>,
    /// What is asked for; the id is there for PowerShell.
    pub shell: Shell,
    /// The options of the request.
    pub options: Options,
    /// Language of texts.
    pub locale: Option<String>,
    /// Language of numbers and dates.
    pub data_locale: Option<String>,
    /// The algorithm that the streams have to be compressed with.
    pub compression: Option<String>,
}

/// A request for a command.
#[derive(Debug, PartialEq)]
pub struct OpenCommand {
    /// The shell.
    pub shell: ShellId,
    /// The resource of the shell, as the client names it.
    pub resource_uri: String,
    /// The command's id, if the client chose it.
    pub command: Option<CommandId>,
    /// The program; without meaning for PowerShell.
    pub command_line: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The first PSRP fragments; empty for text shells.
    pub fragments: Vec<u8>,
    /// The options of the request.
    pub options: Options,
}

/// A request about a resource that is not ours to understand.
#[derive(Debug, PartialEq)]
pub struct OtherVerb {
    /// What is asked for.
    pub operation: OtherOperation,
    /// The resource.
    pub resource_uri: String,
    /// The instance.
    pub selectors: Selectors,
    /// The options of the request.
    pub options: Options,
    /// The body.
    pub body: Option<Element>,
}

/// The operations on resources in general.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherOperation {
    /// Show the instance.
    Get,
    /// Change the instance.
    Put,
    /// Make an instance.
    Create,
    /// Delete the instance.
    Delete,
    /// List the instances; the request has its filter.
    Enumerate(Enumerate),
    /// Call the method with this action.
    Invoke(String),
}

/// How a verb went.
#[derive(Debug)]
pub enum Reply {
    /// For [`Verb::CreateShell`] and [`Verb::GetShell`].
    Shell(Box<Shell>),
    /// For [`Verb::OpenCommand`].
    CommandOpened(CommandId),
    /// For [`Verb::Receive`].
    Received(ReceiveReply),
    /// For [`Verb::ConnectShell`].
    Connected(Box<ConnectResponse>),
    /// For the verbs that are only done or not: send, signal, delete, disconnect, reconnect,
    /// connect a command, delete anything else.
    Done,
    /// For [`Verb::EnumerateShells`].
    Shells(Vec<Shell>),
    /// For [`Verb::EnumerateCommands`].
    Commands(Vec<CommandInstance>),
    /// For [`Verb::GetConfig`]; the whole configuration whatever the path.
    Config(Box<Config>),
    /// For [`Verb::PutConfig`] and for Get, Put and methods of other resources.
    Element(Option<Element>),
    /// For Create of other resources: the selectors of the new instance.
    Created(Selectors),
    /// For Enumerate of other resources.
    Elements(Vec<Element>),
    /// The verb was refused, any of them.
    Fault(Box<Fault>),
}

impl Reply {
    /// A refusal.
    #[must_use]
    pub fn fault(fault: impl Into<Fault>) -> Self {
        Self::Fault(Box::new(fault.into()))
    }
}
