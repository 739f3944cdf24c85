//! `Update-List`

use remora_engine::prelude::*;

/// # Synopsis
/// Adds and removes items of a property that is a list.
///
/// # Description
/// Or makes the description of such a change.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/update-list
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "List",
    class = "Microsoft.PowerShell.Commands.UpdateListCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AddRemoveSet",
    remoting = "None"
)]
pub(crate) struct UpdateList {
    /// Items to add.
    #[parameter(set = "AddRemoveSet", validate_not_null_or_empty)]
    add: Vec<Value>,
    /// Items to remove.
    #[parameter(set = "AddRemoveSet", validate_not_null_or_empty)]
    remove: Vec<Value>,
    /// Items instead of all that are there.
    #[parameter(set = "ReplaceSet", mandatory, validate_not_null_or_empty)]
    replace: Vec<Value>,
    /// The objects.
    #[parameter(pipeline, type = "psobject", validate_not_null_or_empty)]
    input_object: Value,
    /// Properties, names or script blocks or tables.
    #[parameter(position = 0, validate_not_null_or_empty)]
    property: Option<PsString>,
}

impl Cmdlet for UpdateList {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Update-List").into())
    }
}
