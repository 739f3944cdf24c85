//! An endpoint on loopback, connections to it, and a session host in memory.

mod client;
mod fake_host;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use remora_auth::{
    ChannelBinding, ChannelSecurity, ClientAuthenticator, ClientOptions, ClientStep, Credential,
    Entropy, FileTime, Mechanism, NtHash, Secret, SecurityContext, User, UsersFile, sealing,
};
use remora_server::configuration::{SessionConfigurations, Users};
use remora_server::service::Service;
use remora_server::{Endpoint, EndpointOptions};
use remora_transport::http::{Endpoint as Place, HttpConnection, HttpLimits, Response};
use remora_transport::tls::{CertificateChecks, Identity, client_config};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub(crate) use client::{TestClient, pool_id};
pub(crate) use fake_host::{FakeLauncher, fragment, payloads};

pub(crate) const SOAP: &str = "application/soap+xml;charset=UTF-8";
const SECONDS: Duration = Duration::from_secs(20);

/// The clock and the random numbers of the clients.
pub(crate) struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(16) {
            let random = *uuid::Uuid::new_v4().as_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }

    fn now(&self) -> FileTime {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        FileTime::from_unix(since.unwrap())
    }
}

/// A running endpoint with the users alice (Password1) and bob (hunter2).
pub(crate) struct World {
    pub(crate) http: SocketAddr,
    pub(crate) https: SocketAddr,
    pub(crate) service: Arc<Service>,
    pub(crate) launcher: Arc<FakeLauncher>,
    pub(crate) shutdown: watch::Sender<bool>,
    pub(crate) running: JoinHandle<()>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut EndpointOptions)) -> Self {
        let mut users = UsersFile::default();
        for (name, password) in [("alice", "Password1"), ("bob", "hunter2")] {
            users.set(User::new(name, NtHash::from_password(password))).unwrap();
        }
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (chain, key) = (made.cert.pem(), made.signing_key.serialize_pem());
        let identity = Identity::from_pem(("chain", &chain), ("key", &key)).unwrap();
        let sessions = Arc::new(SessionConfigurations::default());
        let mut options = EndpointOptions::new("Server01", Arc::new(Users::fixed(users)), sessions);
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        options.http = vec![any];
        options.https = vec![any];
        options.identity = Some(identity);
        options.rejection_delay = Duration::ZERO;
        options.close_timeout = Duration::from_secs(2);
        options.drain_timeout = Duration::from_millis(300);
        options.quotas.max_shells_per_user = 3;
        change(&mut options);
        let launcher = Arc::new(FakeLauncher::default());
        let endpoint = Endpoint::bind(options, launcher.clone()).await.unwrap();
        let (http, https) = (endpoint.http_addresses(), endpoint.https_addresses());
        let service = endpoint.service();
        let (shutdown, stop) = watch::channel(false);
        let running = tokio::spawn(endpoint.run(stop));
        let (http, https) = (http[0], https[0]);
        Self { http, https, service, launcher, shutdown, running }
    }

    /// A connection that has not said anything yet.
    pub(crate) async fn connect(&self, tls: bool) -> Connection {
        let checks = CertificateChecks { skip_issuer: true, skip_name: true };
        let address = if tls { self.https } else { self.http };
        let place = Place {
            host: "localhost".to_owned(),
            port: address.port(),
            tls: tls.then(|| client_config(checks, None).unwrap()),
            connect_timeout: SECONDS,
        };
        let limits = HttpLimits { body: 4_000_000, ..HttpLimits::default() };
        let http = HttpConnection::connect(&place, limits).await.unwrap();
        Connection { http, context: None, every_request: None }
    }

    /// A connection of a user, by NTLM within SPNEGO.
    pub(crate) async fn logged_on(&self, user: &str, password: &str, tls: bool) -> Connection {
        let mut connection = self.connect(tls).await;
        connection.log_on(user, password, Mechanism::Negotiate, tls).await.unwrap();
        connection
    }

    pub(crate) async fn alice(&self) -> Connection {
        self.logged_on("alice", "Password1", false).await
    }
}

fn bound_to(certificate: &[u8]) -> ChannelSecurity {
    let binding = ChannelBinding::from_certificate(certificate).unwrap();
    ChannelSecurity::Tls { binding: Some(binding) }
}

/// A connection and what seals it.
pub(crate) struct Connection {
    pub(crate) http: HttpConnection,
    pub(crate) context: Option<SecurityContext>,
    pub(crate) every_request: Option<String>,
}

impl Connection {
    pub(crate) async fn post(&mut self, headers: &[(&'static str, &str)], body: &[u8]) -> Response {
        self.http.post("/wsman", headers, body.to_vec().into(), SECONDS).await.unwrap()
    }

    /// Authenticates; the status of the refusal where that fails.
    pub(crate) async fn log_on(
        &mut self,
        user: &str,
        password: &str,
        mechanism: Mechanism,
        tls: bool,
    ) -> Result<(), String> {
        let channel =
            if tls { bound_to(self.http.certificate().unwrap()) } else { ChannelSecurity::Plain };
        self.log_on_with(channel, user, password, mechanism).await
    }

    /// Authenticates with a proof for the channel of this certificate, whatever the channel is.
    pub(crate) async fn log_on_bound_to(
        &mut self,
        certificate: &[u8],
        user: &str,
        password: &str,
    ) -> Result<(), String> {
        self.log_on_with(bound_to(certificate), user, password, Mechanism::Negotiate).await
    }

    async fn log_on_with(
        &mut self,
        channel: ChannelSecurity,
        user: &str,
        password: &str,
        mechanism: Mechanism,
    ) -> Result<(), String> {
        let options = ClientOptions { mechanism, channel, ..ClientOptions::default() };
        let credential = Credential::new(user, Secret::new(password));
        let mut authenticator = ClientAuthenticator::new(credential, options).unwrap();
        let mut header = authenticator.start().unwrap();
        loop {
            let response = self.post(&[("authorization", header.as_str())], b"").await;
            let fields = response.header_values("www-authenticate");
            match authenticator.on_response(response.status, &fields, &mut System) {
                Ok(ClientStep::Retry(next)) => header = next,
                Ok(ClientStep::Done(done)) => {
                    self.context = done.context;
                    self.every_request = done.every_request.map(|field| field.as_str().to_owned());
                    return Ok(());
                }
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    /// Sends an envelope, sealed where there is a key, and opens the answer.
    pub(crate) async fn soap(&mut self, envelope: &str) -> (u16, Vec<u8>) {
        let authorization = self.every_request.clone();
        let mut headers: Vec<(&'static str, &str)> = Vec::new();
        if let Some(field) = &authorization {
            headers.push(("authorization", field));
        }
        let response = match &mut self.context {
            Some(context) => {
                let body = sealing::seal(context, envelope.as_bytes()).unwrap();
                headers.push(("content-type", sealing::CONTENT_TYPE));
                self.post(&headers, &body).await
            }
            None => {
                headers.push(("content-type", SOAP));
                self.post(&headers, envelope.as_bytes()).await
            }
        };
        let content_type = response.header("content-type").unwrap_or_default().to_owned();
        let body = response.body.to_vec();
        if !sealing::is_sealed(&content_type) {
            return (response.status, body);
        }
        let context = self.context.as_mut().unwrap();
        let opened = sealing::unseal(context, &content_type, body, 4_000_000).unwrap();
        (response.status, opened.content)
    }
}
