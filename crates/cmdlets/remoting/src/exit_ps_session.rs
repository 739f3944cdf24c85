//! `Exit-PSSession`

use remora_engine::prelude::*;

/// # Synopsis
/// Lets the prompt talk to this computer again.
///
/// # Description
/// The session that was entered with Enter-PSSession is left; one that New-PSSession made stays open.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Exit",
    noun = "PSSession",
    class = "Microsoft.PowerShell.Commands.ExitPSSessionCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell",
    aliases("exsn")
)]
pub(crate) struct ExitPSSession {}

impl ExitPSSession {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for ExitPSSession {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // Outside of a session there is nothing to leave, which is no error.
        let _ = runtime.host().pop_runspace();
        Ok(())
    }
}
