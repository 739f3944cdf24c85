//! `Write-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes entries of event logs.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/write-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.WriteEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    remoting = "SupportedByCommand",
    output("System.Diagnostics.EventLogEntry")
)]
pub(crate) struct WriteEventLog {
    /// The names of logs.
    #[parameter(position = 0, mandatory, aliases("LN"), validate_not_null_or_empty)]
    log_name: PsString,
    /// The name shown as the source.
    #[parameter(position = 1, mandatory, aliases("SRC"), validate_not_null_or_empty)]
    source: PsString,
    /// Only entries of these kinds.
    #[parameter(
        position = 3,
        type = "System.Diagnostics.EventLogEntryType",
        aliases("ET"),
        validate_not_null_or_empty,
        validate_set("Error", "Information", "FailureAudit", "SuccessAudit", "Warning")
    )]
    entry_type: Option<EnumValue>,
    /// The category.
    #[parameter]
    category: Option<i16>,
    /// The id of the event.
    #[parameter(
        position = 2,
        mandatory,
        aliases("ID", "EID"),
        validate_not_null_or_empty,
        validate_range(0, 65535)
    )]
    event_id: i32,
    /// The text.
    #[parameter(
        position = 4,
        mandatory,
        aliases("MSG"),
        validate_not_null_or_empty,
        validate_length(0, 32766)
    )]
    message: PsString,
    /// Data of the entry.
    #[parameter(aliases("RD"), validate_not_null_or_empty)]
    raw_data: Vec<u8>,
    /// The computers to act on.
    #[parameter(aliases("CN"), validate_not_null_or_empty)]
    computer_name: Option<PsString>,
}

impl Cmdlet for WriteEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Write-EventLog").into())
    }
}
