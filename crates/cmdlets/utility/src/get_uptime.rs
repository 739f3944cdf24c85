//! `Get-Uptime`

use remora_engine::prelude::*;
use remora_psobject::DateTime;
use remora_psobject::TimeSpan;

/// # Synopsis
/// Gets the time since the computer was started.
///
/// # Description
/// Or the moment of the start.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-uptime
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Uptime",
    class = "Microsoft.PowerShell.Commands.GetUptimeCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Timespan",
    remoting = "PowerShell",
    output("System.DateTime", set = "Since"),
    output("System.TimeSpan", set = "Timespan")
)]
pub struct GetUptime {
    /// The moment of the start.
    #[parameter(set = "Since")]
    since: Switch,
}

impl Cmdlet for GetUptime {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Uptime").into())
    }
}
