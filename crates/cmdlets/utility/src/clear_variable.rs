//! `Clear-Variable`

use crate::scope::{NameFilter, selector};
use crate::variable::{find, not_writable};
use remora_engine::prelude::*;
use remora_engine::session::ItemOptions;

/// # Synopsis
/// Sets variables to null.
///
/// # Description
/// The variables stay, with their options and constraints. Wildcards are allowed.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/clear-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.ClearVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("clv"),
    output("System.Management.Automation.PSVariable")
)]
pub(crate) struct ClearVariable {
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
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(
        validate_not_null_or_empty,
        completer = "System.Management.Automation.ScopeArgumentCompleter"
    )]
    scope: Option<PsString>,
}

impl ClearVariable {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Clears a variable",
        script: "$x = 5; Clear-Variable x; $null -eq $x",
        output: "True",
    }];
}

impl Cmdlet for ClearVariable {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let filter = NameFilter::new(&self.include, &self.exclude)?;
        for variable in find(runtime, &self.name, scope, &filter)? {
            if !runtime.should_process(format!("Name: {}", variable.name), "Clear variable")? {
                continue;
            }
            let options = variable.options();
            if options.contains(ItemOptions::CONSTANT)
                || (options.contains(ItemOptions::READ_ONLY) && !*self.force)
                || crate::scope::is_constant_name(&variable.name)
            {
                runtime.write_error(not_writable(&variable.name))?;
                continue;
            }
            variable.store(Value::Null);
            if *self.pass_thru {
                runtime.write_object(Value::live_arc(variable))?;
            }
        }
        Ok(())
    }
}
