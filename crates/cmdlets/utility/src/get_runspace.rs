//! `Get-Runspace`

use crate::runspaces::Wanted;
use remora_engine::prelude::*;
use remora_psobject::Guid;

/// # Synopsis
/// Gets the runspaces of this process.
///
/// # Description
/// By name, number or identifier.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-runspace
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Runspace",
    class = "Microsoft.PowerShell.Commands.GetRunspaceCommand",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NameParameterSet",
    remoting = "PowerShell",
    output("System.Management.Automation.Runspaces.Runspace")
)]
pub(crate) struct GetRunspace {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(set = "NameParameterSet", position = 0, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// Numbers.
    #[parameter(set = "IdParameterSet", position = 0, mandatory)]
    id: Vec<i32>,
    /// Identifiers that are unique everywhere.
    #[parameter(set = "InstanceIdParameterSet", position = 0, mandatory)]
    instance_id: Vec<Guid>,
}

impl GetRunspace {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Names the runspace of the session",
        script: "(Get-Runspace).Name",
        output: "Runspace1",
    }];
}

impl Cmdlet for GetRunspace {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let wanted = Wanted { names: &self.name, ids: &self.id, instance_ids: &self.instance_id };
        match wanted.find(runtime)? {
            Some(found) => runtime.write_object(Value::live_arc(found)),
            None => Ok(()),
        }
    }
}
