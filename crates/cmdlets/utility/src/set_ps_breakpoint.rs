//! `Set-PSBreakpoint`

use crate::breakpoints::Breakpoints;
use crate::record_object::enum_name;
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

impl SetPSBreakpoint {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Watches a command",
        script: "\"$(Set-PSBreakpoint -Command Get-Date)\"",
        output: "Command breakpoint on 'Get-Date'",
    }];

    /// The scripts that are meant, as whole paths; one empty entry where none is named.
    fn scripts(&self, runtime: &mut CommandRuntime<'_>) -> CommandResult<Vec<PsString>> {
        if self.script.is_empty() {
            return Ok(vec![PsString::empty()]);
        }
        let mut found = Vec::new();
        for given in self.script.clone() {
            let paths = match runtime.resolve_paths(&given, false) {
                Ok(paths) => paths,
                Err(Flow::Throw(thrown)) => {
                    runtime.write_error(thrown.record)?;
                    continue;
                }
                Err(flow) => return Err(flow),
            };
            for path in paths {
                let path = path.provider_path;
                let lower = path.to_ascii_lowercase();
                if !lower.ends_with(".ps1") && !lower.ends_with(".psm1") {
                    let record = error(
                        TypeId::ARGUMENT_EXCEPTION,
                        format!(
                            "Cannot set breakpoint on file '{path}'; only *.ps1 and *.psm1 files are valid."
                        ),
                        "NewPSBreakpoint:WrongExtension",
                        ErrorCategory::InvalidArgument,
                        Value::Null,
                    );
                    runtime.write_error(record)?;
                    continue;
                }
                found.push(path);
            }
        }
        Ok(found)
    }
}

fn or_null(text: &PsString) -> Value {
    if text.is_empty() { Value::Null } else { Value::Str(text.clone()) }
}

fn leaf(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

impl Cmdlet for SetPSBreakpoint {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let set = runtime.parameter_set().to_owned();
        if let Some(line) = self.line.iter().find(|line| **line < 1) {
            let record = error(
                TypeId::ARGUMENT_EXCEPTION,
                "Line cannot be less than 1.",
                "SetPSBreakpoint:LineLessThanOne",
                ErrorCategory::InvalidArgument,
                *line,
            );
            return runtime.write_error(record);
        }
        let action = self.action.clone().map_or(Value::Null, Value::live);
        for script in self.scripts(runtime)? {
            let common = [("Script", or_null(&script)), ("Action", action.clone())];
            let place =
                if script.is_empty() { String::new() } else { format!("{}:", leaf(&script)) };
            let mut made = Vec::new();
            let points = runtime.context().extension::<Breakpoints>();
            match set.as_str() {
                "Command" => {
                    for command in &self.command {
                        let text = if script.is_empty() {
                            format!("Command breakpoint on '{command}'")
                        } else {
                            format!("Command breakpoint on '{place}{command}'")
                        };
                        let own = [("Command", Value::Str(command.clone()))];
                        made.push(points.add(
                            "Command",
                            own.into_iter().chain(common.clone()),
                            text,
                        ));
                    }
                }
                "Variable" => {
                    let mode = if self.mode.is_null() {
                        crate::record_object::enum_value(
                            "System.Management.Automation.VariableAccessMode",
                            "Write",
                        )
                    } else {
                        self.mode.clone()
                    };
                    for variable in &self.variable {
                        let name = variable.trim_start_matches('$');
                        let text = format!(
                            "Variable breakpoint on '{place}${name}' ({} access)",
                            enum_name(&mode)
                        );
                        let own = [("AccessMode", mode.clone()), ("Variable", Value::from(name))];
                        made.push(points.add(
                            "Variable",
                            own.into_iter().chain(common.clone()),
                            text,
                        ));
                    }
                }
                _ => {
                    let column = self.column.unwrap_or(0);
                    for line in &self.line {
                        let text = if column > 0 {
                            format!("Statement breakpoint on '{script}:{line}, {column}'")
                        } else {
                            format!("Line breakpoint on '{script}:{line}'")
                        };
                        let own = [("Column", Value::I32(column)), ("Line", Value::I32(*line))];
                        made.push(points.add("Line", own.into_iter().chain(common.clone()), text));
                    }
                }
            }
            for breakpoint in made {
                runtime.write_object(Value::live_arc(breakpoint))?;
            }
        }
        Ok(())
    }
}
