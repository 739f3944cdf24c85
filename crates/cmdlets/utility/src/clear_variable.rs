//! `Clear-Variable`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets variables to null.
///
/// # Description
/// The variables stay, with their options and constraints. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/clear-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.ClearVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("clv"),
    output("System.Management.Automation.PSVariable")
)]
pub struct ClearVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Vec<PsString>,
    /// What is taken; wildcards are allowed.
    #[parameter]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(validate_not_null_or_empty, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
}

impl Cmdlet for ClearVariable {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Clear-Variable").into())
    }
}
