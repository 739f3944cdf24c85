//! `Remove-Computer`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes computers out of their domain.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.RemoveComputerCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Local",
    should_process,
    remoting = "SupportedByCommand",
    output("Microsoft.PowerShell.Commands.ComputerChangeInfo")
)]
pub(crate) struct RemoveComputer {
    /// The account that leaves the domain.
    #[parameter(
        set = "Local",
        position = 0,
        type = "pscredential",
        aliases("Credential"),
        validate_not_null_or_empty,
        credential
    )]
    #[parameter(set = "Remote", mandatory)]
    unjoin_domain_credential: Value,
    /// The account on the computer.
    #[parameter(set = "Remote", type = "pscredential", validate_not_null_or_empty, credential)]
    local_credential: Value,
    /// Restarts the computer afterwards.
    #[parameter]
    restart: Switch,
    /// The computers to act on.
    #[parameter(set = "Remote", pipeline, by_name)]
    computer_name: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The work group.
    #[parameter(validate_not_null_or_empty)]
    workgroup_name: Option<PsString>,
}

impl Cmdlet for RemoveComputer {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Remove-Computer").into())
    }
}
