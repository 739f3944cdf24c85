//! `Get-Host`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the host program.
///
/// # Description
/// Its name, version and cultures.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-host
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Host",
    class = "Microsoft.PowerShell.Commands.GetHostCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.Management.Automation.Host.PSHost")
)]
pub struct GetHost {
}

impl Cmdlet for GetHost {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Host").into())
    }
}
