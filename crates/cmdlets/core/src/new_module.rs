//! `New-Module`

use remora_engine::prelude::*;

/// # Synopsis
/// Makes a module of a script block.
///
/// # Description
/// The module lives in memory only.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.NewModuleCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "ScriptBlock",
    remoting = "PowerShell",
    aliases("nmo"),
    output("System.Management.Automation.PSModuleInfo")
)]
pub(crate) struct NewModule {
    /// Friendly names.
    #[parameter(set = "Name", position = 0, mandatory, pipeline)]
    name: Option<PsString>,
    /// The block.
    #[parameter(set = "Name", position = 1, mandatory, validate_not_null)]
    #[parameter(set = "ScriptBlock", position = 0, mandatory)]
    script_block: Option<ScriptBlock>,
    /// Functions.
    #[parameter(validate_not_null)]
    function: Vec<PsString>,
    /// Cmdlets.
    #[parameter(validate_not_null)]
    cmdlet: Vec<PsString>,
    /// Gives what the block writes.
    #[parameter]
    return_result: Switch,
    /// Gives an object whose members are the functions.
    #[parameter]
    as_custom_object: Switch,
    /// Arguments.
    #[parameter(remaining, aliases("Args"))]
    argument_list: Vec<Value>,
}

impl NewModule {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for NewModule {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("New-Module").into())
    }
}
