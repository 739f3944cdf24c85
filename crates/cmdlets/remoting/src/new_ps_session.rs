//! `New-PSSession`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::RunspaceRequest;
use remora_psobject::{DictionaryObject, Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::errors;
use crate::opening::Opening;
use crate::services::RemotingServices;
use crate::session::{PsSession, Sessions};

/// # Synopsis
/// Makes a session with another computer that stays open.
///
/// # Description
/// Variables, functions and the location stay in the session between commands. Use it with Invoke-Command -Session or
/// Enter-PSSession, and end it with Remove-PSSession.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.NewPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    remoting = "OwnedByCommand",
    aliases("nsn"),
    output("System.Management.Automation.Runspaces.PSSession")
)]
pub(crate) struct NewPSSession {
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        set = "ComputerName",
        position = 0,
        pipeline,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(sets("ComputerName", "Uri"), by_name, credential)]
    #[parameter(sets("VMId", "VMName"), mandatory, by_name)]
    credential: Option<Arc<PsCredential>>,
    /// Sessions in which the command runs.
    #[parameter(
        set = "Session",
        position = 0,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession[]",
        validate_not_null_or_empty
    )]
    session: Vec<Value>,
    /// Friendly names.
    #[parameter]
    name: Vec<PsString>,
    /// Lets a session on this computer use the network as the user.
    #[parameter(sets("ComputerName", "Session", "Uri"))]
    enable_network_access: Switch,
    /// Session configuration at the far end.
    #[parameter(sets("ComputerName", "ContainerId", "Uri", "VMId", "VMName"), by_name)]
    configuration_name: Option<PsString>,
    /// Makes a session with Windows PowerShell.
    #[parameter(set = "UseWindowsPowerShellParameterSet", mandatory)]
    use_windows_power_shell: Switch,
    /// Identifiers of virtual machines.
    #[parameter(
        set = "VMId",
        position = 0,
        mandatory,
        by_name,
        name = "VMId",
        aliases("VMGuid"),
        validate_not_null_or_empty
    )]
    vm_id: Vec<Guid>,
    /// Names of virtual machines.
    #[parameter(set = "VMName", mandatory, by_name, name = "VMName", validate_not_null_or_empty)]
    vm_name: Vec<PsString>,
    /// Identifiers of containers.
    #[parameter(set = "ContainerId", mandatory, by_name, validate_not_null_or_empty)]
    container_id: Vec<PsString>,
    /// Runs as an administrator of the container.
    #[parameter(set = "ContainerId")]
    run_as_administrator: Switch,
    /// TCP port of the endpoint.
    #[parameter(sets("ComputerName", "SSHHost"), validate_range(1, 65535))]
    port: Option<i32>,
    /// Connects with TLS.
    #[parameter(set = "ComputerName", name = "UseSSL")]
    use_ssl: Switch,
    /// Path of the service at the far end.
    #[parameter(set = "ComputerName", by_name)]
    application_name: Option<PsString>,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(sets("ComputerName", "ContainerId", "Session", "Uri", "VMId", "VMName"))]
    throttle_limit: Option<i32>,
    /// Addresses of endpoints.
    #[parameter(
        set = "Uri",
        position = 0,
        mandatory,
        by_name,
        type = "uri[]",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Vec<Value>,
    /// Lets the endpoint send the connection to another address.
    #[parameter(set = "Uri")]
    allow_redirection: Switch,
    /// Time limits and checks, as New-PSSessionOption makes them.
    #[parameter(
        sets("ComputerName", "Uri"),
        type = "System.Management.Automation.Remoting.PSSessionOption",
        validate_not_null
    )]
    session_option: Value,
    /// How the user is proved.
    #[parameter(
        sets("ComputerName", "Uri"),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Certificate that proves the user.
    #[parameter(sets("ComputerName", "Uri"))]
    certificate_thumbprint: Option<PsString>,
    /// Hosts that are reached through ssh.
    #[parameter(set = "SSHHost", position = 0, mandatory, validate_not_null_or_empty)]
    host_name: Vec<PsString>,
    /// User at the far end, for ssh.
    #[parameter(set = "SSHHost", validate_not_null_or_empty)]
    user_name: Option<PsString>,
    /// File with the private key, for ssh.
    #[parameter(set = "SSHHost", aliases("IdentityFilePath"), validate_not_null_or_empty)]
    key_file_path: Option<PsString>,
    /// Subsystem that ssh asks for.
    #[parameter(set = "SSHHost", by_name)]
    subsystem: Option<PsString>,
    /// Milliseconds that connecting may take.
    #[parameter(set = "SSHHost")]
    connecting_timeout: Option<i32>,
    /// Uses ssh; says so where the set leaves it open.
    #[parameter(set = "SSHHost", name = "SSHTransport", validate_set("true"))]
    ssh_transport: Switch,
    /// Tables that each describe a connection through ssh.
    #[parameter(
        set = "SSHHostHashParam",
        mandatory,
        type = "hashtable[]",
        name = "SSHConnection",
        validate_not_null_or_empty
    )]
    ssh_connection: Vec<Value>,
    /// Options for ssh.
    #[parameter(set = "SSHHost", validate_not_null_or_empty)]
    options: Option<Arc<DictionaryObject>>,
}

impl NewPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for NewPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        match runtime.parameter_set() {
            "ComputerName" if self.computer_name.is_empty() => {
                self.computer_name.push("localhost".into());
            }
            "Session" => {
                // The same connections once more.
                let connections: Vec<_> = self
                    .session
                    .iter()
                    .filter_map(|value| value.downcast::<PsSession>())
                    .map(|session| session.runspace.connection().clone())
                    .collect();
                let host = Arc::clone(runtime.host());
                let requests = connections
                    .into_iter()
                    .map(|connection| RunspaceRequest::new(connection, Some(Arc::clone(&host))))
                    .collect();
                return self.open(runtime, requests);
            }
            "ComputerName" | "Uri" | "SSHHost" | "SSHHostHashParam" => {}
            _ => {
                let what = "A session with a virtual machine, a container or Windows PowerShell";
                return Err(runtime.throw(errors::not_yet(what)));
            }
        }
        let requests = self.parameters().requests(runtime)?;
        self.open(runtime, requests)
    }
}

impl NewPSSession {
    /// Opens all at once and gives them in the order in which they connected.
    fn open(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        requests: Vec<RunspaceRequest>,
    ) -> CommandResult {
        let names = self.name.clone();
        let token = runtime.stop_token();
        let services = runtime.context().extension::<RemotingServices>().clone();
        let mut opening = Opening::default();
        for (index, request) in requests.into_iter().enumerate() {
            let computer = request.connection.computer_name();
            let mut request = request;
            request.name = names.get(index).cloned().unwrap_or_default();
            match services.create(request) {
                Ok(runspace) => opening.start(index, computer, runspace),
                Err(reason) => {
                    report(runtime, &computer, &reason)?;
                }
            }
        }
        while let Some(opened) = opening.next(&token) {
            match opened.result {
                Ok(()) => {
                    let sessions = runtime.context().extension::<Sessions>();
                    let id = sessions.next_id();
                    let name = names.get(opened.index).cloned().filter(|name| !name.is_empty());
                    let session = sessions.add(id, name, opened.runspace);
                    runtime.write_object(session)?;
                }
                Err(reason) => {
                    report(runtime, &opened.computer, &reason)?;
                }
            }
        }
        runtime.check_stop()
    }

    fn parameters(&self) -> ConnectionParameters {
        ConnectionParameters {
            computer_name: self.computer_name.clone(),
            connection_uri: self.connection_uri.clone(),
            host_name: self.host_name.clone(),
            ssh_connection: self.ssh_connection.clone(),
            credential: self.credential.clone(),
            port: self.port,
            use_ssl: *self.use_ssl,
            configuration_name: self.configuration_name.clone(),
            application_name: self.application_name.clone(),
            authentication: self.authentication.map(|value| value.0),
            certificate_thumbprint: self.certificate_thumbprint.clone(),
            allow_redirection: *self.allow_redirection,
            session_option: self.session_option.clone(),
            user_name: self.user_name.clone(),
            key_file_path: self.key_file_path.clone(),
            subsystem: self.subsystem.clone(),
            connecting_timeout: self.connecting_timeout,
            options: self.options.clone(),
        }
    }
}

/// Writes that a session could not be opened. Its id does not name the cmdlet.
fn report(runtime: &mut CommandRuntime<'_>, computer: &str, reason: &ErrorRecord) -> CommandResult {
    let mut record = errors::open_failed(computer, reason, "PSSessionOpenFailed");
    record.category_info.activity = "New-PSSession".into();
    record.invocation_info = Some(runtime.invocation());
    runtime.write_error(record)
}
