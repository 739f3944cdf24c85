//! `Enable-RunspaceDebug`

use crate::runspaces::{Wanted, debug_options};
use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Puts runspaces into debugging.
///
/// # Description
/// Breakpoints in them stop.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/enable-runspacedebug
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enable",
    noun = "RunspaceDebug",
    class = "Microsoft.PowerShell.Commands.EnableRunspaceDebugCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RunspaceNameParameterSet",
    remoting = "PowerShell"
)]
pub(crate) struct EnableRunspaceDebug {
    /// Stops at the first statement.
    #[parameter(
        sets("RunspaceIdParameterSet", "RunspaceNameParameterSet", "RunspaceParameterSet"),
        position = 1
    )]
    break_all: Switch,
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

impl EnableRunspaceDebug {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Lets the runspace be debugged",
        script: "Enable-RunspaceDebug Runspace1; (Get-RunspaceDebug).Enabled",
        output: "True",
    }];
}

impl Cmdlet for EnableRunspaceDebug {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let wanted = Wanted {
            names: &self.runspace_name,
            ids: &self.runspace_id,
            instance_ids: &self.runspace_instance_id,
        };
        if wanted.find(runtime)?.is_some() {
            let options = debug_options(runtime);
            options.set("Enabled", Value::Bool(true));
            options.set("BreakAll", Value::Bool(*self.break_all));
        }
        Ok(())
    }
}
