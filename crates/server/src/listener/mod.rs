//! The endpoint: sockets, TLS, and the connections that come in.

mod connection;
mod exchange;
mod standing;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use remora_auth::{ChannelBinding, ChannelSecurity, ServerOptions};
use remora_transport::http::{HttpLimits, Peer, serve_connection};
use remora_wsman::Limits;
use remora_wsman::shell::server::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::configuration::{EndpointOptions, Users};
use crate::service::Service;
use crate::session_host::SessionLauncher;
use crate::store::Store;
use connection::Connection;

/// How long a TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a connection without a request is kept.
const IDLE_CONNECTION: Duration = Duration::from_secs(300);
/// How long connections have to answer what was asked when the endpoint stops.
const LAST_ANSWERS: Duration = Duration::from_secs(5);
/// What surrounds an envelope when it is sealed, in bytes.
const SEALED_FRAME: usize = 4096;

/// Why an endpoint does not start.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// An address cannot be listened on.
    #[error("The endpoint cannot listen on {address}: {reason}. {remedy}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        reason: std::io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// HTTPS without a certificate.
    #[error("HTTPS needs a certificate and its key. Name both files, or listen on HTTP only.")]
    NoIdentity,
    /// The certificate or the key cannot be used.
    #[error("HTTPS cannot be used: {0}. Name the files of a certificate and its own key.")]
    Tls(String),
    /// There is nothing to listen on.
    #[error("The endpoint has no address to listen on. Name at least one for HTTP or HTTPS.")]
    NoAddress,
}

/// What all connections of an endpoint share.
struct Shared {
    service: Arc<Service>,
    users: Arc<Users>,
    authentication: ServerOptions,
    wsman: ServerConfig,
    http: HttpLimits,
    rejection_delay: Duration,
    logon_timeout: Duration,
}

/// An endpoint whose addresses are bound. [`Endpoint::run`] serves them.
pub struct Endpoint {
    shared: Arc<Shared>,
    http: Vec<TcpListener>,
    https: Vec<TcpListener>,
    tls: Option<(TlsAcceptor, ChannelSecurity)>,
    connections: Arc<Semaphore>,
    drain_timeout: Duration,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("http", &self.http_addresses())
            .field("https", &self.https_addresses())
            .finish_non_exhaustive()
    }
}

impl Endpoint {
    /// Binds all addresses.
    ///
    /// # Errors
    /// An address that cannot be bound, HTTPS without a usable certificate, no address at all.
    pub async fn bind(
        options: EndpointOptions,
        launcher: Arc<dyn SessionLauncher>,
    ) -> Result<Self, EndpointError> {
        if options.http.is_empty() && options.https.is_empty() {
            return Err(EndpointError::NoAddress);
        }
        let tls = match options.identity {
            Some(identity) => {
                let binding = ChannelBinding::from_certificate(identity.certificate());
                let binding = binding.map_err(|error| EndpointError::Tls(error.to_string()))?;
                let config = identity.into_server_config();
                let config = config.map_err(|error| EndpointError::Tls(error.message))?;
                let channel = ChannelSecurity::Tls { binding: Some(binding) };
                Some((TlsAcceptor::from(config), channel))
            }
            None if !options.https.is_empty() => return Err(EndpointError::NoIdentity),
            None => None,
        };
        let (http, https) = (bind_all(&options.http).await?, bind_all(&options.https).await?);
        let envelope = options.quotas.max_envelope_size;
        let wsman = ServerConfig {
            limits: Limits::for_envelope_size(envelope as usize),
            max_envelope_size: envelope,
            max_timeout: options.quotas.max_operation_timeout,
            machine: options.machine,
            product_vendor: "Remora".to_owned(),
            product_version: concat!("OS: 0.0.0 SP: 0.0 Stack: ", env!("CARGO_PKG_VERSION")).into(),
            ..ServerConfig::default()
        };
        let http_limits = HttpLimits {
            // UTF-16 takes two bytes for what counts as one.
            body: envelope as usize * 2 + SEALED_FRAME,
            head_timeout: IDLE_CONNECTION,
            body_timeout: options.body_timeout,
        };
        let connections = Arc::new(Semaphore::new(options.quotas.max_connections));
        let store = Store::new(options.quotas);
        let basic = options.authentication.basic;
        let service = Service::new(store, options.sessions, launcher, options.close_timeout, basic);
        let shared = Shared {
            service,
            users: options.users,
            authentication: options.authentication,
            wsman,
            http: http_limits,
            rejection_delay: options.rejection_delay,
            logon_timeout: options.logon_timeout,
        };
        let drain_timeout = options.drain_timeout;
        Ok(Self { shared: Arc::new(shared), http, https, tls, connections, drain_timeout })
    }

    /// The addresses for HTTP, with the ports that were taken.
    #[must_use]
    pub fn http_addresses(&self) -> Vec<SocketAddr> {
        addresses(&self.http)
    }

    /// The addresses for HTTPS, with the ports that were taken.
    #[must_use]
    pub fn https_addresses(&self) -> Vec<SocketAddr> {
        addresses(&self.https)
    }

    /// The shells and what can be done with them.
    #[must_use]
    pub fn service(&self) -> Arc<Service> {
        Arc::clone(&self.shared.service)
    }

    /// Serves until `shutdown` says true, or nobody can say it any more. Then no shells and
    /// commands begin, running commands get some time to end, shells are ended, and connections
    /// are closed after the answers under way.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let Self { shared, http, https, tls, connections, drain_timeout } = self;
        let (close, closing) = watch::channel(false);
        let mut accepting = JoinSet::new();
        let gate = Gate { shared: Arc::clone(&shared), connections, closing };
        for listener in http {
            accepting.spawn(gate.clone().accept(listener, None));
        }
        for listener in https {
            accepting.spawn(gate.clone().accept(listener, tls.clone()));
        }
        drop(gate);
        let sweeping = tokio::spawn(Arc::clone(&shared.service).sweep());
        let _ = shutdown.wait_for(|stop| *stop).await;
        tracing::info!("the endpoint stops");
        shared.service.drain(drain_timeout).await;
        sweeping.abort();
        accepting.abort_all();
        while accepting.join_next().await.is_some() {}
        let _ = close.send(true);
        // Every connection holds a receiver.
        if tokio::time::timeout(LAST_ANSWERS, close.closed()).await.is_err() {
            tracing::warn!("connections were still open when the endpoint stopped");
        }
    }
}

async fn bind_all(addresses: &[SocketAddr]) -> Result<Vec<TcpListener>, EndpointError> {
    let mut listeners = Vec::with_capacity(addresses.len());
    for &address in addresses {
        let bound = TcpListener::bind(address).await;
        listeners.push(bound.map_err(|reason| EndpointError::Bind {
            address,
            remedy: match reason.kind() {
                std::io::ErrorKind::AddrInUse => "Stop what listens there, or choose another port.",
                std::io::ErrorKind::AddrNotAvailable => "Name an address of this computer.",
                std::io::ErrorKind::PermissionDenied => "Choose a port above 1023.",
                _ => "Choose another address.",
            },
            reason,
        })?);
    }
    Ok(listeners)
}

fn addresses(listeners: &[TcpListener]) -> Vec<SocketAddr> {
    listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
}

/// Lets connections in, as many as there is room for.
#[derive(Clone)]
struct Gate {
    shared: Arc<Shared>,
    connections: Arc<Semaphore>,
    closing: watch::Receiver<bool>,
}

impl Gate {
    async fn accept(self, listener: TcpListener, tls: Option<(TlsAcceptor, ChannelSecurity)>) {
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Usually too many open files: waiting lets some be closed.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let Ok(permit) = Arc::clone(&self.connections).try_acquire_owned() else {
                tracing::warn!(client = %address, "too many connections");
                continue;
            };
            let (gate, tls) = (self.clone(), tls.clone());
            tokio::spawn(async move {
                gate.serve(stream, address, tls).await;
                drop(permit);
            });
        }
    }

    async fn serve(
        self,
        stream: TcpStream,
        address: SocketAddr,
        tls: Option<(TlsAcceptor, ChannelSecurity)>,
    ) {
        // Answers are small and waited for: filling a packet first would cost 40 ms each.
        let _ = stream.set_nodelay(true);
        let Some((acceptor, channel)) = tls else {
            return self.talk(stream, address, ChannelSecurity::Plain).await;
        };
        match tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => self.talk(stream, address, channel).await,
            Ok(Err(error)) => tracing::debug!(client = %address, %error, "no TLS handshake"),
            Err(_) => tracing::debug!(client = %address, "the TLS handshake took too long"),
        }
    }

    async fn talk<S>(self, stream: S, address: SocketAddr, channel: ChannelSecurity)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let peer = Peer { address, is_tls: channel.is_tls() };
        let limits = self.shared.http;
        let (logged_on, is_known) = watch::channel(false);
        let logon_timeout = self.shared.logon_timeout;
        let handler = Connection::new(self.shared, address, channel, logged_on);
        // Strangers must not hold connections, whatever they send and however slowly.
        let stranger = async {
            tokio::time::sleep(logon_timeout).await;
            if *is_known.borrow() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            result = serve_connection(stream, peer, handler, limits, self.closing) => {
                if let Err(error) = result {
                    tracing::debug!(client = %address, %error, "a connection ended");
                }
            }
            () = stranger => tracing::info!(client = %address, "nobody logged on"),
        }
    }
}
