//! Many endpoints in one process: Server01 to ServerNN on loopback, each with sockets and an
//! account of its own. Only the names and the credentials are made up; the rest is what `serve`
//! runs.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use rand::RngCore;
use remora_auth::{NtHash, Secret, User, UsersFile};
use remora_transport::tls::Identity;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::configuration::{EndpointOptions, Quotas, SessionConfigurations, Users};
use crate::listener::{Endpoint, EndpointError};
use crate::session_host::SessionLauncher;

/// The account of all endpoints of a lab.
const USER: &str = "lab";
/// Bytes of the password, which is written in hexadecimal digits.
const PASSWORD_BYTES: usize = 24;

/// How to reach one endpoint of a lab.
#[derive(Clone)]
pub struct LabServer {
    /// Its name, such as `Server01`.
    pub name: String,
    /// Where it listens for HTTP.
    pub http: SocketAddr,
    /// Where it listens for HTTPS.
    pub https: SocketAddr,
    /// The certificate of HTTPS as PEM, which its client has to trust.
    pub certificate: String,
    /// The name of the account.
    pub user: String,
    /// The password of the account; it is worth nothing after the lab has ended.
    pub password: Secret,
}

impl fmt::Debug for LabServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LabServer")
            .field("name", &self.name)
            .field("http", &self.http)
            .field("https", &self.https)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Why a lab does not start.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// An endpoint does not start.
    #[error("{name} does not start: {error}")]
    Endpoint {
        /// Its name.
        name: String,
        /// Why.
        error: EndpointError,
    },
    /// No certificate or no account could be made.
    #[error("The lab cannot be prepared: {0}")]
    Preparation(String),
}

/// Running endpoints. They stop when this is dropped, or in order with [`Lab::stop`].
pub struct Lab {
    servers: Vec<LabServer>,
    shutdown: watch::Sender<bool>,
    running: JoinSet<()>,
}

/// The names of a lab of `count` servers: `Server01`, `Server02` and so on, with as many digits as
/// the last one needs, two at least.
#[must_use]
pub fn server_names(count: usize) -> Vec<String> {
    let digits = count.to_string().len().max(2);
    (1..=count).map(|number| format!("Server{number:0digits$}")).collect()
}

impl Lab {
    /// Starts one endpoint for each name, on loopback and on ports that are free. `launcher` is
    /// asked for the session hosts of a server by its name.
    ///
    /// # Errors
    /// Where one of them does not start; then none does.
    pub async fn start(
        names: &[String],
        sessions: Arc<SessionConfigurations>,
        launcher: impl Fn(&str) -> Arc<dyn SessionLauncher>,
    ) -> Result<Self, LabError> {
        let prepare = |error: String| LabError::Preparation(error);
        let password = Secret::new(random_password());
        let mut users = UsersFile::default();
        let user = User::new(USER, NtHash::from_password(password.expose()));
        users.set(user).map_err(|error| prepare(error.to_string()))?;
        let users = Arc::new(Users::fixed(users));
        let mut lab = Self {
            servers: Vec::with_capacity(names.len()),
            shutdown: watch::Sender::new(false),
            running: JoinSet::new(),
        };
        for name in names {
            let alternatives = vec![name.clone(), "localhost".to_owned(), "127.0.0.1".to_owned()];
            let made = rcgen::generate_simple_self_signed(alternatives);
            let made = made.map_err(|error| prepare(error.to_string()))?;
            let (chain, key) = (made.cert.pem(), made.signing_key.serialize_pem());
            let identity = Identity::from_pem((name, &chain), (name, &key));
            let identity = identity.map_err(|error| prepare(error.to_string()))?;
            let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
            let options = EndpointOptions {
                http: vec![any_port],
                https: vec![any_port],
                identity: Some(identity),
                quotas: Quotas { max_shells_per_user: 1000, ..Quotas::default() },
                ..EndpointOptions::new(name, Arc::clone(&users), Arc::clone(&sessions))
            };
            let failed = |error| LabError::Endpoint { name: name.clone(), error };
            let endpoint = Endpoint::bind(options, launcher(name)).await.map_err(failed)?;
            let (http, https) = (endpoint.http_addresses(), endpoint.https_addresses());
            let (Some(&http), Some(&https)) = (http.first(), https.first()) else {
                return Err(failed(EndpointError::NoAddress));
            };
            lab.servers.push(LabServer {
                name: name.clone(),
                http,
                https,
                certificate: chain,
                user: USER.to_owned(),
                password: password.clone(),
            });
            lab.running.spawn(endpoint.run(lab.shutdown.subscribe()));
        }
        Ok(lab)
    }

    /// How to reach the endpoints, in the order of their names.
    #[must_use]
    pub fn servers(&self) -> &[LabServer] {
        &self.servers
    }

    /// Stops all endpoints as the signal to stop does with `serve`.
    pub async fn stop(mut self) {
        self.shutdown.send_replace(true);
        while self.running.join_next().await.is_some() {}
    }
}

fn random_password() -> String {
    let mut bytes = [0; PASSWORD_BYTES];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{random_password, server_names};

    #[test]
    fn names_have_as_many_digits_as_needed() {
        assert_eq!(server_names(2), ["Server01", "Server02"]);
        assert_eq!(server_names(100).last().map(String::as_str), Some("Server100"));
        assert_eq!(server_names(100).first().map(String::as_str), Some("Server001"));
        assert_ne!(random_password(), random_password());
    }
}
