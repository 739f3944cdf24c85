//! `ConvertFrom-CliXml`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes objects of CLIXML text.
///
/// # Description
/// The objects are copies: they have the properties of the originals, not their methods.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-clixml
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "CliXml",
    class = "Microsoft.PowerShell.Commands.ConvertFromClixmlCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell"
)]
pub struct ConvertFromCliXml {
    /// The objects.
    #[parameter(position = 0, mandatory, pipeline)]
    input_object: Option<PsString>,
}

impl Cmdlet for ConvertFromCliXml {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("ConvertFrom-CliXml").into())
    }
}
