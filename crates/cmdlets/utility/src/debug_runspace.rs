//! `Debug-Runspace`

use crate::runspaces::Wanted;
use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Debugs code in a runspace.
///
/// # Description
/// Needs a runspace of this process other than the current one.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/debug-runspace
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Debug",
    noun = "Runspace",
    class = "Microsoft.PowerShell.Commands.DebugRunspaceCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RunspaceParameterSet",
    should_process,
    remoting = "PowerShell"
)]
pub(crate) struct DebugRunspace {
    /// The runspaces.
    #[parameter(
        set = "RunspaceParameterSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "runspace"
    )]
    runspace: Value,
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "NameParameterSet", position = 0, mandatory)]
    name: Option<PsString>,
    /// Numbers.
    #[parameter(set = "IdParameterSet", position = 0, mandatory)]
    id: Option<i32>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceIdParameterSet", position = 0, mandatory)]
    instance_id: Option<Guid>,
    /// Stops at the first statement.
    #[parameter]
    break_all: Switch,
}

impl DebugRunspace {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Debugs another runspace",
        script: "Debug-Runspace -Id 2",
        output: "*",
    }];
}

impl Cmdlet for DebugRunspace {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let names: Vec<PsString> = self.name.clone().into_iter().collect();
        let ids: Vec<i32> = self.id.into_iter().collect();
        let instance_ids: Vec<Guid> = self.instance_id.into_iter().collect();
        let wanted = Wanted { names: &names, ids: &ids, instance_ids: &instance_ids };
        if wanted.find(runtime)?.is_none() {
            let null = crate::record_object::type_named("System.ArgumentNullException");
            let message = "Value cannot be null. (Parameter 'No Runspace was found.')";
            return Err(error(
                null,
                message,
                "DebugRunspaceNoRunspaceFound",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        // The only runspace there is, is the one that the command runs in.
        Err(invalid_operation(
            "Cannot debug the default host runspace.",
            "DebugRunspaceCannotDebugHostRunspace",
            Value::Null,
        )
        .into())
    }
}
