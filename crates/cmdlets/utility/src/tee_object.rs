//! `Tee-Object`

use remora_engine::prelude::*;

/// # Synopsis
/// Passes objects on and keeps a copy.
///
/// # Description
/// In a file or a variable.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/tee-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Tee",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.TeeObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "File",
    remoting = "PowerShell"
)]
pub struct TeeObject {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// The file.
    #[parameter(set = "File", position = 0, mandatory, aliases("Path"))]
    file_path: Option<PsString>,
    /// Files, taken as they are written.
    #[parameter(set = "LiteralFile", mandatory, aliases("PSPath", "LP"))]
    literal_path: Option<PsString>,
    /// Adds to what is there.
    #[parameter(set = "File")]
    append: Switch,
    /// Encoding of the text.
    #[parameter(sets("File", "LiteralFile"), type = "System.Text.Encoding", transformation = "System.Management.Automation.ArgumentToEncodingTransformationAttribute", attribute = "ArgumentEncodingCompletions", validate_not_null_or_empty)]
    encoding: Value,
    /// Variable that gets the objects.
    #[parameter(set = "Variable", mandatory)]
    variable: Option<PsString>,
}

impl Cmdlet for TeeObject {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Tee-Object").into())
    }
}
