//! Making modules and loading them from files.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, Guid, PsString, TypeId, Value};

use super::failure::{LIMIT, LoadFailure, too_deeply_nested};
use super::members::{ExportPatterns, ImportOptions};
use super::search::{extension, parent, stem};
use super::specification::ModuleSpecification;
use super::{ModuleInfo, ModuleType};
use crate::command::CommandState;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::{Null, Sink};
use crate::script::{Invocation, ScriptBlock};
use crate::session::{ScopeId, ScopeKind};

/// What is loaded, and what for.
#[derive(Clone, Debug, Default)]
pub struct LoadRequest {
    /// Name or path, and the version.
    pub specification: ModuleSpecification,
    /// Arguments of the module's script.
    pub arguments: Vec<Value>,
    /// Whether a module that is loaded is loaded again.
    pub force: bool,
    /// What is imported, and where to.
    pub import: ImportOptions,
    /// The module that imports; `None` for the session.
    pub importer: Option<Arc<ModuleInfo>>,
    /// Whether nothing is imported: the module is wanted as an object.
    pub detached: bool,
}

/// A module that was loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The module.
    pub module: Arc<ModuleInfo>,
    /// Functions that were imported, by the names that the module gave them.
    pub functions: Vec<PsString>,
}

/// How many modules are being loaded inside each other.
#[derive(Default)]
struct Depth(usize);

/// Whether a name is a path that starts at a root or at the location.
fn is_path(name: &str) -> bool {
    name.starts_with(['/', '~'])
        || name.starts_with("./")
        || name.starts_with("../")
        || name.starts_with(".\\")
        || name.starts_with("..\\")
        || matches!(name, "." | "..")
        || name.split_once(':').is_some_and(|(drive, _)| !drive.is_empty())
}

impl ExecutionContext {
    /// Makes a module with a session state of its own, under the global one. Nothing has run in it.
    pub fn new_module(&mut self, name: &str, path: &str) -> Arc<ModuleInfo> {
        let scope = self.new_module_scope();
        let mut info = ModuleInfo::new(name, ModuleType::Script, Some(scope));
        info.path = path.into();
        info.file = path.into();
        info.base = parent(path).into();
        self.adopt_module(info)
    }

    /// Shares a module's description and joins its scope to it.
    pub fn adopt_module(&mut self, info: ModuleInfo) -> Arc<ModuleInfo> {
        let module = Arc::new(info);
        if let Some(scope) = module.scope {
            self.session.scope_mut(scope).module = Some(Arc::clone(&module));
            super::session_state::install(self, scope, &module);
        }
        module
    }

    /// Makes the scope of a module's session state, for [`ModuleInfo::scope`].
    pub fn new_module_scope(&mut self) -> ScopeId {
        let layout = crate::evaluate::call::empty_layout();
        self.session.new_script_scope(&layout, ScopeId::GLOBAL, ScopeKind::Module)
    }

    /// Runs a block in a module's session state, in its top scope: how a module's file is run.
    ///
    /// # Errors
    /// What the block threw.
    pub fn run_in_module(
        &mut self,
        module: &Arc<ModuleInfo>,
        block: &ScriptBlock,
        arguments: Vec<Value>,
        output: &mut dyn Sink,
    ) -> Result<(), Flow> {
        let block = block.bound_to(Some(Arc::clone(module)));
        let scope = module.scope.unwrap_or(ScopeId::GLOBAL);
        let info = crate::evaluate::call::info_of(&block);
        let frame = self.session.scope_mut(scope).frame.get_or_insert_default();
        frame.command = Some(Arc::new(CommandState::new(info, PsString::empty())));
        let invocation = Invocation::in_current_scope().arguments(arguments);
        let saved = std::mem::replace(&mut self.session.current, scope);
        let result = self.invoke_block(&block, invocation, output);
        self.session.current = saved;
        result
    }

    /// Runs a block in a module's session state, in a scope of its own: `& $module { … }`.
    ///
    /// # Errors
    /// What the block threw.
    pub fn invoke_in_module(
        &mut self,
        module: &Arc<ModuleInfo>,
        block: &ScriptBlock,
        arguments: Vec<Value>,
        output: &mut dyn Sink,
    ) -> Result<(), Flow> {
        let block = block.bound_to(Some(Arc::clone(module)));
        self.invoke_block(&block, Invocation::new().arguments(arguments), output)
    }

    /// The module whose code calls the running command.
    pub fn calling_module(&self) -> Option<Arc<ModuleInfo>> {
        self.current_module()
    }

    /// Loads a module, or takes the one that is loaded already, and imports it.
    ///
    /// # Errors
    /// Where there is no such module, it cannot be read, or its script threw.
    pub fn load_module(&mut self, request: &LoadRequest) -> Result<Loaded, LoadFailure> {
        let wanted = &request.specification;
        let module =
            if is_path(&wanted.name) { self.load_path(request)? } else { self.load_name(request)? };
        self.attach(module, request)
    }

    /// Imports a module for whoever asked for it.
    ///
    /// # Errors
    /// What cannot be imported.
    pub fn attach(
        &mut self,
        module: Arc<ModuleInfo>,
        request: &LoadRequest,
    ) -> Result<Loaded, LoadFailure> {
        let mut functions = Vec::new();
        if !request.detached {
            let mut options = request.import.clone();
            if options.prefix.is_empty()
                && let Some(Value::Str(prefix)) = module.fact("Prefix")
            {
                options.prefix = prefix;
            }
            if options.scope.is_none() {
                options.scope = request.importer.as_ref().and_then(|importer| importer.scope);
            }
            functions = self.import_members(&module, &options)?;
        }
        match &request.importer {
            None => self.session.add_module(Arc::clone(&module)),
            Some(importer) => {
                importer.remove_nested(&module);
                importer.add_nested(Arc::clone(&module));
            }
        }
        Ok(Loaded { module, functions })
    }

    fn load_path(&mut self, request: &LoadRequest) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let wanted = &request.specification;
        let Ok(resolved) = self.resolve_path(&wanted.name) else {
            return Err(wanted.not_found().into());
        };
        let path = resolved.provider_path.trim_end_matches('/').to_owned();
        if self.is_folder(&path) {
            for file in self.files_of_folder(&path) {
                if let Some(module) = self.load_if_accepted(&file.path, request)? {
                    return Ok(module);
                }
            }
            return Err(wanted.not_found().into());
        }
        let file = match self.is_file(&path) {
            true => Some(path),
            false => self.file_with_extension(&path),
        };
        match file {
            Some(file) => match self.load_if_accepted(&file, request)? {
                Some(module) => Ok(module),
                None => Err(wanted.not_found().into()),
            },
            None => Err(wanted.not_found().into()),
        }
    }

    fn load_name(&mut self, request: &LoadRequest) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let wanted = &request.specification;
        if !request.force {
            let loaded = self.session.all_modules().into_iter().rev().find(|module| {
                module.name.eq_ignore_case(&wanted.name)
                    && wanted.accepts(&module.version, module.guid)
            });
            if let Some(module) = loaded {
                return Ok(module);
            }
        }
        if let Some(module) = super::built_in::find(&wanted.name)
            && wanted.accepts(&module.version, module.guid)
        {
            return Ok(module);
        }
        for file in self.module_files(&wanted.name) {
            if let Some(module) = self.load_if_accepted(&file.path, request)? {
                return Ok(module);
            }
        }
        Err(wanted.not_found().into())
    }

    /// Loads a file, or takes what was loaded from it; `None` where its version is not the wanted one.
    fn load_if_accepted(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<Option<Arc<ModuleInfo>>, LoadFailure> {
        let wanted = &request.specification;
        if wanted.is_restricted() {
            let (version, guid) = match extension(path).as_str() {
                "psd1" => {
                    let manifest = self.read_manifest(path)?;
                    (manifest.version, manifest.guid)
                }
                _ => (remora_psobject::Version::new(0, 0), Guid::EMPTY),
            };
            if !wanted.accepts(&version, guid) {
                return Ok(None);
            }
        }
        let loaded = self.session.all_modules().into_iter().find(|module| &*module.file == path);
        if let Some(module) = loaded {
            if !request.force {
                return Ok(Some(module));
            }
            if !request.detached {
                self.unload_module(&module)?;
            }
        }
        self.load_file(path, request).map(Some)
    }

    /// Loads a file, whatever is loaded.
    fn load_file(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<Arc<ModuleInfo>, LoadFailure> {
        if self.extension::<Depth>().0 >= LIMIT {
            return Err(too_deeply_nested(path).into());
        }
        self.extension::<Depth>().0 += 1;
        let result = match extension(path).as_str() {
            "psd1" => self.load_manifest(path, request),
            "psm1" => self.load_script_module(path, request),
            "ps1" => self.load_script_file(path, request),
            _ => Err(not_loadable(path).into()),
        };
        self.extension::<Depth>().0 -= 1;
        result
    }

    /// The block of a module's script.
    pub(super) fn module_script(
        &mut self,
        path: &str,
        wanted: &str,
    ) -> Result<ScriptBlock, LoadFailure> {
        let text = self.read_script_text(path)?;
        let block = self.parse_file(&text, Some(path)).map_err(|flow| {
            let mut records: Vec<_> = flow.error().cloned().into_iter().collect();
            records.push(Arc::new(ModuleSpecification::named(wanted).not_found()));
            LoadFailure::Records(records)
        })?;
        self.check_requirements(path, &block)?;
        Ok(block)
    }

    pub(super) fn run_module_script(
        &mut self,
        module: &Arc<ModuleInfo>,
        block: &ScriptBlock,
        arguments: Vec<Value>,
    ) -> Result<(), LoadFailure> {
        match self.run_in_module(module, block, arguments, &mut Null) {
            Ok(()) => Ok(()),
            Err(Flow::Throw(mut thrown)) if self.handlers > 0 => {
                // What a handler catches has come through the cmdlet that loads.
                let mut record = remora_psobject::ErrorRecord::clone(&thrown.record);
                let id = &record.fully_qualified_error_id;
                if !id.ends_with("ImportModuleCommand") {
                    let class = "Microsoft.PowerShell.Commands.ImportModuleCommand";
                    record.fully_qualified_error_id = format!("{id},{class}").into();
                    thrown.record = Arc::new(record);
                }
                Err(Flow::Throw(thrown).into())
            }
            Err(flow) => Err(flow.into()),
        }
    }

    fn load_script_module(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let block = self.module_script(path, &request.specification.name)?;
        let module = self.new_module(stem(path), path);
        module.add_facts(vec![("Definition".into(), block.text_inside().into())]);
        self.run_module_script(&module, &block, request.arguments.clone())?;
        if !module.exports().explicit {
            self.export_members(&module, &ExportPatterns::default_exports(), false)?;
        }
        Ok(module)
    }

    /// A plain script: it runs in the scope of whoever imports it.
    fn load_script_file(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let mut info = ModuleInfo::new(stem(path), ModuleType::Script, None);
        info.path = path.into();
        info.file = path.into();
        info.base = parent(path).into();
        self.dot_source(path, request)?;
        Ok(Arc::new(info))
    }

    /// Runs a script file in the scope of whoever imports.
    pub(super) fn dot_source(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<(), LoadFailure> {
        let block = self.module_script(path, path)?.bound_to(request.importer.clone());
        let scope = request.importer.as_ref().and_then(|importer| importer.scope);
        let scope = scope.or(request.import.scope).unwrap_or(ScopeId::GLOBAL);
        let invocation = Invocation::in_current_scope();
        let saved = std::mem::replace(&mut self.session.current, scope);
        let result = self.invoke_block(&block, invocation, &mut Null);
        self.session.current = saved;
        result.map_err(LoadFailure::from)
    }
}

/// A file that no module can be made of here.
fn not_loadable(path: &str) -> errors::ErrorRecord {
    errors::error(
        TypeId::register("System.BadImageFormatException", Some(TypeId::EXCEPTION)),
        format!("Bad IL format. The format of the file '{path}' is invalid."),
        "System.BadImageFormatException",
        ErrorCategory::NotSpecified,
        Value::Null,
    )
}
