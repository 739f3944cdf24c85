//! `Read-Host`

use remora_engine::prelude::*;

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
pub struct ReadHost {
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
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Read-Host").into())
    }
}
