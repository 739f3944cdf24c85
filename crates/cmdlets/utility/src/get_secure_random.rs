//! `Get-SecureRandom`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets a random number fit for secrets, or picks objects with such.
///
/// # Description
/// The numbers come from the operating system.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-securerandom
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "SecureRandom",
    class = "Microsoft.PowerShell.Commands.GetSecureRandomCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    remoting = "None",
    output("System.Int32", "System.Int64", "System.Double")
)]
pub struct GetSecureRandom {
    /// Numbers are below it.
    #[parameter(set = "RandomNumberParameterSet", position = 0)]
    maximum: Value,
    /// Numbers are at least it.
    #[parameter(set = "RandomNumberParameterSet")]
    minimum: Value,
    /// The objects.
    #[parameter(sets("RandomListItemParameterSet", "ShuffleParameterSet"), position = 0, mandatory, pipeline, allow_null)]
    input_object: Vec<Value>,
    /// How many.
    #[parameter(sets("RandomListItemParameterSet", "RandomNumberParameterSet"), validate_range(1, 2147483647))]
    count: Option<i32>,
    /// All objects in random order.
    #[parameter(set = "ShuffleParameterSet", mandatory)]
    shuffle: Switch,
}

impl Cmdlet for GetSecureRandom {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-SecureRandom").into())
    }
}
