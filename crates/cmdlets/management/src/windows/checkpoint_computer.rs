//! `Checkpoint-Computer`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes a restore point.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/checkpoint-computer
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Checkpoint",
    noun = "Computer",
    class = "Microsoft.PowerShell.Commands.CheckpointComputerCommand",
    module = "Microsoft.PowerShell.Management"
)]
pub(crate) struct CheckpointComputer {
    /// What the drive is for.
    #[parameter(position = 0, mandatory, validate_not_null_or_empty)]
    description: PsString,
    /// The kind of restore point.
    #[parameter(
        position = 1,
        aliases("RPT"),
        validate_set(
            "APPLICATION_INSTALL",
            "APPLICATION_UNINSTALL",
            "DEVICE_DRIVER_INSTALL",
            "MODIFY_SETTINGS",
            "CANCELLED_OPERATION"
        ),
        validate_not_null_or_empty
    )]
    restore_point_type: Option<PsString>,
}

impl Cmdlet for CheckpointComputer {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Checkpoint-Computer").into())
    }
}
