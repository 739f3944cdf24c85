//! `Get-Date`

use crate::unix_date;
use remora_engine::prelude::*;
use remora_psobject::DateTime;
use remora_psobject::DateTimeKind;
use remora_psobject::InstanceMember;
use remora_psobject::PsObject;

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
pub(crate) struct GetDate {
    /// The date and time.
    #[parameter(
        sets("DateAndFormat", "DateAndUFormat"),
        position = 0,
        pipeline,
        by_name,
        aliases("LastWriteTime")
    )]
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
    #[parameter(
        sets("DateAndFormat", "UnixTimeSecondsAndFormat"),
        completions("FileDate", "FileDateUniversal", "FileDateTime", "FileDateTimeUniversal")
    )]
    format: Option<PsString>,
    /// In universal time.
    #[parameter(name = "AsUTC")]
    as_utc: Switch,
}

impl GetDate {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[
        Example {
            title: "Writes a date in a format",
            script: "Get-Date '2024-02-09 13:05:07' -Format 'yyyy/MM/dd HH:mm'",
            output: "2024/02/09 13:05",
        },
        Example {
            title: "Writes a date as the date program does",
            script: "Get-Date '2024-02-09' -UFormat '%d.%m.%y'",
            output: "09.02.24",
        },
    ];
}

impl Cmdlet for GetDate {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let date = self.moment(runtime)?;
        if let Some(format) = self.u_format.clone() {
            let text = unix_date::format(runtime, date, &format)?;
            return runtime.write_object(text);
        }
        if let Some(format) = self.format.clone() {
            let (pattern, universal) = match format.to_ascii_lowercase().as_str() {
                "filedate" => ("yyyyMMdd", false),
                "filedateuniversal" => ("yyyyMMddZ", true),
                "filedatetime" => ("yyyyMMddTHHmmssffff", false),
                "filedatetimeuniversal" => ("yyyyMMddTHHmmssffffZ", true),
                _ => (format.as_str(), false),
            };
            let date = if universal { to_universal(runtime, date)? } else { date };
            let (culture, zone) = (runtime.culture(), runtime.system().local_time_zone());
            let text = remora_dotnet::datetime::format(date, pattern, &culture, &zone)
                .map_err(Flow::from)?;
            return runtime.write_object(text);
        }
        let hint = match &self.display_hint {
            Value::Null => crate::record_object::enum_value(
                "Microsoft.PowerShell.Commands.DisplayHintType",
                "DateTime",
            ),
            given => given.clone(),
        };
        let dated = PsObject::wrapper(Value::DateTime(date));
        dated.set_member(InstanceMember::note("DisplayHint", hint));
        runtime.write_object(dated)
    }
}

impl GetDate {
    /// The date that is meant, with the parts replaced that were given.
    fn moment(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<DateTime> {
        const EPOCH_SECONDS: i64 = 62_135_596_800;
        let mut date = match (self.date, self.unix_time_seconds) {
            (_, Some(seconds)) => {
                let ticks = seconds.saturating_add(EPOCH_SECONDS).saturating_mul(10_000_000);
                let utc = DateTime::new(ticks, DateTimeKind::Utc).unwrap_or(DateTime::MIN);
                let local = runtime.invoke_method(&Value::DateTime(utc), "ToLocalTime", &[])?;
                as_date(&local).unwrap_or(utc)
            }
            (Some(date), None) => date,
            (None, None) => runtime.system().now_local(),
        };
        let (year, month, day) = date.date();
        let (hour, minute, second, _) = date.time_of_day();
        if self.year.is_some() || self.month.is_some() || self.day.is_some() {
            date = with_date(date, self.year.unwrap_or(year), part(self.month, month), None)?;
            if self.day.is_some() {
                let (year, month, _) = date.date();
                date = with_date(date, year, month, Some(part(self.day, day)))?;
            }
        }
        let mut ticks = date.ticks();
        let change = |given: Option<i32>, known: u32, unit: i64| {
            given.map_or(0, |given| (i64::from(given) - i64::from(known)) * unit)
        };
        ticks += change(self.hour, hour, 36_000_000_000);
        ticks += change(self.minute, minute, 600_000_000);
        ticks += change(self.second, second, 10_000_000);
        if let Some(millisecond) = self.millisecond {
            ticks -= ticks.rem_euclid(10_000_000);
            ticks += i64::from(millisecond) * 10_000;
        }
        let date = DateTime::new(ticks, date.kind()).unwrap_or(date);
        if *self.as_utc { to_universal(runtime, date) } else { Ok(date) }
    }
}

fn part(given: Option<i32>, known: u32) -> u32 {
    given.and_then(|given| u32::try_from(given).ok()).unwrap_or(known)
}

/// The same time of another day. Without a day the day stays, or becomes the last of the month.
fn with_date(date: DateTime, year: i32, month: u32, day: Option<u32>) -> CommandResult<DateTime> {
    const TICKS_PER_DAY: i64 = 864_000_000_000;
    let (old_year, old_month, old_day) = date.date();
    let day = day.unwrap_or_else(|| old_day.min(remora_psobject::time::days_in_month(year, month)));
    let days = remora_psobject::time::days_from_civil(year, month, 1) + i64::from(day)
        - 1
        - remora_psobject::time::days_from_civil(old_year, old_month, old_day);
    DateTime::new(date.ticks() + days * TICKS_PER_DAY, date.kind()).ok_or_else(|| {
        Flow::from(Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "The added or subtracted value results in an un-representable DateTime.",
        ))
    })
}

fn as_date(value: &Value) -> Option<DateTime> {
    match value.base() {
        Value::DateTime(date) => Some(*date),
        _ => None,
    }
}

fn to_universal(runtime: &mut CommandRuntime<'_>, date: DateTime) -> CommandResult<DateTime> {
    let universal = runtime.invoke_method(&Value::DateTime(date), "ToUniversalTime", &[])?;
    Ok(as_date(&universal).unwrap_or(date))
}
