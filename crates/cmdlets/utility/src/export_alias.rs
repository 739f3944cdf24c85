//! `Export-Alias`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes aliases to a file.
///
/// # Description
/// The file holds lines of comma-separated values, or a script.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.ExportAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell",
    aliases("epal"),
    output("System.Management.Automation.AliasInfo")
)]
pub struct ExportAlias {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 1, by_name)]
    name: Vec<PsString>,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Form of the result.
    #[parameter(type = "Microsoft.PowerShell.Commands.ExportAliasFormat")]
    r#as: Value,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
}

impl Cmdlet for ExportAlias {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-Alias").into())
    }
}
