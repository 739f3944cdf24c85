//! `Trace-Command`

use remora_engine::prelude::*;

/// # Synopsis
/// Runs a command with traces on.
///
/// # Description
/// And says where they go.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/trace-command
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Trace",
    noun = "Command",
    class = "Microsoft.PowerShell.Commands.TraceCommandCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "expressionSet",
    remoting = "PowerShell"
)]
pub(crate) struct TraceCommand {
    /// The objects.
    #[parameter(pipeline, type = "psobject")]
    input_object: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory)]
    name: Vec<PsString>,
    /// What is traced.
    #[parameter(position = 2, type = "System.Management.Automation.PSTraceSourceOptions")]
    option: Value,
    /// What runs.
    #[parameter(set = "expressionSet", position = 1, mandatory)]
    expression: Option<ScriptBlock>,
    /// The text to run.
    #[parameter(set = "commandSet", position = 1, mandatory)]
    command: Option<PsString>,
    /// Arguments.
    #[parameter(set = "commandSet", remaining, aliases("Args"))]
    argument_list: Vec<Value>,
    /// What each line of the trace tells.
    #[parameter(type = "System.Diagnostics.TraceOptions")]
    listener_option: Value,
    /// The file.
    #[parameter(aliases("PSPath", "Path"))]
    file_path: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// The debugger.
    #[parameter]
    debugger: Switch,
    /// Traces go to the screen.
    #[parameter(name = "PSHost")]
    ps_host: Switch,
}

impl Cmdlet for TraceCommand {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Trace-Command").into())
    }
}
