//! `Get-UICulture`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the culture that texts are shown in.
///
/// # Description
/// It names the language of messages.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-uiculture
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "UICulture",
    class = "Microsoft.PowerShell.Commands.GetUICultureCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Globalization.CultureInfo")
)]
pub struct GetUICulture {
}

impl Cmdlet for GetUICulture {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-UICulture").into())
    }
}
