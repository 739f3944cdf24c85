//! `New-Variable`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes a variable.
///
/// # Description
/// A variable of that name must not exist in the scope, unless -Force is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.NewVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    aliases("nv"),
    output("System.Management.Automation.PSVariable")
)]
pub struct NewVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Option<PsString>,
    /// The value.
    #[parameter(position = 1, pipeline, by_name)]
    value: Value,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Whether it is seen outside.
    #[parameter(type = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
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

impl Cmdlet for NewVariable {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Variable").into())
    }
}
