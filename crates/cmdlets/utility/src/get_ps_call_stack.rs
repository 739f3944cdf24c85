//! `Get-PSCallStack`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the calls that are under way.
///
/// # Description
/// The innermost first.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-pscallstack
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSCallStack",
    class = "Microsoft.PowerShell.Commands.GetPSCallStackCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("gcs"),
    output("System.Management.Automation.CallStackFrame")
)]
pub(crate) struct GetPSCallStack {}

impl Cmdlet for GetPSCallStack {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-PSCallStack").into())
    }
}
