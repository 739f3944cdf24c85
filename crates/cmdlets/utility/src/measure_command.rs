//! `Measure-Command`

use remora_engine::prelude::*;
use remora_psobject::TimeSpan;

/// # Synopsis
/// Measures how long a script block takes.
///
/// # Description
/// Its output is thrown away.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/measure-command
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Measure",
    noun = "Command",
    class = "Microsoft.PowerShell.Commands.MeasureCommandCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.TimeSpan")
)]
pub struct MeasureCommand {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// What runs.
    #[parameter(position = 0, mandatory)]
    expression: Option<ScriptBlock>,
}

impl Cmdlet for MeasureCommand {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Measure-Command").into())
    }
}
