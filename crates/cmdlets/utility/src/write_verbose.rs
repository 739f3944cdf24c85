//! `Write-Verbose`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes a detailed text.
///
/// # Description
/// It is shown as $VerbosePreference says.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-verbose
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Verbose",
    class = "Microsoft.PowerShell.Commands.WriteVerboseCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteVerbose {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline, aliases("Msg"), allow_empty_string)]
    message: Option<PsString>,
}

impl Cmdlet for WriteVerbose {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let message = self.message.clone().unwrap_or_default();
        runtime.write_verbose(message)
    }
}
