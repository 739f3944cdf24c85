//! `Enter-PSSession`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::{Runspace, RunspaceState};
use remora_psobject::{DictionaryObject, Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::errors;
use crate::opening::Opening;
use crate::services::RemotingServices;
use crate::session::{PsSession, Sessions};

/// # Synopsis
/// Lets the prompt talk to another computer.
///
/// # Description
/// What is typed runs there until Exit-PSSession or exit. Only one computer can be entered at a time; the prompt shows its name.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enter",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.EnterPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    remoting = "OwnedByCommand",
    aliases("etsn")
)]
pub(crate) struct EnterPSSession {
    /// Hosts that are reached through ssh.
    #[parameter(set = "SSHHost", position = 0, mandatory, pipeline, validate_not_null_or_empty)]
    host_name: Option<PsString>,
    /// Options for ssh.
    #[parameter(set = "SSHHost", validate_not_null_or_empty)]
    options: Option<Arc<DictionaryObject>>,
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        set = "ComputerName",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Option<PsString>,
    /// Sessions in which the command runs.
    #[parameter(
        set = "Session",
        position = 0,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession",
        validate_not_null_or_empty
    )]
    session: Value,
    /// Addresses of endpoints.
    #[parameter(
        set = "Uri",
        position = 1,
        by_name,
        type = "uri",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Value,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceId", by_name, validate_not_null)]
    instance_id: Option<Guid>,
    /// Numbers in this session.
    #[parameter(set = "Id", position = 0, by_name, validate_not_null)]
    id: Option<i32>,
    /// Friendly names.
    #[parameter(set = "Name", by_name)]
    name: Option<PsString>,
    /// Lets a session on this computer use the network as the user.
    #[parameter(sets("ComputerName", "Uri"))]
    enable_network_access: Switch,
    /// Identifiers of virtual machines.
    #[parameter(
        set = "VMId",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        name = "VMId",
        aliases("VMGuid"),
        validate_not_null_or_empty
    )]
    vm_id: Option<Guid>,
    /// Names of virtual machines.
    #[parameter(
        set = "VMName",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        name = "VMName",
        validate_not_null_or_empty
    )]
    vm_name: Option<PsString>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(sets("ComputerName", "Uri"), by_name, credential)]
    #[parameter(sets("VMId", "VMName"), position = 1, mandatory, by_name)]
    credential: Option<Arc<PsCredential>>,
    /// Identifiers of containers.
    #[parameter(
        set = "ContainerId",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    container_id: Option<PsString>,
    /// Session configuration at the far end.
    #[parameter(sets("ComputerName", "ContainerId", "Uri", "VMId", "VMName"), by_name)]
    configuration_name: Option<PsString>,
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
}

impl EnterPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for EnterPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let runspace = match self.known(runtime)? {
            Known::Found(runspace) => runspace,
            Known::Missing => return Ok(()),
            Known::NotNamed => match self.connect(runtime)? {
                Some(runspace) => runspace,
                None => return Ok(()),
            },
        };
        let computer = runspace.connection().computer_name();
        match runtime.host().push_runspace(runspace) {
            Ok(()) => Ok(()),
            Err(_) => Err(runtime.throw(error(
                TypeId::ARGUMENT_EXCEPTION,
                "The host that runs this shell has no prompt that could talk to another computer. Use Invoke-Command.",
                "HostDoesNotSupportPushRunspace",
                ErrorCategory::InvalidArgument,
                computer,
            ))),
        }
    }
}

/// The session that the parameters name.
enum Known {
    Found(Arc<dyn Runspace>),
    /// There is none, and that was said.
    Missing,
    /// They name a computer.
    NotNamed,
}

impl EnterPSSession {
    /// The session that was named, if one was.
    fn known(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Known> {
        let named = match runtime.parameter_set() {
            "Session" | "Id" | "InstanceId" | "Name" => true,
            "ComputerName" | "SSHHost" | "Uri" => false,
            _ => {
                let what = "A session with a virtual machine or a container";
                return Err(runtime.throw(errors::not_yet(what)));
            }
        };
        if !named {
            return Ok(Known::NotNamed);
        }
        if let Some(session) = self.session.downcast::<PsSession>() {
            return self.usable(runtime, session);
        }
        let found = runtime.context().extension::<Sessions>().all().iter().find(|(session, _)| {
            self.id == Some(session.id)
                || self.instance_id == Some(session.runspace.id())
                || self.name.as_ref().is_some_and(|name| session.name.eq_ignore_case(name))
        });
        let Some((session, _)) = found.cloned() else {
            let message = match (self.id, &self.name, self.instance_id) {
                (Some(id), ..) => {
                    format!("The remote session with the session ID {id} is not available.")
                }
                // Two blanks, as PowerShell has them.
                (_, Some(name), _) => {
                    format!("The remote session with the name {name}  is not available.")
                }
                (.., id) => {
                    format!("Remote session is not available for {}.", id.unwrap_or_default())
                }
            };
            let id = "RemoteRunspaceNotAvailableForSpecifiedSession";
            let record = errors::session_not_available_for(message, id);
            // PowerShell looks twice, and says it twice.
            runtime.write_error(record.clone())?;
            runtime.write_error(record)?;
            return Ok(Known::Missing);
        };
        self.usable(runtime, &session)
    }

    fn usable(
        &self,
        runtime: &mut CommandRuntime<'_>,
        session: &PsSession,
    ) -> CommandResult<Known> {
        if session.runspace.state() == RunspaceState::Opened {
            return Ok(Known::Found(Arc::clone(&session.runspace)));
        }
        let message = format!(
            "Session ({}) cannot be entered because it is not open. Its state is {:?}.",
            session.label(),
            session.runspace.state()
        );
        Err(runtime.throw(error(
            TypeId::INVALID_RUNSPACE_STATE_EXCEPTION,
            message,
            "PushedRunspaceMustBeOpen",
            ErrorCategory::InvalidArgument,
            Value::Null,
        )))
    }

    fn connect(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
    ) -> CommandResult<Option<Arc<dyn Runspace>>> {
        let requests = self.parameters().requests(runtime)?;
        let token = runtime.stop_token();
        let services = runtime.context().extension::<RemotingServices>().clone();
        let mut opening = Opening::default();
        for (index, request) in requests.into_iter().enumerate() {
            let computer = request.connection.computer_name();
            match services.create(request) {
                Ok(runspace) => opening.start(index, computer, runspace),
                Err(reason) => {
                    return Err(runtime.throw(errors::open_failed(
                        &computer,
                        &reason,
                        "CreateRemoteRunspaceFailed",
                    )));
                }
            }
        }
        let Some(opened) = opening.next(&token) else {
            runtime.check_stop()?;
            return Ok(None);
        };
        match opened.result {
            Ok(()) => Ok(Some(opened.runspace)),
            Err(reason) => Err(runtime.throw(errors::open_failed(
                &opened.computer,
                &reason,
                "CreateRemoteRunspaceFailed",
            ))),
        }
    }

    fn parameters(&self) -> ConnectionParameters {
        ConnectionParameters {
            computer_name: self.computer_name.iter().cloned().collect(),
            connection_uri: Some(self.connection_uri.clone())
                .filter(|uri| !uri.is_null())
                .into_iter()
                .collect(),
            host_name: self.host_name.iter().cloned().collect(),
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
            ..ConnectionParameters::default()
        }
    }
}
