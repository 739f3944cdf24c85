//! `Get-PSHostProcessInfo`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSHostProcessInfo",
    class = "Microsoft.PowerShell.Commands.GetPSHostProcessInfoCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ProcessNameParameterSet",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.Commands.PSHostProcessInfo")
)]
pub(crate) struct GetPSHostProcessInfo {
    /// Friendly names.
    #[parameter(set = "ProcessNameParameterSet", position = 0, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Runs for each object.
    #[parameter(
        set = "ProcessParameterSet",
        position = 0,
        mandatory,
        pipeline,
        type = "System.Diagnostics.Process[]",
        validate_not_null_or_empty
    )]
    process: Vec<Value>,
    /// Numbers in this session.
    #[parameter(
        set = "ProcessIdParameterSet",
        position = 0,
        mandatory,
        validate_not_null_or_empty
    )]
    id: Vec<i32>,
}

impl GetPSHostProcessInfo {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetPSHostProcessInfo {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-PSHostProcessInfo").into())
    }
}
