//! What the language itself makes: errors, stack frames, breakpoints, switches, type names.

use remora_psobject::Value;

use super::{follow, hidden_code, own_or, script, with_depth, with_members, with_serialized};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::types::TypeData;

/// Types of which only the depth of serialization is known.
const DEPTHS: [(&str, i32); 8] = [
    ("System.Exception", 1),
    ("System.Management.Automation.Breakpoint", 1),
    ("System.Management.Automation.BreakpointUpdatedEventArgs", 2),
    ("System.Management.Automation.DebuggerCommand", 1),
    ("System.Management.Automation.DebuggerCommandResults", 1),
    ("System.Management.Automation.PSListModifier", 2),
    ("System.Management.Automation.PSPrimitiveDictionary", 1),
    ("System.Management.Automation.SwitchParameter", 1),
];

pub(super) fn types() -> Vec<TypeData> {
    let mut all: Vec<TypeData> =
        DEPTHS.iter().map(|(name, depth)| with_depth(name, *depth)).collect();
    all.extend([error_record(), call_stack_frame(), debugger_stop(), type_name()]);
    all
}

fn error_record() -> TypeData {
    with_members(
        "System.Management.Automation.ErrorRecord",
        vec![script(
            "PSMessageDetails",
            "System.Object PSMessageDetails {get=& { Set-StrictMode -Version 1; $this.Exception.InnerException.PSMessageDetails };}",
            |context, value| {
                // Whatever is missing on the way is no error, also under strict mode.
                let mut place = value.clone();
                for name in ["Exception", "InnerException", "PSMessageDetails"] {
                    place = context.get_property(&place, name)?.unwrap_or_default();
                }
                Ok(place)
            },
        )],
    )
}

fn call_stack_frame() -> TypeData {
    with_members(
        "System.Management.Automation.CallStackFrame",
        vec![
            script(
                "Command",
                "System.Object Command {get=if ($this.InvocationInfo.MyCommand.Name) { $this.InvocationInfo.MyCommand.Name } else { $this.FunctionName };}",
                frame_command,
            ),
            script(
                "Location",
                "System.Object Location {get=$this.GetScriptLocation();}",
                |context, value| match context.own_property(value, "Location")? {
                    Some(location) => Ok(location),
                    None => context.invoke_method(value, "GetScriptLocation", &[]),
                },
            ),
            script(
                "Arguments",
                "System.Object Arguments {get=\"{$($this.InvocationInfo.BoundParameters), $($this.InvocationInfo.UnboundArguments)}\";}",
                frame_arguments,
            ),
        ],
    )
}

/// The command that a frame belongs to, as it was called.
fn frame_command(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    if let Some(known) = context.own_property(value, "Command")? {
        return Ok(known);
    }
    let function = context.get_member(value, "FunctionName")?;
    let invocation = context.get_member(value, "InvocationInfo")?;
    if invocation.is_null() {
        return Ok(function);
    }
    let command = context.get_member(&invocation, "MyCommand")?;
    if command.is_null() {
        return context.get_member(&invocation, "InvocationName");
    }
    let name = context.get_member(&command, "Name")?;
    Ok(if context.is_true(&name) { name } else { function })
}

/// `{name=value, name=value, value}`
fn frame_arguments(context: &mut ExecutionContext, value: &Value) -> Result<Value, Flow> {
    if let Some(known) = context.own_property(value, "Arguments")? {
        return Ok(known);
    }
    let mut parts: Vec<String> = Vec::new();
    let bound = follow(context, value, &["InvocationInfo", "BoundParameters"])?;
    if let Value::Dictionary(bound) = bound.base() {
        for (name, argument) in bound.entries() {
            let name = context.text(&name);
            parts.push(if context.is_true(&argument) {
                format!("{name}={}", context.text(&argument))
            } else {
                format!("{name}=")
            });
        }
    }
    let unbound = follow(context, value, &["InvocationInfo", "UnboundArguments"])?;
    for argument in crate::types::enumerate(&unbound).into_iter().flatten() {
        parts.push(if context.is_true(&argument) {
            context.text(&argument).to_string()
        } else {
            "$null".to_owned()
        });
    }
    Ok(format!("{{{}}}", parts.join(", ")).into())
}

fn debugger_stop() -> TypeData {
    let mut data = with_serialized(
        "System.Management.Automation.DebuggerStopEventArgs",
        "Breakpoints ResumeAction SerializedInvocationInfo",
    );
    data.serialization_depth = Some(2);
    data.members = vec![hidden_code(
        "SerializedInvocationInfo",
        "System.Management.Automation.PSObject SerializedInvocationInfo{get=GetInvocationInfo;}",
        |context, value| own_or(context, value, "SerializedInvocationInfo", &["InvocationInfo"]),
    )];
    data
}

fn type_name() -> TypeData {
    TypeData {
        serialization_method: Some("String".into()),
        serialization_text: Some("Name".into()),
        ..TypeData::new("System.Management.Automation.PSTypeName")
    }
}
