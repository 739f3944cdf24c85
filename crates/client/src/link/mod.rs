//! Links: what carries the fragments of a session to the far end and back.
//!
//! A session's machine speaks in verbs (open the pool, open a pipeline, send on a stream, …). A link is a
//! task that turns the verbs into SOAP or lines, and what arrives into events. Each link is one
//! session's; nothing is shared between hosts, so one that hangs hurts nobody else.

mod connection;
pub(crate) mod failure;
pub(crate) mod wsman;

use remora_psobject::Guid;
use tokio::sync::mpsc;

pub(crate) use failure::LinkFailure;

/// Which stream fragments belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkStream {
    /// Everything but answers to host calls.
    Default,
    /// Answers to host calls.
    PromptResponse,
}

/// What the session asks of its link.
#[derive(Debug)]
pub(crate) enum LinkVerb {
    /// Make the session at the far end; these are the first fragments.
    OpenPool(Vec<Vec<u8>>),
    /// Make a pipeline; these are its first fragments.
    OpenPipeline(Guid, Vec<Vec<u8>>),
    /// Bring fragments, to a pipeline or to the session.
    Send(Option<Guid>, LinkStream, Vec<Vec<u8>>),
    /// Stop a pipeline.
    Signal(Guid),
    /// Forget a pipeline that has ended.
    ClosePipeline(Guid),
    /// End the session.
    ClosePool,
}

/// What the link tells its session.
#[derive(Debug)]
pub(crate) enum LinkEvent {
    /// Fragments arrived, of a pipeline or of the session.
    Data(Option<Guid>, Vec<u8>),
    /// A pipeline is closed at the far end.
    PipelineClosed(Guid),
    /// Something about one pipeline did not work; the session lives.
    PipelineFailed(Guid, LinkFailure),
    /// The session is closed at the far end.
    PoolClosed,
    /// The link is gone.
    Failed(LinkFailure),
    /// The far end wrote a line for people.
    StandardError(String),
}

/// A session's end of a link.
pub(crate) struct Link {
    /// Verbs go here. When it is dropped, the link ends.
    pub(crate) verbs: mpsc::UnboundedSender<LinkVerb>,
    /// Events come from here.
    pub(crate) events: mpsc::UnboundedReceiver<LinkEvent>,
}
