//! `Connect-PSSession`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_hosting::RunspaceState;
use remora_psobject::{Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::find::{Filter, find};
use crate::session::{SessionSelector, Sessions, select};
use crate::{errors, leave};

/// # Synopsis
/// Takes up sessions that were left.
///
/// # Description
/// The sessions may have been left here, or by another client of the same user: then -ComputerName finds them. Commands that
/// run in them go on; Receive-PSSession gets what they gave.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Connect",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.ConnectPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Name",
    should_process,
    remoting = "OwnedByCommand",
    aliases("cnsn"),
    output("System.Management.Automation.Runspaces.PSSession")
)]
pub(crate) struct ConnectPSSession {
    /// The sessions.
    #[parameter(
        set = "Session",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "System.Management.Automation.Runspaces.PSSession[]",
        validate_not_null_or_empty
    )]
    session: Vec<Value>,
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        set = "ComputerName",
        position = 0,
        mandatory,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    #[parameter(set = "ComputerNameGuid", mandatory)]
    computer_name: Vec<PsString>,
    /// Path of the service at the far end.
    #[parameter(sets("ComputerName", "ComputerNameGuid"), by_name)]
    application_name: Option<PsString>,
    /// Session configuration at the far end.
    #[parameter(
        sets("ComputerName", "ComputerNameGuid", "ConnectionUri", "ConnectionUriGuid"),
        by_name
    )]
    configuration_name: Option<PsString>,
    /// Addresses of endpoints.
    #[parameter(
        sets("ConnectionUri", "ConnectionUriGuid"),
        position = 0,
        mandatory,
        by_name,
        type = "uri[]",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Vec<Value>,
    /// Lets the endpoint send the connection to another address.
    #[parameter(sets("ConnectionUri", "ConnectionUriGuid"))]
    allow_redirection: Switch,
    /// Identifiers that are unique everywhere.
    #[parameter(
        sets("ComputerNameGuid", "ConnectionUriGuid", "InstanceId"),
        mandatory,
        validate_not_null
    )]
    instance_id: Vec<Guid>,
    /// Friendly names.
    #[parameter(sets("ComputerName", "ConnectionUri"), validate_not_null_or_empty)]
    #[parameter(set = "Name", mandatory)]
    name: Vec<PsString>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(
        sets("ComputerName", "ComputerNameGuid", "ConnectionUri", "ConnectionUriGuid"),
        credential
    )]
    credential: Option<Arc<PsCredential>>,
    /// How the user is proved.
    #[parameter(
        sets("ComputerName", "ComputerNameGuid", "ConnectionUri", "ConnectionUriGuid"),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Certificate that proves the user.
    #[parameter(sets("ComputerName", "ComputerNameGuid", "ConnectionUri", "ConnectionUriGuid"))]
    certificate_thumbprint: Option<PsString>,
    /// TCP port of the endpoint.
    #[parameter(sets("ComputerName", "ComputerNameGuid"), validate_range(1, 65535))]
    port: Option<i32>,
    /// Connects with TLS.
    #[parameter(sets("ComputerName", "ComputerNameGuid"), name = "UseSSL")]
    use_ssl: Switch,
    /// Time limits and checks, as New-PSSessionOption makes them.
    #[parameter(
        sets("ComputerName", "ComputerNameGuid", "ConnectionUri", "ConnectionUriGuid"),
        type = "System.Management.Automation.Remoting.PSSessionOption"
    )]
    session_option: Value,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(sets(
        "ComputerName",
        "ComputerNameGuid",
        "ConnectionUri",
        "ConnectionUriGuid",
        "Id",
        "InstanceId",
        "Name",
        "Session"
    ))]
    throttle_limit: Option<i32>,
    /// Numbers in this session.
    #[parameter(set = "Id", position = 0, mandatory, by_name, validate_not_null)]
    id: Vec<i32>,
}

impl ConnectPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ConnectPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let is_remote = !(self.computer_name.is_empty() && self.connection_uri.is_empty());
        let sessions = if is_remote {
            let filter = Filter {
                names: self.name.clone(),
                instance_ids: self.instance_id.clone(),
                configuration: self.configuration_name.clone(),
                state: 2,
            };
            find(runtime, &self.parameters(), &filter)?
        } else {
            let selector = SessionSelector {
                sessions: std::mem::take(&mut self.session),
                ids: self.id.clone(),
                names: self.name.clone(),
                instance_ids: self.instance_id.clone(),
                ..SessionSelector::default()
            };
            select(runtime, &selector, false)?
        };
        for (session, value) in sessions {
            if !runtime.should_process(session.name.clone(), "Connect")? {
                continue;
            }
            match session.runspace.state() {
                RunspaceState::Disconnected => {}
                // It is what was asked for.
                RunspaceState::Opened => {
                    runtime.write_object(value)?;
                    continue;
                }
                state => {
                    let id = "PSSessionConnectFailed";
                    let record = errors::session_cannot(&session, "connected", state, id);
                    runtime.write_error(record)?;
                    continue;
                }
            }
            match leave::come_back(runtime, &session)? {
                Ok(()) => {
                    runtime.context().extension::<Sessions>().adopt(session, value.clone());
                    runtime.write_object(value)?;
                }
                Err(reason) => {
                    runtime.write_error(errors::connect_failed(&session, &reason))?;
                }
            }
        }
        Ok(())
    }
}

impl ConnectPSSession {
    fn parameters(&self) -> ConnectionParameters {
        ConnectionParameters {
            computer_name: self.computer_name.clone(),
            connection_uri: self.connection_uri.clone(),
            credential: self.credential.clone(),
            port: self.port,
            use_ssl: *self.use_ssl,
            application_name: self.application_name.clone(),
            authentication: self.authentication.map(|value| value.0),
            certificate_thumbprint: self.certificate_thumbprint.clone(),
            allow_redirection: *self.allow_redirection,
            session_option: self.session_option.clone(),
            ..ConnectionParameters::default()
        }
    }
}
