//! `Get-Uptime`

use remora_engine::prelude::*;
use remora_psobject::DateTime;
use remora_psobject::TimeSpan;

/// # Synopsis
/// Gets the time since the computer was started.
///
/// # Description
/// Or the moment of the start.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-uptime
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Uptime",
    class = "Microsoft.PowerShell.Commands.GetUptimeCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Timespan",
    remoting = "PowerShell",
    output("System.DateTime", set = "Since"),
    output("System.TimeSpan", set = "Timespan")
)]
pub(crate) struct GetUptime {
    /// The moment of the start.
    #[parameter(set = "Since")]
    since: Switch,
}

impl GetUptime {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Tells how long the computer has been up",
        script: "(Get-Uptime) -gt [timespan]::Zero",
        output: "True",
    }];
}

impl Cmdlet for GetUptime {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        const TICKS_PER_SECOND: i64 = 10_000_000;
        let seconds = since_start(runtime);
        let uptime = TimeSpan(seconds * TICKS_PER_SECOND);
        if !*self.since {
            return runtime.write_object(uptime);
        }
        let now = runtime.system().now_local();
        let start = DateTime::new(now.ticks() - uptime.0, now.kind()).unwrap_or(now);
        runtime.write_object(start)
    }
}

/// Whole seconds since the start of the computer, as the kernel counts them.
fn since_start(runtime: &CommandRuntime<'_>) -> i64 {
    let text = runtime.system().read("/proc/uptime").unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let whole = text.split('.').next().and_then(|whole| whole.parse().ok());
    whole.unwrap_or_else(|| runtime.system().monotonic_ticks() / 10_000_000)
}
