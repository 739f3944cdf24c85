//! `Out-File`

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
pub struct OutFile {
    /// The file.
    #[parameter(set = "ByPath", position = 0, mandatory, aliases("Path"))]
    file_path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "ByLiteralPath", mandatory, by_name, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Encoding of the text.
    #[parameter(position = 1, type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
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
}

impl Cmdlet for OutFile {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Out-File").into())
    }
}
