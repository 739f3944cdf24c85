//! `Set-Variable`

use crate::scope::{NameFilter, options, pattern, scope_id, selector};
use crate::variable::{not_writable, record_of};
use remora_engine::prelude::*;
use remora_engine::session::{ItemOptions, ScopeSelector, Variable};

/// # Synopsis
/// Sets the value and the options of variables.
///
/// # Description
/// The variables are made where there are none.
///
/// # Links
/// - https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/set-variable
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Variable",
    class = "Microsoft.PowerShell.Commands.SetVariableCommand",
    module = "Microsoft.PowerShell.Utility",
    should_process,
    remoting = "PowerShell",
    aliases("set", "sv"),
    output("System.Management.Automation.PSVariable")
)]
pub(crate) struct SetVariable {
    /// Names; wildcards are allowed where things are looked for.
    #[parameter(position = 0, mandatory, by_name)]
    name: Vec<PsString>,
    /// The value.
    #[parameter(position = 1, pipeline, by_name)]
    value: Value,
    /// What is taken; wildcards are allowed.
    #[parameter]
    include: Vec<PsString>,
    /// What is left out; wildcards are allowed.
    #[parameter]
    exclude: Vec<PsString>,
    /// What it is for.
    #[parameter]
    description: Option<PsString>,
    /// What may be done with it.
    #[parameter(type = "System.Management.Automation.ScopedItemOptions")]
    option: Value,
    /// Goes on where it would stop.
    #[parameter]
    force: Switch,
    /// Whether it is seen outside.
    #[parameter(type = "System.Management.Automation.SessionStateEntryVisibility")]
    visibility: Value,
    /// Gives what was worked on.
    #[parameter]
    pass_thru: Switch,
    /// Adds to what is there.
    #[parameter]
    append: Switch,
    /// Scope that is meant: a name, or how many levels up.
    #[parameter(
        validate_not_null_or_empty,
        completer = "System.Management.Automation.ScopeArgumentCompleter"
    )]
    scope: Option<PsString>,
    collected: Vec<Value>,
    names: Vec<PsString>,
}

impl SetVariable {
    /// Examples that `Get-Help` shows.
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Sets two variables",
        script: "Set-Variable a, b 5; \"$a $b\"",
        output: "5 5",
    }];
}

impl Cmdlet for SetVariable {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        self.names = self.name.clone();
        if *self.append
            && let Some(name) = self.names.first()
            && let Some(known) = runtime.variable(name)
            && !known.is_null()
        {
            self.collected = runtime.enumerate(&known).unwrap_or_else(|| vec![known]);
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let by_pipeline = runtime.expecting_input();
        if by_pipeline || *self.append {
            if runtime.is_bound("Value") {
                let value = std::mem::take(&mut self.value);
                match runtime.enumerate(&value).filter(|_| *self.append && !by_pipeline) {
                    Some(items) => self.collected.extend(items),
                    None => self.collected.push(value),
                }
            } else if by_pipeline {
                self.names = self.name.clone();
            }
            return Ok(());
        }
        let value = self.value.clone();
        self.set_all(runtime, &value)
    }

    fn end(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if !runtime.expecting_input() && !*self.append {
            return Ok(());
        }
        let mut collected = std::mem::take(&mut self.collected);
        let value = match collected.len() {
            0 => Value::Null,
            1 => collected.pop().unwrap_or_default(),
            _ => Value::array(collected),
        };
        self.set_all(runtime, &value)
    }
}

impl SetVariable {
    fn set_all(&self, runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult {
        let scope = selector(runtime, self.scope.as_ref())?;
        let filter = NameFilter::new(&self.include, &self.exclude)?;
        for name in &self.names {
            match pattern(name)? {
                Some(pattern) => {
                    let known = runtime.session().variables(scope);
                    for variable in known {
                        if pattern.is_match(&variable.name) && filter.takes(&variable.name) {
                            self.set_one(runtime, &variable.name, scope, value)?;
                        }
                    }
                }
                None if filter.takes(name) => self.set_one(runtime, name, scope, value)?,
                None => {}
            }
        }
        Ok(())
    }

    fn set_one(
        &self,
        runtime: &mut CommandRuntime<'_>,
        name: &PsString,
        scope: ScopeSelector,
        value: &Value,
    ) -> CommandResult {
        let (scope, name) = match scope {
            ScopeSelector::Nearest => {
                let (scope, bare) = ScopeSelector::of_name(name);
                (scope, PsString::from(bare))
            }
            other => (other, name.clone()),
        };
        let shown = runtime.text(value);
        if !runtime.should_process(format!("Name: {name} Value: {shown}"), "Set variable")? {
            return Ok(());
        }
        if crate::scope::is_constant_name(&name) {
            return runtime.write_error(not_writable(&name));
        }
        let target = if scope == ScopeSelector::Nearest { ScopeSelector::Local } else { scope };
        let known = runtime.session().variable_object(&name, target);
        if let Some(variable) = &known {
            if let Err(record) = self.check(variable, &name) {
                return runtime.write_error(record);
            }
            if *self.force && variable.options().contains(ItemOptions::READ_ONLY) {
                variable.set_options(ItemOptions(variable.options().0 & !ItemOptions::READ_ONLY.0));
            }
        }
        let special = runtime.is_bound("Option")
            || runtime.is_bound("Description")
            || runtime.is_bound("Visibility");
        match known {
            None if special => {
                let id = scope_id(runtime, target);
                let variable = Variable::new(name.clone(), value.clone(), options(&self.option))
                    .with_description(self.description.clone().unwrap_or_default());
                variable.set_public(self.visibility.as_i64().unwrap_or(0) == 0);
                runtime.session().put_variable(id, variable);
            }
            Some(variable) => {
                if let Err(flow) = self.store(runtime, &name, scope, value) {
                    let record = record_of(flow)?;
                    return runtime.write_error(record);
                }
                if runtime.is_bound("Option") {
                    variable.set_options(options(&self.option));
                }
                if let Some(description) = &self.description {
                    variable.set_description(description.clone());
                }
            }
            None => {
                if let Err(flow) = self.store(runtime, &name, scope, value) {
                    let record = record_of(flow)?;
                    return runtime.write_error(record);
                }
            }
        }
        if *self.pass_thru
            && let Some(variable) = crate::variable::one(runtime, &name, scope)
        {
            runtime.write_object(Value::live_arc(variable))?;
        }
        Ok(())
    }

    fn check(&self, variable: &Variable, name: &PsString) -> Result<(), ErrorRecord> {
        let known = variable.options();
        if known.contains(ItemOptions::CONSTANT)
            || (known.contains(ItemOptions::READ_ONLY) && !*self.force)
        {
            return Err(not_writable(name));
        }
        let refused = |id: &str, message: String| {
            Err(error(
                TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                message,
                id,
                ErrorCategory::WriteError,
                name.clone(),
            ))
        };
        if self.option.is_null() {
            return Ok(());
        }
        let wanted = options(&self.option);
        if known.contains(ItemOptions::ALL_SCOPE) && !wanted.contains(ItemOptions::ALL_SCOPE) {
            let message =
                format!("The AllScope option cannot be removed from the variable '{name}'.");
            return refused("VariableAllScopeOptionCannotBeRemoved", message);
        }
        if wanted.contains(ItemOptions::CONSTANT) {
            let message = format!(
                "Existing variable {name} cannot be made constant. Variables can be made constant only at creation time."
            );
            return refused("VariableCannotBeMadeConstant", message);
        }
        Ok(())
    }

    fn store(
        &self,
        runtime: &mut CommandRuntime<'_>,
        name: &PsString,
        scope: ScopeSelector,
        value: &Value,
    ) -> CommandResult {
        let qualified = match scope {
            ScopeSelector::Nearest | ScopeSelector::Local => name.to_string(),
            ScopeSelector::Private => format!("private:{name}"),
            ScopeSelector::Script => format!("script:{name}"),
            ScopeSelector::Global => format!("global:{name}"),
            ScopeSelector::Level(_) => {
                match runtime.session().variable_object(name, scope) {
                    Some(variable) => variable.store(value.clone()),
                    None => {
                        let id = scope_id(runtime, scope);
                        let variable =
                            Variable::new(name.clone(), value.clone(), ItemOptions::NONE);
                        runtime.session().put_variable(id, variable);
                    }
                }
                return Ok(());
            }
        };
        runtime.set_variable(&qualified, value.clone())
    }
}
