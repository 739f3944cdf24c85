//! `Remove-PSBreakpoint`

use crate::breakpoints::{Breakpoints, given, id_of};
use remora_engine::prelude::*;

/// # Synopsis
/// Removes breakpoints.
///
/// # Description
/// By object or number.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-psbreakpoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "PSBreakpoint",
    class = "Microsoft.PowerShell.Commands.RemovePSBreakpointCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Breakpoint",
    should_process,
    remoting = "PowerShell",
    aliases("rbp")
)]
pub(crate) struct RemovePSBreakpoint {
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

impl RemovePSBreakpoint {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Removes all breakpoints",
        script: "$null = Set-PSBreakpoint -Command Get-Date; Get-PSBreakpoint | Remove-PSBreakpoint; @(Get-PSBreakpoint).Count",
        output: "0",
    }];
}

impl Cmdlet for RemovePSBreakpoint {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for breakpoint in given(runtime, &self.breakpoint, &self.id)? {
            if runtime.should_process_target(format!("{}", id_of(&breakpoint)))? {
                runtime.context().extension::<Breakpoints>().remove(&breakpoint);
            }
        }
        Ok(())
    }
}
