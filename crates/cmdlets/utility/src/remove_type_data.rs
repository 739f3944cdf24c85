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
pub(crate) struct RemoveTypeData {
    /// Names of types.
    #[parameter(
        set = "RemoveTypeSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        transformation = "Microsoft.PowerShell.Commands.ArgumentToTypeNameTransformationAttribute",
        validate_not_null_or_empty
    )]
    type_name: Option<PsString>,
    /// Files; wildcards are allowed.
    #[parameter(set = "RemoveFileSet", mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// What is added.
    #[parameter(
        set = "RemoveTypeDataSet",
        mandatory,
        pipeline,
        type = "System.Management.Automation.Runspaces.TypeData"
    )]
    type_data: Value,
}

impl Cmdlet for RemoveTypeData {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !self.path.is_empty() {
            return Err(not_implemented("Type data from files").into());
        }
        let name = match &self.type_name {
            Some(name) => name.clone(),
            None => {
                let found =
                    runtime.get_property(&self.type_data.clone(), "TypeName")?.unwrap_or_default();
                runtime.text(&found)
            }
        };
        if !runtime.should_process(format!("Type to remove: {name}"), "Remove TypeData")? {
            return Ok(());
        }
        if runtime.types().remove(&name) {
            return Ok(());
        }
        let message = format!(
            "Error in TypeData \"{name}\": The type \"{name}\" was not found. The type name value must be the full name of the type. Verify the type name and run the command again."
        );
        runtime.write_error(error(
            TypeId::RUNTIME_EXCEPTION,
            message,
            "TypesDynamicRemoveException",
            ErrorCategory::InvalidOperation,
            Value::Null,
        ))
    }
}
