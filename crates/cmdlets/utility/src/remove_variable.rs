//! `Remove-Variable`

use remora_engine::prelude::*;

/// # Synopsis
/// Removes variables.
///
/// # Description
/// Read-only ones only with -Force. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.RemoveVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("rv")
)]
pub struct RemoveVariable {
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
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(validate_not_null_or_empty, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
}

impl Cmdlet for RemoveVariable {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-Variable").into())
    }
}
