//! `Register-ArgumentCompleter`

use remora_engine::prelude::*;

/// # Synopsis
/// Adds a completer for arguments.
///
/// # Description
/// The block gives the values that Tab offers.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "ArgumentCompleter",
    class = "System.Management.Automation.RegisterArgumentCompleterCommand",
    module = "Microsoft.PowerShell.Core",
    remoting = "PowerShell"
)]
pub(crate) struct RegisterArgumentCompleter {
    /// Commands.
    #[parameter(set = "NativeCommandSet", mandatory)]
    #[parameter(set = "PowerShellSet")]
    command_name: Vec<PsString>,
    /// Commands that have these parameters.
    #[parameter(set = "PowerShellSet", mandatory)]
    parameter_name: Option<PsString>,
    /// The block.
    #[parameter(mandatory, allow_null)]
    script_block: Option<ScriptBlock>,
    /// Completes programs.
    #[parameter(set = "NativeCommandSet")]
    native: Switch,
    /// Native fallback.
    #[parameter(set = "NativeFallbackSet")]
    native_fallback: Switch,
}

impl RegisterArgumentCompleter {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for RegisterArgumentCompleter {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Register-ArgumentCompleter").into())
    }
}
