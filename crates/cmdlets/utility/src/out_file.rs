//! `Out-File`

use crate::screen::Lines;
use crate::text_file::{Encoding, TextFile, WriteMode};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes what would be shown to a file.
///
/// # Description
/// The text is what the screen would get, as wide as -Width.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/out-file
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "File",
    class = "Microsoft.PowerShell.Commands.OutFileCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct OutFile {
    /// The file.
    #[parameter(set = "ByPath", position = 0, mandatory, aliases("Path"))]
    file_path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Encoding of the text.
    #[parameter(
        position = 1,
        type = "System.Text.Encoding",
        transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute",
        attribute = "ArgumentEncodingCompletions",
        validate_not_null_or_empty
    )]
    encoding: Value,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Cells of a line.
    #[parameter(validate_range(2, 2147483647))]
    width: Option<i32>,
    /// Without line ends.
    #[parameter]
    no_newline: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    lines: Lines,
    file: Option<TextFile>,
    pending: String,
}

impl Cmdlet for OutFile {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = self.literal_path.is_some();
        let Some(path) = self.file_path.clone().or_else(|| self.literal_path.clone()) else {
            return Err(error(
                TypeId::PS_ARGUMENT_NULL_EXCEPTION,
                "Cannot process argument because the value of argument \"path\" is null. Change the value of argument \"path\" to a non-null value.",
                "ArgumentNull",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )
            .into());
        };
        if !runtime.should_process(path.clone(), "Output to File")? {
            return Ok(());
        }
        let encoding = Encoding::of(runtime, &self.encoding)?;
        let mode =
            WriteMode { append: *self.append, no_clobber: *self.no_clobber, force: *self.force };
        self.file = Some(TextFile::create(runtime, &path, literal, encoding, mode)?);
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let input = std::mem::take(&mut self.input_object);
        if self.file.is_none() || input.is_null() {
            return Ok(());
        }
        const UNLIMITED: i32 = i32::MAX - 1;
        let width = crate::screen::width(runtime, Some(self.width.unwrap_or(UNLIMITED)));
        let items = runtime.enumerate(&input).unwrap_or_else(|| vec![input]);
        for item in items {
            let lines = self.lines.object(runtime, width, &item)?;
            self.take(runtime, lines)?;
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let lines = self.lines.finish(runtime)?;
        self.take(runtime, lines)?;
        self.flush(runtime)
    }
}

impl OutFile {
    fn take(&mut self, runtime: &CommandRuntime<'_>, lines: Vec<PsString>) -> CommandResult {
        for line in lines {
            self.pending += &line;
            if !*self.no_newline {
                self.pending.push('\n');
            }
        }
        // Readers see what was written so far, but not each line costs a call.
        if self.pending.len() > 16_384 { self.flush(runtime) } else { Ok(()) }
    }

    fn flush(&mut self, runtime: &CommandRuntime<'_>) -> CommandResult {
        let pending = std::mem::take(&mut self.pending);
        match &self.file {
            Some(file) if !pending.is_empty() => file.append(runtime, &pending),
            _ => Ok(()),
        }
    }
}
