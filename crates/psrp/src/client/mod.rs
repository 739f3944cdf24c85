//! The client's end of a session (MS-PSRP section 3.1, Client Details).
//!
//! Contract: make a [`RunspacePool`], call its methods for what the user wants and
//! [`RunspacePool::handle_input`] for what the transport brings, and take from
//! [`RunspacePool::poll_output`] until it gives nothing. There is no clock: how long an answer may take is
//! for the caller to decide, who then closes or fails the pool.

mod pipeline;
mod pool;
mod receive;

use std::sync::Arc;

use remora_psobject::{
    ErrorRecord, Guid, InformationRecord, InformationalRecord, ProgressRecord, Value,
};

pub use pool::RunspacePool;

use crate::channel::{Fragments, Stream, Target};
use crate::error::Error;
use crate::message::{Availability, HostCall, InitRunspacePool, MessageType, UserEvent};
use crate::settings::Settings;
use crate::state::{PipelineState, PoolState};
use crate::version::ProtocolVersion;

/// How a pool is wanted.
#[derive(Clone, Debug)]
pub struct Options {
    /// The id of the pool: a new random one, or that of a pool to connect to.
    pub id: Guid,
    /// Size, host and arguments of the pool.
    pub pool: InitRunspacePool,
    /// The client's time zone, as .NET Framework serializes it; most servers do without.
    pub time_zone: Option<Vec<u8>>,
    /// What both roles can be told.
    pub settings: Settings,
}

impl Options {
    /// A pool of one runspace without a host.
    pub fn new(id: Guid) -> Self {
        Self {
            id,
            pool: InitRunspacePool::default(),
            time_zone: None,
            settings: Settings::default(),
        }
    }
}

/// What a transport brings.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Bytes that the server sent, cut anywhere.
    Received {
        /// Where they belong.
        target: Target,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// The server closed the pipeline, as it was asked.
    PipelineClosed(Guid),
    /// The server closed the pool, as it was asked.
    PoolClosed,
    /// The pool lives on without this client, as it was asked.
    Disconnected,
    /// The client has the pool again, as it was asked.
    Reconnected,
    /// The connection is lost, or the transport refuses to go on.
    Lost,
}

/// What there is to do.
#[derive(Debug)]
pub enum Output {
    /// For the transport.
    Channel(Verb),
    /// For the user of the pool.
    Event(Event),
}

/// How a pool is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// How long it shall live without a client; `None` leaves it as it is.
    pub idle_timeout: Option<std::time::Duration>,
    /// Whether the oldest output is dropped where too much waits; `None` leaves it as it is.
    pub drops_output: Option<bool>,
}

/// What the transport shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Open a session for the pool and send the first fragments along.
    OpenPool {
        /// The pool.
        id: Guid,
        /// Capability and request, whole.
        fragments: Fragments,
    },
    /// Connect to the session of a pool that exists.
    ConnectPool {
        /// The pool.
        id: Guid,
        /// Capability and request, whole.
        fragments: Fragments,
    },
    /// Open a pipeline and send the first fragments along.
    OpenPipeline {
        /// The pipeline.
        id: Guid,
        /// The request, whole.
        fragments: Fragments,
    },
    /// Connect to a pipeline that exists.
    ConnectPipeline {
        /// The pipeline.
        id: Guid,
    },
    /// Send fragments behind those that were sent to the same target on the same stream.
    Send {
        /// Where they belong.
        target: Target,
        /// How urgent they are.
        stream: Stream,
        /// The fragments.
        fragments: Fragments,
    },
    /// Stop the pipeline.
    Signal {
        /// The pipeline.
        id: Guid,
    },
    /// Close the pipeline, whatever was not sent yet; then [`Input::PipelineClosed`].
    ClosePipeline {
        /// The pipeline.
        id: Guid,
    },
    /// Close the session; then [`Input::PoolClosed`].
    ClosePool,
    /// Leave the session; then [`Input::Disconnected`].
    Disconnect(Leaving),
    /// Come back to the session; then [`Input::Reconnected`].
    Reconnect,
}

/// What the user of a pool is told.
#[derive(Debug)]
pub enum Event {
    /// Both ends agreed on a version.
    Negotiated(ProtocolVersion),
    /// What the server says of itself (`ApplicationPrivateData`).
    PrivateData(Value),
    /// How many runspaces a pool has that was taken up.
    PoolSize {
        /// Fewest.
        min: Option<i32>,
        /// Most.
        max: Option<i32>,
    },
    /// The pool has a new state.
    PoolState {
        /// The state from now on.
        state: PoolState,
        /// What the server says of the reason.
        reason: Option<Arc<ErrorRecord>>,
        /// What is wrong as this end sees it, where the pool broke.
        error: Option<Error>,
    },
    /// The answer to a question about runspaces.
    Availability {
        /// What the method that asked gave.
        call_id: i64,
        /// The answer.
        response: Availability,
    },
    /// A call of the user's host; answer with [`RunspacePool::respond`] where it wants an answer.
    HostCall {
        /// Who calls.
        target: Target,
        /// The call.
        call: HostCall,
    },
    /// An event of the far end.
    UserEvent(Box<UserEvent>),
    /// A key is needed, because the server asks for one or a secure string shall be sent. Call
    /// [`RunspacePool::exchange_keys`].
    KeyNeeded,
    /// Secure strings can be sent from now on.
    KeyExchanged,
    /// Something of a pipeline.
    Pipeline {
        /// The pipeline.
        id: Guid,
        /// What it is.
        event: PipelineEvent,
    },
}

/// What the user of a pipeline is told.
#[derive(Debug)]
pub enum PipelineEvent {
    /// An object of the output.
    Output(Value),
    /// An error that did not end it.
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
    /// It has a new state. A final one comes once and is the last of its events but `Closed`.
    State {
        /// The state from now on.
        state: PipelineState,
        /// Why, where it failed or was stopped.
        reason: Option<Arc<ErrorRecord>>,
    },
    /// A message that cannot be read; the pipeline goes on without it.
    Unreadable {
        /// What it would have been.
        message: MessageType,
        /// What is wrong with it.
        error: Error,
    },
    /// The server closed it; its id may be used again.
    Closed,
}
