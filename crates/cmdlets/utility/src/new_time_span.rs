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
pub(crate) struct NewTimeSpan {
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

impl NewTimeSpan {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Takes the time between two dates",
        script: "(New-TimeSpan '2024-01-01' '2024-03-01').Days",
        output: "60",
    }];
}

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let span = if runtime.parameter_set() == "Time" {
            let part = |number: Option<i32>, unit: i128| i128::from(number.unwrap_or(0)) * unit;
            let milliseconds = part(self.days, 86_400_000)
                + part(self.hours, 3_600_000)
                + part(self.minutes, 60_000)
                + part(self.seconds, 1_000)
                + part(self.milliseconds, 1);
            let ticks = i64::try_from(milliseconds * 10_000).map_err(|_| {
                Flow::from(Exception::new(
                    TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                    "TimeSpan overflowed because the duration is too long.",
                ))
            })?;
            TimeSpan(ticks)
        } else {
            let now = runtime.system().now_local();
            let (start, end) = (self.start.unwrap_or(now), self.end.unwrap_or(now));
            TimeSpan(end.ticks() - start.ticks())
        };
        runtime.write_object(span)
    }
}
