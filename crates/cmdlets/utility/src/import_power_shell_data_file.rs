//! `Import-PowerShellDataFile`

use crate::data_file::{Refusal, read_table};
use remora_engine::prelude::*;

/// # Synopsis
/// Reads a table from a data file.
///
/// # Description
/// Only literals are read; nothing is executed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-powershelldatafile
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "PowerShellDataFile",
    class = "Microsoft.PowerShell.Commands.ImportPowerShellDataFileCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    remoting = "None"
)]
pub(crate) struct ImportPowerShellDataFile {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        set = "ByLiteralPath",
        position = 0,
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// Reads files of any size.
    #[parameter]
    skip_limit_check: Switch,
}

impl ImportPowerShellDataFile {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads a table from a file",
        script: "(Import-PowerShellDataFile ./settings.psd1).Port",
        output: "*",
    }];
}

impl Cmdlet for ImportPowerShellDataFile {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = runtime.parameter_set() == "ByLiteralPath";
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for given in paths {
            let found = match runtime.resolve_paths(&given, literal) {
                Ok(found) if !found.is_empty() => found,
                Ok(_) | Err(Flow::Throw(_)) => {
                    let message = format!("Cannot find path '{given}' because it does not exist.");
                    runtime.write_error(not_found(message, "PathNotFound", given))?;
                    continue;
                }
                Err(flow) => return Err(flow),
            };
            for file in found {
                let path = file.provider_path;
                match read_table(runtime, &path, *self.skip_limit_check)? {
                    Ok(table) => runtime.write_object(table)?,
                    Err(Refusal::Dynamic(message)) => {
                        return Err(
                            Exception::new(TypeId::INVALID_OPERATION_EXCEPTION, message).into()
                        );
                    }
                    Err(refusal) => {
                        let error_id = match refusal {
                            Refusal::NoTable => "CouldNotParseAsPowerShellDataFileNoHashtableRoot",
                            _ => "CouldNotParseAsPowerShellDataFile",
                        };
                        let record = error(
                            TypeId::PS_INVALID_OPERATION_EXCEPTION,
                            format!(
                                "The file '{path}' could not be parsed as a PowerShell Data File."
                            ),
                            error_id,
                            ErrorCategory::InvalidData,
                            path,
                        );
                        runtime.write_error(record)?;
                    }
                }
            }
        }
        Ok(())
    }
}
