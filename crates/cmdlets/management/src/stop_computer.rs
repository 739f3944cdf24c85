//! `Stop-Computer`

use remora_engine::prelude::*;

use crate::processes::shut_down;

/// # Synopsis
/// Shuts the computer down.
///
/// # Description
/// The system is asked to go down at once.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/stop-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.StopComputerCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    remoting = "SupportedByCommand"
)]
pub(crate) struct StopComputer;

impl Cmdlet for StopComputer {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let computer = runtime.system().machine_name();
        if !runtime.should_process(format!("localhost ({computer})"), "Stop-Computer")? {
            return Ok(());
        }
        shut_down(runtime, "-h")
    }
}
