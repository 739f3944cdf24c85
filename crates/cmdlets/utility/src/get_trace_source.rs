//! `Get-TraceSource`

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

impl Cmdlet for GetTraceSource {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-TraceSource").into())
    }
}
