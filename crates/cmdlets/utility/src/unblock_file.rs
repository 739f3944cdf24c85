//! `Unblock-File`

use remora_engine::prelude::*;

/// # Synopsis
/// Lets go of the mark that a file came from the network.
///
/// # Description
/// Only some file systems have such a mark.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/unblock-file
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Unblock",
    noun = "File",
    class = "Microsoft.PowerShell.Commands.UnblockFileCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct UnblockFile {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
}

impl Cmdlet for UnblockFile {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // Files of Unix carry no such mark.
        Err(not_supported("Files on this platform carry no mark of their origin.", Value::Null)
            .into())
    }
}
