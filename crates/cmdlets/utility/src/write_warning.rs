//! `Write-Warning`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes a warning.
///
/// # Description
/// It is shown as $WarningPreference says.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/write-warning
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Warning",
    class = "Microsoft.PowerShell.Commands.WriteWarningCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub(crate) struct WriteWarning {
    /// The text.
    #[parameter(position = 0, mandatory, pipeline, aliases("Msg"), allow_empty_string)]
    message: Option<PsString>,
}

impl Cmdlet for WriteWarning {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let message = self.message.clone().unwrap_or_default();
        runtime.write_warning(message)
    }
}
