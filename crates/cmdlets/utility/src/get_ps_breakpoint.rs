//! `Get-PSBreakpoint`

use crate::breakpoints::{Breakpoints, id_of};
use crate::record_object::{RecordObject, enum_name};
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

impl GetPSBreakpoint {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Lists the breakpoints",
        script: "$null = Set-PSBreakpoint -Command Get-Date; (Get-PSBreakpoint).Command",
        output: "Get-Date",
    }];

    fn takes(
        &self,
        set: &str,
        scripts: &[PsString],
        breakpoint: &RecordObject,
    ) -> CommandResult<bool> {
        let text = |name: &str| breakpoint.get(name).as_string().cloned().unwrap_or_default();
        let named = |wanted: &[PsString], name: &str| {
            wanted.iter().any(|wanted| wanted.eq_ignore_case(&text(name)))
        };
        let kind = breakpoint_kind(breakpoint);
        let fits = match set {
            "Id" => self.id.contains(&id_of(breakpoint)),
            "Variable" => named(&self.variable, "Variable"),
            "Command" => named(&self.command, "Command"),
            "Type" => self.kind.iter().any(|wanted| enum_name(wanted).eq_ignore_ascii_case(kind)),
            _ => true,
        };
        Ok(fits && (scripts.is_empty() || named(scripts, "Script")))
    }
}

fn breakpoint_kind(breakpoint: &RecordObject) -> &'static str {
    ["Command", "Variable"]
        .into_iter()
        .find(|name| !breakpoint.get(name).is_null())
        .unwrap_or("Line")
}

impl Cmdlet for GetPSBreakpoint {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let set = runtime.parameter_set().to_owned();
        let mut scripts = Vec::new();
        for given in self.script.clone() {
            scripts.push(runtime.resolve_path_unchecked(&given)?.provider_path);
        }
        for breakpoint in runtime.context().extension::<Breakpoints>().all() {
            if self.takes(&set, &scripts, &breakpoint)? {
                runtime.write_object(Value::live_arc(breakpoint))?;
            }
        }
        Ok(())
    }
}
