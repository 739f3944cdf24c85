//! `Add-Computer`

use remora_engine::prelude::*;

/// # Synopsis
/// Joins computers to a domain or work group.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/add-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.AddComputerCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Domain",
    should_process,
    remoting = "SupportedByCommand",
    output("Microsoft.PowerShell.Commands.ComputerChangeInfo")
)]
pub(crate) struct AddComputer {
    /// The computers to act on.
    #[parameter(pipeline, by_name, validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// The account on the computer.
    #[parameter(type = "pscredential", credential, validate_not_null_or_empty)]
    local_credential: Value,
    /// The account that leaves the domain.
    #[parameter(set = "Domain", type = "pscredential", credential, validate_not_null_or_empty)]
    unjoin_domain_credential: Value,
    /// The account to act as. No provider of the session supports one.
    #[parameter(
        set = "Domain",
        mandatory,
        type = "pscredential",
        aliases("DomainCredential"),
        credential,
        validate_not_null_or_empty
    )]
    #[parameter(set = "Workgroup")]
    credential: Value,
    /// The domain.
    #[parameter(
        set = "Domain",
        position = 0,
        mandatory,
        aliases("DN", "Domain"),
        validate_not_null_or_empty
    )]
    domain_name: Option<PsString>,
    /// The organizational unit.
    #[parameter(set = "Domain", name = "OUPath", aliases("OU"), validate_not_null_or_empty)]
    ou_path: Option<PsString>,
    /// The domain controller.
    #[parameter(set = "Domain", aliases("DC"), validate_not_null_or_empty)]
    server: Option<PsString>,
    /// Joins without a secure channel.
    #[parameter(set = "Domain")]
    unsecure: Switch,
    /// Special options of the join.
    #[parameter(set = "Domain", type = "Microsoft.PowerShell.Commands.JoinOptions")]
    options: Option<EnumValue>,
    /// The work group.
    #[parameter(
        set = "Workgroup",
        position = 0,
        mandatory,
        aliases("WGN"),
        validate_not_null_or_empty
    )]
    workgroup_name: Option<PsString>,
    /// Restarts the computer afterwards.
    #[parameter]
    restart: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The new name.
    #[parameter(by_name, validate_not_null_or_empty)]
    new_name: Option<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
}

impl Cmdlet for AddComputer {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Add-Computer").into())
    }
}
