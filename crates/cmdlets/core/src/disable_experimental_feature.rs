//! `Disable-ExperimentalFeature`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disable",
    noun = "ExperimentalFeature",
    class = "Microsoft.PowerShell.Commands.DisableExperimentalFeatureCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct DisableExperimentalFeature {
    /// Friendly names.
    #[parameter(position = 0, mandatory, by_name, attribute = "ArgumentCompleter")]
    name: Vec<PsString>,
    /// Which scope is meant.
    #[parameter(type = "System.Management.Automation.Configuration.ConfigScope")]
    scope: Value,
}

impl DisableExperimentalFeature {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for DisableExperimentalFeature {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Disable-ExperimentalFeature").into())
    }
}
