//! `Format-Custom`

use remora_engine::prelude::*;

/// # Synopsis
/// Shows objects in a view of their own.
///
/// # Description
/// Without a view all properties are shown, nested.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/format-custom
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Custom",
    class = "Microsoft.PowerShell.Commands.FormatCustomCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("fc"),
    output("Microsoft.PowerShell.Commands.Internal.Format.FormatStartData", "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData", "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData", "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData", "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData")
)]
pub struct FormatCustom {
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0)]
    property: Vec<Value>,
    /// How many levels of objects are shown.
    #[parameter(validate_range(1, 2147483647))]
    depth: Option<i32>,
    /// What starts a new group when it changes.
    #[parameter]
    group_by: Value,
    /// Name of the view.
    #[parameter]
    view: Option<PsString>,
    /// Shows errors of the formatting.
    #[parameter]
    show_error: Switch,
    /// Shows errors of the formatting as rows.
    #[parameter]
    display_error: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Whether collections are shown as objects, as items, or both.
    #[parameter(validate_set("CoreOnly", "EnumOnly", "Both"))]
    expand: Option<PsString>,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
}

impl Cmdlet for FormatCustom {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Format-Custom").into())
    }
}
