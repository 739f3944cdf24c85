//! `Remove-PSBreakpoint`

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

impl Cmdlet for RemovePSBreakpoint {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Remove-PSBreakpoint").into())
    }
}
