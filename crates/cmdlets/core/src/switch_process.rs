//! `Switch-Process`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Switch",
    noun = "Process",
    class = "Microsoft.PowerShell.Commands.SwitchProcessCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell"
)]
pub(crate) struct SwitchProcess {
    /// With command.
    #[parameter(position = 0, remaining)]
    with_command: Vec<PsString>,
}

impl SwitchProcess {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for SwitchProcess {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Switch-Process").into())
    }
}
