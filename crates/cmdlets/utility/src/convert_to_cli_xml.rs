//! `ConvertTo-CliXml`

use remora_engine::prelude::*;

/// # Synopsis
/// Writes objects as CLIXML text.
///
/// # Description
/// The text holds types, properties and values; ConvertFrom-CliXml reads it.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "CliXml",
    class = "Microsoft.PowerShell.Commands.ConvertToClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.String")
)]
pub struct ConvertToCliXml {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline, type = "psobject")]
    input_object: Value,
    /// How many levels of objects are written.
    #[parameter(validate_range(1, 2147483647))]
    depth: Option<i32>,
}

impl Cmdlet for ConvertToCliXml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertTo-CliXml").into())
    }
}
