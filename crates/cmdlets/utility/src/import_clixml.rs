//! `Import-Clixml`

use remora_engine::prelude::*;

/// # Synopsis
/// Reads objects from a CLIXML file.
///
/// # Description
/// The objects are copies: they have the properties of the originals, not their methods.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Clixml",
    class = "Microsoft.PowerShell.Commands.ImportClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    paging,
    remoting = "PowerShell"
)]
pub struct ImportClixml {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
}

impl Cmdlet for ImportClixml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-Clixml").into())
    }
}
