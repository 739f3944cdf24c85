//! `Restore-Computer`

use remora_engine::prelude::*;

/// # Synopsis
/// Goes back to a restore point.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/restore-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Restore",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.RestoreComputerCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct RestoreComputer {
    /// The numbers of restore points.
    #[parameter(
        position = 0,
        mandatory,
        aliases("SequenceNumber", "SN", "RP"),
        validate_not_null,
        validate_range(1, 2147483647)
    )]
    restore_point: i32,
}

impl Cmdlet for RestoreComputer {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Restore-Computer").into())
    }
}
