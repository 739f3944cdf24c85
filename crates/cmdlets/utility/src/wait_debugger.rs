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

impl WaitDebugger {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Goes on where no debugger waits",
        script: "Wait-Debugger; 'on'",
        output: "on",
    }];
}

impl Cmdlet for WaitDebugger {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // Without a debugger that took hold of the session there is nothing to wait for.
        runtime.check_stop()
    }
}
