//! `ConvertFrom-Csv`

use crate::csv::{Reader, delimiter};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes objects of lines of comma-separated values.
///
/// # Description
/// The first line names the properties unless -Header does. All values are strings.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-csv
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Csv",
    class = "Microsoft.PowerShell.Commands.ConvertFromCsvCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Delimiter",
    remoting = "None"
)]
pub(crate) struct ConvertFromCsv {
    /// What stands between values.
    #[parameter(set = "Delimiter", position = 1, validate_not_null, validate_not_null_or_empty)]
    delimiter: Option<char>,
    /// The list separator of the culture stands between values.
    #[parameter(set = "UseCulture", mandatory, validate_not_null, validate_not_null_or_empty)]
    use_culture: Switch,
    /// The objects.
    #[parameter(
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "psobject[]",
        validate_not_null,
        validate_not_null_or_empty
    )]
    input_object: Vec<Value>,
    /// Names of the columns.
    #[parameter(validate_not_null, validate_not_null_or_empty)]
    header: Vec<PsString>,
    reader: Reader,
}

impl ConvertFromCsv {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Reads lines",
        script: "'a,b', '1,2' | ConvertFrom-Csv | ForEach-Object b",
        output: "2",
    }];
}

impl Cmdlet for ConvertFromCsv {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let delimiter = delimiter(runtime, self.delimiter, *self.use_culture);
        self.reader = Reader::new(delimiter, self.header.clone());
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for text in std::mem::take(&mut self.input_object) {
            let text = runtime.text(&text);
            self.reader.feed(runtime, &text)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.reader.finish(runtime)
    }
}
