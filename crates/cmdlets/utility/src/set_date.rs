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
pub(crate) struct SetDate {
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
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let date = match (self.date, self.adjust) {
            (Some(date), _) => Some(date),
            (None, Some(span)) => runtime.system().now_local().checked_add(span),
            (None, None) => Some(runtime.system().now_local()),
        };
        let target = runtime.display_text(&Value::from(date));
        if !runtime.should_process(target, "Set-Date")? {
            return runtime.write_object(Value::from(date));
        }
        Err(not_supported("The clock of this computer cannot be set from here.", Value::Null)
            .into())
    }
}
