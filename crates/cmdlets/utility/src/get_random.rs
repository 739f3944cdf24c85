//! `Get-Random`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets a random number, or picks objects at random.
///
/// # Description
/// The numbers can be repeated with -SetSeed; they are not fit for secrets.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-random
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Random",
    class = "Microsoft.PowerShell.Commands.GetRandomCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    remoting = "None",
    output("System.Int32", "System.Int64", "System.Double")
)]
pub struct GetRandom {
    /// Start of the sequence; the same start gives the same numbers.
    #[parameter(type = "System.Nullable[int]", validate_not_null)]
    set_seed: Option<i32>,
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

impl Cmdlet for GetRandom {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-Random").into())
    }
}
