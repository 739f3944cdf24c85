//! The connection parameters that the remoting cmdlets share, and the requests they stand for.

use std::sync::Arc;
use std::time::Duration;

use remora_engine::prelude::*;
use remora_hosting::connection::DEFAULT_CONFIGURATION;
use remora_hosting::{
    Authentication, ConnectionInfo, RunspaceRequest, SessionOption, SshConnection, WsManConnection,
};
use remora_psobject::{DictionaryObject, PsCredential, Uri};

use crate::errors;

/// The connection parameters of one call.
#[derive(Clone, Default)]
pub(crate) struct ConnectionParameters {
    pub(crate) computer_name: Vec<PsString>,
    pub(crate) connection_uri: Vec<Value>,
    pub(crate) host_name: Vec<PsString>,
    pub(crate) ssh_connection: Vec<Value>,
    pub(crate) credential: Option<Arc<PsCredential>>,
    pub(crate) port: Option<i32>,
    pub(crate) use_ssl: bool,
    pub(crate) configuration_name: Option<PsString>,
    pub(crate) application_name: Option<PsString>,
    pub(crate) authentication: Option<i64>,
    pub(crate) certificate_thumbprint: Option<PsString>,
    pub(crate) allow_redirection: bool,
    pub(crate) session_option: Value,
    pub(crate) user_name: Option<PsString>,
    pub(crate) key_file_path: Option<PsString>,
    pub(crate) subsystem: Option<PsString>,
    pub(crate) connecting_timeout: Option<i32>,
    pub(crate) options: Option<Arc<DictionaryObject>>,
}

impl ConnectionParameters {
    /// A connection for each computer that the parameters name.
    ///
    /// # Errors
    /// Names that no computer can have, addresses that are none.
    pub(crate) fn connections(
        &self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<ConnectionInfo>> {
        let mut connections = Vec::new();
        let bad: Vec<PsString> =
            self.computer_name.iter().filter(|name| !is_computer_name(name)).cloned().collect();
        if !bad.is_empty() {
            return Err(runtime.throw(errors::invalid_computer_name(&bad)));
        }
        let configuration = self.configuration(runtime);
        let option = self.option(runtime);
        for name in &self.computer_name {
            let host = if name.as_str() == "." { "localhost" } else { name.as_str() };
            let mut connection = self.wsman(name.clone(), host, &configuration, &option);
            // An explicit port is told from the inventory's by being there.
            connection.port = self.port.and_then(|port| u16::try_from(port).ok()).unwrap_or(0);
            connections.push(ConnectionInfo::WsMan(Box::new(connection)));
        }
        for uri in &self.connection_uri {
            connections.push(self.of_uri(runtime, uri, &configuration, &option)?);
        }
        for name in &self.host_name {
            connections.push(ConnectionInfo::Ssh(Box::new(self.ssh(name)?)));
        }
        for table in &self.ssh_connection {
            connections.push(ConnectionInfo::Ssh(Box::new(of_table(runtime, table)?)));
        }
        Ok(connections)
    }

    /// Requests for all connections.
    ///
    /// # Errors
    /// As [`ConnectionParameters::connections`].
    pub(crate) fn requests(
        &self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Vec<RunspaceRequest>> {
        let host = Arc::clone(runtime.host());
        let arguments = self.option(runtime).application_arguments;
        let connections = self.connections(runtime)?;
        Ok(connections
            .into_iter()
            .map(|connection| {
                let mut request = RunspaceRequest::new(connection, Some(Arc::clone(&host)));
                request.application_arguments = arguments.clone();
                request
            })
            .collect())
    }

    fn configuration(&self, runtime: &mut CommandRuntime<'_>) -> PsString {
        if let Some(name) = &self.configuration_name {
            return name.clone();
        }
        let preferred = runtime.variable("PSSessionConfigurationName");
        let preferred = preferred.and_then(|value| value.as_string().cloned());
        preferred.filter(|name| !name.is_empty()).unwrap_or_else(|| DEFAULT_CONFIGURATION.into())
    }

    fn option(&self, runtime: &mut CommandRuntime<'_>) -> SessionOption {
        let value = if self.session_option.is_null() {
            runtime.variable("PSSessionOption").unwrap_or_default()
        } else {
            self.session_option.clone()
        };
        crate::session_option::read(&value)
    }

    fn wsman(
        &self,
        computer_name: PsString,
        host: &str,
        configuration: &PsString,
        option: &SessionOption,
    ) -> WsManConnection {
        let application = self.application_name.clone().unwrap_or_else(|| PsString::from("wsman"));
        WsManConnection {
            computer_name,
            host: host.to_owned(),
            port: 0,
            application_name: application.trim_start_matches('/').to_owned(),
            use_tls: self.use_ssl,
            configuration_name: configuration.clone(),
            credential: self.credential.clone(),
            authentication: authentication(self.authentication),
            certificate_thumbprint: self.certificate_thumbprint.as_ref().map(ToString::to_string),
            allow_redirection: self.allow_redirection,
            option: option.clone(),
        }
    }

    fn of_uri(
        &self,
        runtime: &mut CommandRuntime<'_>,
        value: &Value,
        configuration: &PsString,
        option: &SessionOption,
    ) -> CommandResult<ConnectionInfo> {
        let text = match value.base() {
            Value::Uri(uri) => uri.original.clone(),
            other => runtime.text(other),
        };
        let Some(parts) = split_uri(&text) else {
            let uri = Value::from(Uri { original: text.clone() });
            return Err(runtime.throw(error(
                TypeId::ARGUMENT_EXCEPTION,
                format!("The address \"{text}\" is no address of an endpoint. Write it as http://host:port/wsman."),
                "PSSessionInvalidUri",
                ErrorCategory::InvalidArgument,
                uri,
            )));
        };
        let mut connection = self.wsman(parts.host.into(), parts.host, configuration, option);
        connection.use_tls = parts.is_tls;
        connection.port = parts.port;
        if !parts.path.is_empty() {
            connection.application_name = parts.path.to_owned();
        }
        Ok(ConnectionInfo::WsMan(Box::new(connection)))
    }

    /// `user@host:port` as ssh users write it; parameters of their own come first.
    fn ssh(&self, name: &PsString) -> CommandResult<SshConnection> {
        let (user, rest) = match name.rsplit_once('@') {
            Some((user, rest)) => (Some(user), rest),
            None => (None, name.as_str()),
        };
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, port.parse().ok()),
            _ => (rest, None),
        };
        let port = self.port.and_then(|port| u16::try_from(port).ok()).or(port).unwrap_or(0);
        let timeout = self.connecting_timeout.and_then(|limit| u64::try_from(limit).ok());
        let user = self.user_name.as_ref().map(PsString::as_str).or(user).unwrap_or_default();
        Ok(SshConnection {
            host_name: host.into(),
            user_name: user.to_owned(),
            port,
            key_file_path: self.key_file_path.as_ref().map(ToString::to_string).unwrap_or_default(),
            subsystem: self
                .subsystem
                .as_ref()
                .filter(|name| !name.is_empty())
                .map_or_else(|| "powershell".to_owned(), ToString::to_string),
            connecting_timeout: timeout.map(Duration::from_millis),
            options: self.options.as_ref().map(|table| options(table)).unwrap_or_default(),
        })
    }
}

fn options(table: &DictionaryObject) -> Vec<(String, String)> {
    let text = |value: &Value| {
        value.as_str().map_or_else(
            || value.as_i64().map(|number| number.to_string()).unwrap_or_default(),
            str::to_owned,
        )
    };
    table.entries().iter().map(|(name, value)| (text(name), text(value))).collect()
}

/// A table of `-SSHConnection`.
fn of_table(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<SshConnection> {
    let Value::Dictionary(table) = value.base() else {
        return Err(runtime.throw(invalid_argument(
            "Each element of SSHConnection must be a hashtable.",
            "InvalidSSHConnection",
            value.clone(),
        )));
    };
    let mut parameters = ConnectionParameters::default();
    let mut host = None;
    for (name, value) in table.entries() {
        let text = Some(runtime.text(&value));
        match name.as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
            "hostname" | "computername" => host = text,
            "username" => parameters.user_name = text,
            "keyfilepath" | "identityfilepath" => parameters.key_file_path = text,
            "port" => parameters.port = value.as_i32(),
            "subsystem" => parameters.subsystem = text,
            "connectingtimeout" => parameters.connecting_timeout = value.as_i32(),
            "options" => {
                if let Value::Dictionary(table) = value.base() {
                    parameters.options = Some(Arc::clone(table));
                }
            }
            other => {
                let message = format!(
                    "The hashtable of SSHConnection has a key \"{other}\" that means nothing there."
                );
                return Err(runtime.throw(invalid_argument(
                    message,
                    "UnknownSSHConnectionKey",
                    name.clone(),
                )));
            }
        }
    }
    match host {
        Some(host) => parameters.ssh(&host),
        None => Err(runtime.throw(invalid_argument(
            "The hashtable of SSHConnection has no key HostName or ComputerName.",
            "MissingRequiredSSHParameter",
            value.clone(),
        ))),
    }
}

fn authentication(number: Option<i64>) -> Authentication {
    match number {
        Some(1) => Authentication::Basic,
        Some(2) => Authentication::Negotiate,
        Some(3) => Authentication::NegotiateWithImplicitCredential,
        Some(4) => Authentication::Credssp,
        Some(5) => Authentication::Digest,
        Some(6) => Authentication::Kerberos,
        _ => Authentication::Default,
    }
}

/// Whether a text can name a computer: no blanks, no marks of an address with a scheme.
fn is_computer_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains("://")
        && !name.chars().any(|c| c.is_whitespace() || c.is_control() || "/\\?#\"<>|".contains(c))
}

struct UriParts<'u> {
    is_tls: bool,
    host: &'u str,
    port: u16,
    path: &'u str,
}

/// Scheme, host, port and path of an endpoint's address.
fn split_uri(text: &str) -> Option<UriParts<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    let is_tls = match scheme.to_ascii_lowercase().as_str() {
        "http" => false,
        "https" => true,
        _ => return None,
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.strip_prefix('[') {
        Some(inner) => {
            let (host, after) = inner.split_once(']')?;
            (host, after.strip_prefix(':'))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let port = match port {
        Some(port) => port.parse().ok()?,
        None if is_tls => 443,
        None => 80,
    };
    is_computer_name(host).then_some(UriParts { is_tls, host, port, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_endpoints() {
        let parts = split_uri("https://[::1]:5986/wsman?x=1").unwrap();
        assert_eq!(
            (parts.is_tls, parts.host, parts.port, parts.path),
            (true, "::1", 5986, "wsman")
        );
        assert_eq!(split_uri("http://server01/wsman").unwrap().port, 80);
        for bad in ["server01", "ftp://x/", "http://", "http://a b/", "http://x:99999/"] {
            assert!(split_uri(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn names_of_computers() {
        assert!(is_computer_name("server01") && is_computer_name("::1") && is_computer_name("."));
        assert!(
            !is_computer_name("bad host name")
                && !is_computer_name("http://x")
                && !is_computer_name("")
        );
    }
}
