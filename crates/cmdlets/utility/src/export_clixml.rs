//! `Export-Clixml`

use crate::text_file::{Encoding, TextFile, WriteMode};
use remora_clixml::{Layout, WriteOptions, write_all};
use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as CLIXML to a file.
///
/// # Description
/// Import-Clixml reads the file.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "Clixml",
    class = "Microsoft.PowerShell.Commands.ExportClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct ExportClixml {
    /// How many levels of objects are written.
    #[parameter(validate_range(1, 2147483647))]
    depth: Option<i32>,
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", position = 0, mandatory)]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// The objects.
    #[parameter(mandatory, pipeline, type = "psobject", allow_null)]
    input_object: Value,
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
    values: Vec<Value>,
}

impl Cmdlet for ExportClixml {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.values.push(std::mem::take(&mut self.input_object));
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let path = self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        if !runtime.should_process_target(path.clone())? {
            return Ok(());
        }
        let encoding = Encoding::of(runtime, &self.encoding)?;
        let mode = WriteMode { append: false, no_clobber: *self.no_clobber, force: *self.force };
        let file = TextFile::create(runtime, &path, self.literal_path.is_some(), encoding, mode)?;
        let text = clixml_text(&self.values, self.depth, true)?;
        file.append(runtime, &text)
    }
}

/// Values as a CLIXML document.
///
/// # Errors
/// A value that cannot be written.
pub(crate) fn clixml_text(
    values: &[Value],
    depth: Option<i32>,
    indented: bool,
) -> CommandResult<String> {
    let mut options = WriteOptions::default();
    if let Some(depth) = depth {
        options.depth = u32::try_from(depth).unwrap_or(2);
    } else {
        options.depth = 2;
    }
    if indented {
        options.layout = Layout::Indented;
    }
    write_all(values.iter(), &options).map_err(|failure| crate::import_clixml::xml_error(&failure))
}
