//! `Get-Help`

use std::sync::Arc;

use remora_engine::command::{CommandInfo, CommandKind};
use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

use crate::help::{self, Depth};

/// # Synopsis
/// Shows how commands are used.
///
/// # Description
/// What the shell knows of a command is shown: what it is for, its syntax, its parameters and examples.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Help",
    class = "Microsoft.PowerShell.Commands.GetHelpCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "AllUsersView",
    remoting = "PowerShell"
)]
pub(crate) struct GetHelp {
    /// Friendly names.
    #[parameter(position = 0, by_name, validate_not_null_or_empty)]
    name: Option<PsString>,
    /// Path of a file.
    #[parameter]
    path: Option<PsString>,
    /// Kinds of help.
    #[parameter(validate_set(
        "Alias",
        "Cmdlet",
        "Provider",
        "General",
        "FAQ",
        "Glossary",
        "HelpFile",
        "ScriptCommand",
        "Function",
        "Filter",
        "ExternalScript",
        "All",
        "DefaultHelp",
        "DscResource",
        "Class",
        "Configuration"
    ))]
    category: Vec<PsString>,
    /// Shows parameters and examples too.
    #[parameter(set = "DetailedView", mandatory)]
    detailed: Switch,
    /// Shows everything.
    #[parameter(set = "AllUsersView")]
    full: Switch,
    /// Shows the examples.
    #[parameter(set = "Examples", mandatory)]
    examples: Switch,
    /// Shows these parameters.
    #[parameter(set = "Parameters", mandatory)]
    parameter: Vec<PsString>,
    /// Help for these components.
    #[parameter]
    component: Vec<PsString>,
    /// Help for these functionalities.
    #[parameter]
    functionality: Vec<PsString>,
    /// Help for these roles.
    #[parameter]
    role: Vec<PsString>,
    /// Opens the page of the help.
    #[parameter(set = "Online", mandatory)]
    online: Switch,
}

impl GetHelp {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "What a command is for",
        script: "(Get-Help Get-Date).Name",
        output: "Get-Date",
    }];

    fn depth(&self) -> Depth {
        match (*self.detailed, *self.full, *self.examples) {
            (true, ..) => Depth::Detailed,
            (_, true, _) => Depth::Full,
            (.., true) => Depth::Examples,
            _ => Depth::Brief,
        }
    }

    /// Whether help of this kind is wanted.
    fn is_wanted(&self, command: &CommandInfo) -> bool {
        let kind = command.command_type();
        self.category.is_empty()
            || self
                .category
                .iter()
                .any(|category| category.eq_ignore_case(kind) || category.eq_ignore_case("All"))
    }

    /// The commands whose names match a pattern, by name.
    fn matching(&self, runtime: &mut CommandRuntime<'_>, pattern: &str) -> Vec<Arc<CommandInfo>> {
        let Ok(pattern) = WildcardPattern::new(pattern, true) else { return Vec::new() };
        let session = runtime.session();
        let mut found: Vec<Arc<CommandInfo>> = session.cmdlets().cloned().collect();
        found.extend(session.functions().into_iter().map(|entry| Arc::clone(entry.info())));
        found.retain(|command| pattern.is_match(&command.name) && self.is_wanted(command));
        found.sort_by_key(|command| command.name.to_lowercase());
        found
    }

    /// Shows a topic, or some parameters of it.
    fn show(&self, runtime: &mut CommandRuntime<'_>, command: &Arc<CommandInfo>) -> CommandResult {
        let topic = help::of_command(runtime.context(), command);
        if *self.online {
            return Err(error(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "The online version of this Help topic cannot be displayed because the Internet address (URI) of the Help topic is not specified in the command code or in the help topic for the command.",
                "InvalidOperation",
                ErrorCategory::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        if self.parameter.is_empty() {
            return runtime.write_object(help::whole(&topic, self.depth()));
        }
        let parameters = help::parameter_objects(&topic);
        for wanted in &self.parameter {
            let Ok(pattern) = WildcardPattern::new(wanted, true) else { continue };
            let named: Vec<&Value> = parameters
                .iter()
                .filter(|(name, _)| pattern.is_match(name))
                .map(|(_, value)| value)
                .collect();
            if named.is_empty() {
                runtime.write_error(invalid_argument(
                    format!("No parameter matches criteria {wanted}."),
                    "NoParmsFound",
                    wanted.clone(),
                ))?;
            }
            for value in named {
                runtime.write_object(value.clone())?;
            }
        }
        Ok(())
    }

    fn missing(&self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult {
        let message = format!(
            "Get-Help could not find {name} in a help file in this session. To download updated help topics type: \
             \"Update-Help\". To get help online, search for the help topic in the TechNet library at \
             https://go.microsoft.com/fwlink/?LinkID=107116."
        );
        runtime.write_error(error(
            TypeId::find("Microsoft.PowerShell.Commands.HelpNotFoundException")
                .unwrap_or(TypeId::SYSTEM_EXCEPTION),
            message,
            "HelpNotFound",
            ErrorCategory::ResourceUnavailable,
            Value::Null,
        ))
    }

    fn list(&self, runtime: &mut CommandRuntime<'_>, found: &[Arc<CommandInfo>]) -> CommandResult {
        if let [only] = found {
            return self.show(runtime, only);
        }
        for command in found {
            let topic = help::of_command(runtime.context(), command);
            runtime.write_object(help::summary(&topic))?;
        }
        Ok(())
    }
}

impl Cmdlet for GetHelp {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name =
            self.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "Get-Help".into());
        if contains_wildcards(&name) {
            let found = self.matching(runtime, &name);
            return self.list(runtime, &found);
        }
        match runtime.find_command(&name) {
            Ok(command) if self.is_wanted(&command) => {
                let target = match &command.kind {
                    CommandKind::Alias { resolved: Some(target), .. } => Arc::clone(target),
                    _ => command,
                };
                if let CommandKind::Application { .. } = target.kind {
                    return self.missing(runtime, &name);
                }
                self.show(runtime, &target)
            }
            Ok(_) => self.missing(runtime, &name),
            Err(flow) if flow.error().is_some() => {
                let found = self.matching(runtime, &format!("*{name}*"));
                if found.is_empty() {
                    self.missing(runtime, &name)
                } else {
                    self.list(runtime, &found)
                }
            }
            Err(flow) => Err(flow),
        }
    }
}
