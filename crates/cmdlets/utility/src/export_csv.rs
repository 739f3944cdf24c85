//! `Export-Csv`

use crate::convert_to_csv::conflict;
use crate::csv::{Columns, Quotes, delimiter};
use crate::text_file::{Encoding, TextFile, WriteMode};
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
pub(crate) struct ExportCsv {
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
    #[parameter(
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
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
    #[parameter(
        type = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind",
        aliases("UQ")
    )]
    use_quotes: Value,
    /// Without the header line.
    #[parameter]
    no_header: Switch,
    columns: Option<Columns>,
    file: Option<TextFile>,
    /// Lines that are not in the file yet.
    pending: String,
    skipped: bool,
}

impl Cmdlet for ExportCsv {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.path.is_some() == self.literal_path.is_some() {
            return Err(conflict(
                "CannotSpecifyPathAndLiteralPath",
                "You must specify either the -Path or -LiteralPath parameters, but not both.",
            ));
        }
        if runtime.is_bound("QuoteFields") && runtime.is_bound("UseQuotes") {
            return Err(conflict(
                "CannotSpecifyQuoteFieldsAndUseQuotes",
                "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
            ));
        }
        let shown = self.shown_path();
        if !runtime.should_process_target(shown)? {
            self.skipped = true;
            return Ok(());
        }
        let encoding = Encoding::of(runtime, &self.encoding)?;
        let mode =
            WriteMode { append: *self.append, no_clobber: *self.no_clobber, force: *self.force };
        let delimiter = delimiter(runtime, self.delimiter, *self.use_culture);
        if *self.append {
            let path =
                crate::text_file::target(runtime, &self.shown_path(), self.literal_path.is_some())?;
            if let Ok(text) = crate::text_file::read(runtime, &path, encoding) {
                let header =
                    text.lines().find(|line| !line.is_empty() && !line.starts_with("#TYPE"));
                if let Some(fields) = header.and_then(|line| crate::csv::fields(line, delimiter)) {
                    let names = fields.into_iter().map(PsString::from).collect();
                    let quotes = Quotes::of(&self.use_quotes, &self.quote_fields);
                    self.columns = Some(Columns { names, delimiter, quotes });
                }
                if !text.is_empty() && !text.ends_with('\n') {
                    self.pending.push('\n');
                }
            }
        }
        self.file = Some(TextFile::create(
            runtime,
            &self.shown_path(),
            self.literal_path.is_some(),
            encoding,
            mode,
        )?);
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if self.skipped {
            return Ok(());
        }
        match self.columns.clone() {
            None => {
                let delimiter = delimiter(runtime, self.delimiter, *self.use_culture);
                let quotes = Quotes::of(&self.use_quotes, &self.quote_fields);
                let columns = Columns::of_object(runtime, &input, delimiter, quotes);
                if *self.include_type_information {
                    self.pending += &format!("#TYPE {}\n", input.type_name());
                }
                if !*self.no_header {
                    self.pending += &columns.header();
                    self.pending.push('\n');
                }
                self.columns = Some(columns);
            }
            Some(columns) if *self.append && !*self.force => {
                self.check(runtime, &input, &columns)?
            }
            Some(_) => {}
        }
        if let Some(columns) = &self.columns {
            let line = columns.line(runtime, &input)?;
            self.pending += &line;
            self.pending.push('\n');
        }
        if self.pending.len() > 65_536 { self.flush(runtime) } else { Ok(()) }
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.flush(runtime)
    }
}

impl ExportCsv {
    fn shown_path(&self) -> PsString {
        self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default()
    }

    fn flush(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let pending = std::mem::take(&mut self.pending);
        match &self.file {
            Some(file) if !pending.is_empty() => file.append(runtime, &pending),
            _ => Ok(()),
        }
    }

    fn check(
        &self,
        runtime: &mut CommandRuntime<'_>,
        input: &Value,
        columns: &Columns,
    ) -> CommandResult {
        for name in &columns.names {
            if runtime.get_property(input, name)?.is_none() {
                let path = self.shown_path();
                let message = format!(
                    "Cannot append CSV content to the following file: {path}. The appended object does not have a property that corresponds to the following column: {name}. To continue with mismatched properties, add the -Force parameter, and then retry the command."
                );
                let id = "CannotAppendCsvWithMismatchedPropertyNames";
                return Err(error(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    id,
                    ErrorCategory::InvalidData,
                    name.clone(),
                )
                .into());
            }
        }
        Ok(())
    }
}
