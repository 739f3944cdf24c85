//! `Set-PSBreakpoint`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets a breakpoint.
///
/// # Description
/// At a line, a command or a variable.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-psbreakpoint
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "PSBreakpoint",
    class = "Microsoft.PowerShell.Commands.SetPSBreakpointCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Line",
    remoting = "PowerShell",
    aliases("sbp"),
    output("System.Management.Automation.CommandBreakpoint", set = "Command"),
    output("System.Management.Automation.LineBreakpoint", set = "Line"),
    output("System.Management.Automation.VariableBreakpoint", set = "Variable")
)]
pub(crate) struct SetPSBreakpoint {
    /// What runs where the breakpoint stops.
    #[parameter(sets("Command", "Line", "Variable"))]
    action: Option<ScriptBlock>,
    /// Column of the line.
    #[parameter(set = "Line", position = 2, validate_range(1, 2147483647))]
    column: Option<i32>,
    /// Commands to stop at.
    #[parameter(set = "Command", mandatory, aliases("C"))]
    command: Vec<PsString>,
    /// Lines.
    #[parameter(set = "Line", position = 1, mandatory)]
    line: Vec<i32>,
    /// Script files.
    #[parameter(sets("Command", "Variable"), position = 0, validate_not_null)]
    #[parameter(set = "Line", position = 0, mandatory)]
    script: Vec<PsString>,
    /// Variables to stop at.
    #[parameter(set = "Variable", mandatory, aliases("V"))]
    variable: Vec<PsString>,
    /// Whether reading or writing stops.
    #[parameter(set = "Variable", type = "System.Management.Automation.VariableAccessMode")]
    mode: Value,
    /// The runspaces.
    #[parameter(
        type = "runspace",
        validate_not_null,
        transformation = "System.Management.Automation.Runspaces.RunspaceAttribute"
    )]
    runspace: Value,
}

impl Cmdlet for SetPSBreakpoint {
    fn begin(&mut self, _runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(not_implemented("Set-PSBreakpoint").into())
    }
}
