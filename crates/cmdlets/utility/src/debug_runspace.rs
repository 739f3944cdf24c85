//! `Debug-Runspace`

use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Debugs code in a runspace.
///
/// # Description
/// Needs a runspace of this process other than the current one.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/debug-runspace
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Debug",
    noun = "Runspace",
    class = "Microsoft.PowerShell.Commands.DebugRunspaceCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RunspaceParameterSet",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct DebugRunspace {
    /// The runspaces.
    #[parameter(
        set = "RunspaceParameterSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "runspace"
    )]
    runspace: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "NameParameterSet", position = 0, mandatory)]
    name: Option<PsString>,
    /// Numbers.
    #[parameter(set = "IdParameterSet", position = 0, mandatory)]
    id: Option<i32>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceIdParameterSet", position = 0, mandatory)]
    instance_id: Option<Guid>,
    /// Stops at the first statement.
    #[parameter]
    break_all: Switch,
}

impl Cmdlet for DebugRunspace {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Debug-Runspace").into())
    }
}
