//! `Get-ComputerInfo`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets what is known of the computer.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-computerinfo
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ComputerInfo",
    class = "Microsoft.PowerShell.Commands.GetComputerInfoCommand",
    module = "Microsoft.PowerShell.Management",
    aliases("gin"),
    output("Microsoft.PowerShell.Commands.ComputerInfo", "System.Management.Automation.PSObject")
)]
pub(crate) struct GetComputerInfo {
    /// The names of properties.
    #[parameter(position = 0, pipeline, by_name)]
    property: Vec<PsString>,
}

impl Cmdlet for GetComputerInfo {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-ComputerInfo").into())
    }
}
