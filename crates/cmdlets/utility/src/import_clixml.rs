//! `Import-Clixml`

use crate::clixml::read_document;
use crate::text_file::Encoding;
use remora_engine::prelude::*;

/// # Synopsis
/// Reads objects from a CLIXML file.
///
/// # Description
/// The objects are copies: they have the properties of the originals, not their methods.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Clixml",
    class = "Microsoft.PowerShell.Commands.ImportClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    paging,
    remoting = "PowerShell"
)]
pub(crate) struct ImportClixml {
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory, pipeline, by_name)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Vec<PsString>,
}

impl ImportClixml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads what Export-Clixml wrote",
        script: "Import-Clixml ./processes.xml | Sort-Object CPU",
        output: "*",
    }];
}

impl Cmdlet for ImportClixml {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = !self.literal_path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            let path = single_file(runtime, &path, literal)?;
            let text = crate::text_file::read(runtime, &path, Encoding::default())?;
            let values = read_document(runtime.context(), &text)?;
            let skip = self.range(runtime, "Skip");
            let first = self.range(runtime, "First").unwrap_or(usize::MAX);
            for value in values.into_iter().skip(skip.unwrap_or(0)).take(first) {
                runtime.write_object(value)?;
            }
        }
        Ok(())
    }
}

impl ImportClixml {
    fn range(&self, runtime: &CommandRuntime<'_>, name: &str) -> Option<usize> {
        runtime
            .bound(name)
            .and_then(|value| value.as_i64())
            .and_then(|number| usize::try_from(number).ok())
    }
}

/// The one file that a path means.
///
/// # Errors
/// A path with wildcards that means several files.
pub(crate) fn single_file(
    runtime: &mut CommandRuntime<'_>,
    path: &str,
    literal: bool,
) -> CommandResult<PsString> {
    if literal || !remora_language::wildcard::contains_wildcards(path) {
        return Ok(runtime.resolve_path_unchecked(path)?.provider_path);
    }
    let found = runtime.resolve_paths(path, false)?;
    match found.as_slice() {
        [one] => Ok(one.provider_path.clone()),
        [] => crate::text_file::target(runtime, path, false),
        _ => {
            let message = "Cannot perform operation because operation \"ReportMultipleFilesNotSupported\" is not valid. Remove operation \"ReportMultipleFilesNotSupported\", or investigate why it is not valid.";
            Err(invalid_operation(message, "ReadWriteMultipleFilesNotSupported", Value::Null)
                .into())
        }
    }
}
