//! `Write-Debug`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes a text for debugging.
///
/// # Description
/// It is shown as $DebugPreference says.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-debug
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Debug",
    class = "Microsoft.PowerShell.Commands.WriteDebugCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteDebug {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline, aliases("Msg"), allow_empty_string)]
    message: Option<PsString>,
}

impl Cmdlet for WriteDebug {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let message = self.message.clone().unwrap_or_default();
        runtime.write_debug(message)
    }
}
