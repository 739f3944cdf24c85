//! `Set-ExecutionPolicy`

use remora_engine::prelude::*;

/// # Synopsis
/// Sets the execution policy.
///
/// # Description
/// Outside of Windows the policy cannot be changed.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ExecutionPolicy",
    class = "Microsoft.PowerShell.Commands.SetExecutionPolicyCommand",
    module = "Microsoft.PowerShell.Security",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct SetExecutionPolicy {
    /// The policy.
    #[parameter(position = 0, mandatory, pipeline, type = "Microsoft.PowerShell.ExecutionPolicy")]
    execution_policy: Value,
    /// Which scope is meant.
    #[parameter(position = 1, by_name, type = "Microsoft.PowerShell.ExecutionPolicyScope")]
    scope: Value,
    /// Does not ask.
    #[parameter]
    force: Switch,
}

impl SetExecutionPolicy {
    pub(crate) const EXAMPLES: &[Example] = &[];
}

impl Cmdlet for SetExecutionPolicy {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        Err(runtime.throw(error(
            TypeId::find("System.PlatformNotSupportedException")
                .unwrap_or(TypeId::NOT_SUPPORTED_EXCEPTION),
            "Operation is not supported on this platform.",
            "System.PlatformNotSupportedException",
            ErrorCategory::NotSpecified,
            Value::Null,
        )))
    }
}
