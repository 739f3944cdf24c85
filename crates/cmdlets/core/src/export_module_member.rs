//! `Export-ModuleMember`

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
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ExportModuleMember {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-ModuleMember").into())
    }
}
