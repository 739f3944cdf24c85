//! Call stacks, breakpoints, trace sources.

use super::computed;
use crate::view::{Entry, View, col, native};

pub(super) fn views() -> Vec<View> {
    vec![
        View::table(
            "CallStackFrame",
            &["System.Management.Automation.CallStackFrame"],
            [
                col("Command").label("Command"),
                col("Arguments").label("Arguments"),
                col("Location").label("Location"),
            ],
        ),
        View::table(
            "Breakpoint",
            &[
                "System.Management.Automation.CommandBreakpoint",
                "System.Management.Automation.LineBreakpoint",
                "System.Management.Automation.VariableBreakpoint",
            ],
            [
                col("ID").label("ID").width(4).right(),
                native("Script", computed::script_file),
                col("Line").label("Line").width(4).right(),
                col("Command").label("Command"),
                col("Variable").label("Variable"),
                col("Action").label("Action"),
            ],
        ),
        View::list(
            "Breakpoint",
            &[
                "System.Management.Automation.CommandBreakpoint",
                "System.Management.Automation.LineBreakpoint",
                "System.Management.Automation.VariableBreakpoint",
            ],
            [
                Entry::names(&["ID", "Script", "Enabled", "HitCount", "Action"]),
                Entry::names(&["ID", "Script", "Line", "Column", "Enabled", "HitCount", "Action"])
                    .only_for("System.Management.Automation.LineBreakpoint"),
                Entry::names(&["ID", "Variable", "AccessMode", "Enabled", "HitCount", "Action"])
                    .only_for("System.Management.Automation.VariableBreakpoint"),
                Entry::names(&["ID", "Command", "Enabled", "HitCount", "Action"])
                    .only_for("System.Management.Automation.CommandBreakpoint"),
            ],
        ),
        View::table(
            "PSRunspaceDebug>",
            &["Microsoft.PowerShell.Commands.PSRunspaceDebug"],
            [
                col("RunspaceId").label("Id").width(3).right(),
                col("RunspaceName").label("Name").width(20).left(),
                col("Enabled").label("Enabled").width(10).left(),
                col("BreakAll").label("BreakAll").width(10).left(),
            ],
        ),
        View::table(
            "System.Management.Automation.PSTraceSource",
            &["System.Management.Automation.PSTraceSource"],
            [
                col("Options").width(8),
                col("Name").width(20),
                col("Listeners").width(20),
                col("Description"),
            ],
        ),
        View::list(
            "System.Management.Automation.PSTraceSource",
            &["System.Management.Automation.PSTraceSource"],
            [Entry::names(&[
                "Name",
                "Description",
                "Options",
                "Listeners",
                "Attributes",
                "Switch",
            ])],
        ),
    ]
}
