//! `Export-Clixml`

use crate::clixml::write_document;
use crate::text_file::{Encoding, TextFile, WriteMode};
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

impl ExportClixml {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Keeps processes for later",
        script: "Get-Process | Export-Clixml ./processes.xml",
        output: "*",
    }];
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
        let depth = self.depth.and_then(|depth| u32::try_from(depth).ok()).unwrap_or(2);
        let text = write_document(runtime.context(), &self.values, depth)?;
        file.append(runtime, &text)
    }
}
