//! `Wait-Event`

use remora_engine::prelude::*;

/// # Synopsis
/// Waits for an event.
///
/// # Description
/// Until it comes or the time is over.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/wait-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.WaitEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub struct WaitEvent {
    /// Names under which events come.
    #[parameter(position = 0, by_name)]
    source_identifier: Option<PsString>,
    /// Seconds to wait; -1 for ever.
    #[parameter(aliases("TimeoutSec"), validate_range(-1, 2147483647))]
    timeout: Option<i32>,
}

impl Cmdlet for WaitEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Wait-Event").into())
    }
}
