//! `Get-TraceSource`

use crate::trace_sources::matching;
use remora_engine::prelude::*;

/// # Synopsis
/// Gets sources of traces.
///
/// # Description
/// By name; wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-tracesource
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TraceSource",
    class = "Microsoft.PowerShell.Commands.GetTraceSourceCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    output("System.Management.Automation.PSTraceSource")
)]
pub(crate) struct GetTraceSource {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, pipeline, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
}

impl GetTraceSource {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Names a source",
        script: "(Get-TraceSource ParameterBinding).Name",
        output: "ParameterBinding",
    }];
}

impl Cmdlet for GetTraceSource {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for source in matching(runtime, &self.name, true)? {
            runtime.write_object(Value::live_arc(source))?;
        }
        Ok(())
    }
}
