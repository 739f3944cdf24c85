//! `Stop-Transcript`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Transcript",
    class = "Microsoft.PowerShell.Commands.StopTranscriptCommand",
    module = "Microsoft.PowerShell.Host",
    should_process,
    remoting = "PowerShell",
    output("System.String")
)]
pub(crate) struct StopTranscript {}

impl StopTranscript {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for StopTranscript {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Stop-Transcript").into())
    }
}
