//! `Remove-Module`

use remora_engine::prelude::*;

/// # Synopsis
/// Takes the commands of a module out of the session.
///
/// # Description
/// Functions, aliases and variables of the module go.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Module",
    class = "Microsoft.PowerShell.Commands.RemoveModuleCommand",
    module = "Microsoft.PowerShell.Core",
    should_process,
    remoting = "PowerShell",
    aliases("rmo")
)]
pub(crate) struct RemoveModule {
    /// Friendly names.
    #[parameter(set = "name", position = 0, mandatory, pipeline)]
    name: Vec<PsString>,
    /// Modules, by specification.
    #[parameter(
        set = "FullyQualifiedName",
        position = 0,
        mandatory,
        pipeline,
        type = "Microsoft.PowerShell.Commands.ModuleSpecification[]"
    )]
    fully_qualified_name: Vec<Value>,
    /// Module objects.
    #[parameter(set = "ModuleInfo", position = 0, mandatory, pipeline, type = "psmoduleinfo[]")]
    module_info: Vec<Value>,
    /// Does not ask.
    #[parameter]
    force: Switch,
}

impl RemoveModule {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for RemoveModule {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-Module").into())
    }
}
