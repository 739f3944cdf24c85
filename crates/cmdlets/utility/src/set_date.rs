//! `Set-Date`

use remora_engine::prelude::*;
use remora_psobject::DateTime;
use remora_psobject::TimeSpan;

/// # Synopsis
/// Sets the clock of the computer.
///
/// # Description
/// To a time, or by a duration.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-date
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Date",
    class = "Microsoft.PowerShell.Commands.SetDateCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Date",
    should_process,
    remoting = "PowerShell",
    output("System.DateTime")
)]
pub struct SetDate {
    /// The date and time.
    #[parameter(set = "Date", position = 0, mandatory, pipeline, by_name)]
    date: Option<DateTime>,
    /// Duration to add to the clock.
    #[parameter(set = "Adjust", position = 0, mandatory, by_name, allow_null)]
    adjust: Option<TimeSpan>,
    /// Which part is shown.
    #[parameter(type = "Microsoft.PowerShell.Commands.DisplayHintType")]
    display_hint: Value,
}

impl Cmdlet for SetDate {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Set-Date").into())
    }
}
