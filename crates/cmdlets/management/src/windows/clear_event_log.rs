//! `Clear-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes all entries out of event logs.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.ClearEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    remoting = "SupportedByCommand"
)]
pub(crate) struct ClearEventLog {
    /// The names of logs.
    #[parameter(position = 0, mandatory, by_name, aliases("LN"), validate_not_null_or_empty)]
    log_name: Vec<PsString>,
    /// The computers to act on.
    #[parameter(position = 1, by_name, aliases("Cn"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
}

impl Cmdlet for ClearEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Clear-EventLog").into())
    }
}
