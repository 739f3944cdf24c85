//! `Get-Help`

use std::sync::Arc;

use remora_engine::command::CommandInfo;
use remora_engine::prelude::*;

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
    pub(crate) const EXAMPLES: &[Example] = &[];

    /// The help of a cmdlet: what stands with its definition.
    fn of(&self, runtime: &mut CommandRuntime<'_>, command: &Arc<CommandInfo>) -> String {
        let syntax = crate::syntax::text(runtime.context(), command);
        let Some(spec) = command.cmdlet() else {
            return format!("\nNAME\n    {}\n    \nSYNTAX\n    {}\n", command.name, syntax.trim());
        };
        crate::help::text(
            spec,
            &syntax,
            *self.detailed,
            *self.full,
            *self.examples,
            &self.parameter,
        )
    }
}

impl Cmdlet for GetHelp {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        let name =
            self.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "Get-Help".into());
        match runtime.find_command(&name) {
            Ok(command) => {
                let target = match &command.kind {
                    remora_engine::command::CommandKind::Alias {
                        resolved: Some(target), ..
                    } => Arc::clone(target),
                    _ => command,
                };
                let text = self.of(runtime, &target);
                runtime.write_object(text)
            }
            Err(flow) if flow.error().is_some() => {
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
            Err(flow) => Err(flow),
        }
    }
}
