//! `PSModuleInfo`.

use std::sync::Arc;

use parking_lot::RwLock;
use remora_psobject::{Exception, Guid, LiveObject, PsString, TypeId, Value, Version};

use crate::command::CommandInfo;
use crate::session::{ScopeId, Variable};

/// `ModuleType`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModuleType {
    /// A script module, or a dynamic one.
    #[default]
    Script = 0,
    /// A module of cmdlets.
    Binary = 1,
    /// A manifest alone.
    Manifest = 2,
}

/// What a module exports.
#[derive(Clone, Debug, Default)]
pub struct ModuleExports {
    /// Functions.
    pub functions: Vec<Arc<CommandInfo>>,
    /// Cmdlets.
    pub cmdlets: Vec<Arc<CommandInfo>>,
    /// Aliases.
    pub aliases: Vec<Arc<CommandInfo>>,
    /// Variables.
    pub variables: Vec<Arc<Variable>>,
    /// Whether `Export-ModuleMember` was called, so that nothing is exported by itself.
    pub explicit: bool,
}

/// A module.
#[derive(Debug)]
pub struct ModuleInfo {
    /// Its name.
    pub name: PsString,
    /// The file that it was read from; empty for modules without one.
    pub path: PsString,
    /// The file that was loaded: the manifest, where there is one.
    pub file: PsString,
    /// The folder of the file.
    pub base: PsString,
    /// Its version.
    pub version: Version,
    /// Its identifier.
    pub guid: Guid,
    /// What it is made of.
    pub module_type: ModuleType,
    /// Its session state; `None` for modules without scripts.
    pub scope: Option<ScopeId>,
    state: RwLock<ModuleState>,
}

#[derive(Debug, Default)]
struct ModuleState {
    exports: ModuleExports,
    nested: Vec<Arc<ModuleInfo>>,
    required: Vec<Arc<ModuleInfo>>,
    /// Properties that its manifest or its file gave it, by name.
    facts: Vec<(PsString, Value)>,
    on_remove: Value,
    access_mode: i64,
}

impl ModuleInfo {
    /// A module without exports.
    pub fn new(name: impl Into<PsString>, module_type: ModuleType, scope: Option<ScopeId>) -> Self {
        Self {
            name: name.into(),
            path: PsString::empty(),
            file: PsString::empty(),
            base: PsString::empty(),
            version: Version::new(0, 0),
            guid: Guid::EMPTY,
            module_type,
            scope,
            state: RwLock::default(),
        }
    }

    /// What it exports.
    pub fn exports(&self) -> ModuleExports {
        self.state.read().exports.clone()
    }

    /// Changes what it exports.
    pub fn change_exports(&self, change: impl FnOnce(&mut ModuleExports)) {
        change(&mut self.state.write().exports);
    }

    /// The modules inside it.
    pub fn nested(&self) -> Vec<Arc<Self>> {
        self.state.read().nested.clone()
    }

    /// Adds a module inside it.
    pub fn add_nested(&self, module: Arc<Self>) {
        self.state.write().nested.push(module);
    }

    /// Takes a module out of it.
    pub fn remove_nested(&self, module: &Arc<Self>) {
        self.state.write().nested.retain(|known| !Arc::ptr_eq(known, module));
    }

    /// The modules that it needs.
    pub fn required(&self) -> Vec<Arc<Self>> {
        self.state.read().required.clone()
    }

    /// Sets the modules that it needs.
    pub fn set_required(&self, modules: Vec<Arc<Self>>) {
        self.state.write().required = modules;
    }

    /// A property that its manifest or its file gave it.
    pub fn fact(&self, name: &str) -> Option<Value> {
        let state = self.state.read();
        let entry = state.facts.iter().find(|(known, _)| known.eq_ignore_case(name));
        entry.map(|(_, value)| value.clone())
    }

    /// Gives it properties; those that it has already are replaced.
    pub fn add_facts(&self, facts: Vec<(PsString, Value)>) {
        let mut state = self.state.write();
        for (name, value) in facts {
            state.facts.retain(|(known, _)| !known.eq_ignore_case(&name));
            state.facts.push((name, value));
        }
    }

    /// Whether it may not be changed or removed, and whether not even by force.
    pub fn protection(&self) -> (bool, bool) {
        let mode = self.state.read().access_mode;
        (mode >= 1, mode >= 2)
    }

    /// The script block that runs when it is removed.
    pub fn on_remove(&self) -> Value {
        self.state.read().on_remove.clone()
    }
}

/// Properties that hold texts, and are empty where nobody gave one.
const TEXTS: &[&str] =
    &["Author", "CompanyName", "Copyright", "Description", "Definition", "Prefix"];

/// Properties that hold collections.
const LISTS: &[&str] = &[
    "ExperimentalFeatures",
    "Tags",
    "FileList",
    "CompatiblePSEditions",
    "ModuleList",
    "Scripts",
    "RequiredAssemblies",
    "ExportedFormatFiles",
    "ExportedTypeFiles",
];

fn by_name(commands: &[Arc<CommandInfo>]) -> Value {
    let table = remora_psobject::DictionaryObject::new(
        TypeId::GENERIC_DICTIONARY
            .generic_of(&[TypeId::STRING, crate::command::info::command_info_type()]),
        remora_psobject::DictionaryKind::Generic,
        remora_psobject::KeyComparer::IgnoreCase,
    );
    for command in commands {
        table.insert(command.name.clone().into(), Value::live_arc(Arc::clone(command)));
    }
    table.into()
}

impl LiveObject for ModuleInfo {
    fn object_type(&self) -> TypeId {
        TypeId::register("System.Management.Automation.PSModuleInfo", Some(TypeId::OBJECT))
    }

    fn text(&self) -> PsString {
        self.name.clone()
    }

    fn property_names(&self) -> Vec<PsString> {
        [
            "LogPipelineExecutionDetails",
            "Name",
            "Path",
            "ImplementingAssembly",
            "Definition",
            "Description",
            "Guid",
            "HelpInfoUri",
            "ModuleBase",
            "PrivateData",
            "ExperimentalFeatures",
            "Tags",
            "ProjectUri",
            "IconUri",
            "LicenseUri",
            "ReleaseNotes",
            "RepositorySourceLocation",
            "Version",
            "ModuleType",
            "Author",
            "AccessMode",
            "ClrVersion",
            "CompanyName",
            "Copyright",
            "DotNetFrameworkVersion",
            "ExportedFunctions",
            "Prefix",
            "ExportedCmdlets",
            "ExportedCommands",
            "FileList",
            "CompatiblePSEditions",
            "ModuleList",
            "NestedModules",
            "PowerShellHostName",
            "PowerShellHostVersion",
            "PowerShellVersion",
            "ProcessorArchitecture",
            "Scripts",
            "RequiredAssemblies",
            "RequiredModules",
            "RootModule",
            "ExportedVariables",
            "ExportedAliases",
            "SessionState",
            "OnRemove",
            "ExportedFormatFiles",
            "ExportedTypeFiles",
        ]
        .map(PsString::from)
        .to_vec()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let exports = self.exports();
        Some(Ok(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "path" => Value::Str(self.path.clone()),
            "modulebase" => Value::Str(self.base.clone()),
            "version" => self.version.into(),
            "guid" => self.guid.into(),
            "moduletype" => {
                remora_dotnet::registry::find_exact("System.Management.Automation.ModuleType")
                    .map_or_else(
                        || format!("{:?}", self.module_type).into(),
                        |id| Value::Enum(id, self.module_type as i64),
                    )
            }
            "exportedfunctions" => by_name(&exports.functions),
            "exportedcmdlets" => by_name(&exports.cmdlets),
            "exportedaliases" => by_name(&exports.aliases),
            "exportedcommands" => {
                let all: Vec<_> = exports
                    .functions
                    .iter()
                    .chain(&exports.cmdlets)
                    .chain(&exports.aliases)
                    .cloned()
                    .collect();
                by_name(&all)
            }
            "exportedvariables" => {
                let table = remora_psobject::DictionaryObject::new(
                    TypeId::GENERIC_DICTIONARY.generic_of(&[TypeId::STRING, TypeId::OBJECT]),
                    remora_psobject::DictionaryKind::Generic,
                    remora_psobject::KeyComparer::IgnoreCase,
                );
                for variable in exports.variables {
                    table.insert(variable.name.clone().into(), Value::live_arc(variable));
                }
                table.into()
            }
            "nestedmodules" => self.nested().into_iter().map(Value::live_arc).collect(),
            "requiredmodules" => match self.required() {
                none if none.is_empty() => {
                    self.fact(name).unwrap_or_else(|| Value::array(Vec::new()))
                }
                modules => modules.into_iter().map(Value::live_arc).collect(),
            },
            "onremove" => self.on_remove(),
            "accessmode" => {
                let mode = self.state.read().access_mode;
                TypeId::find("System.Management.Automation.ModuleAccessMode")
                    .map_or(Value::I64(mode), |id| Value::Enum(id, mode))
            }
            "processorarchitecture" => self.fact(name).unwrap_or_else(|| "None".into()),
            "logpipelineexecutiondetails" => Value::Bool(false),
            "sessionstate" => match self.scope {
                Some(_) => return None,
                None => Value::Null,
            },
            known => match self.fact(known) {
                Some(value) => value,
                None if TEXTS.iter().any(|name| name.eq_ignore_ascii_case(known)) => "".into(),
                None if LISTS.iter().any(|name| name.eq_ignore_ascii_case(known)) => {
                    Value::array(Vec::new())
                }
                None if self.property_names().iter().any(|name| name.eq_ignore_case(known)) => {
                    Value::Null
                }
                None => return None,
            },
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        let mut state = self.state.write();
        match name.to_ascii_lowercase().as_str() {
            "onremove" => state.on_remove = value,
            "accessmode" => {
                state.access_mode = match value.as_str() {
                    Some(text) if text.eq_ignore_ascii_case("ReadOnly") => 1,
                    Some(text) if text.eq_ignore_ascii_case("Constant") => 2,
                    Some(_) => 0,
                    None => value.as_i64().unwrap_or(0),
                };
            }
            "privatedata" => {
                state.facts.retain(|(known, _)| !known.eq_ignore_case("PrivateData"));
                state.facts.push(("PrivateData".into(), value));
            }
            _ => return None,
        }
        Some(Ok(()))
    }
}
