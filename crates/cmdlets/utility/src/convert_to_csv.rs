//! `ConvertTo-Csv`

use crate::csv::{Columns, Quotes, delimiter};
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
pub(crate) struct ConvertToCsv {
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
    #[parameter(
        type = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind",
        aliases("UQ")
    )]
    use_quotes: Value,
    /// Without the header line.
    #[parameter]
    no_header: Switch,
    columns: Option<Columns>,
}

impl ConvertToCsv {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes objects as lines",
        script: "[pscustomobject]@{ a = 1; b = 2 } | ConvertTo-Csv",
        output: "\"a\",\"b\"\n\"1\",\"2\"",
    }];
}

impl Cmdlet for ConvertToCsv {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if runtime.is_bound("QuoteFields") && runtime.is_bound("UseQuotes") {
            return Err(conflict(
                "CannotSpecifyQuoteFieldsAndUseQuotes",
                "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
            ));
        }
        if *self.include_type_information && *self.no_type_information {
            return Err(conflict(
                "CannotSpecifyIncludeTypeInformationAndNoTypeInformation",
                "You must specify either the -IncludeTypeInformation or -NoTypeInformation parameters, but not both.",
            ));
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if self.columns.is_none() {
            let delimiter = delimiter(runtime, self.delimiter, *self.use_culture);
            let quotes = Quotes::of(&self.use_quotes, &self.quote_fields);
            let columns = Columns::of_object(runtime, &input, delimiter, quotes);
            if *self.include_type_information {
                runtime.write_object(format!("#TYPE {}", input.type_name()))?;
            }
            if !*self.no_header && !columns.names.is_empty() {
                runtime.write_object(columns.header())?;
            }
            self.columns = Some(columns);
        }
        if let Some(columns) = self.columns.as_ref().filter(|columns| !columns.names.is_empty()) {
            let line = columns.line(runtime, &input)?;
            if !line.is_empty() {
                runtime.write_object(line)?;
            }
        }
        Ok(())
    }
}

/// Parameters that contradict each other.
pub(crate) fn conflict(error_id: &str, message: &str) -> Flow {
    error(
        TypeId::INVALID_OPERATION_EXCEPTION,
        message,
        error_id,
        ErrorCategory::InvalidData,
        Value::Null,
    )
    .into()
}
