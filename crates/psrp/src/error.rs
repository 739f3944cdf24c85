//! What can go wrong, by whose fault it is.

use std::fmt;

use remora_psobject::Guid;

use crate::message::MessageType;
use crate::state::{PipelineState, PoolState};
use crate::version::ProtocolVersion;

/// Why a machine did not do what it was asked, or what is wrong with what arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The peer sent something well-formed that it may not send, or not now.
    PeerMisbehaved(Misbehaviour),
    /// What arrived cannot be read.
    Malformed(Malformation),
    /// What arrived, or what was asked for, is larger or more than allowed.
    LimitExceeded(Exceeded),
    /// The caller asked for something that makes no sense now.
    ApiMisuse(Misuse),
}

/// What a peer did that it may not do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misbehaviour {
    /// It speaks another major version of the protocol.
    IncompatibleVersion {
        /// What it offered.
        offered: ProtocolVersion,
        /// What is spoken here.
        own: ProtocolVersion,
    },
    /// Its `PSVersion` or `SerializationVersion` is another one than the protocol's.
    IncompatibleSerialization,
    /// It sent a second `SESSION_CAPABILITY`.
    DuplicateCapability,
    /// It wants to open a pool that is open.
    DuplicatePool(Guid),
    /// It wants a pool of less than one runspace.
    PoolMinimum,
    /// It wants a pool of at most less than one runspace.
    PoolMaximum,
    /// It wants a pool whose minimum is above its maximum.
    PoolBounds,
    /// It asked for thread options that only an administrator may ask for.
    ThreadOptions,
    /// The message is addressed to the other end.
    Destination,
    /// The message carries the id of another pool.
    OtherPool(Guid),
    /// The message carries the id of another pipeline than the one it was sent to.
    OtherPipeline(Guid),
    /// It opens a pipeline whose id is in use.
    DuplicateCommand(Guid),
    /// It creates a pipeline twice.
    DuplicatePipeline(Guid),
    /// It sends input after it said that there is no more.
    InputAfterEnd(Guid),
    /// It sent a message that has no place in this state.
    OutOfPlace(MessageType, PoolState),
    /// It said that the pool is broken.
    Broken,
    /// It ended the session, or the connection to it was lost.
    Gone,
}

/// What is wrong with bytes that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformation {
    /// A fragment's object id is zero or negative.
    ObjectId,
    /// A fragment's id is negative.
    FragmentId,
    /// A fragment's length is negative.
    FragmentLength,
    /// A fragment is not the one that comes next.
    FragmentOrder,
    /// A fragment goes on with a message that never began.
    FragmentWithoutStart,
    /// A message is shorter than its header.
    MessageLength(usize),
    /// A body is not UTF-8.
    Encoding,
    /// A body is not CLIXML.
    Clixml(remora_clixml::Error),
    /// A body is missing, or there is one that may not be.
    Body,
    /// A property is missing.
    MissingProperty(&'static str),
    /// A property has a value of another type, or one that means nothing.
    BadProperty(&'static str),
    /// A pipeline has no command.
    NoCommands,
    /// A public key is none.
    PublicKey,
    /// An encrypted session key is none.
    SessionKey,
}

/// What was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exceeded {
    /// The size of a message.
    MessageSize,
    /// The number of pipelines.
    Pipelines,
    /// The number of host calls that wait for an answer.
    HostCalls,
    /// The size of what waits for a session key.
    Held,
}

/// What a caller did wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misuse {
    /// The pool is not in a state for it.
    PoolState(PoolState),
    /// The pipeline is not in a state for it.
    PipelineState(PipelineState),
    /// There is no pipeline of this id.
    UnknownPipeline(Guid),
    /// There is a pipeline of this id.
    PipelineExists(Guid),
    /// There is no call of this id.
    UnknownCall(i64),
    /// The number of runspaces is out of bounds.
    Bounds,
    /// The peer's version does not know it.
    Version(ProtocolVersion),
    /// A value cannot be serialized.
    Unserializable(remora_clixml::Error),
    /// A key of this kind cannot be used.
    Key,
}

impl From<Misbehaviour> for Error {
    fn from(misbehaviour: Misbehaviour) -> Self {
        Self::PeerMisbehaved(misbehaviour)
    }
}

impl From<Malformation> for Error {
    fn from(malformation: Malformation) -> Self {
        Self::Malformed(malformation)
    }
}

impl From<Exceeded> for Error {
    fn from(exceeded: Exceeded) -> Self {
        Self::LimitExceeded(exceeded)
    }
}

impl From<Misuse> for Error {
    fn from(misuse: Misuse) -> Self {
        Self::ApiMisuse(misuse)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PeerMisbehaved(inner) => inner.fmt(f),
            Self::Malformed(inner) => inner.fmt(f),
            Self::LimitExceeded(inner) => inner.fmt(f),
            Self::ApiMisuse(inner) => inner.fmt(f),
        }
    }
}

impl fmt::Display for Misbehaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IncompatibleVersion { offered, own } => write!(
                f,
                "The remote end offers version {offered} of the remoting protocol, and version {own} is spoken here."
            ),
            Self::IncompatibleSerialization => f.write_str(
                "The remote end serializes objects in a version that is not known here.",
            ),
            Self::DuplicateCapability => {
                f.write_str("The remote end started to negotiate in a session that is open.")
            }
            Self::DuplicatePool(id) => write!(f, "The session {id} exists already."),
            Self::PoolMinimum => f.write_str("The minimum pool size cannot be less than 1."),
            Self::PoolMaximum => f.write_str("The maximum pool size cannot be less than 1."),
            Self::PoolBounds => {
                f.write_str("The minimum pool size cannot be greater than the maximum pool size.")
            }
            Self::ThreadOptions => {
                f.write_str("Only administrators can override the Thread Options remotely.")
            }
            Self::Destination => f.write_str("A message for the other end of the session arrived."),
            Self::OtherPool(id) => write!(f, "A message for another session arrived: {id}."),
            Self::OtherPipeline(id) => write!(f, "A message for another pipeline arrived: {id}."),
            Self::DuplicateCommand(id) | Self::DuplicatePipeline(id) => {
                write!(f, "The pipeline {id} exists already.")
            }
            Self::InputAfterEnd(id) => {
                write!(f, "Input for the pipeline {id} arrived after its end.")
            }
            Self::OutOfPlace(message, state) => {
                write!(
                    f,
                    "The message {} has no place in the state {}.",
                    message.name(),
                    state.name()
                )
            }
            Self::Broken => f.write_str("The remote end says that the session is broken."),
            Self::Gone => f.write_str("The remote end is gone."),
        }
    }
}

impl fmt::Display for Malformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ObjectId => f.write_str("ObjectId cannot be less than or equal to 0."),
            Self::FragmentId => f.write_str("FragmentId cannot be less than 0."),
            Self::FragmentLength => f.write_str("The length of a fragment cannot be less than 0."),
            Self::FragmentOrder => {
                f.write_str("A fragment is missing, or belongs to another object.")
            }
            Self::FragmentWithoutStart => {
                f.write_str("The first fragment of an object is missing.")
            }
            Self::MessageLength(length) => {
                write!(f, "A message of {length} bytes is shorter than its header.")
            }
            Self::Encoding => f.write_str("A message is not UTF-8."),
            Self::Clixml(error) => write!(f, "{error}."),
            Self::Body => f.write_str("A message has no body, or one that means nothing."),
            Self::MissingProperty(name) => write!(f, "Remoting data is missing {name} property."),
            Self::BadProperty(name) => {
                write!(f, "Remoting data has a property {name} of another type.")
            }
            Self::NoCommands => f.write_str("A pipeline without commands cannot be run."),
            Self::PublicKey => f.write_str("Invalid public key data."),
            Self::SessionKey => f.write_str("Invalid session key data."),
        }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MessageSize => "Remoting data is too large to be reassembled from the fragments.",
            Self::Pipelines => "There are too many pipelines.",
            Self::HostCalls => "There are too many host calls that wait for an answer.",
            Self::Held => "Too much data waits for a session key.",
        })
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PoolState(state) => {
                write!(f, "the runspace pool is in the state {}", state.name())
            }
            Self::PipelineState(state) => {
                write!(f, "the pipeline is in the state {}", state.name())
            }
            Self::UnknownPipeline(id) => write!(f, "there is no pipeline {id}"),
            Self::PipelineExists(id) => write!(f, "there is a pipeline {id} already"),
            Self::UnknownCall(id) => write!(f, "there is no call {id} that waits for an answer"),
            Self::Bounds => f.write_str("the number of runspaces is out of bounds"),
            Self::Version(version) => {
                write!(f, "the remote end speaks version {version}, which does not know this")
            }
            Self::Unserializable(error) => error.fmt(f),
            Self::Key => f.write_str("the key cannot be used"),
        }
    }
}

impl std::error::Error for Error {}
