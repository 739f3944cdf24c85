//! `ConvertTo-Json`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as a JSON text.
///
/// # Description
/// Deeper levels than -Depth become texts, with a warning.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "Json",
    class = "Microsoft.PowerShell.Commands.ConvertToJsonCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None",
    output("System.String")
)]
pub struct ConvertToJson {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, allow_null)]
    input_object: Value,
    /// How many levels of objects are written.
    #[parameter(validate_range(0, 100))]
    depth: Option<i32>,
    /// Without blanks and line ends.
    #[parameter]
    compress: Switch,
    /// Names of enumeration values, not numbers.
    #[parameter]
    enums_as_strings: Switch,
    /// An array even for one object.
    #[parameter]
    as_array: Switch,
    /// Which characters are written as escapes.
    #[parameter(type = "Newtonsoft.Json.StringEscapeHandling")]
    escape_handling: Value,
}

impl Cmdlet for ConvertToJson {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertTo-Json").into())
    }
}
