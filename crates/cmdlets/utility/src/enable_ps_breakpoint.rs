//! `Enable-PSBreakpoint`

use crate::breakpoints::{given, id_of};
use remora_engine::prelude::*;

/// # Synopsis
/// Makes breakpoints active again.
///
/// # Description
/// Breakpoints are found by object or by number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/enable-psbreakpoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enable",
    noun = "PSBreakpoint",
    class = "Microsoft.PowerShell.Commands.EnablePSBreakpointCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Breakpoint",
    should_process,
    remoting = "PowerShell",
    aliases("ebp"),
    output("System.Management.Automation.Breakpoint")
)]
pub(crate) struct EnablePSBreakpoint {
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

impl EnablePSBreakpoint {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Enables a breakpoint",
        script: "(Set-PSBreakpoint -Command Get-Date | Enable-PSBreakpoint -PassThru).Enabled",
        output: "True",
    }];
}

impl Cmdlet for EnablePSBreakpoint {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for breakpoint in given(runtime, &self.breakpoint, &self.id)? {
            if !runtime.should_process_target(format!("{}", id_of(&breakpoint)))? {
                continue;
            }
            breakpoint.set("Enabled", Value::Bool(true));
            if *self.pass_thru {
                runtime.write_object(Value::live_arc(breakpoint))?;
            }
        }
        Ok(())
    }
}
