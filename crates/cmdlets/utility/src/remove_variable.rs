//! `Remove-Variable`

use crate::scope::{NameFilter, selector};
use crate::variable::{find, record_of};
use remora_engine::prelude::*;

/// # Synopsis
/// Removes variables.
///
/// # Description
/// Read-only ones only with -Force. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/remove-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.RemoveVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("rv")
)]
pub(crate) struct RemoveVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Vec<PsString>,
    /// What is taken; wildcards are allowed.
    #[parameter]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(
        validate_not_null_or_empty,
        completer = "System.Management.Automation.ScopeArgumentCompleter"
    )]
    scope: Option<PsString>,
}

impl RemoveVariable {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Removes a variable",
        script: "$x = 5; Remove-Variable x; Test-Path variable:x",
        output: "False",
    }];
}

impl Cmdlet for RemoveVariable {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let filter = NameFilter::new(&self.include, &self.exclude)?;
        for variable in find(runtime, &self.name, scope, &filter)? {
            if !runtime.should_process(format!("Name: {}", variable.name), "Remove variable")? {
                continue;
            }
            let removed = runtime.session().remove_variable(&variable.name, scope, *self.force);
            if let Err(flow) = removed {
                let record = record_of(flow)?;
                runtime.write_error(record)?;
            }
        }
        Ok(())
    }
}
