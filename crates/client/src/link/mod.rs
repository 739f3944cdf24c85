//! Links: what carries the fragments of a session to the far end and back.
//!
//! A session's machine speaks in verbs (open the pool, open a pipeline, send on a stream, …). A link is a
//! task that turns the verbs into SOAP or lines, and what arrives into events. Each link is one
//! session's; nothing is shared between hosts, so one that hangs hurts nobody else.

mod connection;
pub(crate) mod failure;
pub(crate) mod lines;
pub(crate) mod shells;
pub(crate) mod wsman;

use remora_psobject::Guid;
use remora_psrp::Target;
use remora_psrp::client::Verb;
use tokio::sync::mpsc;

pub(crate) use connection::Service;
pub(crate) use failure::{FailureKind, LinkFailure};

/// What the link tells its session.
#[derive(Debug)]
pub(crate) enum LinkEvent {
    /// Fragments arrived, of a pipeline or of the session.
    Data(Target, Vec<u8>),
    /// A pipeline is closed at the far end.
    PipelineClosed(Guid),
    /// Something about one pipeline did not work; the session lives.
    PipelineFailed(Guid, LinkFailure),
    /// The session is closed at the far end.
    PoolClosed,
    /// The session lives on without this client.
    Disconnected,
    /// This client has the session again.
    Reconnected,
    /// The session could not be left, or not be taken up again; it is as it was.
    NotMoved(LinkFailure),
    /// The link is gone.
    Failed(LinkFailure),
    /// The far end wrote a line for people.
    StandardError(String),
}

/// A session's end of a link.
pub(crate) struct Link {
    /// Verbs go here. When it is dropped, the link ends.
    pub(crate) verbs: mpsc::UnboundedSender<Verb>,
    /// Events come from here.
    pub(crate) events: mpsc::UnboundedReceiver<LinkEvent>,
}
