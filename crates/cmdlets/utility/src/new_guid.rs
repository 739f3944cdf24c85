//! `New-Guid`

use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Makes an identifier that is unique everywhere.
///
/// # Description
/// Or one of a text.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-guid
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Guid",
    class = "Microsoft.PowerShell.Commands.NewGuidCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Default",
    remoting = "PowerShell",
    output("System.Guid")
)]
pub struct NewGuid {
    /// The identifier that is all zeros.
    #[parameter(set = "Empty")]
    empty: Switch,
    /// The objects.
    #[parameter(set = "InputObject", position = 0, pipeline)]
    input_object: Option<PsString>,
}

impl Cmdlet for NewGuid {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Guid").into())
    }
}
