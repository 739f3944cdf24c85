//! `New-TemporaryFile`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes an empty file in the folder for temporary files.
///
/// # Description
/// Nothing removes it by itself.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-temporaryfile
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "TemporaryFile",
    class = "Microsoft.PowerShell.Commands.NewTemporaryFileCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    output("System.IO.FileInfo")
)]
pub struct NewTemporaryFile {
}

impl Cmdlet for NewTemporaryFile {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-TemporaryFile").into())
    }
}
