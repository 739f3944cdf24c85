//! Loading modules that have a manifest.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, TypeId, Value};

use super::failure::{LoadFailure, invalid_manifest};
use super::load::LoadRequest;
use super::manifest::Manifest;
use super::members::{ExportPatterns, ImportOptions, matches};
use super::search::{extension, parent, stem};
use super::specification::ModuleSpecification;
use super::{ModuleInfo, ModuleType};
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::pipeline::{Null, PipelineBuilder};

impl ExecutionContext {
    pub(super) fn load_manifest(
        &mut self,
        path: &str,
        request: &LoadRequest,
    ) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let manifest = self.read_manifest(path)?;
        let base = parent(path).to_owned();
        let root = match manifest.root_module(self) {
            None => None,
            Some(name) => match self.member_file(&base, &name) {
                Some(file) => Some(file),
                None => return Err(missing_root(&manifest, &name).into()),
            },
        };
        let required = self.load_required(&manifest)?;
        let mut info = ModuleInfo::new(stem(path), ModuleType::Manifest, None);
        info.scope = Some(self.new_module_scope());
        info.file = path.into();
        info.path = path.into();
        info.base = base.as_str().into();
        info.version = manifest.version;
        info.guid = manifest.guid;
        if let Some(root) = &root
            && matches!(extension(root).as_str(), "psm1" | "ps1")
        {
            info.module_type = ModuleType::Script;
            info.path = root.as_str().into();
        }
        let facts = manifest_facts(self, &manifest, root.is_some());
        info.add_facts(facts);
        info.set_required(required);
        let module = self.adopt_module(info);
        for (key, command, parameter) in [
            ("TypesToProcess", "Update-TypeData", "AppendPath"),
            ("FormatsToProcess", "Update-FormatData", "AppendPath"),
        ] {
            for file in manifest.texts(self, key).unwrap_or_default() {
                PipelineBuilder::new()
                    .command(command)
                    .parameter(parameter, format!("{base}/{file}"))
                    .run(self, Vec::new(), &mut Null)?;
            }
        }
        for script in manifest.texts(self, "ScriptsToProcess").unwrap_or_default() {
            self.dot_source(&format!("{base}/{}", script.trim_start_matches("./")), request)?;
        }
        self.load_nested(&module, &manifest, &base)?;
        if let Some(root) = root {
            match extension(&root).as_str() {
                "psm1" | "ps1" => {
                    let block = self.module_script(&root, &request.specification.name)?;
                    self.run_module_script(&module, &block, request.arguments.clone())?;
                }
                _ => self.load_inside(&module, ModuleSpecification::named(root))?,
            }
        }
        if !module.exports().explicit {
            self.export_members(&module, &ExportPatterns::default_exports(), false)?;
        }
        self.restrict_exports(&module, &manifest)?;
        Ok(module)
    }

    /// The file that a manifest names, with or without its ending.
    fn member_file(&self, base: &str, name: &str) -> Option<String> {
        let path = match name.starts_with('/') {
            true => name.to_owned(),
            false => format!("{base}/{}", name.trim_start_matches("./").replace('\\', "/")),
        };
        match self.is_file(&path) {
            true => Some(path),
            false if self.is_folder(&path) => {
                self.files_of_folder(&path).into_iter().next().map(|file| file.path)
            }
            false => self.file_with_extension(&path),
        }
    }

    fn load_required(&mut self, manifest: &Manifest) -> Result<Vec<Arc<ModuleInfo>>, LoadFailure> {
        let mut found = Vec::new();
        for item in manifest.list(self, "RequiredModules").unwrap_or_default() {
            let specification = ModuleSpecification::read(self, &item)?;
            let name = specification.name.clone();
            let version = match (&specification.required, &specification.minimum) {
                (Some(version), _) | (None, Some(version)) => format!(" with version '{version}'"),
                (None, None) => String::new(),
            };
            let request = LoadRequest { specification, ..LoadRequest::default() };
            match self.load_module(&request) {
                Ok(loaded) => found.push(loaded.module),
                Err(LoadFailure::Flow(flow)) => return Err(flow.into()),
                Err(LoadFailure::Records(_)) => {
                    let path = &manifest.path;
                    return Err(invalid_manifest(
                        path,
                        format!(
                            "The required module '{name}'{version} is not loaded. Load the module or remove the module from 'RequiredModules' in the file '{path}'."
                        ),
                    )
                    .into());
                }
            }
        }
        Ok(found)
    }

    fn load_nested(
        &mut self,
        module: &Arc<ModuleInfo>,
        manifest: &Manifest,
        base: &str,
    ) -> Result<(), LoadFailure> {
        for item in manifest.list(self, "NestedModules").unwrap_or_default() {
            let mut specification = ModuleSpecification::read(self, &item)?;
            let name = specification.name.clone();
            if let Some(file) = self.member_file(base, &name) {
                specification.name = file.into();
            }
            match self.load_inside(module, specification) {
                Err(LoadFailure::Records(_)) => {
                    return Err(missing_member(manifest, "NestedModules", &name).into());
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Loads a module for another one alone.
    fn load_inside(
        &mut self,
        module: &Arc<ModuleInfo>,
        specification: ModuleSpecification,
    ) -> Result<(), LoadFailure> {
        let mut only = ExportPatterns::default_exports();
        only.variables.push("*".into());
        let request = LoadRequest {
            specification,
            importer: Some(Arc::clone(module)),
            import: ImportOptions { only: Some(only), scope: module.scope, ..Default::default() },
            ..LoadRequest::default()
        };
        self.load_module(&request).map(|_| ())
    }

    /// Takes out of the exports what the manifest does not name.
    fn restrict_exports(
        &mut self,
        module: &Arc<ModuleInfo>,
        manifest: &Manifest,
    ) -> Result<(), Flow> {
        let functions = manifest.texts(self, "FunctionsToExport");
        let aliases = manifest.texts(self, "AliasesToExport");
        let variables = manifest.texts(self, "VariablesToExport");
        let mut result = Ok(());
        module.change_exports(|exports| {
            let mut fits = |patterns: &Option<Vec<PsString>>, name: &str| match patterns {
                None => true,
                Some(patterns) => matches(patterns, name).unwrap_or_else(|flow| {
                    result = Err(flow);
                    false
                }),
            };
            exports.functions.retain(|command| fits(&functions, &command.name));
            exports.aliases.retain(|command| fits(&aliases, &command.name));
            exports.variables.retain(|variable| fits(&variables, &variable.name));
        });
        result
    }
}

fn missing_member(manifest: &Manifest, field: &str, name: &str) -> errors::ErrorRecord {
    let path = &manifest.path;
    errors::error(
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        format!(
            "The module to process '{name}', listed in field '{field}' of module manifest '{path}' was not processed because no valid module was found in any module directory."
        ),
        "Modules_ModuleFileNotFound",
        ErrorCategory::ResourceUnavailable,
        stem(path),
    )
}

fn missing_root(manifest: &Manifest, name: &str) -> errors::ErrorRecord {
    missing_member(manifest, "ModuleToProcess/RootModule", name)
}

/// The properties that a manifest gives its module. Tags of a module with a root module are told twice.
pub(super) fn manifest_facts(
    context: &mut ExecutionContext,
    manifest: &Manifest,
    with_root: bool,
) -> Vec<(PsString, Value)> {
    let mut facts: Vec<(PsString, Value)> = Vec::new();
    for (key, property) in [
        ("Author", "Author"),
        ("CompanyName", "CompanyName"),
        ("Copyright", "Copyright"),
        ("Description", "Description"),
        ("PowerShellHostName", "PowerShellHostName"),
        ("HelpInfoURI", "HelpInfoUri"),
        ("DefaultCommandPrefix", "Prefix"),
        ("ProcessorArchitecture", "ProcessorArchitecture"),
    ] {
        if let Some(text) = manifest.text(context, key) {
            facts.push((property.into(), Value::Str(text)));
        }
    }
    if let Some(root) = manifest.root_module(context) {
        facts.push(("RootModule".into(), Value::Str(root)));
    }
    for (key, property) in [
        ("PowerShellVersion", "PowerShellVersion"),
        ("PowerShellHostVersion", "PowerShellHostVersion"),
        ("CLRVersion", "ClrVersion"),
        ("DotNetFrameworkVersion", "DotNetFrameworkVersion"),
    ] {
        if let Some(text) = manifest.text(context, key)
            && let Some(version) = remora_psobject::Version::parse(&text)
        {
            facts.push((property.into(), version.into()));
        }
    }
    let base = parent(&manifest.path);
    for (key, property) in [("FileList", "FileList"), ("ScriptsToProcess", "Scripts")] {
        if let Some(files) = manifest.texts(context, key) {
            let files = files.iter().map(|file| Value::from(format!("{base}/{file}")));
            facts.push((property.into(), Value::array(files.collect())));
        }
    }
    for (key, property) in [
        ("CompatiblePSEditions", "CompatiblePSEditions"),
        ("RequiredAssemblies", "RequiredAssemblies"),
        ("ModuleList", "ModuleList"),
        ("TypesToProcess", "ExportedTypeFiles"),
        ("FormatsToProcess", "ExportedFormatFiles"),
        ("RequiredModules", "RequiredModules"),
    ] {
        let items = manifest.list(context, key).unwrap_or_default();
        if !items.is_empty() {
            facts.push((property.into(), Value::array(items)));
        }
    }
    let data = manifest.get("PrivateData").cloned().unwrap_or_default();
    let Value::Dictionary(private) = &data else {
        return facts;
    };
    facts.push(("PrivateData".into(), data.clone()));
    if let Some(Value::Dictionary(gallery)) = private.get_str("PSData") {
        for key in ["ProjectUri", "LicenseUri", "IconUri"] {
            if let Some(value) = gallery.get_str(key)
                && let Ok(target) = context.resolve_type("uri")
                && let Ok(uri) = context.convert(&value, target)
            {
                facts.push((key.into(), uri));
            }
        }
        if let Some(notes) = gallery.get_str("ReleaseNotes") {
            facts.push(("ReleaseNotes".into(), notes));
        }
        if let Some(tags) = gallery.get_str("Tags") {
            let tags = context.enumerate(&tags).unwrap_or_else(|| vec![tags.clone()]);
            let again = if with_root { tags.clone() } else { Vec::new() };
            facts.push(("Tags".into(), Value::array(tags.into_iter().chain(again).collect())));
        }
    }
    facts
}
