//! `Remove-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes event logs and sources away.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/remove-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.RemoveEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Default",
    should_process,
    remoting = "SupportedByCommand"
)]
pub(crate) struct RemoveEventLog {
    /// The computers to act on.
    #[parameter(position = 1, aliases("CN"), validate_not_null, validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// The names of logs.
    #[parameter(
        set = "Default",
        position = 0,
        mandatory,
        aliases("LN"),
        validate_not_null,
        validate_not_null_or_empty
    )]
    log_name: Vec<PsString>,
    /// The name shown as the source.
    #[parameter(set = "Source", aliases("SRC"), validate_not_null, validate_not_null_or_empty)]
    source: Vec<PsString>,
}

impl Cmdlet for RemoveEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Remove-EventLog").into())
    }
}
