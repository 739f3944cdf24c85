//! `Reset-ComputerMachinePassword`

use remora_engine::prelude::*;

/// # Synopsis
/// Gives the account of the computer a new password.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/reset-computermachinepassword
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Reset",
    noun = "ComputerMachinePassword",
    class = "Microsoft.PowerShell.Commands.ResetComputerMachinePasswordCommand",
    module = "Microsoft.PowerShell.Management",
    should_process
)]
pub(crate) struct ResetComputerMachinePassword {
    /// The domain controller.
    #[parameter(validate_not_null_or_empty)]
    server: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(type = "pscredential", validate_not_null_or_empty, credential)]
    credential: Value,
}

impl Cmdlet for ResetComputerMachinePassword {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Reset-ComputerMachinePassword").into())
    }
}
