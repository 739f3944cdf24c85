//! `Set-TraceSource`

use crate::trace_sources::matching;
use remora_engine::prelude::*;

/// # Synopsis
/// Turns traces of a source on or off.
///
/// # Description
/// And says where they go.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-tracesource
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "TraceSource",
    class = "Microsoft.PowerShell.Commands.SetTraceSourceCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "optionsSet",
    remoting = "PowerShell",
    output("System.Management.Automation.PSTraceSource")
)]
pub(crate) struct SetTraceSource {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, pipeline, by_name)]
    name: Vec<PsString>,
    /// What is traced.
    #[parameter(
        set = "optionsSet",
        position = 1,
        by_name,
        type = "System.Management.Automation.PSTraceSourceOptions"
    )]
    option: Value,
    /// What each line of the trace tells.
    #[parameter(set = "optionsSet", type = "System.Diagnostics.TraceOptions")]
    listener_option: Value,
    /// The file.
    #[parameter(set = "optionsSet", aliases("PSPath", "Path"))]
    file_path: Option<PsString>,
    /// Goes on where it would stop.
    #[parameter(set = "optionsSet")]
    force: Switch,
    /// The debugger.
    #[parameter(set = "optionsSet")]
    debugger: Switch,
    /// Traces go to the screen.
    #[parameter(set = "optionsSet", name = "PSHost")]
    ps_host: Switch,
    /// Listeners to remove.
    #[parameter(set = "removeAllListenersSet", validate_not_null_or_empty)]
    remove_listener: Vec<PsString>,
    /// Files that traces no longer go to.
    #[parameter(set = "removeFileListenersSet", validate_not_null_or_empty)]
    remove_file_listener: Vec<PsString>,
    /// Gives what was worked on.
    #[parameter(set = "optionsSet")]
    pass_thru: Switch,
}

impl SetTraceSource {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Asks a source to tell everything",
        script: "\"$((Set-TraceSource ParameterBinding -Option All -PassThru).Options)\"",
        output: "All",
    }];
}

impl Cmdlet for SetTraceSource {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for source in matching(runtime, &self.name, true)? {
            if !self.option.is_null() {
                source.set("Options", self.option.clone());
            }
            if *self.pass_thru {
                runtime.write_object(Value::live_arc(source))?;
            }
        }
        Ok(())
    }
}
