//! `Remove-Alias`

use remora_engine::prelude::*;

/// # Synopsis
/// Removes aliases.
///
/// # Description
/// Read-only ones only with -Force.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.RemoveAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell"
)]
pub struct RemoveAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, pipeline, by_name)]
    name: Vec<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for RemoveAlias {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-Alias").into())
    }
}
