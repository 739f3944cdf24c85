//! `Read-Host`

use remora_engine::prelude::*;
use std::sync::Arc;

/// # Synopsis
/// Asks the user for a line.
///
/// # Description
/// Without showing it where -MaskInput or -AsSecureString is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/read-host
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Read",
    noun = "Host",
    class = "Microsoft.PowerShell.Commands.ReadHostCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AsString",
    remoting = "PowerShell",
    output("System.String", "System.Security.SecureString")
)]
pub(crate) struct ReadHost {
    /// What the user is asked.
    #[parameter(position = 0, remaining, allow_null)]
    prompt: Value,
    /// Gives the line as a secure string.
    #[parameter(set = "AsSecureString")]
    as_secure_string: Switch,
    /// Shows a star for each character.
    #[parameter(set = "AsString")]
    mask_input: Switch,
}

impl Cmdlet for ReadHost {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.context().is_non_interactive() {
            let message = "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.";
            return Err(invalid_operation(message, "InvalidOperation", Value::Null).into());
        }
        let host = Arc::clone(runtime.host());
        let Some(ui) = host.ui() else {
            let message = "The host has no user to ask.";
            return Err(invalid_operation(message, "InvalidOperation", Value::Null).into());
        };
        if !self.prompt.is_null() {
            let items =
                runtime.enumerate(&self.prompt).unwrap_or_else(|| vec![self.prompt.clone()]);
            let texts: Vec<String> =
                items.iter().map(|item| runtime.text(item).to_string()).collect();
            ui.write(&format!("{}: ", texts.join(" ")), None, None);
        }
        if *self.as_secure_string || *self.mask_input {
            let secret = ui
                .read_line_as_secure_string()
                .map_err(|failure| runtime.context().host_failure(failure))?;
            if *self.mask_input {
                return runtime.write_object(secret.reveal_string());
            }
            return runtime.write_object(Value::live(secret));
        }
        let line = ui.read_line().map_err(|failure| runtime.context().host_failure(failure))?;
        runtime.write_object(line)
    }
}
