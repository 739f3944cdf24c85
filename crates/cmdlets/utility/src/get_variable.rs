//! `Get-Variable`

use crate::scope::{NameFilter, selector};
use crate::variable::find;
use remora_engine::prelude::*;

/// # Synopsis
/// Gets variables.
///
/// # Description
/// By name; wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.GetVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    remoting = "PowerShell",
    aliases("gv"),
    output("System.Management.Automation.PSVariable")
)]
pub(crate) struct GetVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, pipeline, by_name, validate_not_null_or_empty)]
    name: Vec<PsString>,
    /// The values, not the variables.
    #[parameter]
    value_only: Switch,
    /// What is taken; wildcards are allowed.
    #[parameter]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(
        validate_not_null_or_empty,
        completer = "System.Management.Automation.ScopeArgumentCompleter"
    )]
    scope: Option<PsString>,
}

impl GetVariable {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Gets a value",
        script: "$x = 5; Get-Variable x -ValueOnly",
        output: "5",
    }];
}

impl Cmdlet for GetVariable {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let filter = NameFilter::new(&self.include, &self.exclude)?;
        for variable in find(runtime, &self.name, scope, &filter)? {
            if *self.value_only {
                runtime.write_enumerated(variable.value())?;
            } else {
                runtime.write_object(Value::live_arc(variable))?;
            }
        }
        Ok(())
    }
}
