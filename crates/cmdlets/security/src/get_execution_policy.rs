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
        if !*self.list {
            let scoped = self.scope.is_some_and(|scope| scope.0 != LOCAL_MACHINE);
            return runtime.write_object(crate::policy::value(if scoped {
                UNDEFINED
            } else {
                UNRESTRICTED
            }));
        }
        for (name, policy) in [
            ("MachinePolicy", UNDEFINED),
            ("UserPolicy", UNDEFINED),
            ("Process", UNDEFINED),
            ("CurrentUser", UNDEFINED),
            ("LocalMachine", UNRESTRICTED),
        ] {
            runtime.write_object(Value::custom_object([
                ("Scope", crate::policy::scope(name)),
                ("ExecutionPolicy", crate::policy::value(policy)),
            ]))?;
        }
        Ok(())
    }
}

const UNRESTRICTED: i64 = 0;
const UNDEFINED: i64 = 5;
const LOCAL_MACHINE: i64 = 2;
