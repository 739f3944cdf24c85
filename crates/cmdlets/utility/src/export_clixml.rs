//! `Export-Clixml`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as CLIXML to a file.
///
/// # Description
/// Import-Clixml reads the file.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Clixml",
    class = "Microsoft.PowerShell.Commands.ExportClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell"
)]
pub struct ExportClixml {
    /// How many levels of objects are written.
    #[parameter(validate_range(1, 2147483647))]
    depth: Option<i32>,
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// The objects.
    #[parameter(mandatory, pipeline, type = "psobject", allow_null)]
    input_object: Value,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Encoding of the text.
    #[parameter(type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
    encoding: Value,
}

impl Cmdlet for ExportClixml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-Clixml").into())
    }
}
