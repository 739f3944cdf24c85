//! `Show-ControlPanelItem`

use remora_engine::prelude::*;

/// # Synopsis
/// Opens items of the control panel.
///
/// # Description
/// Windows has what this command works on. Elsewhere it reports that the platform does not support
/// it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.management/show-controlpanelitem
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Show",
    noun = "ControlPanelItem",
    class = "Microsoft.PowerShell.Commands.ShowControlPanelItemCommand",
    module = "Microsoft.PowerShell.Management",
    default_set = "RegularName"
)]
pub(crate) struct ShowControlPanelItem {
    /// The names. Wildcards are allowed.
    #[parameter(
        set = "RegularName",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
    /// The canonical names.
    #[parameter(set = "CanonicalName", mandatory, allow_null)]
    canonical_name: Vec<PsString>,
    /// The objects to work on.
    #[parameter(
        set = "ControlPanelItem",
        position = 0,
        pipeline,
        type = "Microsoft.PowerShell.Commands.ControlPanelItem[]",
        validate_not_null_or_empty
    )]
    input_object: Vec<Value>,
}

impl Cmdlet for ShowControlPanelItem {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(super::not_on_this_platform("Show-ControlPanelItem").into())
    }
}
