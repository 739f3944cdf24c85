//! `Get-Command`

use std::sync::Arc;

use remora_engine::command::{CommandInfo, CommandKind};
use remora_engine::modules::ModuleSpecification;
use remora_engine::prelude::*;
use remora_language::wildcard::{WildcardPattern, contains_wildcards};
use remora_psobject::LiveObject;

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
    /// How many commands were given.
    given: usize,
    /// The modules by specification.
    specifications: Vec<ModuleSpecification>,
    /// The types of parameters.
    types: Vec<TypeId>,
}

impl GetCommand {
    pub(crate) const EXAMPLES: &[Example] = &[Example {
        title: "Finds a command",
        script: "(Get-Command Get-Command).CommandType",
        output: "Cmdlet",
    }];

    /// Whether the kind of a command is wanted.
    fn is_wanted_kind(&self, command: &CommandInfo) -> bool {
        self.command_type.as_i64().is_none_or(|wanted| wanted & command.command_type_number() != 0)
    }

    fn is_wanted(&self, runtime: &mut CommandRuntime<'_>, command: &CommandInfo) -> bool {
        let (verb, noun) = command.name.split_once('-').unwrap_or(("", ""));
        if !fits(&self.verb, verb) || !fits(&self.noun, noun) {
            return false;
        }
        let module = command.module_name();
        if !fits(&self.module, &module)
            || (!self.exclude_module.is_empty() && fits(&self.exclude_module, &module))
        {
            return false;
        }
        if !self.specifications.is_empty()
            && !self.specifications.iter().any(|wanted| {
                wanted.name.eq_ignore_case(&module) && {
                    let version = command.property("Version").and_then(Result::ok);
                    match version.as_ref().map(Value::base) {
                        Some(Value::Version(version)) => {
                            wanted.accepts(version, Default::default())
                        }
                        _ => true,
                    }
                }
            })
        {
            return false;
        }
        if self.parameter_name.is_empty() && self.parameter_type.is_empty() {
            return true;
        }
        let Some(metadata) = command.metadata(runtime.context()) else { return false };
        let types: Vec<TypeId> = self.types.clone();
        metadata.parameters.iter().any(|parameter| {
            let mut names = std::iter::once(&parameter.name).chain(&parameter.aliases);
            (self.parameter_name.is_empty() || names.any(|name| fits(&self.parameter_name, name)))
                && (types.is_empty() || types.contains(&parameter.type_id))
        })
    }

    /// All commands of the session, aliases first, each kind by name.
    fn all(&self, runtime: &mut CommandRuntime<'_>) -> Vec<Arc<CommandInfo>> {
        let names: Vec<PsString> =
            runtime.session().aliases().iter().map(|alias| alias.name.clone()).collect();
        let mut aliases: Vec<_> = names.iter().filter_map(|name| alias_of(runtime, name)).collect();
        let session = runtime.session();
        let mut functions: Vec<Arc<CommandInfo>> =
            session.functions().into_iter().map(|function| Arc::clone(function.info())).collect();
        let mut cmdlets: Vec<Arc<CommandInfo>> = session.cmdlets().cloned().collect();
        for list in [&mut aliases, &mut functions, &mut cmdlets] {
            list.sort_by_key(|command| command.name.to_lowercase());
        }
        aliases.into_iter().chain(functions).chain(cmdlets).collect()
    }

    /// Commands of modules that are not loaded.
    fn of_available(&self, runtime: &mut CommandRuntime<'_>) -> Vec<Arc<CommandInfo>> {
        if *self.list_imported || self.module.is_empty() {
            return Vec::new();
        }
        let wanted = self.module.clone();
        let loaded: Vec<PsString> =
            runtime.session().modules().iter().map(|module| module.name.clone()).collect();
        let modules = runtime.context().available_modules(|name| {
            fits(&wanted, name) && !loaded.iter().any(|known| known.eq_ignore_case(name))
        });
        let mut found = Vec::new();
        for module in modules {
            let exports = module.exports();
            found.extend(exports.functions);
            found.extend(exports.aliases);
        }
        found
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
        // Properties that need the session are made now.
        let _ = command.metadata(runtime.context());
        if *self.syntax {
            let text = match &command.kind {
                CommandKind::Alias { definition, resolved: Some(target) } => {
                    let text = crate::syntax::text(runtime.context(), target, &command.name);
                    format!("{} (alias) -> {definition}\n{text}", command.name)
                }
                _ => crate::syntax::text(runtime.context(), command, &command.name),
            };
            return runtime.write_object(text);
        }
        if *self.show_command_info {
            return self.write_show_info(runtime, command);
        }
        runtime.write_object(Value::live_arc(Arc::clone(command)))
    }

    /// What a window that helps with commands needs.
    fn write_show_info(
        &self,
        runtime: &mut CommandRuntime<'_>,
        command: &Arc<CommandInfo>,
    ) -> CommandResult {
        let sets = runtime.get_property(&Value::live_arc(Arc::clone(command)), "ParameterSets")?;
        let module = Value::custom_object([("Name", Value::Str(command.module_name()))]);
        runtime.write_object(Value::custom_object([
            ("Name", Value::Str(command.name.clone())),
            ("ModuleName", Value::Str(command.module_name())),
            ("Module", module),
            (
                "CommandType",
                command.property("CommandType").and_then(Result::ok).unwrap_or_default(),
            ),
            ("Definition", Value::Str(command.definition())),
            ("ParameterSets", sets.unwrap_or_default()),
        ]))
    }

    /// The commands that a pattern finds.
    fn by_pattern(
        &mut self,
        runtime: &mut CommandRuntime<'_>,
        accepts: &dyn Fn(&str) -> bool,
        with_files: bool,
    ) -> CommandResult {
        let mut found = self.all(runtime);
        found.extend(self.of_available(runtime));
        if with_files && self.module.is_empty() {
            found.extend(runtime.context().programs(accepts));
        }
        for command in found {
            if accepts(&command.name)
                && self.is_wanted_kind(&command)
                && self.is_wanted(runtime, &command)
            {
                self.write(runtime, &command)?;
            }
        }
        Ok(())
    }

    fn named(&mut self, runtime: &mut CommandRuntime<'_>, name: &PsString) -> CommandResult {
        if *self.use_fuzzy_matching {
            return self.fuzzy(runtime, name);
        }
        if *self.use_abbreviation_expansion && self.abbreviated(runtime, name)? {
            return Ok(());
        }
        if contains_wildcards(name) {
            let (module, bare) = match name.rsplit_once('\\') {
                Some((module, bare)) => (Some(PsString::from(module)), PsString::from(bare)),
                None => (None, name.clone()),
            };
            let Ok(pattern) = WildcardPattern::new(&bare, true) else { return Ok(()) };
            let saved = self.module.clone();
            self.module.extend(module);
            let result = self.by_pattern(runtime, &|name| pattern.is_match(name), true);
            self.module = saved;
            return result;
        }
        let mut found = self.candidates(runtime, name)?;
        found.retain(|command| self.is_wanted_kind(command));
        let mut wanted = Vec::new();
        for command in found {
            if self.is_wanted(runtime, &command) {
                wanted.push(command);
            }
        }
        if wanted.is_empty() {
            return self.missing(runtime, name);
        }
        // One is enough, unless the caller bounds what is looked at.
        let bounds = ["TotalCount", "CommandType", "Module"];
        if !*self.all && !bounds.iter().any(|name| runtime.is_bound(name)) {
            wanted.truncate(1);
        }
        for command in wanted {
            self.write(runtime, &command)?;
        }
        Ok(())
    }

    /// The commands of a name in the order in which a call would find them.
    fn candidates(
        &self,
        runtime: &mut CommandRuntime<'_>,
        name: &PsString,
    ) -> CommandResult<Vec<Arc<CommandInfo>>> {
        let mut found: Vec<Arc<CommandInfo>> = alias_of(runtime, name).into_iter().collect();
        let session = runtime.session();
        found.extend(session.function(name).map(|entry| Arc::clone(entry.info())));
        found.extend(session.cmdlet(name).cloned());
        if !name.contains(['/', '\\']) {
            let wanted = name.clone();
            let script = format!("{name}.ps1");
            let programs =
                runtime.context().programs(&|known| known == wanted.as_str() || known == script);
            found.extend(programs);
        }
        if found.is_empty() {
            match runtime.find_command(name) {
                Ok(command) => found.push(command),
                Err(flow) if flow.error().is_some() => {}
                Err(flow) => return Err(flow),
            }
        }
        Ok(found)
    }

    /// Names that are nearly right, the nearest first.
    fn fuzzy(&mut self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult {
        let limit = self.fuzzy_minimum_distance.as_i64().unwrap_or(5);
        let limit = usize::try_from(limit).unwrap_or(5);
        let mut found: Vec<(usize, Arc<CommandInfo>)> = self
            .all(runtime)
            .into_iter()
            .map(|command| {
                (
                    crate::spelling::distance(&command.name.to_lowercase(), &name.to_lowercase()),
                    command,
                )
            })
            .filter(|(distance, command)| *distance <= limit && self.is_wanted_kind(command))
            .collect();
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().try_for_each(|(_, command)| self.write(runtime, &command))
    }

    /// Commands whose capitals are the letters of the name.
    fn abbreviated(&mut self, runtime: &mut CommandRuntime<'_>, name: &str) -> CommandResult<bool> {
        let mut found = self.all(runtime);
        found.retain(|command| {
            let capitals: String =
                command.name.chars().filter(|c| c.is_uppercase() || *c == '-').collect();
            capitals.eq_ignore_ascii_case(name) && self.is_wanted_kind(command)
        });
        for command in &found {
            self.write(runtime, command)?;
        }
        Ok(!found.is_empty())
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

/// Whether a text fits one of the patterns; no pattern fits all.
fn fits(patterns: &[PsString], text: &str) -> bool {
    patterns.is_empty()
        || patterns.iter().any(|pattern| {
            WildcardPattern::new(pattern, true).is_ok_and(|pattern| pattern.is_match(text))
        })
}

/// The alias of a name as a command, with what it stands for.
fn alias_of(runtime: &mut CommandRuntime<'_>, name: &str) -> Option<Arc<CommandInfo>> {
    let session = runtime.session();
    let entry = session.alias(name)?.clone();
    let resolved = session.function(&entry.definition).map(|entry| Arc::clone(entry.info()));
    let resolved = resolved.or_else(|| session.cmdlet(&entry.definition).cloned());
    let kind = CommandKind::Alias { definition: entry.definition, resolved };
    Some(Arc::new(CommandInfo::new(entry.name, kind).with_module(entry.module)))
}

/// Aliases, functions, filters, cmdlets.
const DEFAULT_KINDS: i64 = 1 | 2 | 4 | 8;

/// What `-Verb` and `-Noun` look at: no aliases.
const NAMED_KINDS: i64 = 2 | 4 | 8;

impl Cmdlet for GetCommand {
    fn begin(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        for value in self.fully_qualified_module.clone() {
            self.specifications.push(ModuleSpecification::read(runtime.context(), &value)?);
        }
        for value in self.parameter_type.clone() {
            let id = match value.base() {
                Value::Type(id) => Some(*id),
                other => {
                    let name =
                        runtime.get_property(other, "Name")?.unwrap_or_else(|| other.clone());
                    let name = runtime.text(&name);
                    runtime.context().find_type(&name)
                }
            };
            self.types.extend(id);
        }
        Ok(())
    }

    fn process(&mut self, runtime: &mut CommandRuntime<'_>) -> CommandResult {
        if self.name.is_empty() {
            if !runtime.is_bound("CommandType") {
                let by_parts = !self.verb.is_empty() || !self.noun.is_empty();
                let kinds = if by_parts { NAMED_KINDS } else { DEFAULT_KINDS };
                self.command_type = Value::I64(kinds);
            }
            return self.by_pattern(runtime, &|_| true, false);
        }
        for name in self.name.clone() {
            self.named(runtime, &name)?;
        }
        Ok(())
    }
}
