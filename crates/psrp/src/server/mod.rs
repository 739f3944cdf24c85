//! The server's end of a session (MS-PSRP section 3.2, Server Details).
//!
//! Contract: make a [`RunspacePool`], give [`RunspacePool::handle_input`] what the transport brings, do
//! what the events of [`RunspacePool::poll_output`] say, and tell the machine with its methods what
//! happened. The machine answers what needs no engine: negotiation, bounds, queueing of pipelines,
//! refusals, keys. There is no clock.
//!
//! Where PowerShell itself answers a bad message with silence this machine answers nothing on the wire
//! either, but it tells the transport with a [`Verb::Fault`], which says why.

mod encoder;
mod key;
mod pipeline;
mod pool;
mod receive;

use remora_psobject::{Guid, Value};

pub use encoder::{Encoded, Encoder};
pub use pool::RunspacePool;

use crate::channel::{Fragments, Stream, Target};
use crate::error::Error;
use crate::message::{CreatePipeline, GetCommandMetadata, HostResponse, InitRunspacePool};
use crate::version::ProtocolVersion;

/// What a transport brings.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Bytes that the client sent, cut anywhere.
    Received {
        /// Where they belong.
        target: Target,
        /// The stream that they came on.
        stream: Stream,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// The client opens a pipeline, whose request comes as bytes.
    OpenPipeline(Guid),
    /// The client closes a pipeline.
    ClosePipeline(Guid),
    /// The client stops a pipeline.
    Signal(Guid),
    /// The client closes the pool.
    ClosePool,
    /// A client takes the pool up.
    Connect {
        /// Its capability and its request.
        bytes: &'a [u8],
    },
    /// The client is gone for good.
    Gone,
}

/// What there is to do.
#[derive(Debug)]
pub enum Output {
    /// For the transport.
    Channel(Verb),
    /// For whoever runs the commands.
    Event(Event),
}

/// What the transport shall do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Send fragments behind those that were sent to the same target.
    Send {
        /// Where they belong.
        target: Target,
        /// The fragments.
        fragments: Fragments,
    },
    /// One [`Input::Received`] was worked through.
    Processed {
        /// Where it belonged.
        target: Target,
    },
    /// [`Input::OpenPipeline`] was worked through.
    PipelineOpened {
        /// The pipeline.
        id: Guid,
    },
    /// [`Input::Signal`] was worked through.
    Signaled {
        /// The pipeline.
        id: Guid,
    },
    /// [`Input::ClosePipeline`] was worked through.
    PipelineClosed {
        /// The pipeline.
        id: Guid,
    },
    /// [`Input::ClosePool`] was worked through.
    PoolClosed,
    /// The answer to [`Input::Connect`].
    Connected {
        /// Capability and size of the pool.
        fragments: Fragments,
    },
    /// Something that arrived is refused. The session goes on.
    Fault {
        /// Where it belonged.
        target: Target,
        /// What is wrong with it.
        error: Error,
        /// What whoever runs the commands says of it, where the refusal is theirs.
        reason: Option<String>,
    },
}

/// What whoever runs the commands is told.
#[derive(Debug)]
pub enum Event {
    /// Both ends agreed on a version.
    Negotiated(ProtocolVersion),
    /// Make the runspaces, then call [`RunspacePool::opened`] or [`RunspacePool::open_failed`].
    Open {
        /// The pool.
        id: Guid,
        /// How it is wanted.
        request: Box<InitRunspacePool>,
    },
    /// A client took the pool up.
    Connected,
    /// A pipeline was asked for. It may have to wait; input comes meanwhile.
    PipelineCreated {
        /// The pipeline.
        id: Guid,
        /// What it does.
        request: PipelineRequest,
    },
    /// Start the pipeline; at its end call [`RunspacePool::finish_pipeline`].
    Start {
        /// The pipeline.
        id: Guid,
    },
    /// An object of its input.
    Input {
        /// The pipeline.
        id: Guid,
        /// The object.
        value: Value,
    },
    /// No more input comes.
    InputEnded {
        /// The pipeline.
        id: Guid,
    },
    /// Stop the pipeline and call [`RunspacePool::finish_pipeline`]. Calls of its host get no answer any
    /// more.
    Stop {
        /// The pipeline.
        id: Guid,
    },
    /// The pipeline is forgotten; its id may be used again.
    PipelineClosed {
        /// The pipeline.
        id: Guid,
    },
    /// The answer to a host call.
    HostResponse {
        /// Who called.
        target: Target,
        /// The answer.
        response: HostResponse,
    },
    /// The pool may have another number of runspaces now.
    Resized {
        /// Fewest.
        min: i32,
        /// Most.
        max: i32,
    },
    /// Take the runspace back to its first state, then call [`RunspacePool::reset_done`].
    Reset {
        /// Under which the answer goes out.
        call_id: i64,
    },
    /// Secure strings can be sent from now on.
    KeyExchanged,
    /// End the runspaces, then call [`RunspacePool::closed`].
    Close,
}

/// What a pipeline does.
#[derive(Debug)]
pub enum PipelineRequest {
    /// It runs commands.
    Commands(Box<CreatePipeline>),
    /// It gives the metadata of commands.
    Metadata(Box<GetCommandMetadata>),
}

impl PipelineRequest {
    /// Whether it runs inside the pipeline that is running now.
    pub fn is_nested(&self) -> bool {
        match self {
            Self::Commands(commands) => commands.is_nested,
            Self::Metadata(_) => false,
        }
    }

    /// Whether no input will come.
    pub fn no_input(&self) -> bool {
        match self {
            Self::Commands(commands) => commands.no_input,
            Self::Metadata(_) => true,
        }
    }
}
