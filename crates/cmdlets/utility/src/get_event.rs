//! `Get-Event`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets events that wait in the queue.
///
/// # Description
/// Those with an action are not in it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.GetEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub struct GetEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, by_name, validate_not_null_or_empty)]
    source_identifier: Option<PsString>,
    /// Number of the event.
    #[parameter(set = "ById", position = 0, mandatory, by_name, aliases("Id"))]
    event_identifier: Option<i32>,
}

impl Cmdlet for GetEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Event").into())
    }
}
