//! `Export-FormatData`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes views to a file.
///
/// # Description
/// The file is read by Update-FormatData.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.ExportFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    remoting = "PowerShell"
)]
pub(crate) struct ExportFormatData {
    /// The objects.
    #[parameter(
        mandatory,
        pipeline,
        type = "System.Management.Automation.ExtendedTypeDefinition[]"
    )]
    input_object: Vec<Value>,
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", mandatory, aliases("FilePath"))]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Writes script blocks too.
    #[parameter]
    include_script_block: Switch,
}

impl Cmdlet for ExportFormatData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-FormatData").into())
    }
}
