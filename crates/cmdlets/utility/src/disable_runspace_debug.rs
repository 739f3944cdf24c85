//! `Disable-RunspaceDebug`

use crate::runspaces::{Wanted, debug_options};
use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Takes runspaces out of debugging.
///
/// # Description
/// Breakpoints in them no longer stop.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/disable-runspacedebug
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disable",
    noun = "RunspaceDebug",
    class = "Microsoft.PowerShell.Commands.DisableRunspaceDebugCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RunspaceNameParameterSet",
    remoting = "PowerShell"
)]
pub(crate) struct DisableRunspaceDebug {
    /// Names of runspaces.
    #[parameter(set = "RunspaceNameParameterSet", position = 0, validate_not_null_or_empty)]
    runspace_name: Vec<PsString>,
    /// The runspaces.
    #[parameter(
        set = "RunspaceParameterSet",
        position = 0,
        mandatory,
        pipeline,
        by_name,
        type = "runspace[]",
        validate_not_null_or_empty
    )]
    runspace: Vec<Value>,
    /// Numbers of runspaces.
    #[parameter(
        set = "RunspaceIdParameterSet",
        position = 0,
        mandatory,
        validate_not_null_or_empty
    )]
    runspace_id: Vec<i32>,
    /// Identifiers of runspaces.
    #[parameter(
        set = "RunspaceInstanceIdParameterSet",
        position = 0,
        mandatory,
        validate_not_null_or_empty
    )]
    runspace_instance_id: Vec<Guid>,
    /// Names of processes.
    #[parameter(set = "ProcessNameParameterSet", position = 0, validate_not_null_or_empty)]
    process_name: Option<PsString>,
    /// Names of application domains.
    #[parameter(set = "ProcessNameParameterSet", position = 1, validate_not_null_or_empty)]
    app_domain_name: Vec<PsString>,
}

impl DisableRunspaceDebug {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Ends it",
        script: "Disable-RunspaceDebug Runspace1; (Get-RunspaceDebug).Enabled",
        output: "False",
    }];
}

impl Cmdlet for DisableRunspaceDebug {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let wanted = Wanted {
            names: &self.runspace_name,
            ids: &self.runspace_id,
            instance_ids: &self.runspace_instance_id,
        };
        if wanted.find(runtime)?.is_some() {
            let options = debug_options(runtime);
            options.set("Enabled", Value::Bool(false));
            options.set("BreakAll", Value::Bool(false));
        }
        Ok(())
    }
}
