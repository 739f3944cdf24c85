//! `Show-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Shows the event viewer.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/show-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Show",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.ShowEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    remoting = "SupportedByCommand"
)]
pub(crate) struct ShowEventLog {
    /// The computers to act on.
    #[parameter(position = 0, aliases("CN"), validate_not_null_or_empty)]
    computer_name: Option<PsString>,
}

impl Cmdlet for ShowEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Show-EventLog").into())
    }
}
