//! `Get-Date`

use remora_engine::prelude::*;
use remora_psobject::DateTime;

/// # Synopsis
/// Gets the current date and time, or one that is given.
///
/// # Description
/// Parts can be replaced, and the result can be a text in a format of .NET or of Unix.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-date
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Date",
    class = "Microsoft.PowerShell.Commands.GetDateCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DateAndFormat",
    remoting = "PowerShell",
    output("System.DateTime", set = "DateAndFormat", set = "UnixTimeSecondsAndFormat"),
    output("System.String")
)]
pub struct GetDate {
    /// The date and time.
    #[parameter(sets("DateAndFormat", "DateAndUFormat"), position = 0, pipeline, by_name, aliases("LastWriteTime"))]
    date: Option<DateTime>,
    /// Seconds since the start of 1970.
    #[parameter(sets("UnixTimeSecondsAndFormat", "UnixTimeSecondsAndUFormat"), mandatory, aliases("UnixTime"), validate_range(-62135596800, 253402300799))]
    unix_time_seconds: Option<i64>,
    /// Year.
    #[parameter(validate_range(1, 9999))]
    year: Option<i32>,
    /// Month of the year.
    #[parameter(validate_range(1, 12))]
    month: Option<i32>,
    /// Day of the month.
    #[parameter(validate_range(1, 31))]
    day: Option<i32>,
    /// Hour of the day.
    #[parameter(validate_range(0, 23))]
    hour: Option<i32>,
    /// Minute of the hour.
    #[parameter(validate_range(0, 59))]
    minute: Option<i32>,
    /// Second of the minute.
    #[parameter(validate_range(0, 59))]
    second: Option<i32>,
    /// Millisecond.
    #[parameter(validate_range(0, 999))]
    millisecond: Option<i32>,
    /// Which part is shown.
    #[parameter(type = "Microsoft.PowerShell.Commands.DisplayHintType")]
    display_hint: Value,
    /// Format as the date program of Unix takes it.
    #[parameter(sets("DateAndUFormat", "UnixTimeSecondsAndUFormat"), mandatory)]
    u_format: Option<PsString>,
    /// Format of the result.
    #[parameter(sets("DateAndFormat", "UnixTimeSecondsAndFormat"), completions("FileDate", "FileDateUniversal", "FileDateTime", "FileDateTimeUniversal"))]
    format: Option<PsString>,
    /// In universal time.
    #[parameter(name = "AsUTC")]
    as_utc: Switch,
}

impl Cmdlet for GetDate {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Date").into())
    }
}
