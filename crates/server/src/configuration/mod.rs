//! What an endpoint is told before it starts, and what it looks up while it runs.

mod error;
mod quotas;
mod sessions;
mod trusted_file;
pub mod users;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use remora_auth::ServerOptions;
use remora_transport::tls::Identity;

pub use error::ConfigurationError;
pub use quotas::{Quotas, UNLIMITED_MEMORY};
pub use sessions::{DEFAULT_CONFIGURATION, Engine, SessionConfiguration, SessionConfigurations};
pub use users::Users;

use trusted_file::Protection;

/// Port of WS-Management over HTTP.
pub const HTTP_PORT: u16 = 5985;
/// Port of WS-Management over HTTPS.
pub const HTTPS_PORT: u16 = 5986;

/// How an endpoint listens, whom it knows and what it offers.
pub struct EndpointOptions {
    /// The name that faults, logs and challenges give as this computer's.
    pub machine: String,
    /// Addresses for HTTP, whose messages are sealed by the authentication; port 0 takes any.
    pub http: Vec<SocketAddr>,
    /// Addresses for HTTPS.
    pub https: Vec<SocketAddr>,
    /// Certificate and key for HTTPS; needed where [`EndpointOptions::https`] is not empty.
    pub identity: Option<Identity>,
    /// The accounts.
    pub users: Arc<Users>,
    /// The session configurations.
    pub sessions: Arc<SessionConfigurations>,
    /// How much anybody may use.
    pub quotas: Quotas,
    /// Which authentication is offered, and what it demands.
    pub authentication: ServerOptions,
    /// How long a connection may last whose other end has not proved who it is.
    pub logon_timeout: Duration,
    /// How long a request's body may take to arrive.
    pub body_timeout: Duration,
    /// How long a refused logon waits for its answer, which slows guessing down.
    pub rejection_delay: Duration,
    /// How long running commands may go on after the signal to stop.
    pub drain_timeout: Duration,
    /// How long a session host has for its end before it is killed.
    pub close_timeout: Duration,
}

impl EndpointOptions {
    /// HTTP on loopback, NTLM only, and everything else as the documents say.
    #[must_use]
    pub fn new(machine: &str, users: Arc<Users>, sessions: Arc<SessionConfigurations>) -> Self {
        let mut authentication = ServerOptions::default();
        authentication.acceptor.names = remora_auth::ntlm::TargetNames::standalone(machine);
        Self {
            machine: machine.to_owned(),
            http: vec![([127, 0, 0, 1], HTTP_PORT).into()],
            https: Vec::new(),
            identity: None,
            users,
            sessions,
            quotas: Quotas::default(),
            authentication,
            logon_timeout: Duration::from_secs(60),
            body_timeout: Duration::from_secs(60),
            rejection_delay: Duration::from_millis(500),
            drain_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(5),
        }
    }
}

/// Reads a certificate chain and its private key from PEM files. The key's file has to be
/// protected like the users file.
///
/// # Errors
/// Where a file cannot be read, is not protected, or holds no certificate or no key.
pub fn load_identity(chain: &Path, key: &Path) -> Result<Identity, ConfigurationError> {
    let chain_text = trusted_file::read(chain, Protection::Trusted)?;
    let key_text = zeroize::Zeroizing::new(trusted_file::read(key, Protection::Secret)?);
    let (chain_name, key_name) = (chain.display().to_string(), key.display().to_string());
    Identity::from_pem((&chain_name, &chain_text), (&key_name, &key_text)).map_err(|error| {
        let path: &PathBuf = &PathBuf::from(&error.peer);
        ConfigurationError::new(path, error.message, "Name PEM files of a certificate and its key.")
    })
}

#[cfg(test)]
mod tests {
    use super::load_identity;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_have_to_be_secret() {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (chain, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
        fs::write(&chain, made.cert.pem()).unwrap();
        fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
        let error = load_identity(&chain, &key).unwrap_err();
        assert!(error.path.ends_with("k.pem") && error.remedy.contains("chmod 600"), "{error}");
        fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
        assert!(load_identity(&chain, &key).is_ok());
        let error = load_identity(&chain, &{
            fs::write(&key, "nothing").unwrap();
            key
        });
        assert!(error.unwrap_err().to_string().contains("k.pem: it holds no private key"));
    }
}
