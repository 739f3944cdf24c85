//! `Save-Help`

use std::sync::Arc;

use remora_engine::prelude::*;
use remora_psobject::PsCredential;

/// # Synopsis
/// Not available in this version of the shell.
///
/// # Description
/// The command is known with its parameters, and answers with an error.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Save",
    noun = "Help",
    class = "Microsoft.PowerShell.Commands.SaveHelpCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "Path",
    remoting = "PowerShell"
)]
pub(crate) struct SaveHelp {
    /// Destination path.
    #[parameter(set = "Path", position = 0, mandatory, aliases("Path"), validate_not_null)]
    destination_path: Vec<PsString>,
    /// A script file, taken as it is written.
    #[parameter(set = "LiteralPath", mandatory, aliases("PSPath", "LP"), validate_not_null)]
    literal_path: Vec<PsString>,
    /// Modules of the commands.
    #[parameter(
        sets("LiteralPath", "Path"),
        position = 1,
        pipeline,
        by_name,
        type = "psmoduleinfo[]",
        aliases("Name"),
        validate_not_null,
        attribute = "Microsoft.PowerShell.Commands.ArgumentToModuleTransformationAttribute"
    )]
    module: Vec<Value>,
    /// Modules, by specification.
    #[parameter(
        sets("LiteralPath", "Path"),
        by_name,
        type = "Microsoft.PowerShell.Commands.ModuleSpecification[]",
        validate_not_null
    )]
    fully_qualified_module: Vec<Value>,
    /// Culture for texts.
    #[parameter(position = 2, type = "cultureinfo[]", name = "UICulture", validate_not_null)]
    ui_culture: Vec<Value>,
    /// The credential.
    #[parameter(credential)]
    credential: Option<Arc<PsCredential>>,
    /// Use default credentials.
    #[parameter]
    use_default_credentials: Switch,
    /// Does not ask.
    #[parameter]
    force: Switch,
    /// Which scope is meant.
    #[parameter(by_name, type = "Microsoft.PowerShell.Commands.UpdateHelpScope")]
    scope: Value,
}

impl SaveHelp {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for SaveHelp {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Save-Help").into())
    }
}
