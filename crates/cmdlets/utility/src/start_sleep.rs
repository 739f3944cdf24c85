//! `Start-Sleep`

use remora_engine::prelude::*;
use remora_psobject::TimeSpan;

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
pub struct StartSleep {
    /// Seconds.
    #[parameter(set = "Seconds", position = 0, mandatory, pipeline, by_name, validate_range(0.0, 2147483.0))]
    seconds: Option<f64>,
    /// Milliseconds.
    #[parameter(set = "Milliseconds", mandatory, by_name, aliases("ms"), validate_range(0, 2147483647))]
    milliseconds: Option<i32>,
    /// How long.
    #[parameter(set = "FromTimeSpan", position = 0, mandatory, pipeline, by_name, aliases("ts"), validate_range("NonNegative"))]
    duration: Option<TimeSpan>,
}

impl Cmdlet for StartSleep {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Start-Sleep").into())
    }
}
