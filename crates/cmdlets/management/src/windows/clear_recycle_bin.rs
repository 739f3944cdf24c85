//! `Clear-RecycleBin`

use remora_engine::prelude::*;

/// # Synopsis
/// Empties recycle bins.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-recyclebin
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "RecycleBin",
    class = "Microsoft.PowerShell.Commands.ClearRecycleBinCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    confirm_impact = "High"
)]
pub(crate) struct ClearRecycleBin {
    /// The letters of drives.
    #[parameter(position = 0, by_name, validate_not_null_or_empty)]
    drive_letter: Vec<PsString>,
    /// Acts on items that are hidden or read-only too.
    #[parameter]
    force: Switch,
}

impl Cmdlet for ClearRecycleBin {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Clear-RecycleBin").into())
    }
}
