//! `Exit-PSHostProcess`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Exit",
    noun = "PSHostProcess",
    class = "Microsoft.PowerShell.Commands.ExitPSHostProcessCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell"
)]
pub(crate) struct ExitPSHostProcess {}

impl ExitPSHostProcess {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ExitPSHostProcess {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Exit-PSHostProcess").into())
    }
}
