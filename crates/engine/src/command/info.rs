//! `CommandInfo`: what `Get-Command` gives and `$MyInvocation.MyCommand` is.

use std::sync::{Arc, OnceLock};

use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

use super::CmdletSpec;
use crate::binder::CommandMetadata;
use crate::context::ExecutionContext;
use crate::modules::ModuleInfo;
use crate::script::ScriptBlock;

/// What a command is.
#[derive(Clone, Debug)]
pub enum CommandKind {
    /// A cmdlet.
    Cmdlet(&'static CmdletSpec),
    /// A function.
    Function(ScriptBlock),
    /// A filter.
    Filter(ScriptBlock),
    /// A script file.
    ExternalScript {
        /// Its full path.
        path: PsString,
        /// Its content, once it has been read.
        block: Arc<OnceLock<ScriptBlock>>,
    },
    /// A script block that is called by `&` or `.`, or a script text.
    Script(ScriptBlock),
    /// A program.
    Application {
        /// Its full path.
        path: PsString,
    },
    /// An alias.
    Alias {
        /// What it stands for.
        definition: PsString,
        /// The command that this is, where there is one.
        resolved: Option<Arc<CommandInfo>>,
    },
}

/// A command.
#[derive(Debug)]
pub struct CommandInfo {
    /// Its name.
    pub name: PsString,
    /// What it is.
    pub kind: CommandKind,
    /// The module that it belongs to.
    pub module: Option<Arc<ModuleInfo>>,
    metadata: OnceLock<Arc<CommandMetadata>>,
}

impl CommandInfo {
    /// A command without a module.
    pub fn new(name: impl Into<PsString>, kind: CommandKind) -> Self {
        Self { name: name.into(), kind, module: None, metadata: OnceLock::new() }
    }

    /// A cmdlet.
    pub fn of_cmdlet(spec: &'static CmdletSpec) -> Self {
        Self::new(spec.name, CommandKind::Cmdlet(spec))
    }

    /// A command of a module.
    #[must_use]
    pub fn with_module(self, module: Option<Arc<ModuleInfo>>) -> Self {
        Self { module, ..self }
    }

    /// The table, if it is a cmdlet.
    pub fn cmdlet(&self) -> Option<&'static CmdletSpec> {
        match self.kind {
            CommandKind::Cmdlet(spec) => Some(spec),
            _ => None,
        }
    }

    /// The script block, if it is a function, filter, script block or a script file that was read.
    pub fn script_block(&self) -> Option<&ScriptBlock> {
        match &self.kind {
            CommandKind::Function(block)
            | CommandKind::Filter(block)
            | CommandKind::Script(block) => Some(block),
            CommandKind::ExternalScript { block, .. } => block.get(),
            _ => None,
        }
    }

    /// Name of `CommandTypes`.
    pub fn command_type(&self) -> &'static str {
        match &self.kind {
            CommandKind::Cmdlet(_) => "Cmdlet",
            CommandKind::Function(_) => "Function",
            CommandKind::Filter(_) => "Filter",
            CommandKind::ExternalScript { .. } => "ExternalScript",
            CommandKind::Script(_) => "Script",
            CommandKind::Application { .. } => "Application",
            CommandKind::Alias { .. } => "Alias",
        }
    }

    /// Number of `CommandTypes`.
    pub fn command_type_number(&self) -> i64 {
        match &self.kind {
            CommandKind::Alias { .. } => 1,
            CommandKind::Function(_) => 2,
            CommandKind::Filter(_) => 4,
            CommandKind::Cmdlet(_) => 8,
            CommandKind::ExternalScript { .. } => 16,
            CommandKind::Application { .. } => 32,
            CommandKind::Script(_) => 64,
        }
    }

    /// What stands behind the comma of this command's error ids; empty for none.
    pub fn error_suffix(&self) -> PsString {
        match &self.kind {
            CommandKind::Cmdlet(spec) => spec.class.into(),
            CommandKind::Function(_) | CommandKind::Filter(_) => self.name.clone(),
            CommandKind::ExternalScript { path, .. } => {
                path.rsplit('/').next().unwrap_or(path).into()
            }
            _ => PsString::empty(),
        }
    }

    /// The parameters; `None` for programs and for scripts that cannot be read.
    pub fn metadata(&self, context: &mut ExecutionContext) -> Option<Arc<CommandMetadata>> {
        if let Some(known) = self.metadata.get() {
            return Some(Arc::clone(known));
        }
        let made = match &self.kind {
            CommandKind::Cmdlet(spec) => Arc::new(CommandMetadata::from_spec(spec, context)),
            CommandKind::Alias { resolved: Some(command), .. } => return command.metadata(context),
            _ => return self.script_block()?.metadata(context).ok(),
        };
        Some(Arc::clone(self.metadata.get_or_init(|| made)))
    }

    /// `ModuleName`, `Source`.
    pub fn module_name(&self) -> PsString {
        match (&self.module, &self.kind) {
            (Some(module), _) => module.name.clone(),
            (None, CommandKind::Cmdlet(spec)) => spec.module.into(),
            _ => PsString::empty(),
        }
    }

    /// `Definition`
    pub fn definition(&self) -> PsString {
        match &self.kind {
            CommandKind::Alias { definition, .. } => definition.clone(),
            CommandKind::Application { path } | CommandKind::ExternalScript { path, .. } => {
                path.clone()
            }
            CommandKind::Function(block)
            | CommandKind::Filter(block)
            | CommandKind::Script(block) => block.text_inside(),
            CommandKind::Cmdlet(spec) => spec.name.into(),
        }
    }

    fn class_name(&self) -> &'static str {
        match &self.kind {
            CommandKind::Cmdlet(_) => "System.Management.Automation.CmdletInfo",
            CommandKind::Function(_) => "System.Management.Automation.FunctionInfo",
            CommandKind::Filter(_) => "System.Management.Automation.FilterInfo",
            CommandKind::ExternalScript { .. } => "System.Management.Automation.ExternalScriptInfo",
            CommandKind::Script(_) => "System.Management.Automation.ScriptInfo",
            CommandKind::Application { .. } => "System.Management.Automation.ApplicationInfo",
            CommandKind::Alias { .. } => "System.Management.Automation.AliasInfo",
        }
    }
}

/// The type of all commands.
pub(crate) fn command_info_type() -> TypeId {
    TypeId::register("System.Management.Automation.CommandInfo", Some(TypeId::OBJECT))
}

impl LiveObject for CommandInfo {
    fn object_type(&self) -> TypeId {
        let base = match &self.kind {
            CommandKind::Filter(_) => TypeId::register(
                "System.Management.Automation.FunctionInfo",
                Some(command_info_type()),
            ),
            _ => command_info_type(),
        };
        TypeId::register(self.class_name(), Some(base))
    }

    fn text(&self) -> PsString {
        match &self.kind {
            CommandKind::Script(block) => block.text_inside(),
            CommandKind::ExternalScript { path, .. } => {
                path.rsplit('/').next().unwrap_or(path).into()
            }
            _ => self.name.clone(),
        }
    }

    fn property_names(&self) -> Vec<PsString> {
        let own: &[&str] = match &self.kind {
            CommandKind::Cmdlet(_) => &[
                "Verb",
                "Noun",
                "HelpFile",
                "PSSnapIn",
                "Version",
                "ImplementingType",
                "Definition",
                "DefaultParameterSet",
                "OutputType",
                "Options",
            ],
            CommandKind::Function(_) | CommandKind::Filter(_) => &[
                "ScriptBlock",
                "CmdletBinding",
                "DefaultParameterSet",
                "Definition",
                "Options",
                "Description",
                "Verb",
                "Noun",
                "HelpFile",
                "OutputType",
            ],
            CommandKind::ExternalScript { .. } => &[
                "Path",
                "Definition",
                "Source",
                "Visibility",
                "ScriptBlock",
                "OutputType",
                "ScriptContents",
                "OriginalEncoding",
            ],
            CommandKind::Script(_) => &["Definition", "OutputType", "ScriptBlock"],
            CommandKind::Application { .. } => &[
                "Path",
                "Extension",
                "Definition",
                "Source",
                "Version",
                "Visibility",
                "OutputType",
            ],
            CommandKind::Alias { .. } => &[
                "DisplayName",
                "Definition",
                "Options",
                "Description",
                "OutputType",
                "ReferencedCommand",
                "ResolvedCommand",
            ],
        };
        let common = [
            "Name",
            "CommandType",
            "Source",
            "Version",
            "Visibility",
            "ModuleName",
            "Module",
            "RemotingCapability",
            "Parameters",
            "ParameterSets",
        ];
        let mut names: Vec<PsString> = own.iter().map(|name| PsString::from(*name)).collect();
        for name in common {
            if !names.iter().any(|known| known.eq_ignore_case(name)) {
                names.push(name.into());
            }
        }
        names
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let (verb, noun) = self.name.split_once('-').unwrap_or(("", ""));
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "commandtype" => match TypeId::find("System.Management.Automation.CommandTypes") {
                Some(id) => Value::Enum(id, self.command_type_number()),
                None => self.command_type().into(),
            },
            "definition" => Value::Str(self.definition()),
            "modulename" => Value::Str(self.module_name()),
            "source" => match &self.kind {
                CommandKind::Application { path } | CommandKind::ExternalScript { path, .. } => {
                    Value::Str(path.clone())
                }
                _ => Value::Str(self.module_name()),
            },
            "path" => match &self.kind {
                CommandKind::Application { path } | CommandKind::ExternalScript { path, .. } => {
                    Value::Str(path.clone())
                }
                _ => return None,
            },
            "module" => match (&self.module, self.cmdlet()) {
                (None, Some(spec)) => crate::modules::built_in(spec.module),
                (module, _) => module.clone(),
            }
            .map_or(Value::Null, Value::live_arc),
            "version" => match (&self.module, self.cmdlet()) {
                (Some(module), _) => module.version.into(),
                (None, Some(spec)) => {
                    crate::modules::built_in_version(spec.module).map_or(Value::Null, Value::from)
                }
                (None, None) => Value::Null,
            },
            "verb" => verb.into(),
            "noun" => noun.into(),
            "scriptblock" => {
                self.script_block().map_or(Value::Null, |block| Value::live(block.clone()))
            }
            "scriptcontents" => {
                self.script_block().map_or(Value::Null, |block| block.text_inside().into())
            }
            "defaultparameterset" => match (self.metadata.get(), self.cmdlet()) {
                (_, Some(spec)) => spec.default_set.into(),
                (Some(metadata), None) => metadata.default_set.clone().into(),
                _ => Value::Null,
            },
            "cmdletbinding" => {
                Value::Bool(self.metadata.get().is_some_and(|metadata| metadata.cmdlet_binding))
            }
            "extension" => match &self.kind {
                CommandKind::Application { path } => {
                    let name = path.rsplit('/').next().unwrap_or(path);
                    name.rfind('.').map_or("", |dot| name.get(dot..).unwrap_or("")).into()
                }
                _ => return None,
            },
            "helpfile" => "".into(),
            "description" => "".into(),
            "options" => crate::session::ItemOptions::NONE.to_value(),
            "displayname" => match &self.kind {
                CommandKind::Alias { definition, .. } => {
                    format!("{} -> {definition}", self.name).into()
                }
                _ => return None,
            },
            "referencedcommand" | "resolvedcommand" => match &self.kind {
                CommandKind::Alias { resolved, .. } => {
                    resolved.clone().map_or(Value::Null, Value::live_arc)
                }
                _ => return None,
            },
            "resolvedcommandname" => match &self.kind {
                CommandKind::Alias { resolved, .. } => {
                    resolved.as_ref().map(|command| command.name.clone()).into()
                }
                _ => return None,
            },
            "visibility" => {
                TypeId::find("System.Management.Automation.SessionStateEntryVisibility")
                    .map_or(Value::I32(0), |id| Value::Enum(id, 0))
            }
            "remotingcapability" => "PowerShell".into(),
            "outputtype" => Value::array(Vec::new()),
            "implementingtype" => self.cmdlet().map_or(Value::Null, |spec| spec.class.into()),
            "parameters" | "parametersets" => return self.metadata_property(name),
            _ => return None,
        }))
    }
}

impl CommandInfo {
    /// `Parameters` and `ParameterSets`, where the metadata have been made.
    fn metadata_property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let metadata = match self.metadata.get() {
            Some(metadata) => Arc::clone(metadata),
            None => self.script_block()?.known_metadata()?,
        };
        Some(Ok(if name.eq_ignore_ascii_case("Parameters") {
            crate::types::metadata::parameters(&metadata)
        } else {
            crate::types::metadata::parameter_sets(&metadata)
        }))
    }
}
