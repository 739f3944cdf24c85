//! `Get-PSSubsystem`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSSubsystem",
    class = "System.Management.Automation.Subsystem.GetPSSubsystemCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "GetAllSet",
    remoting = "PowerShell",
    output("System.Management.Automation.Subsystem.SubsystemInfo")
)]
pub(crate) struct GetPSSubsystem {
    /// Kind.
    #[parameter(
        set = "GetByKindSet",
        mandatory,
        pipeline,
        type = "System.Management.Automation.Subsystem.SubsystemKind"
    )]
    kind: Value,
    /// Subsystem type.
    #[parameter(set = "GetByTypeSet", mandatory, pipeline, type = "type")]
    subsystem_type: Value,
}

impl GetPSSubsystem {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetPSSubsystem {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-PSSubsystem").into())
    }
}
