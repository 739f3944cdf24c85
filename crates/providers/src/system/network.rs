//! Names of hosts.

use std::io;
use std::net::{IpAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use remora_dotnet::system::{Connection, Network, Security};

use super::NativeSystem;

impl Network for NativeSystem {
    fn host_name(&self) -> String {
        nix::unistd::gethostname()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in (host, 0).to_socket_addrs()? {
            if !addresses.contains(&address.ip()) {
                addresses.push(address.ip());
            }
        }
        Ok(addresses)
    }

    fn connect(
        &self,
        host: &str,
        port: u16,
        security: Security,
        limit: Option<Duration>,
    ) -> io::Result<Box<dyn Connection>> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let mut refused = None;
        for address in (host, port).to_socket_addrs()? {
            let connected = match limit {
                Some(limit) => TcpStream::connect_timeout(&address, limit),
                None => TcpStream::connect(address),
            };
            match connected {
                Ok(stream) => {
                    stream.set_read_timeout(Some(TICK))?;
                    return match security {
                        Security::Plain => Ok(Box::new(stream)),
                        Security::Tls => super::tls::client(stream, host, true),
                        Security::TlsUnverified => super::tls::client(stream, host, false),
                    };
                }
                Err(failure) => refused = Some(failure),
            }
        }
        Err(refused.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
    }
}

/// So long a read waits before its caller can look around.
const TICK: Duration = Duration::from_millis(100);
