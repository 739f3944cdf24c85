//! `Set-Variable`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets the value and the options of variables.
///
/// # Description
/// The variables are made where there are none.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.SetVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("set", "sv"),
    output("System.Management.Automation.PSVariable")
)]
pub struct SetVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Vec<PsString>,
    /// The value.
    #[parameter(position = 1, pipeline, by_name)]
    value: Value,
    /// What is taken; wildcards are allowed.
    #[parameter]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Whether it is seen outside.
    #[parameter(type = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(validate_not_null_or_empty, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
}

impl Cmdlet for SetVariable {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Set-Variable").into())
    }
}
