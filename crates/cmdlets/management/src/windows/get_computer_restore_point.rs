//! `Get-ComputerRestorePoint`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets restore points.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-computerrestorepoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ComputerRestorePoint",
    class = "Microsoft.PowerShell.Commands.GetComputerRestorePointCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "ID",
    output("System.Management.ManagementObject#root\\default\\SystemRestore")
)]
pub(crate) struct GetComputerRestorePoint {
    /// The numbers of restore points.
    #[parameter(
        set = "ID",
        position = 0,
        validate_not_null_or_empty,
        validate_range(1, 2147483647)
    )]
    restore_point: Vec<i32>,
    /// Gives the state of the last operation.
    #[parameter(set = "LastStatus", mandatory, validate_not_null)]
    last_status: Switch,
}

impl Cmdlet for GetComputerRestorePoint {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-ComputerRestorePoint").into())
    }
}
