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
pub struct InvokeExpression {
    /// The text to run.
    #[parameter(position = 0, mandatory, pipeline, validate_trusted_data)]
    command: Option<PsString>,
}

impl Cmdlet for InvokeExpression {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Invoke-Expression").into())
    }
}
