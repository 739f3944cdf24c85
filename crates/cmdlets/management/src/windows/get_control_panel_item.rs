//! `Get-ControlPanelItem`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets items of the control panel.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/get-controlpanelitem
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ControlPanelItem",
    class = "Microsoft.PowerShell.Commands.GetControlPanelItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "RegularName",
    output("Microsoft.PowerShell.Commands.ControlPanelItem")
)]
pub(crate) struct GetControlPanelItem {
    /// The names. Wildcards are allowed.
    #[parameter(set = "RegularName", position = 0, pipeline, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// The canonical names.
    #[parameter(set = "CanonicalName", mandatory, allow_null)]
    canonical_name: Vec<PsString>,
    /// The category.
    #[parameter(validate_not_null_or_empty)]
    category: Vec<PsString>,
}

impl Cmdlet for GetControlPanelItem {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Get-ControlPanelItem").into())
    }
}
