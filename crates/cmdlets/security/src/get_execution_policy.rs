//! `Get-ExecutionPolicy`

use remora_engine::prelude::*;

/// # Synopsis
/// Gives the execution policy.
///
/// # Description
/// Outside of Windows it is always Unrestricted.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ExecutionPolicy",
    class = "Microsoft.PowerShell.Commands.GetExecutionPolicyCommand",
    module = "Microsoft.PowerShell.Security",
    remoting = "PowerShell",
    output("Microsoft.PowerShell.ExecutionPolicy")
)]
pub(crate) struct GetExecutionPolicy {
    /// Which scope is meant.
    #[parameter(position = 0, by_name, type = "Microsoft.PowerShell.ExecutionPolicyScope")]
    scope: Option<EnumValue>,
    /// Gives the policies of all scopes.
    #[parameter]
    list: Switch,
}

impl GetExecutionPolicy {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Outside of Windows",
        script: "\"$(Get-ExecutionPolicy)\"",
        output: "Unrestricted",
    }];
}

impl Cmdlet for GetExecutionPolicy {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        // Where no policy can be set, all scopes have the one.
        let policy = crate::policy::value(UNRESTRICTED);
        if !*self.list {
            return runtime.write_object(policy);
        }
        if self.scope.is_some() {
            return Err(error(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "The List and Scope parameters cannot be specified at the same time. Specify only one parameter.",
                "ListAndScopeSpecified",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        for name in ["MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine"] {
            runtime.write_object(Value::custom_object([
                ("Scope", crate::policy::scope(name)),
                ("ExecutionPolicy", policy.clone()),
            ]))?;
        }
        Ok(())
    }
}

const UNRESTRICTED: i64 = 0;
