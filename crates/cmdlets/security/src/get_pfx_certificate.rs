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
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = runtime.parameter_set() == "ByLiteralPath";
        let paths = if literal { self.literal_path.clone() } else { self.file_path.clone() };
        let mut missing = Vec::new();
        let mut found = 0;
        for path in paths {
            match runtime.resolve_paths(&path, literal) {
                Ok(files) if !files.is_empty() => found += files.len(),
                Ok(_) | Err(Flow::Throw(_)) => missing.push(path),
                Err(flow) => return Err(flow),
            }
        }
        if found > 0 {
            return Err(not_supported(
                "Get-PfxCertificate cannot open certificates with private keys here.",
                Value::Null,
            )
            .into());
        }
        let names: Vec<&str> = missing.iter().map(PsString::as_str).collect();
        runtime.write_error(error(
            TypeId::PS_ARGUMENT_EXCEPTION,
            "Command cannot find any of the specified files.",
            "GetPfxCertCommandNoneOfTheFilesFound",
            ErrorCategory::ObjectNotFound,
            names.join(", "),
        ))
    }
}
