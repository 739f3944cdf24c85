//! `Get-TypeData`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets members that were added to types.
///
/// # Description
/// By the names of the types.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-typedata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TypeData",
    class = "Microsoft.PowerShell.Commands.GetTypeDataCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSObject")
)]
pub struct GetTypeData {
    /// Names of types.
    #[parameter(position = 0, pipeline, validate_not_null_or_empty)]
    type_name: Vec<PsString>,
}

impl Cmdlet for GetTypeData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-TypeData").into())
    }
}
