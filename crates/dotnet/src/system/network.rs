//! Names of hosts.

use std::io;
use std::net::IpAddr;

/// Asks the resolver.
pub trait Network {
    /// The name of this host, as the network knows it.
    fn host_name(&self) -> String;

    /// The addresses of a host.
    ///
    /// # Errors
    /// Where the name is not known.
    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}
