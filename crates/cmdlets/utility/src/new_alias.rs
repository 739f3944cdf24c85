//! `New-Alias`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes an alias.
///
/// # Description
/// An alias of that name must not exist, unless -Force is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.NewAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    aliases("nal"),
    output("System.Management.Automation.AliasInfo")
)]
pub struct NewAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Option<PsString>,
    /// The value.
    #[parameter(position = 1, mandatory, by_name)]
    value: Option<PsString>,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for NewAlias {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Alias").into())
    }
}
