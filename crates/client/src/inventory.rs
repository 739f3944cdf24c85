//! The inventory: names and how the hosts behind them are reached.
//!
//! ```toml
//! [hosts.Server01]
//! host = "127.0.0.1"
//! port = 40001
//! user = "lab"
//! password_file = "/run/user/0/lab/password"
//!
//! [hosts.web]
//! transport = "ssh"
//! host = "web.example.com"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use remora_psobject::{PsCredential, SecureString};
use serde::Deserialize;

/// How a host is reached.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// WS-Management.
    #[default]
    Wsman,
    /// The system's ssh.
    Ssh,
}

/// A host of the inventory.
#[derive(Clone, Debug, Default)]
pub struct InventoryHost {
    /// How it is reached.
    pub transport: Transport,
    /// Name or address; the name in the inventory where it is not given.
    pub host: Option<String>,
    /// TCP port.
    pub port: Option<u16>,
    /// Whether TLS is used.
    pub use_tls: bool,
    /// Who connects where no credential is given.
    pub credential: Option<Arc<PsCredential>>,
    /// User for ssh.
    pub user: Option<String>,
    /// Certificates (PEM) that are trusted for this host.
    pub trusted_certificates: Option<String>,
}

/// Names and hosts. Names are compared without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    hosts: BTreeMap<String, InventoryHost>,
}

/// What is wrong with an inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for InventoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "inventory {}: {}", self.file.display(), self.message)
    }
}

impl std::error::Error for InventoryError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    hosts: BTreeMap<String, HostText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HostText {
    #[serde(default)]
    transport: Transport,
    host: Option<String>,
    port: Option<u16>,
    #[serde(default)]
    tls: bool,
    user: Option<String>,
    password_file: Option<PathBuf>,
    trusted_certificates: Option<PathBuf>,
}

impl Inventory {
    /// Reads an inventory. `read` gives the text of a file, so that the caller decides what may be read.
    ///
    /// # Errors
    /// Where the text is no inventory, or a file that it names cannot be read.
    pub fn parse(
        file: &Path,
        text: &str,
        read: impl Fn(&Path) -> std::io::Result<String>,
    ) -> Result<Self, InventoryError> {
        let wrong = |message: String| InventoryError { file: file.to_owned(), message };
        let parsed: FileText = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        let read = |path: &Path, what: &str| {
            let path = folder.join(path);
            read(&path).map_err(|error| {
                wrong(format!("the {what} {} cannot be read: {error}", path.display()))
            })
        };
        let mut inventory = Self::default();
        for (name, host) in parsed.hosts {
            let password = host.password_file.as_deref().map(|path| read(path, "password file"));
            let credential = match (&host.user, password.transpose()?) {
                (Some(user), Some(password)) => {
                    let secret = SecureString::new(password.trim_end_matches(['\r', '\n']));
                    Some(Arc::new(PsCredential::new(user.as_str(), secret)))
                }
                (None, Some(_)) => {
                    return Err(wrong(format!("host {name:?} has a password_file but no user")));
                }
                _ => None,
            };
            let certificates =
                host.trusted_certificates.as_deref().map(|path| read(path, "certificate file"));
            let entry = InventoryHost {
                transport: host.transport,
                host: host.host,
                port: host.port,
                use_tls: host.tls,
                credential,
                user: host.user,
                trusted_certificates: certificates.transpose()?,
            };
            inventory.insert(&name, entry);
        }
        Ok(inventory)
    }

    /// Adds a host, or replaces the one of that name.
    pub fn insert(&mut self, name: &str, host: InventoryHost) {
        self.hosts.insert(name.to_lowercase(), host);
    }

    /// The host of this name.
    pub fn get(&self, name: &str) -> Option<&InventoryHost> {
        self.hosts.get(&name.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Inventory, InventoryError> {
        Inventory::parse(Path::new("/etc/hosts.toml"), text, |path| match path.to_str() {
            Some("/etc/secret") => Ok("hunter2\n".into()),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        })
    }

    #[test]
    fn hosts_by_name_in_any_case() {
        let inventory = parse(
            "[hosts.Server01]\nhost = \"127.0.0.1\"\nport = 5985\nuser = \"lab\"\npassword_file = \"secret\"\n",
        )
        .unwrap();
        let host = inventory.get("SERVER01").unwrap();
        assert_eq!((host.port, host.transport), (Some(5985), Transport::Wsman));
        let credential = host.credential.as_ref().unwrap();
        assert_eq!(credential.password().unwrap().reveal_string(), "hunter2");
        assert!(!format!("{inventory:?}").contains("hunter2"));
        assert!(inventory.get("server02").is_none());
    }

    #[test]
    fn mistakes_name_the_file_and_what_is_wrong() {
        for (text, expected) in [
            ("[hosts.a]\nprot = 1\n", "prot"),
            ("[hosts.a]\nport = 70000\n", "70000"),
            ("[hosts.a]\nuser = \"u\"\npassword_file = \"none\"\n", "/etc/none"),
            ("[hosts.a]\npassword_file = \"secret\"\n", "no user"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.starts_with("inventory /etc/hosts.toml: "), "{error}");
            assert!(error.contains(expected), "{error}");
        }
    }
}
