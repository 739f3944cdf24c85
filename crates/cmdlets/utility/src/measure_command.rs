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
pub(crate) struct MeasureCommand {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// What runs.
    #[parameter(position = 0, mandatory)]
    expression: Option<ScriptBlock>,
    elapsed: i64,
}

impl MeasureCommand {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Measures a block",
        script: "(Measure-Command { 1 }).GetType().Name",
        output: "TimeSpan",
    }];
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(block) = self.expression.clone() else {
            return Ok(());
        };
        let mut invocation = Invocation::in_current_scope();
        if runtime.is_bound("InputObject") {
            invocation = invocation.dollar_under(self.input_object.clone());
        }
        let start = runtime.system().monotonic_ticks();
        runtime.invoke(&block, invocation)?;
        self.elapsed += runtime.system().monotonic_ticks() - start;
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        runtime.write_object(TimeSpan(self.elapsed))
    }
}
