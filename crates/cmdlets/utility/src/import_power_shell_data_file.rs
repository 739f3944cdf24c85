//! `Import-PowerShellDataFile`

use remora_engine::prelude::*;

/// # Synopsis
/// Reads a table from a data file.
///
/// # Description
/// Only literals are read; nothing is executed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-powershelldatafile
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "PowerShellDataFile",
    class = "Microsoft.PowerShell.Commands.ImportPowerShellDataFileCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    remoting = "None"
)]
pub(crate) struct ImportPowerShellDataFile {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "ByLiteralPath",
        position = 0,
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// Reads files of any size.
    #[parameter]
    skip_limit_check: Switch,
}

impl Cmdlet for ImportPowerShellDataFile {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-PowerShellDataFile").into())
    }
}
