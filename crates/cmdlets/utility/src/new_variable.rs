//! `New-Variable`

use crate::scope::{options, scope_id, selector};
use crate::variable::not_writable;
use remora_engine::prelude::*;
use remora_engine::session::{ItemOptions, ScopeSelector, Variable};

/// # Synopsis
/// Makes a variable.
///
/// # Description
/// A variable of that name must not exist in the scope, unless -Force is given.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/new-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.NewVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    confirm_impact = "Low",
    remoting = "PowerShell",
    aliases("nv"),
    output("System.Management.Automation.PSVariable")
)]
pub(crate) struct NewVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Option<PsString>,
    /// The value.
    #[parameter(position = 1, pipeline, by_name)]
    value: Value,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Whether it is seen outside.
    #[parameter(type = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
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

impl NewVariable {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Makes a constant",
        script: "New-Variable Limit 5 -Option Constant; (Get-Variable Limit).Options",
        output: "Constant",
    }];
}

impl Cmdlet for NewVariable {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name = self.name.clone().unwrap_or_default();
        let scope = match selector(runtime, self.scope.as_ref())? {
            ScopeSelector::Nearest => ScopeSelector::Local,
            other => other,
        };
        let shown = runtime.text(&self.value);
        if !runtime.should_process(format!("Name: {name} Value: {shown}"), "New variable")? {
            return Ok(());
        }
        let known = runtime.session().variable_object(&name, scope);
        if crate::scope::is_constant_name(&name) {
            return runtime.write_error(not_writable(&name));
        }
        if let Some(known) = known {
            if !*self.force {
                return runtime.write_error(error(
                    TypeId::SESSION_STATE_EXCEPTION,
                    format!("A variable with name '{name}' already exists."),
                    "VariableAlreadyExists",
                    ErrorCategory::ResourceExists,
                    name,
                ));
            }
            if known.options().contains(ItemOptions::CONSTANT) {
                return runtime.write_error(not_writable(&name));
            }
        }
        let variable = Variable::new(name.clone(), self.value.clone(), options(&self.option))
            .with_description(self.description.clone().unwrap_or_default());
        variable.set_public(self.visibility.as_i64().unwrap_or(0) == 0);
        let id = scope_id(runtime, scope);
        runtime.session().put_variable(id, variable);
        if *self.pass_thru
            && let Some(made) = runtime.session().variable_object(&name, scope)
        {
            runtime.write_object(Value::live_arc(made))?;
        }
        Ok(())
    }
}
