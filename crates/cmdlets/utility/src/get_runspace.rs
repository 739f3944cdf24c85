//! `Get-Runspace`

use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Gets the runspaces of this process.
///
/// # Description
/// By name, number or identifier.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-runspace
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Runspace",
    class = "Microsoft.PowerShell.Commands.GetRunspaceCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NameParameterSet",
    remoting = "PowerShell",
    output("System.Management.Automation.Runspaces.Runspace")
)]
pub(crate) struct GetRunspace {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "NameParameterSet", position = 0, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Numbers.
    #[parameter(set = "IdParameterSet", position = 0, mandatory)]
    id: Vec<i32>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceIdParameterSet", position = 0, mandatory)]
    instance_id: Vec<Guid>,
}

impl Cmdlet for GetRunspace {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Runspace").into())
    }
}
