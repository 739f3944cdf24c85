//! `Import-Csv`

use remora_engine::prelude::*;

/// # Synopsis
/// Reads objects from files of comma-separated values.
///
/// # Description
/// The first line names the properties unless -Header does. All values are strings.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/import-csv
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Csv",
    class = "Microsoft.PowerShell.Commands.ImportCsvCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DelimiterPath",
    remoting = "PowerShell",
    aliases("ipcsv")
)]
pub struct ImportCsv {
    /// What stands between values.
    #[parameter(sets("DelimiterLiteralPath", "DelimiterPath"), position = 1, validate_not_null)]
    delimiter: Option<char>,
    /// Files; wildcards are allowed.
    #[parameter(sets("CulturePath", "DelimiterPath"), position = 0, mandatory, pipeline, by_name, validate_not_null_or_empty)]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(sets("CultureLiteralPath", "DelimiterLiteralPath"), mandatory, by_name, aliases("PSPath", "LP"), validate_not_null_or_empty)]
    literal_path: Vec<PsString>,
    /// The list separator of the culture stands between values.
    #[parameter(sets("CultureLiteralPath", "CulturePath"), mandatory, validate_not_null)]
    use_culture: Switch,
    /// Names of the columns.
    #[parameter(validate_not_null_or_empty)]
    header: Vec<PsString>,
    /// Encoding of the text.
    #[parameter(type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
    encoding: Value,
}

impl Cmdlet for ImportCsv {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Import-Csv").into())
    }
}
