//! The process behind a shell: how it is started and talked to.
//!
//! A session host speaks the line protocol of the out-of-process transport (MS-PSRP's messages,
//! one packet a line) on its standard streams. Which program it is, this one or another engine,
//! is the session configuration's business; the relay is the same for all.

mod fragments;
mod lanes;
mod launcher;
mod process;
mod relay;

pub use launcher::{LaunchError, LaunchRequest, ProcessLauncher, SessionLauncher};
pub use process::{
    BoxFuture, HostEnd, HostLife, HostParts, HostProcess, LineSink, LineSource, StreamSink,
};
pub use relay::{HostGone, Relay};

pub(crate) use relay::pump;
