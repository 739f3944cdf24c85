//! `Update-FormatData`

use remora_engine::prelude::*;

/// # Synopsis
/// Reads views from files.
///
/// # Description
/// And puts them before or behind those that are known.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/update-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.UpdateFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell"
)]
pub(crate) struct UpdateFormatData {
    /// Files whose contents go behind what is known.
    #[parameter(
        set = "FileSet",
        position = 0,
        pipeline,
        by_name,
        aliases("PSPath", "Path"),
        validate_not_null
    )]
    append_path: Vec<PsString>,
    /// Files whose contents go before what is known.
    #[parameter(set = "FileSet", validate_not_null)]
    prepend_path: Vec<PsString>,
}

impl Cmdlet for UpdateFormatData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Update-FormatData").into())
    }
}
