//! `Get-PSCallStack`

use crate::record_object::RecordObject;
use remora_engine::prelude::*;

/// # Synopsis
/// Gets the calls that are under way.
///
/// # Description
/// The innermost first.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-pscallstack
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSCallStack",
    class = "Microsoft.PowerShell.Commands.GetPSCallStackCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("gcs"),
    output("System.Management.Automation.CallStackFrame")
)]
pub(crate) struct GetPSCallStack {}

impl GetPSCallStack {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Tells which function runs",
        script: "function f { (Get-PSCallStack)[0].FunctionName }; f",
        output: "f",
    }];
}

impl Cmdlet for GetPSCallStack {
    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for frame in runtime.context().call_stack() {
            let has_file = !frame.file.is_empty();
            let script = if has_file { Value::Str(frame.file.clone()) } else { Value::Null };
            let place = match frame.file.rsplit('/').next() {
                Some(name) if has_file => format!("{name}: line {}", frame.line),
                _ => "<No file>".to_owned(),
            };
            let text = format!("at {}, {place}", frame.function);
            let arguments = arguments(runtime, &frame.invocation);
            let object = RecordObject::new(
                "System.Management.Automation.CallStackFrame",
                [
                    ("ScriptName", script),
                    ("ScriptLineNumber", Value::I32(frame.line)),
                    ("InvocationInfo", Value::live_arc(frame.invocation)),
                    ("Position", frame.position),
                    ("FunctionName", Value::Str(frame.function)),
                    ("Command", Value::Str(frame.command)),
                    ("Location", Value::from(place)),
                    ("Arguments", Value::from(arguments)),
                ],
            );
            runtime.write_object(Value::live(object.with_text(text)))?;
        }
        Ok(())
    }
}

/// Arguments as the debugger shows them: `{name=value, value}`.
fn arguments(
    runtime: &mut CommandRuntime<'_>,
    invocation: &remora_psobject::InvocationInfo,
) -> String {
    let mut parts = Vec::new();
    if let Value::Dictionary(bound) = invocation.bound_parameters.base() {
        for (name, value) in bound.entries() {
            parts.push(format!("{}={}", runtime.text(&name), runtime.text(&value)));
        }
    }
    for value in runtime.enumerate(&invocation.unbound_arguments).unwrap_or_default() {
        parts.push(runtime.text(&value).to_string());
    }
    format!("{{{}}}", parts.join(", "))
}
