//! `Get-PfxCertificate`

use remora_engine::prelude::*;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PfxCertificate",
    class = "Microsoft.PowerShell.Commands.GetPfxCertificateCommand",
    module = "Microsoft.PowerShell.Security",
    default_set = "ByPath",
    remoting = "PowerShell",
    output("System.Security.Cryptography.X509Certificates.X509Certificate2")
)]
pub(crate) struct GetPfxCertificate {
    /// A script file on this computer, whose text is sent.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    file_path: Vec<PsString>,
    /// A script file, taken as it is written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
    /// Password.
    #[parameter(type = "securestring")]
    password: Value,
    /// No prompt for password.
    #[parameter]
    no_prompt_for_password: Switch,
}

impl GetPfxCertificate {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for GetPfxCertificate {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-PfxCertificate").into())
    }
}
