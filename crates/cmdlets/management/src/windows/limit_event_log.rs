//! `Limit-EventLog`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets limits of event logs.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/limit-eventlog
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Limit",
    noun = "EventLog",
    class = "Microsoft.PowerShell.Commands.LimitEventLogCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    remoting = "SupportedByCommand"
)]
pub(crate) struct LimitEventLog {
    /// The names of logs.
    #[parameter(position = 0, mandatory, aliases("LN"), validate_not_null_or_empty)]
    log_name: Vec<PsString>,
    /// The computers to act on.
    #[parameter(aliases("CN"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// How many days entries are kept.
    #[parameter(aliases("MRD"), validate_not_null_or_empty, validate_range(1, 365))]
    retention_days: Option<i32>,
    /// What happens when the log is full.
    #[parameter(
        type = "System.Diagnostics.OverflowAction",
        aliases("OFA"),
        validate_not_null_or_empty,
        validate_set("OverwriteOlder", "OverwriteAsNeeded", "DoNotOverwrite")
    )]
    overflow_action: Option<EnumValue>,
    /// The largest size.
    #[parameter(validate_not_null_or_empty)]
    maximum_size: Option<i64>,
}

impl Cmdlet for LimitEventLog {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Limit-EventLog").into())
    }
}
