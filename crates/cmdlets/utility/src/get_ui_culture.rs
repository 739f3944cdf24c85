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
pub(crate) struct GetUICulture {}

impl Cmdlet for GetUICulture {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = runtime.context().ui_culture().name.clone();
        let culture = crate::get_culture::culture_value(runtime, &name)?;
        runtime.write_object(culture)
    }
}
