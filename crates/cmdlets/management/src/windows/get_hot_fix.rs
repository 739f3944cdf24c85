//! `Get-HotFix`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the fixes that are installed.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-hotfix
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "HotFix",
    class = "Microsoft.PowerShell.Commands.GetHotFixCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "Default",
    remoting = "SupportedByCommand",
    output("System.Management.ManagementObject#root\\cimv2\\Win32_QuickFixEngineering")
)]
pub(crate) struct GetHotFix {
    /// The process ids.
    #[parameter(set = "Default", position = 0, aliases("HFID"), validate_not_null_or_empty)]
    id: Vec<PsString>,
    /// What the drive is for.
    #[parameter(set = "Description", validate_not_null_or_empty)]
    description: Vec<PsString>,
    /// The computers to act on.
    #[parameter(by_name, aliases("CN", "__Server", "IPAddress"), validate_not_null_or_empty)]
    computer_name: Vec<PsString>,
    /// The account to act as. No provider of the session supports one.
    #[parameter(type = "pscredential", credential, validate_not_null_or_empty)]
    credential: Value,
}

impl Cmdlet for GetHotFix {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-HotFix").into())
    }
}
