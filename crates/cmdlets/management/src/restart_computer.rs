//! `Restart-Computer`

use remora_engine::prelude::*;

use crate::processes::shut_down;

/// # Synopsis
/// Restarts the computer.
///
/// # Description
/// The system is asked to go down and come back at once.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/restart-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Restart",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.RestartComputerCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    remoting = "SupportedByCommand"
)]
pub(crate) struct RestartComputer;

impl Cmdlet for RestartComputer {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let computer = runtime.system().machine_name();
        if !runtime.should_process(format!("localhost ({computer})"), "Restart-Computer")? {
            return Ok(());
        }
        shut_down(runtime, "-r")
    }
}
