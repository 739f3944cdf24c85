//! `Enable-ExperimentalFeature`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enable",
    noun = "ExperimentalFeature",
    class = "Microsoft.PowerShell.Commands.EnableExperimentalFeatureCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct EnableExperimentalFeature {
    /// Friendly names.
    #[parameter(position = 0, mandatory, by_name, attribute = "ArgumentCompleter")]
    name: Vec<PsString>,
    /// Which scope is meant.
    #[parameter(type = "System.Management.Automation.Configuration.ConfigScope")]
    scope: Value,
}

impl EnableExperimentalFeature {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for EnableExperimentalFeature {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Enable-ExperimentalFeature").into())
    }
}
