//! Runspaces and pipelines, wherever they live.
//!
//! Nothing here blocks: opening, running and closing are started, and what happens is told to a
//! call-back or to a [`RecordSink`]. So one thread can watch a thousand runspaces.

use std::sync::Arc;
use std::time::Duration;

use remora_psobject::{
    ErrorRecord, Guid, InformationRecord, InformationalRecord, ProgressRecord, PsString, Value,
};

use crate::command::PipelineCommand;
use crate::connection::ConnectionInfo;
use crate::host::Host;

/// `RunspaceState`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
pub enum RunspaceState {
    #[default]
    BeforeOpen,
    Opening,
    Opened,
    Closed,
    Closing,
    Broken,
    Disconnecting,
    Disconnected,
    Connecting,
}

/// `RunspaceAvailability`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunspaceAvailability {
    /// It takes no command.
    #[default]
    None,
    /// It takes a command.
    Available,
    /// It takes a nested command.
    AvailableForNestedCommand,
    /// It runs a command.
    Busy,
    /// It stands at a breakpoint.
    RemoteDebug,
}

/// `PSInvocationState`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are PowerShell's and say what they mean")]
pub enum InvocationState {
    #[default]
    NotStarted,
    Running,
    Stopping,
    Stopped,
    Completed,
    Failed,
    Disconnected,
}

impl InvocationState {
    /// Whether nothing more will come.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Stopped | Self::Completed | Self::Failed)
    }
}

/// A new state, with the reason where something went wrong.
#[derive(Clone, Debug)]
pub struct StateChange<S> {
    /// The state from now on.
    pub state: S,
    /// Why, where it is not what was asked for.
    pub reason: Option<Arc<ErrorRecord>>,
}

/// What a pipeline gives, stream by stream, in the order in which it was written.
#[derive(Clone, Debug)]
pub enum Record {
    /// An object of the output.
    Output(Value),
    /// An error that did not end the pipeline.
    Error(Arc<ErrorRecord>),
    /// A warning.
    Warning(Arc<InformationalRecord>),
    /// A verbose text.
    Verbose(Arc<InformationalRecord>),
    /// A debug text.
    Debug(Arc<InformationalRecord>),
    /// An information record.
    Information(Arc<InformationRecord>),
    /// How far a work has come.
    Progress(Arc<ProgressRecord>),
    /// The pipeline's state. A final one is the last record, and comes exactly once.
    State(StateChange<InvocationState>),
}

/// Takes what a pipeline gives.
///
/// Called from whichever thread has something; it must not block for long, or the far end waits.
pub trait RecordSink: Send + Sync {
    /// Takes one record.
    fn record(&self, record: Record);
}

impl<F: Fn(Record) + Send + Sync> RecordSink for F {
    fn record(&self, record: Record) {
        self(record);
    }
}

/// How a runspace is wanted.
#[derive(Clone)]
pub struct RunspaceRequest {
    /// Where it shall live.
    pub connection: ConnectionInfo,
    /// Who answers for the user; `None` where there is nobody.
    pub host: Option<Arc<dyn Host>>,
    /// A name for lists; empty for none.
    pub name: PsString,
    /// `ApplicationArguments`, which the far end sees in `$PSSenderInfo`.
    pub application_arguments: Value,
    /// Fewest runspaces of the pool.
    pub min_runspaces: i32,
    /// Most runspaces of the pool.
    pub max_runspaces: i32,
}

impl RunspaceRequest {
    /// One runspace at this place.
    pub fn new(connection: ConnectionInfo, host: Option<Arc<dyn Host>>) -> Self {
        Self {
            connection,
            host,
            name: PsString::empty(),
            application_arguments: Value::Null,
            min_runspaces: 1,
            max_runspaces: 1,
        }
    }
}

/// Makes runspaces.
pub trait RunspaceFactory: Send + Sync {
    /// A runspace that is not open yet.
    ///
    /// # Errors
    /// Where the request cannot be met whatever the far end says: an unknown kind of connection, a
    /// name that is no name.
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>>;

    /// Starts asking a computer for the sessions that it keeps for this user.
    fn find(&self, connection: &ConnectionInfo, done: FoundDone) {
        let _ = connection;
        done(Err(unsupported("find")));
    }

    /// A runspace for a session that was found and is without a client: it is disconnected, and
    /// [`Runspace::connect`] takes it up.
    ///
    /// # Errors
    /// As [`RunspaceFactory::create`].
    fn take_up(
        &self,
        request: RunspaceRequest,
        found: &FoundSession,
    ) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        let _ = (request, found);
        Err(unsupported("take up"))
    }
}

/// A session that a computer keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundSession {
    /// The id of its runspace pool.
    pub id: Guid,
    /// The name that its client gave it; empty for none.
    pub name: PsString,
    /// Name or resource URI of its session configuration.
    pub configuration_name: PsString,
    /// Whether no client has it now.
    pub is_disconnected: bool,
    /// The commands that run in it, or whose output was not fetched to the end.
    pub commands: Vec<Guid>,
    /// How long it lives without a client.
    pub idle_timeout: Option<Duration>,
}

/// Told once what sessions were found.
pub type FoundDone = Box<dyn FnOnce(Result<Vec<FoundSession>, Arc<ErrorRecord>>) + Send>;

/// How a session is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// How long it shall live without a client; `None` leaves it as it is.
    pub idle_timeout: Option<Duration>,
    /// `OutputBufferingMode`: 0 as it is, 1 drop, 2 block.
    pub output_buffering_mode: i32,
}

/// Told once how something that was started ended.
pub type Done = Box<dyn FnOnce(Result<(), Arc<ErrorRecord>>) + Send>;

/// Told of each new state.
pub type StateListener = Arc<dyn Fn(&StateChange<RunspaceState>) + Send + Sync>;

/// A place where commands run and variables stay.
pub trait Runspace: Send + Sync {
    /// Tells it apart; the runspace pool id of MS-PSRP.
    fn id(&self) -> Guid;

    /// Where it lives.
    fn connection(&self) -> &ConnectionInfo;

    /// The state now.
    fn state(&self) -> RunspaceState;

    /// What it takes now.
    fn availability(&self) -> RunspaceAvailability;

    /// Adds a listener for state changes.
    fn on_state_change(&self, listener: StateListener);

    /// Starts opening.
    fn open(&self, done: Done);

    /// Starts closing; running pipelines are stopped.
    fn close(&self, done: Done);

    /// What the far end says of itself (`ApplicationPrivateData`); null before it is open.
    fn application_private_data(&self) -> Value;

    /// A pipeline that is not started yet.
    ///
    /// # Errors
    /// Where the runspace is not open, or busy.
    fn create_pipeline(
        &self,
        command: PipelineCommand,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>>;

    /// Starts taking variables, drives and locations back to what they were at the start.
    fn reset(&self, done: Done) {
        done(Err(unsupported("reset")));
    }

    /// Starts parting from the far end, which goes on.
    fn disconnect(&self, leaving: Leaving, done: Done) {
        let _ = leaving;
        done(Err(unsupported("disconnect")));
    }

    /// Starts meeting the far end again.
    fn connect(&self, done: Done) {
        done(Err(unsupported("connect")));
    }

    /// The commands that run there since before this client came, as far as it did not take them up.
    fn left_commands(&self) -> Vec<Guid> {
        Vec::new()
    }

    /// Such a command. Starting it means that its output comes from now on.
    ///
    /// # Errors
    /// Where the runspace is not open.
    fn take_up_command(
        &self,
        id: Guid,
        host: Option<Arc<dyn Host>>,
    ) -> Result<Arc<dyn Pipeline>, Arc<ErrorRecord>> {
        let _ = (id, host);
        Err(unsupported("take up a command"))
    }
}

/// Commands that run in a runspace.
pub trait Pipeline: Send + Sync {
    /// Tells it apart.
    fn id(&self) -> Guid;

    /// The state now.
    fn state(&self) -> InvocationState;

    /// Starts it. Everything it gives goes to `sink`.
    fn start(&self, sink: Arc<dyn RecordSink>);

    /// Adds an object to its input. Ignored after the end.
    fn write_input(&self, value: Value);

    /// Says that no more input comes.
    fn end_input(&self);

    /// Starts stopping it. The final state comes to the sink.
    fn stop(&self);
}

fn unsupported(what: &str) -> Arc<ErrorRecord> {
    use remora_psobject::{ErrorCategory, Exception, TypeId};
    let message = format!("This kind of runspace does not support the operation \"{what}\".");
    Arc::new(ErrorRecord::new(
        Exception::new(TypeId::PS_NOT_SUPPORTED_EXCEPTION, message),
        "NotSupported",
        ErrorCategory::NotImplemented,
        Value::Null,
    ))
}
