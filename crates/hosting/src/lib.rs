//! The traits that join a host, a runspace and whoever runs commands in it.
//!
//! The language column implements [`Runspace`] with an engine, the protocol column implements it with
//! a connection; both show themselves through a [`Host`]. Neither knows the other: they meet here and
//! in the values of `remora-psobject`, and only a binary joins them.
//!
//! | module | what it is |
//! |---|---|
//! | [`host`] | [`Host`], [`HostUi`], [`RawUi`]: where a person is asked and told |
//! | [`method`] | the host methods of MS-PSRP, by number |
//! | [`call`] | a method number and values → a call of the traits |
//! | [`forward`] | a call of the traits → a method number and values |
//! | [`command`] | the commands of a pipeline, as data |
//! | [`runspace`] | [`RunspaceFactory`], [`Runspace`], [`Pipeline`] |
//! | [`connection`] | how another computer is reached |
//! | [`stop`] | [`StopToken`]: how running work is told to end |

pub mod call;
pub mod command;
pub mod connection;
pub mod forward;
pub mod host;
pub mod method;
pub mod runspace;
pub mod stop;

pub use command::{Command, CommandParameter, MergeTarget, Merges, PipelineCommand, Statement};
pub use connection::{
    Authentication, ConnectionInfo, ProcessConnection, SessionOption, SshConnection,
    WsManConnection,
};
pub use forward::{ForwardingHost, HostCallChannel};
pub use host::{Host, HostDefaults, HostError, HostUi, RawUi};
pub use method::HostMethod;
pub use runspace::{
    FoundSession, InvocationState, Leaving, Pipeline, Record, RecordSink, Runspace,
    RunspaceAvailability, RunspaceFactory, RunspaceRequest, RunspaceState, StateChange,
};
pub use stop::StopToken;
