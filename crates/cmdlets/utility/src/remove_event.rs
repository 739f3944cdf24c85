//! `Remove-Event`

use remora_engine::prelude::*;

/// # Synopsis
/// Removes events from the queue.
///
/// # Description
/// By source or number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-event
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Event",
    class = "Microsoft.PowerShell.Commands.RemoveEventCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "BySource",
    should_process,
    remoting = "PowerShell"
)]
pub struct RemoveEvent {
    /// Names under which events come.
    #[parameter(set = "BySource", position = 0, mandatory)]
    source_identifier: Option<PsString>,
    /// Number of the event.
    #[parameter(set = "ByIdentifier", position = 0, mandatory, by_name)]
    event_identifier: Option<i32>,
}

impl Cmdlet for RemoveEvent {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-Event").into())
    }
}
