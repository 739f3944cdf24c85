//! `Import-Csv`

use crate::convert_to_csv::conflict;
use crate::csv::{Reader, delimiter};
use crate::text_file::Encoding;
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
pub(crate) struct ImportCsv {
    /// What stands between values.
    #[parameter(sets("DelimiterLiteralPath", "DelimiterPath"), position = 1, validate_not_null)]
    delimiter: Option<char>,
    /// Files; wildcards are allowed.
    #[parameter(
        sets("CulturePath", "DelimiterPath"),
        position = 0,
        mandatory,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    path: Vec<PsString>,
    /// Files, taken as they are written.
    #[parameter(
        sets("CultureLiteralPath", "DelimiterLiteralPath"),
        mandatory,
        by_name,
        aliases("PSPath", "LP"),
        validate_not_null_or_empty
    )]
    literal_path: Vec<PsString>,
    /// The list separator of the culture stands between values.
    #[parameter(sets("CultureLiteralPath", "CulturePath"), mandatory, validate_not_null)]
    use_culture: Switch,
    /// Names of the columns.
    #[parameter(validate_not_null_or_empty)]
    header: Vec<PsString>,
    /// Encoding of the text.
    #[parameter(
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
}

impl Cmdlet for ImportCsv {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.path.is_empty() == self.literal_path.is_empty() {
            return Err(conflict(
                "CannotSpecifyPathAndLiteralPath",
                "You must specify either the -Path or -LiteralPath parameters, but not both.",
            ));
        }
        let encoding = Encoding::of(runtime, &self.encoding)?;
        let delimiter = delimiter(runtime, self.delimiter, *self.use_culture);
        let literal = !self.literal_path.is_empty();
        let paths = if literal { self.literal_path.clone() } else { self.path.clone() };
        for path in paths {
            let path = crate::import_clixml::single_file(runtime, &path, literal)?;
            let text = crate::text_file::read(runtime, &path, encoding)?;
            let mut reader = Reader::new(delimiter, self.header.clone());
            reader.feed(runtime, &text)?;
            reader.finish(runtime)?;
        }
        Ok(())
    }
}
