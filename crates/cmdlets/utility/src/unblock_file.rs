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

impl UnblockFile {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Tells a file that came from elsewhere to be trusted",
        script: "Unblock-File ./setup.ps1",
        output: "*",
    }];
}

impl Cmdlet for UnblockFile {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = runtime.parameter_set() == "ByLiteralPath";
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            let found = match runtime.resolve_paths(&path, literal) {
                Ok(found) => found,
                Err(Flow::Throw(_)) => {
                    let path = crate::text_file::target(runtime, &path, true)?;
                    let message = format!("Cannot find path '{path}' because it does not exist.");
                    runtime.write_error(not_found(message, "FileNotFound", path))?;
                    continue;
                }
                Err(flow) => return Err(flow),
            };
            if !found.is_empty() {
                // Files of Unix carry no mark of where they came from.
                return Err(error(
                    TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                    "The cmdlet does not support Linux.",
                    "LinuxNotSupported",
                    ErrorCategory::NotImplemented,
                    Value::Null,
                )
                .into());
            }
        }
        Ok(())
    }
}
