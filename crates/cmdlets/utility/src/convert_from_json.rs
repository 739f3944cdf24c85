//! `ConvertFrom-Json`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes objects of a JSON text.
///
/// # Description
/// All input is read as one text; if its first line is a whole text by itself, each line is.
/// Comments, single quotes and trailing commas are accepted.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-json
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Json",
    class = "Microsoft.PowerShell.Commands.ConvertFromJsonCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "None"
)]
pub struct ConvertFromJson {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, allow_empty_string)]
    input_object: Option<PsString>,
    /// Ordered tables instead of objects.
    #[parameter]
    as_hashtable: Switch,
    /// How many levels are read.
    #[parameter(validate_range("Positive"))]
    depth: Option<i32>,
    /// Writes a collection as one object.
    #[parameter]
    no_enumerate: Switch,
    /// What becomes of dates.
    #[parameter(type = "Microsoft.PowerShell.Commands.JsonDateKind")]
    date_kind: Value,
}

impl Cmdlet for ConvertFromJson {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertFrom-Json").into())
    }
}
