//! `Disable-PSBreakpoint`

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

impl Cmdlet for DisablePSBreakpoint {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Disable-PSBreakpoint").into())
    }
}
