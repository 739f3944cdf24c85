//! `ConvertTo-Csv`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as lines of comma-separated values.
///
/// # Description
/// The properties of the first object are the columns.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-csv
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Csv",
    class = "Microsoft.PowerShell.Commands.ConvertToCsvCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    remoting = "None",
    output("System.String")
)]
pub struct ConvertToCsv {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, by_name, type = "psobject")]
    input_object: Value,
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

impl Cmdlet for ConvertToCsv {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertTo-Csv").into())
    }
}
