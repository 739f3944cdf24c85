//! `Export-Csv`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as comma-separated values to a file.
///
/// # Description
/// The properties of the first object are the columns; with -Append those of the file are.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Csv",
    class = "Microsoft.PowerShell.Commands.ExportCsvCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    should_process,
    remoting = "PowerShell",
    aliases("epcsv")
)]
pub struct ExportCsv {
    /// The objects.
    #[parameter(mandatory, pipeline, by_name, type = "psobject")]
    input_object: Value,
    /// Files; wildcards are allowed.
    #[parameter(position = 0, validate_not_null_or_empty)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(aliases("PSPath", "LP"), validate_not_null_or_empty)]
    literal_path: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Encoding of the text.
    #[parameter(type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
    encoding: Value,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// What stands between values.
    #[parameter(set = "Delimiter", position = 1, validate_not_null)]
    delimiter: Option<char>,
    /// The list separator of the culture stands between values.
    #[parameter(set = "UseCulture")]
    use_culture: Switch,
    /// Starts with a line that names the type.
    #[parameter(aliases("ITI"))]
    include_type_information: Switch,
    /// Without names of types.
    #[parameter(aliases("NTI"), dont_show)]
    no_type_information: Switch,
    /// Columns that get quotes.
    #[parameter(aliases("QF"))]
    quote_fields: Vec<PsString>,
    /// Which values get quotes.
    #[parameter(type = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind", aliases("UQ"))]
    use_quotes: Value,
    /// Without the header line.
    #[parameter]
    no_header: Switch,
}

impl Cmdlet for ExportCsv {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Export-Csv").into())
    }
}
