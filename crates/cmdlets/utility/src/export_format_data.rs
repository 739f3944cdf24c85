//! `Export-FormatData`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_format::{View, view_file};

use crate::text_file::{Encoding, TextFile, WriteMode};
use crate::view_definition::{TypeDefinition, script_text};

/// # Synopsis
/// Writes views to a file.
///
/// # Description
/// The file is read by Update-FormatData.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-formatdata
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "FormatData",
    class = "Microsoft.PowerShell.Commands.ExportFormatDataCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "ByPath",
    remoting = "PowerShell"
)]
pub(crate) struct ExportFormatData {
    /// The objects.
    #[parameter(
        mandatory,
        pipeline,
        type = "System.Management.Automation.ExtendedTypeDefinition[]"
    )]
    input_object: Vec<Value>,
    /// Files; wildcards are allowed.
    #[parameter(set = "ByPath", mandatory, aliases("FilePath"))]
    path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Does not overwrite a file.
    #[parameter(aliases("NoOverwrite"))]
    no_clobber: Switch,
    /// Writes script blocks too.
    #[parameter]
    include_script_block: Switch,
    views: Vec<Arc<View>>,
}

impl ExportFormatData {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Writes the views for files to a file",
        script: "Get-FormatData System.IO.FileInfo | Export-FormatData -Path ./files.format.ps1xml",
        output: "*",
    }];
}

impl Cmdlet for ExportFormatData {
    fn process(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for value in std::mem::take(&mut self.input_object) {
            if let Some(definition) = value.downcast::<TypeDefinition>() {
                self.views.extend(definition.views.iter().cloned());
            }
        }
        Ok(())
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let literal = self.literal_path.is_some();
        let path = self.path.clone().or_else(|| self.literal_path.clone()).unwrap_or_default();
        let mode = WriteMode { append: false, no_clobber: *self.no_clobber, force: *self.force };
        let file = TextFile::create(runtime, &path, literal, Encoding::Utf8, mode)?;
        let text = view_file::write(&self.views, *self.include_script_block, &script_text);
        file.append(runtime, &text)
    }
}
