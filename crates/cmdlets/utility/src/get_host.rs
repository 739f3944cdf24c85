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
pub(crate) struct GetHost {}

impl GetHost {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Names the host",
        script: "(Get-Host).Name -eq $Host.Name",
        output: "True",
    }];
}

impl Cmdlet for GetHost {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let host = runtime.variable("Host").unwrap_or_default();
        runtime.write_object(host)
    }
}
