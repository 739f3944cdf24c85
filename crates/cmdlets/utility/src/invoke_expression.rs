//! `Invoke-Expression`

use remora_engine::prelude::*;

/// # Synopsis
/// Runs a text as a script.
///
/// # Description
/// It runs in the current scope. Never give it a text that others can write.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-expression
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Expression",
    class = "Microsoft.PowerShell.Commands.InvokeExpressionCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("iex")
)]
pub(crate) struct InvokeExpression {
    /// The text to run.
    #[parameter(position = 0, mandatory, pipeline, validate_trusted_data)]
    command: Option<PsString>,
}

impl InvokeExpression {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] =
        &[Example { title: "Runs a text", script: "Invoke-Expression '1 + 2'", output: "3" }];
}

impl Cmdlet for InvokeExpression {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let command = self.command.clone().unwrap_or_default();
        runtime.invoke_script(&command)
    }
}
