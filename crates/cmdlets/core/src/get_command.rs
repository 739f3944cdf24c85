//! `Get-Command`

use std::sync::Arc;

use remora_engine::command::{CommandInfo, CommandKind};
use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};

/// # Synopsis
/// Gives commands.
///
/// # Description
/// Without a name the aliases, functions and cmdlets of the session are given. A name may hold wildcards.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Command",
    class = "Microsoft.PowerShell.Commands.GetCommandCommand",
    module = "Microsoft.PowerShell.Core",
    default_set = "CmdletSet",
    remoting = "PowerShell",
    aliases("gcm"),
    output(
        "System.Management.Automation.AliasInfo",
        "System.Management.Automation.ApplicationInfo",
        "System.Management.Automation.FunctionInfo",
        "System.Management.Automation.CmdletInfo",
        "System.Management.Automation.ExternalScriptInfo",
        "System.Management.Automation.FilterInfo",
        "System.String",
        "System.Management.Automation.PSObject"
    )
)]
pub(crate) struct GetCommand {
    /// Friendly names.
    #[parameter(
        set = "AllCommandSet",
        position = 0,
        pipeline,
        by_name,
        validate_not_null_or_empty
    )]
    name: Vec<PsString>,
    /// Verbs of the commands; wildcards are allowed.
    #[parameter(set = "CmdletSet", by_name, attribute = "ArgumentCompleter")]
    verb: Vec<PsString>,
    /// Nouns of the commands; wildcards are allowed.
    #[parameter(set = "CmdletSet", by_name, attribute = "ArgumentCompleter")]
    noun: Vec<PsString>,
    /// Modules of the commands.
    #[parameter(by_name, aliases("PSSnapin"))]
    module: Vec<PsString>,
    /// Modules whose commands are left out.
    #[parameter]
    exclude_module: Vec<PsString>,
    /// Modules, by specification.
    #[parameter(by_name, type = "Microsoft.PowerShell.Commands.ModuleSpecification[]")]
    fully_qualified_module: Vec<Value>,
    /// Kinds of commands.
    #[parameter(
        set = "AllCommandSet",
        by_name,
        type = "System.Management.Automation.CommandTypes",
        aliases("Type")
    )]
    command_type: Value,
    /// How many commands at the most.
    #[parameter(by_name)]
    total_count: Option<i32>,
    /// Gives the syntax of the commands.
    #[parameter(by_name)]
    syntax: Switch,
    /// Gives what a window for commands needs.
    #[parameter]
    show_command_info: Switch,
    /// Arguments.
    #[parameter(position = 1, remaining, aliases("Args"), allow_null, allow_empty_collection)]
    argument_list: Vec<Value>,
    /// Gives those too that others hide.
    #[parameter(by_name)]
    all: Switch,
    /// Gives commands of imported modules only.
    #[parameter(by_name)]
    list_imported: Switch,
    /// Commands that have these parameters.
    #[parameter(validate_not_null_or_empty)]
    parameter_name: Vec<PsString>,
    /// Commands that have parameters of these types.
    #[parameter(type = "System.Management.Automation.PSTypeName[]", validate_not_null_or_empty)]
    parameter_type: Vec<Value>,
    /// Finds names that are nearly right.
    #[parameter(set = "AllCommandSet")]
    use_fuzzy_matching: Switch,
    /// How far names may be off.
    #[parameter(set = "AllCommandSet", type = "uint")]
    fuzzy_minimum_distance: Value,
    /// Finds names by their capitals.
    #[parameter(set = "AllCommandSet", by_name)]
    use_abbreviation_expansion: Switch,
    /// What was given already: each command once.
    given: usize,
}

impl GetCommand {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds a command",
        script: "(Get-Command Get-Command).CommandType",
        output: "Cmdlet",
    }];

    /// Whether the kind of a command is wanted.
    fn is_wanted_kind(&self, command: &CommandInfo) -> bool {
        let wanted = self.command_type.as_i64().unwrap_or(DEFAULT_KINDS);
        wanted & command.command_type_number() != 0
    }

    fn is_wanted(&self, runtime: &mut CommandRuntime<'_>, command: &CommandInfo) -> bool {
        let matches = |patterns: &[PsString], text: &str| {
            patterns.is_empty()
                || patterns.iter().any(|pattern| {
                    WildcardPattern::new(pattern, true).is_ok_and(|pattern| pattern.is_match(text))
                })
        };
        let (verb, noun) = command.name.split_once('-').unwrap_or(("", ""));
        if !matches(&self.verb, verb) || !matches(&self.noun, noun) {
            return false;
        }
        if !matches(&self.module, &command.module_name()) {
            return false;
        }
        if self.parameter_name.is_empty() {
            return true;
        }
        let Some(metadata) = command.metadata(runtime.context()) else { return false };
        metadata.parameters.iter().any(|parameter| matches(&self.parameter_name, &parameter.name))
    }

    /// All commands of the session, aliases first, each kind by name.
    fn all(&self, runtime: &mut CommandRuntime<'_>) -> Vec<Arc<CommandInfo>> {
        let session = runtime.session();
        let mut aliases: Vec<Arc<CommandInfo>> = session
            .aliases()
            .into_iter()
            .map(|alias| {
                let resolved = session.cmdlet(&alias.definition).cloned();
                let kind = CommandKind::Alias { definition: alias.definition.clone(), resolved };
                Arc::new(CommandInfo::new(alias.name.clone(), kind))
            })
            .collect();
        let mut functions: Vec<Arc<CommandInfo>> =
            session.functions().into_iter().map(|function| Arc::clone(function.info())).collect();
        let mut cmdlets: Vec<Arc<CommandInfo>> = session.cmdlets().cloned().collect();
        for list in [&mut aliases, &mut functions, &mut cmdlets] {
            list.sort_by_key(|command| command.name.to_lowercase());
        }
        aliases.into_iter().chain(functions).chain(cmdlets).collect()
    }

    fn write(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        command: &Arc<CommandInfo>,
    ) -> CommandResult {
        let limit = self.total_count.and_then(|count| usize::try_from(count).ok());
        if limit.is_some_and(|limit| self.given >= limit) {
            return Err(runtime.stop_upstream());
        }
        self.given += 1;
        if *self.syntax {
            let text = crate::syntax::text(runtime.context(), command);
            return runtime.write_object(text);
        }
        runtime.write_object(Value::live_arc(Arc::clone(command)))
    }

    fn named(&mut self, runtime: &mut CommandRuntime<'_>, name: &PsString) -> CommandResult {
        if contains_wildcards(name) {
            let Ok(pattern) = WildcardPattern::new(name, true) else { return Ok(()) };
            for command in self.all(runtime) {
                if pattern.is_match(&command.name)
                    && self.is_wanted_kind(&command)
                    && self.is_wanted(runtime, &command)
                {
                    self.write(runtime, &command)?;
                }
            }
            return Ok(());
        }
        match runtime.find_command(name) {
            Ok(command) if self.is_wanted_kind(&command) || !runtime.is_bound("CommandType") => {
                if self.is_wanted(runtime, &command) {
                    self.write(runtime, &command)?;
                }
                Ok(())
            }
            Ok(_) => self.missing(runtime, name),
            Err(flow) if flow.error().is_some() => self.missing(runtime, name),
            Err(flow) => Err(flow),
        }
    }

    fn missing(&self, runtime: &mut CommandRuntime<'_>, name: &PsString) -> CommandResult {
        runtime.write_error(error(
            TypeId::COMMAND_NOT_FOUND_EXCEPTION,
            format!(
                "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable \
                 program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and \
                 try again."
            ),
            "CommandNotFoundException",
            ErrorCategory::ObjectNotFound,
            name.clone(),
        ))
    }
}

/// Aliases, functions, filters, cmdlets.
const DEFAULT_KINDS: i64 = 1 | 2 | 4 | 8;

impl Cmdlet for GetCommand {
    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.name.is_empty() {
            for command in self.all(runtime) {
                if self.is_wanted_kind(&command) && self.is_wanted(runtime, &command) {
                    self.write(runtime, &command)?;
                }
            }
            return Ok(());
        }
        for name in self.name.clone() {
            self.named(runtime, &name)?;
        }
        Ok(())
    }
}
