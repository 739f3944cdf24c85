//! `Export-ModuleMember`

use remora_engine::modules::ExportPatterns;
use remora_engine::prelude::*;

/// # Synopsis
/// Says what a module gives away.
///
/// # Description
/// Functions, cmdlets, variables and aliases that are not named stay inside.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "ModuleMember",
    class = "Microsoft.PowerShell.Commands.ExportModuleMemberCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell"
)]
pub(crate) struct ExportModuleMember {
    /// Functions.
    #[parameter(position = 0, pipeline, by_name, allow_empty_collection)]
    function: Vec<PsString>,
    /// Cmdlets.
    #[parameter(by_name, allow_empty_collection)]
    cmdlet: Vec<PsString>,
    /// Variables that are imported.
    #[parameter(by_name, validate_not_null)]
    variable: Vec<PsString>,
    /// Aliases that are imported.
    #[parameter(by_name, validate_not_null)]
    alias: Vec<PsString>,
}

impl ExportModuleMember {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Keeps a helper inside",
        script: "$m = New-Module { function Get-Thing { 1 }; function helper { 2 }; Export-ModuleMember Get-Thing }; $m.ExportedFunctions.Keys",
        output: "Get-Thing",
    }];
}

impl Cmdlet for ExportModuleMember {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let Some(module) = runtime.context().calling_module() else {
            return Err(error(
                TypeId::INVALID_OPERATION_EXCEPTION,
                "The Export-ModuleMember cmdlet can only be called from inside a module.",
                "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
                ErrorCategory::PermissionDenied,
                Value::Null,
            )
            .into());
        };
        let patterns = ExportPatterns {
            functions: self.function.clone(),
            cmdlets: self.cmdlet.clone(),
            aliases: self.alias.clone(),
            variables: self.variable.clone(),
        };
        runtime.context().export_members(&module, &patterns, true)
    }
}
