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
    /// What its manifest says, by key.
    manifest: Vec<(PsString, Value)>,
    on_remove: Value,
}

impl ModuleInfo {
    /// A module without exports.
    pub fn new(name: impl Into<PsString>, module_type: ModuleType, scope: Option<ScopeId>) -> Self {
        Self {
            name: name.into(),
            path: PsString::empty(),
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

    /// What its manifest says of a key.
    pub fn manifest_value(&self, key: &str) -> Option<Value> {
        let state = self.state.read();
        let entry = state.manifest.iter().find(|(name, _)| name.eq_ignore_case(key));
        entry.map(|(_, value)| value.clone())
    }

    /// Sets what its manifest says.
    pub fn set_manifest(&self, entries: Vec<(PsString, Value)>) {
        self.state.write().manifest = entries;
    }

    /// The script block that runs when it is removed.
    pub fn on_remove(&self) -> Value {
        self.state.read().on_remove.clone()
    }
}

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
            "moduletype" => TypeId::find("System.Management.Automation.ModuleType").map_or_else(
                || format!("{:?}", self.module_type).into(),
                |id| Value::Enum(id, self.module_type as i64),
            ),
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
                let table = remora_psobject::DictionaryObject::hashtable();
                for variable in exports.variables {
                    table.insert(variable.name.clone().into(), Value::live_arc(variable));
                }
                table.into()
            }
            "nestedmodules" => self.nested().into_iter().map(Value::live_arc).collect(),
            "onremove" => self.on_remove(),
            "logpipelineexecutiondetails" => Value::Bool(false),
            known => match self.manifest_value(known) {
                Some(value) => value,
                None if self.property_names().iter().any(|name| name.eq_ignore_case(known)) => {
                    Value::Null
                }
                None => return None,
            },
        }))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        name.eq_ignore_ascii_case("OnRemove").then(|| {
            self.state.write().on_remove = value;
            Ok(())
        })
    }
}
