//! `Import-Alias`

use remora_engine::prelude::*;

/// # Synopsis
/// Reads aliases from a file.
///
/// # Description
/// The file is one that Export-Alias wrote as comma-separated values.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-alias
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Alias",
    class = "Microsoft.PowerShell.Commands.ImportAliasCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell",
    aliases("ipal"),
    output("System.Management.Automation.AliasInfo")
)]
pub struct ImportAlias {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, pipeline, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(validate_not_null_or_empty, completer = "System.Management.Automation.ScopeArgumentCompleter")]
    scope: Option<PsString>,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
}

impl Cmdlet for ImportAlias {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-Alias").into())
    }
}
