//! `Get-FileHash`

use remora_engine::prelude::*;

/// # Synopsis
/// Computes the hash of a file.
///
/// # Description
/// Of files or of a stream; SHA256 unless said otherwise.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-filehash
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "FileHash",
    class = "Microsoft.PowerShell.Commands.GetFileHashCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Path",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.Commands.FileHashInfo")
)]
pub struct GetFileHash {
    /// Files; wildcards are allowed.
    #[parameter(set = "Path", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "LiteralPath", position = 0, mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Stream to read.
    #[parameter(set = "StreamParameterSet", position = 0, mandatory, type = "System.IO.Stream")]
    input_stream: Value,
    /// The hash function.
    #[parameter(position = 1, validate_set("SHA1", "SHA256", "SHA384", "SHA512", "MD5"))]
    algorithm: Option<PsString>,
}

impl Cmdlet for GetFileHash {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-FileHash").into())
    }
}
