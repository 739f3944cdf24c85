//! `Test-ModuleManifest`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "ModuleManifest",
    class = "Microsoft.PowerShell.Commands.TestModuleManifestCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct TestModuleManifest {
    /// Path of a file.
    #[parameter(position = 0, mandatory, pipeline, by_name)]
    path: Option<PsString>,
}

impl TestModuleManifest {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for TestModuleManifest {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Test-ModuleManifest").into())
    }
}
