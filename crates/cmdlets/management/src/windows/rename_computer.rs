//! `Rename-Computer`

use remora_engine::prelude::*;

/// # Synopsis
/// Gives computers another name.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/rename-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Rename",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.RenameComputerCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    remoting = "SupportedByCommand",
    output("Microsoft.PowerShell.Commands.RenameComputerChangeInfo")
)]
pub(crate) struct RenameComputer {
    /// The computers to act on.
    #[parameter(by_name, validate_not_null_or_empty)]
    computer_name: Option<PsString>,
    /// Writes the object that was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The account of the domain.
    #[parameter(type = "pscredential", validate_not_null_or_empty, credential)]
    domain_credential: Value,
    /// The account on the computer.
    #[parameter(type = "pscredential", validate_not_null_or_empty, credential)]
    local_credential: Value,
    /// The new name.
    #[parameter(position = 0, mandatory, by_name, validate_not_null_or_empty)]
    new_name: PsString,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
    /// Restarts the computer afterwards.
    #[parameter]
    restart: Switch,
    /// How WS-Man authenticates.
    #[parameter(validate_set("Default", "Basic", "Negotiate", "CredSSP", "Digest", "Kerberos"))]
    wsman_authentication: Option<PsString>,
    /// The protocol.
    #[parameter(validate_set("DCOM", "WSMan"))]
    protocol: Option<PsString>,
}

impl Cmdlet for RenameComputer {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Rename-Computer").into())
    }
}
