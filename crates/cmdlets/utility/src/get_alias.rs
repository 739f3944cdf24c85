//! `Get-Alias`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets aliases.
///
/// # Description
/// By name, or by the command that they stand for. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.GetAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell",
    aliases("gal"),
    output("System.Management.Automation.AliasInfo")
)]
pub struct GetAlias {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "Default", position = 0, pipeline, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Commands that the aliases stand for.
    #[parameter(set = "Definition", validate_not_null_or_empty)]
    definition: Vec<PsString>,
}

impl Cmdlet for GetAlias {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Alias").into())
    }
}
