//! `Get-PSBreakpoint`

use remora_engine::prelude::*;

/// # Synopsis
/// Gets breakpoints.
///
/// # Description
/// By number, kind, script, variable or command.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-psbreakpoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSBreakpoint",
    class = "Microsoft.PowerShell.Commands.GetPSBreakpointCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Line",
    remoting = "PowerShell",
    aliases("gbp"),
    output("System.Management.Automation.Breakpoint", set = "Type", set = "Id"),
    output("System.Management.Automation.CommandBreakpoint", set = "Command"),
    output("System.Management.Automation.LineBreakpoint", set = "Line"),
    output("System.Management.Automation.VariableBreakpoint", set = "Variable")
)]
pub(crate) struct GetPSBreakpoint {
    /// Script files.
    #[parameter(sets("Command", "Type", "Variable"), validate_not_null_or_empty)]
    #[parameter(set = "Line", position = 0, pipeline)]
    script: Vec<PsString>,
    /// Numbers.
    #[parameter(set = "Id", position = 0, mandatory, pipeline, validate_not_null)]
    id: Vec<i32>,
    /// Variables at which breakpoints stop.
    #[parameter(set = "Variable", mandatory, validate_not_null)]
    variable: Vec<PsString>,
    /// Commands at which breakpoints stop.
    #[parameter(set = "Command", mandatory, validate_not_null)]
    command: Vec<PsString>,
    /// Kinds.
    #[parameter(
        set = "Type",
        position = 0,
        mandatory,
        pipeline,
        type = "Microsoft.PowerShell.Commands.BreakpointType[]",
        name = "Type",
        validate_not_null
    )]
    kind: Vec<Value>,
    /// The runspaces.
    #[parameter(
        type = "runspace",
        validate_not_null,
        transformation = "System.Management.Automation.Runspaces.RunspaceAttribute"
    )]
    runspace: Value,
}

impl Cmdlet for GetPSBreakpoint {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Get-PSBreakpoint").into())
    }
}
