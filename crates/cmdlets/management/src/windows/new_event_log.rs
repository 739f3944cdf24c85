//! `New-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes event logs and sources.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.NewEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    remoting = "SupportedByCommand",
    output("System.Diagnostics.EventLogEntry")
)]
pub(crate) struct NewEventLog {
    /// The file with the names of categories.
    #[parameter(aliases("CRF"), validate_not_null_or_empty)]
    category_resource_file: Option<PsString>,
    /// The computers to act on.
    #[parameter(position = 2, aliases("CN"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// The names of logs.
    #[parameter(position = 0, mandatory, aliases("LN"), validate_not_null_or_empty)]
    log_name: PsString,
    /// The file with the messages.
    #[parameter(aliases("MRF"), validate_not_null_or_empty)]
    message_resource_file: Option<PsString>,
    /// The file with parameters of messages.
    #[parameter(aliases("PRF"), validate_not_null_or_empty)]
    parameter_resource_file: Option<PsString>,
    /// The name shown as the source.
    #[parameter(position = 1, mandatory, aliases("SRC"), validate_not_null_or_empty)]
    source: Vec<PsString>,
}

impl Cmdlet for NewEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("New-EventLog").into())
    }
}
