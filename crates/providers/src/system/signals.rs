//! Ending programs that somebody else started, and asking whether hosts answer.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Ends a process at once.
///
/// # Errors
/// Where it is gone or belongs to somebody else.
pub fn end_process(id: i32) -> io::Result<()> {
    kill(Pid::from_raw(id), Signal::SIGKILL).map_err(io::Error::from)
}

/// Connects to a port and lets go at once.
///
/// # Errors
/// Where nobody answers.
pub fn try_connect(address: SocketAddr, limit: Duration) -> io::Result<()> {
    TcpStream::connect_timeout(&address, limit).map(drop)
}
