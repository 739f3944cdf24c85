//! `Get-Error`

use remora_engine::prelude::*;

/// # Synopsis
/// Shows errors of this session in full.
///
/// # Description
/// The newest one, or those that are given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-error
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Error",
    class = "Microsoft.PowerShell.Commands.GetErrorCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Newest",
    remoting = "PowerShell",
    aliases("gerr"),
    output("System.Management.Automation.ErrorRecord#PSExtendedError", "System.Exception#PSExtendedError")
)]
pub struct GetError {
    /// The objects.
    #[parameter(set = "Error", position = 0, pipeline, type = "psobject", validate_not_null_or_empty)]
    input_object: Value,
    /// How many of the newest.
    #[parameter(set = "Newest", aliases("Last"), validate_range(1, 2147483647))]
    newest: Option<i32>,
}

impl Cmdlet for GetError {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Error").into())
    }
}
