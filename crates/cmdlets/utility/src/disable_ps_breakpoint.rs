//! `Disable-PSBreakpoint`

use crate::breakpoints::{given, id_of};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes breakpoints inactive.
///
/// # Description
/// They stay and can be made active again.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/disable-psbreakpoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disable",
    noun = "PSBreakpoint",
    class = "Microsoft.PowerShell.Commands.DisablePSBreakpointCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Breakpoint",
    should_process,
    remoting = "PowerShell",
    aliases("dbp"),
    output("System.Management.Automation.Breakpoint")
)]
pub(crate) struct DisablePSBreakpoint {
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// The breakpoints.
    #[parameter(
        set = "Breakpoint",
        position = 0,
        mandatory,
        pipeline,
        type = "System.Management.Automation.Breakpoint[]",
        validate_not_null
    )]
    breakpoint: Vec<Value>,
    /// Numbers.
    #[parameter(set = "Id", position = 0, mandatory, by_name, validate_not_null)]
    id: Vec<i32>,
    /// The runspaces.
    #[parameter(
        set = "Id",
        by_name,
        type = "runspace",
        aliases("RunspaceId"),
        transformation = "System.Management.Automation.Runspaces.RunspaceAttribute"
    )]
    runspace: Value,
}

impl DisablePSBreakpoint {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Disables a breakpoint",
        script: "(Set-PSBreakpoint -Command Get-Date | Disable-PSBreakpoint -PassThru).Enabled",
        output: "False",
    }];
}

impl Cmdlet for DisablePSBreakpoint {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for breakpoint in given(runtime, &self.breakpoint, &self.id)? {
            if !runtime.should_process_target(format!("{}", id_of(&breakpoint)))? {
                continue;
            }
            breakpoint.set("Enabled", Value::Bool(false));
            if *self.pass_thru {
                runtime.write_object(Value::live_arc(breakpoint))?;
            }
        }
        Ok(())
    }
}
