//! `Out-String`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes a text of what would be shown.
///
/// # Description
/// One text for all, or one for each line with -Stream.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/out-string
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Out",
    noun = "String",
    class = "Microsoft.PowerShell.Commands.OutStringCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoNewLineFormatting",
    remoting = "None",
    output("System.String")
)]
pub struct OutString {
    /// A text for each line.
    #[parameter(set = "StreamFormatting")]
    stream: Switch,
    /// Cells of a line.
    #[parameter(validate_range(2, 2147483647))]
    width: Option<i32>,
    /// Without line ends.
    #[parameter(set = "NoNewLineFormatting")]
    no_newline: Switch,
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
}

impl Cmdlet for OutString {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Out-String").into())
    }
}
