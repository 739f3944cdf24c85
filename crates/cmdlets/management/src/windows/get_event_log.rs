//! `Get-EventLog`

use remora_engine::prelude::*;
use remora_psobject::DateTime;

/// # Synopsis
/// Gets entries of event logs.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.GetEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "LogName",
    remoting = "SupportedByCommand",
    output("System.Diagnostics.EventLog", "System.Diagnostics.EventLogEntry", "System.String")
)]
pub(crate) struct GetEventLog {
    /// The names of logs.
    #[parameter(set = "LogName", position = 0, mandatory, aliases("LN"))]
    log_name: Option<PsString>,
    /// The computers to act on.
    #[parameter(aliases("Cn"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// How many of the newest entries.
    #[parameter(set = "LogName", validate_range(0, 2147483647))]
    newest: Option<i32>,
    /// Only entries after this time.
    #[parameter(set = "LogName", validate_not_null_or_empty)]
    after: Option<DateTime>,
    /// Only entries before this time.
    #[parameter(set = "LogName", validate_not_null_or_empty)]
    before: Option<DateTime>,
    /// Only entries of these users.
    #[parameter(set = "LogName", validate_not_null_or_empty)]
    user_name: Vec<PsString>,
    /// Only entries of these ids.
    #[parameter(
        set = "LogName",
        position = 1,
        validate_not_null_or_empty,
        validate_range(0, 9223372036854775807)
    )]
    instance_id: Vec<i64>,
    /// Only entries of these numbers.
    #[parameter(set = "LogName", validate_not_null_or_empty, validate_range(1, 2147483647))]
    index: Vec<i32>,
    /// Only entries of these kinds.
    #[parameter(
        set = "LogName",
        aliases("ET"),
        validate_not_null_or_empty,
        validate_set("Error", "Information", "FailureAudit", "SuccessAudit", "Warning")
    )]
    entry_type: Vec<PsString>,
    /// The name shown as the source.
    #[parameter(set = "LogName", aliases("ABO"), validate_not_null_or_empty)]
    source: Vec<PsString>,
    /// The text.
    #[parameter(set = "LogName", aliases("MSG"), validate_not_null_or_empty)]
    message: Option<PsString>,
    /// Gives objects without added type names.
    #[parameter(set = "LogName")]
    as_base_object: Switch,
    /// Gives the names of what there is.
    #[parameter(set = "List")]
    list: Switch,
    /// Gives texts.
    #[parameter(set = "List")]
    as_string: Switch,
}

impl Cmdlet for GetEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-EventLog").into())
    }
}
