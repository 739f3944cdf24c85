//! [`RemoteRunspaceFactory`]: from what the user says about a computer to a link.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use remora_auth::{Credential, Mechanism, Secret};
use remora_clixml::Rehydrator;
use remora_hosting::runspace::FoundDone;
use remora_hosting::{
    Authentication, ConnectionInfo, FoundSession, ProcessConnection, Runspace, RunspaceFactory,
    RunspaceRequest, SshConnection, WsManConnection,
};
use remora_psobject::{ErrorRecord, Guid, ObjectView, PlainView, PsString, Value};
use remora_psrp::Settings;
use remora_psrp::client::Options;
use remora_psrp::message::InitRunspacePool;
use remora_transport::http::{Endpoint, HttpLimits};
use remora_transport::process::ChildProcess;
use remora_transport::ssh::SshTarget;
use remora_transport::tls::{CertificateChecks, client_config};
use remora_wsman::shell::client::ClientConfig;

use crate::entropy::new_guid;
use crate::inventory::{Inventory, InventoryHost, Transport};
use crate::link::{FailureKind, LinkFailure, Service, lines, shells, wsman};
use crate::runspace::{Connector, RemoteRunspace};
use crate::{convert, errors};

/// Ports of WS-Management without and with TLS.
const PORTS: (u16, u16) = (5985, 5986);

/// Makes runspaces behind WS-Management, ssh or a child process.
#[derive(Clone)]
pub struct RemoteRunspaceFactory {
    /// Where the links' tasks run.
    pub runtime: tokio::runtime::Handle,
    /// Names that stand for hosts.
    pub inventory: Arc<Inventory>,
    /// The command that is a shell in server mode, for jobs.
    pub server_command: Vec<String>,
    /// The name of the ssh program.
    pub ssh_program: String,
    /// `$PSVersionTable`, which far ends find among the application arguments.
    pub version_table: Vec<(PsString, Value)>,
    /// Who answers for objects that are sent.
    pub view: Arc<dyn ObjectView + Send + Sync>,
    /// Who makes objects of a closed list of types out of what arrives.
    pub rehydrator: Option<Arc<dyn Rehydrator + Send + Sync>>,
}

impl RemoteRunspaceFactory {
    /// A factory without an inventory whose links run here.
    pub fn new(runtime: tokio::runtime::Handle, server_command: Vec<String>) -> Self {
        Self {
            runtime,
            inventory: Arc::default(),
            server_command,
            ssh_program: "ssh".into(),
            version_table: Vec::new(),
            view: Arc::new(PlainView),
            rehydrator: None,
        }
    }

    fn connector(
        &self,
        connection: &ConnectionInfo,
        pool: Guid,
        name: &str,
    ) -> Result<Connector, Arc<ErrorRecord>> {
        match connection {
            ConnectionInfo::Local => {
                Err(errors::impossible("A runspace in this process is none of this factory's."))
            }
            ConnectionInfo::WsMan(wsman) => self.wsman(wsman, pool, name),
            ConnectionInfo::Ssh(ssh) => self.ssh(ssh),
            ConnectionInfo::Process(process) => Ok(self.process(process)),
        }
    }

    fn wsman(
        &self,
        connection: &WsManConnection,
        pool: Guid,
        name: &str,
    ) -> Result<Connector, Arc<ErrorRecord>> {
        let known = self.inventory.get(&connection.host);
        if let Some(host) = known
            && host.transport == Transport::Ssh
        {
            return self.ssh(&ssh_of(connection, host));
        }
        let (service, config) = self.service_of(connection, known)?;
        let wanted = wsman::Wanted {
            name: if name.is_empty() { "Remora".to_owned() } else { name.to_string() },
            idle_timeout: connection.option.idle_timeout,
        };
        Ok(Box::new(move |runtime| {
            let _guard = runtime.enter();
            Ok(wsman::start(service, config, pool, wanted))
        }))
    }

    /// The service of a computer, and how requests to it look.
    fn service_of(
        &self,
        connection: &WsManConnection,
        known: Option<&InventoryHost>,
    ) -> Result<(Service, ClientConfig), Arc<ErrorRecord>> {
        let service = self
            .service(connection, known)
            .map_err(|failure| errors::connecting(&connection.computer_name, &failure))?;
        let mut config = client_config_of(connection, &service);
        config.request_size = 500 * 1024;
        Ok((service, config))
    }

    fn service(
        &self,
        connection: &WsManConnection,
        known: Option<&InventoryHost>,
    ) -> Result<Service, LinkFailure> {
        let option = &connection.option;
        let use_tls = connection.use_tls || known.is_some_and(|host| host.use_tls);
        let host =
            known.and_then(|host| host.host.clone()).unwrap_or_else(|| connection.host.clone());
        let default_port = if use_tls { PORTS.1 } else { PORTS.0 };
        let port = match connection.port {
            0 => known.and_then(|host| host.port).unwrap_or(default_port),
            port => port,
        };
        let tls = if use_tls {
            let checks = CertificateChecks {
                skip_issuer: option.skip_ca_check,
                skip_name: option.skip_cn_check,
            };
            let roots = known.and_then(|host| host.trusted_certificates.as_deref());
            let config =
                client_config(checks, roots).map_err(|error| configuration(error.to_string()))?;
            Some(config)
        } else {
            None
        };
        let credential = connection
            .credential
            .as_ref()
            .or_else(|| known.and_then(|host| host.credential.as_ref()));
        // Whether the computer is there is found out before anybody is asked for a user.
        let credential = credential.map(|credential| {
            let password = credential.password().map(|secret| secret.reveal_string());
            let password = Secret::new(password.unwrap_or_default());
            Credential::new(credential.user_name.as_str(), password)
        });
        Ok(Service {
            endpoint: Endpoint { host, port, tls, connect_timeout: option.open_timeout },
            path: format!("/{}", connection.application_name),
            credential,
            mechanism: mechanism(connection.authentication)?,
            allow_unencrypted: option.no_encryption,
            limits: HttpLimits { body: 8 * 1024 * 1024, ..HttpLimits::default() },
        })
    }

    fn ssh(&self, connection: &SshConnection) -> Result<Connector, Arc<ErrorRecord>> {
        let mut options = connection.options.clone();
        if let Some(timeout) = connection.connecting_timeout {
            let seconds = timeout.as_secs().max(1);
            options.push(("ConnectTimeout".into(), seconds.to_string()));
        }
        let target = SshTarget {
            host: connection.host_name.to_string(),
            user: connection.user_name.clone(),
            port: connection.port,
            key_file: connection.key_file_path.clone(),
            subsystem: connection.subsystem.clone(),
            options,
        };
        let arguments =
            target.arguments().map_err(|error| errors::impossible(error.to_string()))?;
        let program = self.ssh_program.clone();
        Ok(Box::new(move |runtime| {
            let _guard = runtime.enter();
            let process = ChildProcess::start_at_terminal(&program, arguments, lines::MAX_LINE)?;
            Ok(lines::start(process, lines::Program { name: program, is_ssh: true }))
        }))
    }

    fn process(&self, connection: &ProcessConnection) -> Connector {
        let command = if connection.command.is_empty() {
            self.server_command.clone()
        } else {
            connection.command.clone()
        };
        let directory = connection.working_directory.clone();
        Box::new(move |runtime| {
            let _guard = runtime.enter();
            let Some((program, arguments)) = command.split_first() else {
                let message = "No command is known that starts a shell in server mode.";
                return Err(LinkFailure::new(FailureKind::Configuration, message));
            };
            let directory = directory.as_deref().map(Path::new);
            let process = ChildProcess::start(program, arguments, directory, &[], lines::MAX_LINE)?;
            Ok(lines::start(process, lines::Program { name: program.clone(), is_ssh: false }))
        })
    }
}

impl RunspaceFactory for RemoteRunspaceFactory {
    fn create(&self, request: RunspaceRequest) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        let id = new_guid();
        let connector = self.connector(&request.connection, id, &request.name)?;
        Ok(Arc::new(self.runspace(id, request, connector, None)))
    }

    fn find(&self, connection: &ConnectionInfo, done: FoundDone) {
        let ConnectionInfo::WsMan(wsman) = connection else {
            return done(Err(errors::impossible(
                "Only computers that are reached through WS-Management can be asked for their sessions.",
            )));
        };
        let computer = connection.computer_name();
        match self.service_of(wsman, self.inventory.get(&wsman.host)) {
            Err(reason) => done(Err(reason)),
            Ok((service, config)) => {
                self.runtime.spawn(async move {
                    let found = shells::find(service, config).await;
                    done(found.map_err(|failure| errors::connecting(&computer, &failure)));
                });
            }
        }
    }

    fn take_up(
        &self,
        request: RunspaceRequest,
        found: &FoundSession,
    ) -> Result<Arc<dyn Runspace>, Arc<ErrorRecord>> {
        let connector = self.connector(&request.connection, found.id, &request.name)?;
        Ok(Arc::new(self.runspace(found.id, request, connector, Some(found))))
    }
}

impl RemoteRunspaceFactory {
    fn runspace(
        &self,
        id: Guid,
        request: RunspaceRequest,
        connector: Connector,
        found: Option<&FoundSession>,
    ) -> RemoteRunspace {
        let mut limits = remora_psrp::Limits::default();
        if let ConnectionInfo::WsMan(connection) = &request.connection
            && let Some(size) = connection.option.maximum_received_object_size
        {
            limits.message_size = usize::try_from(size).unwrap_or(usize::MAX);
        }
        let options = Options {
            id,
            pool: InitRunspacePool {
                min_runspaces: request.min_runspaces,
                max_runspaces: request.max_runspaces,
                host_info: convert::host_info(request.host.as_deref()),
                application_arguments: convert::application_arguments(
                    &request.application_arguments,
                    &self.version_table,
                ),
                ..InitRunspacePool::default()
            },
            time_zone: None,
            settings: Settings {
                limits,
                view: Arc::clone(&self.view),
                rehydrator: self.rehydrator.clone(),
                ..Settings::default()
            },
        };
        let runtime = self.runtime.clone();
        let left = found.map(|found| found.commands.clone());
        RemoteRunspace::new(request.connection, options, request.host, runtime, connector, left)
    }
}

/// A computer that the inventory reaches through ssh.
fn ssh_of(connection: &WsManConnection, host: &InventoryHost) -> SshConnection {
    SshConnection {
        host_name: host.host.clone().unwrap_or_else(|| connection.host.clone()).into(),
        user_name: host.user.clone().unwrap_or_default(),
        port: host.port.unwrap_or(0),
        key_file_path: String::new(),
        subsystem: "powershell".into(),
        connecting_timeout: Some(connection.option.open_timeout),
        options: Vec::new(),
    }
}

/// What cannot be done whatever the far end says.
fn configuration(message: impl Into<String>) -> LinkFailure {
    LinkFailure::new(FailureKind::Configuration, message)
}

fn mechanism(authentication: Authentication) -> Result<Mechanism, LinkFailure> {
    match authentication {
        Authentication::Default
        | Authentication::Negotiate
        | Authentication::NegotiateWithImplicitCredential => Ok(Mechanism::Default),
        Authentication::Basic => Ok(Mechanism::Basic),
        Authentication::Kerberos => Ok(Mechanism::Kerberos),
        Authentication::Credssp => Ok(Mechanism::CredSsp),
        Authentication::Digest => {
            Err(configuration("Digest authentication is not supported; use Negotiate or Basic."))
        }
    }
}

fn client_config_of(connection: &WsManConnection, service: &Service) -> ClientConfig {
    let scheme = if service.endpoint.tls.is_some() { "https" } else { "http" };
    let to = format!("{scheme}://{}{}", service.endpoint.authority(), service.path);
    let mut endpoint = remora_wsman::exchange::Endpoint::new(to, remora_wsman::Guid(new_guid().0));
    // A request for output is asked again when this is over; it must not be long where connections
    // may be cut without a word.
    endpoint.operation_timeout = connection.option.operation_timeout.min(Duration::from_secs(60));
    if let Some(culture) = &connection.option.ui_culture {
        endpoint.locale = culture.to_string();
    }
    if let Some(culture) = &connection.option.culture {
        endpoint.data_locale = culture.to_string();
    }
    ClientConfig::powershell(endpoint, &connection.configuration_name)
}
