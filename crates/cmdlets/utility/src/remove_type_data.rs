//! `Remove-TypeData`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes away what was added to types.
///
/// # Description
/// By type name or by the file that it came from.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-typedata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "TypeData",
    class = "Microsoft.PowerShell.Commands.RemoveTypeDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RemoveTypeDataSet",
    should_process,
    remoting = "PowerShell"
)]
pub struct RemoveTypeData {
    /// Names of types.
    #[parameter(set = "RemoveTypeSet", position = 0, mandatory, pipeline, by_name, transformation = "Microsoft.PowerShell.Commands.ArgumentToTypeNameTransformationAttribute", validate_not_null_or_empty)]
    type_name: Option<PsString>,
    /// Files; wildcards are allowed.
    #[parameter(set = "RemoveFileSet", mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// What is added.
    #[parameter(set = "RemoveTypeDataSet", mandatory, pipeline, type = "System.Management.Automation.Runspaces.TypeData")]
    type_data: Value,
}

impl Cmdlet for RemoveTypeData {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-TypeData").into())
    }
}
