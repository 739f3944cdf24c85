//! `Trace-Command`

use crate::trace_sources::matching;
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

impl TraceCommand {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Runs a block with traces",
        script: "Trace-Command ParameterBinding { 'x' }",
        output: "x",
    }];
}

impl Cmdlet for TraceCommand {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // This engine has no trace points: a source is known, but has nothing to tell.
        matching(runtime, &self.name, false).map(|_| ())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if let Some(block) = self.expression.clone() {
            let mut invocation = Invocation::in_current_scope();
            if runtime.is_bound("InputObject") {
                invocation = invocation.dollar_under(self.input_object.clone());
            }
            return runtime.invoke_into_output(&block, invocation);
        }
        let name = self.command.clone().unwrap_or_default();
        let mut pipeline = remora_engine::pipeline::PipelineBuilder::new().command(&*name);
        for argument in self.argument_list.clone() {
            pipeline = pipeline.argument(argument);
        }
        let input = std::mem::take(&mut self.input_object);
        let input = if input.is_null() { Vec::new() } else { vec![input] };
        runtime.invoke_pipeline(pipeline, input)
    }
}
