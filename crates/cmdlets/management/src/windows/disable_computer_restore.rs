//! `Disable-ComputerRestore`

use remora_engine::prelude::*;

/// # Synopsis
/// Turns System Restore off for drives.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/disable-computerrestore
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disable",
    noun = "ComputerRestore",
    class = "Microsoft.PowerShell.Commands.DisableComputerRestoreCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct DisableComputerRestore {
    /// The drives.
    #[parameter(position = 0, mandatory, validate_not_null_or_empty)]
    drive: Vec<PsString>,
}

impl Cmdlet for DisableComputerRestore {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Disable-ComputerRestore").into())
    }
}
