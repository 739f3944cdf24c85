//! `New-Event`

use remora_engine::prelude::*;

/// # Synopsis
/// Puts an event into the queue.
///
/// # Description
/// Subscribers to the source identifier get it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.NewEventCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSEventArgs")
)]
pub struct NewEvent {
    /// Names under which events come.
    #[parameter(position = 0, mandatory)]
    source_identifier: Option<PsString>,
    /// Who sends the event.
    #[parameter(position = 1, type = "psobject")]
    sender: Value,
    /// Arguments of the event.
    #[parameter(position = 2, type = "psobject[]")]
    event_arguments: Vec<Value>,
    /// What goes along with it.
    #[parameter(position = 3, type = "psobject")]
    message_data: Value,
}

impl Cmdlet for NewEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Event").into())
    }
}
