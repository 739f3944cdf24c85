//! `Get-FormatData`

use remora_engine::prelude::*;
use remora_psobject::Version;

/// # Synopsis
/// Gets views.
///
/// # Description
/// By the names of the types that they show.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.GetFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.ExtendedTypeDefinition")
)]
pub(crate) struct GetFormatData {
    /// Names of types.
    #[parameter(position = 0, validate_not_null_or_empty)]
    type_name: Vec<PsString>,
    /// Version that the views are for.
    #[parameter]
    power_shell_version: Option<Version>,
}

impl Cmdlet for GetFormatData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-FormatData").into())
    }
}
