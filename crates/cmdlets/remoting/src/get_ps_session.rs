//! `Get-PSSession`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::{Guid, PsCredential};

use crate::connect::ConnectionParameters;
use crate::errors;
use crate::find::{Filter, find};
use crate::session::{SessionSelector, select};

/// # Synopsis
/// Gives the sessions that were made in this session.
///
/// # Description
/// Without parameters all are given. Sessions that other clients left on a computer are found by -ComputerName.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.GetPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Name",
    remoting = "OwnedByCommand",
    aliases("gsn"),
    output("System.Management.Automation.Runspaces.PSSession")
)]
pub(crate) struct GetPSSession {
    /// Names or addresses of computers, or names of the inventory.
    #[parameter(
        sets("ComputerInstanceId", "ComputerName"),
        position = 0,
        mandatory,
        by_name,
        aliases("Cn"),
        validate_not_null_or_empty
    )]
    computer_name: Vec<PsString>,
    /// Path of the service at the far end.
    #[parameter(sets("ComputerInstanceId", "ComputerName"), by_name)]
    application_name: Option<PsString>,
    /// Addresses of endpoints.
    #[parameter(
        sets("ConnectionUri", "ConnectionUriInstanceId"),
        position = 0,
        mandatory,
        by_name,
        type = "uri[]",
        aliases("URI", "CU"),
        validate_not_null_or_empty
    )]
    connection_uri: Vec<Value>,
    /// Session configuration at the far end.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerName",
            "ConnectionUri",
            "ConnectionUriInstanceId",
            "ContainerId",
            "ContainerIdInstanceId",
            "VMId",
            "VMIdInstanceId",
            "VMName",
            "VMNameInstanceId"
        ),
        by_name
    )]
    configuration_name: Option<PsString>,
    /// Lets the endpoint send the connection to another address.
    #[parameter(sets("ConnectionUri", "ConnectionUriInstanceId"))]
    allow_redirection: Switch,
    /// Friendly names.
    #[parameter(
        sets("ComputerName", "ConnectionUri", "ContainerId", "VMId", "VMName"),
        validate_not_null_or_empty
    )]
    #[parameter(set = "Name", by_name)]
    name: Vec<PsString>,
    /// Identifiers that are unique everywhere.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ConnectionUriInstanceId",
            "ContainerIdInstanceId",
            "VMIdInstanceId",
            "VMNameInstanceId"
        ),
        mandatory,
        validate_not_null
    )]
    #[parameter(set = "InstanceId", by_name)]
    instance_id: Vec<Guid>,
    /// The user that connects; without one the inventory or the current user decides.
    #[parameter(
        sets("ComputerInstanceId", "ComputerName", "ConnectionUri", "ConnectionUriInstanceId"),
        credential
    )]
    credential: Option<Arc<PsCredential>>,
    /// How the user is proved.
    #[parameter(
        sets("ComputerInstanceId", "ComputerName", "ConnectionUri", "ConnectionUriInstanceId"),
        type = "System.Management.Automation.Runspaces.AuthenticationMechanism"
    )]
    authentication: Option<EnumValue>,
    /// Certificate that proves the user.
    #[parameter(sets(
        "ComputerInstanceId",
        "ComputerName",
        "ConnectionUri",
        "ConnectionUriInstanceId"
    ))]
    certificate_thumbprint: Option<PsString>,
    /// TCP port of the endpoint.
    #[parameter(sets("ComputerInstanceId", "ComputerName"), validate_range(1, 65535))]
    port: Option<i32>,
    /// Connects with TLS.
    #[parameter(sets("ComputerInstanceId", "ComputerName"), name = "UseSSL")]
    use_ssl: Switch,
    /// How many computers are worked on at the same time; 0 for the default.
    #[parameter(sets(
        "ComputerInstanceId",
        "ComputerName",
        "ConnectionUri",
        "ConnectionUriInstanceId"
    ))]
    throttle_limit: Option<i32>,
    /// The state that is wanted.
    #[parameter(
        sets(
            "ComputerInstanceId",
            "ComputerName",
            "ConnectionUri",
            "ConnectionUriInstanceId",
            "ContainerId",
            "ContainerIdInstanceId",
            "VMId",
            "VMIdInstanceId",
            "VMName",
            "VMNameInstanceId"
        ),
        type = "Microsoft.PowerShell.Commands.SessionFilterState"
    )]
    state: Option<EnumValue>,
    /// Time limits and checks, as New-PSSessionOption makes them.
    #[parameter(
        sets("ComputerInstanceId", "ComputerName", "ConnectionUri", "ConnectionUriInstanceId"),
        type = "System.Management.Automation.Remoting.PSSessionOption"
    )]
    session_option: Value,
    /// Numbers in this session.
    #[parameter(set = "Id", position = 0, mandatory, by_name, validate_not_null)]
    id: Vec<i32>,
    /// Identifiers of containers.
    #[parameter(
        sets("ContainerId", "ContainerIdInstanceId"),
        mandatory,
        by_name,
        validate_not_null_or_empty
    )]
    container_id: Vec<PsString>,
    /// Identifiers of virtual machines.
    #[parameter(
        sets("VMId", "VMIdInstanceId"),
        mandatory,
        by_name,
        name = "VMId",
        aliases("VMGuid"),
        validate_not_null_or_empty
    )]
    vm_id: Vec<Guid>,
    /// Names of virtual machines.
    #[parameter(
        sets("VMName", "VMNameInstanceId"),
        mandatory,
        by_name,
        name = "VMName",
        validate_not_null_or_empty
    )]
    vm_name: Vec<PsString>,
}

impl GetPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let is_remote = !(self.computer_name.is_empty()
            && self.connection_uri.is_empty()
            && self.container_id.is_empty()
            && self.vm_id.is_empty()
            && self.vm_name.is_empty());
        let filter = Filter {
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            configuration: self.configuration_name.clone(),
            state: self.state.map_or(0, |state| state.0),
        };
        if is_remote {
            if self.computer_name.is_empty() && self.connection_uri.is_empty() {
                let what = "Looking for sessions with virtual machines and containers";
                return Err(runtime.throw(errors::not_yet(what)));
            }
            for (_, value) in find(runtime, &self.parameters(), &filter)? {
                runtime.write_object(value)?;
            }
            return Ok(());
        }
        let selector = SessionSelector {
            ids: self.id.clone(),
            names: self.name.clone(),
            instance_ids: self.instance_id.clone(),
            ..SessionSelector::default()
        };
        for (session, value) in select(runtime, &selector, true)? {
            if filter.admits_state(&session) {
                runtime.write_object(value)?;
            }
        }
        Ok(())
    }
}

impl GetPSSession {
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
