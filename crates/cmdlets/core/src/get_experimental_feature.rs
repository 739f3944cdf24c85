//! `Get-ExperimentalFeature`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ExperimentalFeature",
    class = "Microsoft.PowerShell.Commands.GetExperimentalFeatureCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    output("System.Management.Automation.ExperimentalFeature")
)]
pub(crate) struct GetExperimentalFeature {
    /// Friendly names.
    #[parameter(
        position = 0,
        pipeline,
        attribute = "ArgumentCompleter",
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
}

impl GetExperimentalFeature {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetExperimentalFeature {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-ExperimentalFeature").into())
    }
}
