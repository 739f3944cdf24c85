//! `New-TimeSpan`

use remora_engine::prelude::*;
use remora_psobject::DateTime;
use remora_psobject::TimeSpan;

/// # Synopsis
/// Makes a duration.
///
/// # Description
/// Of its parts, or between two times.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-timespan
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "TimeSpan",
    class = "Microsoft.PowerShell.Commands.NewTimeSpanCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Date",
    remoting = "None",
    output("System.TimeSpan")
)]
pub struct NewTimeSpan {
    /// The earlier time.
    #[parameter(set = "Date", position = 0, pipeline, by_name, aliases("LastWriteTime"))]
    start: Option<DateTime>,
    /// The later time.
    #[parameter(set = "Date", position = 1, by_name)]
    end: Option<DateTime>,
    /// Days.
    #[parameter(set = "Time")]
    days: Option<i32>,
    /// Hours.
    #[parameter(set = "Time")]
    hours: Option<i32>,
    /// Minutes.
    #[parameter(set = "Time")]
    minutes: Option<i32>,
    /// Seconds.
    #[parameter(set = "Time")]
    seconds: Option<i32>,
    /// Milliseconds.
    #[parameter(set = "Time")]
    milliseconds: Option<i32>,
}

impl Cmdlet for NewTimeSpan {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-TimeSpan").into())
    }
}
