//! `Start-Sleep`

use remora_engine::prelude::*;
use remora_psobject::TimeSpan;
use std::time::Duration;

/// # Synopsis
/// Waits.
///
/// # Description
/// For seconds, milliseconds or a duration.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/start-sleep
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Sleep",
    class = "Microsoft.PowerShell.Commands.StartSleepCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Seconds",
    remoting = "PowerShell"
)]
pub(crate) struct StartSleep {
    /// Seconds.
    #[parameter(
        set = "Seconds",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_range(0.0, 2147483.0)
    )]
    seconds: Option<f64>,
    /// Milliseconds.
    #[parameter(
        set = "Milliseconds",
        mandatory,
        by_name,
        aliases("ms"),
        validate_range(0, 2147483647)
    )]
    milliseconds: Option<i32>,
    /// How long.
    #[parameter(
        set = "FromTimeSpan",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        aliases("ts"),
        validate_range("NonNegative")
    )]
    duration: Option<TimeSpan>,
}

impl StartSleep {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Waits a moment",
        script: "Start-Sleep -Milliseconds 1; 'done'",
        output: "done",
    }];
}

impl Cmdlet for StartSleep {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        const LIMIT_TICKS: i64 = 21_474_836_470_000;
        let milliseconds = if let Some(duration) = self.duration {
            if duration.0 > LIMIT_TICKS {
                let text = |span: TimeSpan| remora_dotnet::timespan::to_string(span);
                let message = format!(
                    "The '-Duration' parameter value must not exceed '{}', provided value was '{}'.",
                    text(TimeSpan(LIMIT_TICKS)),
                    text(duration)
                );
                return Err(
                    invalid_argument(message, "MaximumDurationExceeded", Value::Null).into()
                );
            }
            duration.total_seconds() * 1000.0
        } else if let Some(seconds) = self.seconds {
            seconds * 1000.0
        } else {
            f64::from(self.milliseconds.unwrap_or(0))
        };
        runtime.sleep(Duration::from_secs_f64((milliseconds / 1000.0).max(0.0)))
    }
}
