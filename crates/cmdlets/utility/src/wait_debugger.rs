//! `Wait-Debugger`

use remora_engine::prelude::*;

/// # Synopsis
/// Stops in the debugger before the next statement.
///
/// # Description
/// Nothing happens where no debugger listens.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/wait-debugger
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Debugger",
    class = "Microsoft.PowerShell.Commands.WaitDebuggerCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell"
)]
pub(crate) struct WaitDebugger {}

impl Cmdlet for WaitDebugger {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Wait-Debugger").into())
    }
}
