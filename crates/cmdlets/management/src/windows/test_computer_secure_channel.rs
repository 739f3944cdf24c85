//! `Test-ComputerSecureChannel`

use remora_engine::prelude::*;

/// # Synopsis
/// Tests the channel to the domain.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/test-computersecurechannel
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "ComputerSecureChannel",
    class = "Microsoft.PowerShell.Commands.TestComputerSecureChannelCommand",
    module = "Microsoft.PowerShell.Management",
    should_process,
    output("System.Boolean")
)]
pub(crate) struct TestComputerSecureChannel {
    /// Makes the channel anew.
    #[parameter]
    repair: Switch,
    /// The domain controller.
    #[parameter(validate_not_null_or_empty)]
    server: Option<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(type = "pscredential", validate_not_null_or_empty, credential)]
    credential: Value,
}

impl Cmdlet for TestComputerSecureChannel {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Test-ComputerSecureChannel").into())
    }
}
