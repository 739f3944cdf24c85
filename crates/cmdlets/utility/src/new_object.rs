//! `New-Object`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes an object of a type.
///
/// # Description
/// By calling a constructor, and setting properties.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-object
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Object",
    class = "Microsoft.PowerShell.Commands.NewObjectCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Net",
    remoting = "PowerShell"
)]
pub struct NewObject {
    /// Names of types.
    #[parameter(set = "Net", position = 0, mandatory, validate_trusted_data)]
    type_name: Option<PsString>,
    /// Arguments.
    #[parameter(set = "Net", position = 1, aliases("Args"), validate_trusted_data)]
    argument_list: Vec<Value>,
    /// The page follows the strict rules.
    #[parameter(set = "Com")]
    strict: Switch,
    /// Properties to set and their values.
    #[parameter(type = "System.Collections.IDictionary", validate_trusted_data)]
    property: Value,
}

impl Cmdlet for NewObject {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Object").into())
    }
}
