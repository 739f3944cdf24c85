//! Names of hosts.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    Plain,
    /// By TLS, with the certificates that the machine trusts.
    Tls,
    /// By TLS with whoever answers.
    TlsUnverified,
}

/// A connection to another computer. What waits ends with [`io::ErrorKind::WouldBlock`] or
/// [`io::ErrorKind::TimedOut`] after a short time, so that the caller can look whether it is stopped.
pub trait Connection: io::Read + io::Write + Send {}

impl<T: io::Read + io::Write + Send> Connection for T {}

/// Asks the resolver.
pub trait Network {
    /// The name of this host, as the network knows it.
    fn host_name(&self) -> String;

    /// The addresses of a host.
    ///
    /// # Errors
    /// Where the name is not known.
    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;

    /// Connects to a port of a host.
    ///
    /// # Errors
    /// Where the name is not known, nobody answers in time, or TLS fails.
    fn connect(
        &self,
        _host: &str,
        _port: u16,
        _security: Security,
        _limit: Option<Duration>,
    ) -> io::Result<Box<dyn Connection>> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
