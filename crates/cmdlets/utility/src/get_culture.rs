//! `Get-Culture`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets the culture that numbers and dates are shown in.
///
/// # Description
/// Or a culture by name, or all that are known.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-culture
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Culture",
    class = "Microsoft.PowerShell.Commands.GetCultureCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "CurrentCulture",
    remoting = "PowerShell",
    output("System.Globalization.CultureInfo")
)]
pub struct GetCulture {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "Name", position = 0, pipeline, validate_set("<every culture name>"), validate_not_null)]
    name: Vec<PsString>,
    /// Without settings of the user.
    #[parameter(sets("CurrentCulture", "Name"))]
    no_user_overrides: Switch,
    /// All cultures that are known.
    #[parameter(set = "ListAvailable")]
    list_available: Switch,
}

impl Cmdlet for GetCulture {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Culture").into())
    }
}
