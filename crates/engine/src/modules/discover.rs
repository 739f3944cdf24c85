//! What modules that are not loaded would export, found without running them.

use std::collections::HashMap;
use std::sync::Arc;

use remora_psobject::{Guid, PsString, Value, Version};
use remora_syntax::ast::{CommandAst, CommandElement, Expression, NodeRef, Visit};

use super::failure::LoadFailure;
use super::info::{ModuleInfo, ModuleType};
use super::load_manifest::manifest_facts;
use super::manifest::Manifest;
use super::search::{ModuleFile, extension, parent, stem};
use crate::command::{CommandInfo, CommandKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::script::ScriptBlock;

/// Names that a module's file exports, as far as its text tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct FoundExports {
    pub(crate) functions: Vec<PsString>,
    pub(crate) aliases: Vec<(PsString, PsString)>,
}

/// What was found of files, with the times of their last change.
#[derive(Default)]
struct Known(HashMap<String, (i64, FoundExports)>);

fn constant_texts(expression: &Expression, found: &mut Vec<PsString>) {
    match expression {
        Expression::StringConstant(text) => found.push(PsString::from(&*text.value)),
        Expression::ArrayLiteral(array) => {
            for element in &array.elements {
                constant_texts(element, found);
            }
        }
        _ => {}
    }
}

/// The constant arguments of a command: those of a parameter by its name, the others under no name.
fn constant_arguments(command: &CommandAst) -> Vec<(String, Vec<PsString>)> {
    let mut found: Vec<(String, Vec<PsString>)> = vec![(String::new(), Vec::new())];
    let mut open = 0;
    for element in command.elements.iter().skip(1) {
        match element {
            CommandElement::Parameter(parameter) => {
                let mut values = Vec::new();
                if let Some(argument) = &parameter.argument {
                    constant_texts(argument, &mut values);
                }
                found.push((parameter.parameter_name.to_ascii_lowercase(), values));
                open = if parameter.argument.is_some() { 0 } else { found.len() - 1 };
            }
            CommandElement::Argument(argument) => {
                if let Some((_, values)) = found.get_mut(open) {
                    constant_texts(argument, values);
                }
                open = 0;
            }
        }
    }
    found
}

/// What a script module's text exports.
fn of_script(block: &ScriptBlock) -> FoundExports {
    let mut functions: Vec<PsString> = Vec::new();
    let mut aliases: Vec<(PsString, PsString)> = Vec::new();
    let mut wanted: Option<(Vec<PsString>, Vec<PsString>)> = None;
    NodeRef::ScriptBlock(block.ast()).walk(|node, _| match node {
        NodeRef::FunctionDefinition(function) => {
            functions.push(PsString::from(&*function.name));
            Visit::SkipChildren
        }
        NodeRef::ScriptBlockExpression(_) => Visit::SkipChildren,
        NodeRef::Command(command) => {
            let name = command.command_name().unwrap_or_default().to_ascii_lowercase();
            let arguments = constant_arguments(command);
            let of = |prefix: &str| {
                arguments
                    .iter()
                    .filter(|(name, _)| !name.is_empty() && prefix.starts_with(name.as_str()))
                    .flat_map(|(_, values)| values.clone())
                    .collect::<Vec<_>>()
            };
            let plain = arguments.first().map(|(_, values)| values.clone()).unwrap_or_default();
            match name.as_str() {
                "export-modulemember" => {
                    let (exported, named) = wanted.get_or_insert_default();
                    exported.extend(plain);
                    exported.extend(of("function"));
                    named.extend(of("alias"));
                }
                "set-alias" | "new-alias" | "sal" | "nal" => {
                    let mut plain = plain.into_iter();
                    let alias = of("name").into_iter().next().or_else(|| plain.next());
                    let value = of("value").into_iter().next().or_else(|| plain.next());
                    if let (Some(alias), Some(value)) = (alias, value) {
                        aliases.push((alias, value));
                    }
                }
                _ => {}
            }
            Visit::Continue
        }
        _ => Visit::Continue,
    });
    if let Some((exported, named)) = wanted {
        let known = |patterns: &[PsString], name: &str| {
            super::members::matches(patterns, name).unwrap_or(false)
        };
        functions.retain(|name| known(&exported, name));
        aliases.retain(|(name, _)| known(&named, name));
    }
    FoundExports { functions, aliases }
}

impl ExecutionContext {
    /// What a module's file exports, as far as its text tells. The answer is kept until the file
    /// changes.
    pub(crate) fn discover_exports(&mut self, path: &str) -> FoundExports {
        let Ok(metadata) = self.system.metadata(path, true) else {
            return FoundExports::default();
        };
        if let Some((time, found)) = self.extension::<Known>().0.get(path)
            && *time == metadata.modified
        {
            return found.clone();
        }
        let found = match extension(path).as_str() {
            "psm1" => self
                .read_script_text(path)
                .ok()
                .and_then(|text| self.parse_file(&text, Some(path)).ok())
                .map(|block| of_script(&block)),
            "psd1" => self.read_manifest(path).ok().map(|manifest| self.of_manifest(&manifest)),
            _ => None,
        }
        .unwrap_or_default();
        let entry = (metadata.modified, found.clone());
        self.extension::<Known>().0.insert(path.to_owned(), entry);
        found
    }

    fn of_manifest(&mut self, manifest: &Manifest) -> FoundExports {
        let folder = parent(&manifest.path).to_owned();
        let functions = manifest.texts(self, "FunctionsToExport");
        let aliases = manifest.texts(self, "AliasesToExport");
        let open = |patterns: &Option<Vec<PsString>>| {
            patterns.as_ref().is_none_or(|patterns| {
                patterns
                    .iter()
                    .any(|pattern| remora_language::wildcard::contains_wildcards(pattern))
            })
        };
        let mut inner = FoundExports::default();
        if open(&functions) || open(&aliases) {
            let mut files: Vec<PsString> = manifest.root_module(self).into_iter().collect();
            files.extend(manifest.texts(self, "NestedModules").unwrap_or_default());
            for file in files {
                let path = format!("{folder}/{}", file.trim_start_matches("./"));
                let path = match self.is_file(&path) {
                    true => Some(path),
                    false => self.file_with_extension(&path),
                };
                if let Some(path) = path.filter(|path| *path != manifest.path) {
                    let found = self.discover_exports(&path);
                    inner.functions.extend(found.functions);
                    inner.aliases.extend(found.aliases);
                }
            }
        }
        let matches = |patterns: &[PsString], name: &str| {
            super::members::matches(patterns, name).unwrap_or(false)
        };
        let functions = match functions {
            None => inner.functions,
            Some(patterns) if open(&Some(patterns.clone())) => {
                inner.functions.into_iter().filter(|name| matches(&patterns, name)).collect()
            }
            Some(names) => names,
        };
        let aliases = match aliases {
            None => inner.aliases,
            Some(patterns) if open(&Some(patterns.clone())) => {
                inner.aliases.into_iter().filter(|(name, _)| matches(&patterns, name)).collect()
            }
            Some(names) => names.into_iter().map(|name| (name, PsString::empty())).collect(),
        };
        FoundExports { functions, aliases }
    }

    /// The description of a module that is not loaded: `Get-Module -ListAvailable`.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub(crate) fn describe_module(
        &mut self,
        file: &ModuleFile,
    ) -> Result<Arc<ModuleInfo>, LoadFailure> {
        let path = file.path.as_str();
        let found = self.discover_exports(path);
        let mut info = ModuleInfo::new(stem(path), ModuleType::Script, None);
        info.path = path.into();
        info.base = parent(path).into();
        if extension(path) == "psd1" {
            let manifest = self.read_manifest(path)?;
            info.version = manifest.version;
            info.guid = manifest.guid;
            info.module_type = match manifest.root_module(self).map(|root| extension(&root)) {
                None => ModuleType::Manifest,
                Some(end) if end == "dll" => ModuleType::Binary,
                Some(_) => ModuleType::Script,
            };
            let facts = manifest_facts(self, &manifest, false);
            info.add_facts(facts);
        } else {
            info.version = file.version.unwrap_or(Version::new(0, 0));
            info.guid = Guid::EMPTY;
        }
        let module = Arc::new(info);
        let empty = self.parse_script("")?;
        module.change_exports(|exports| {
            for name in found.functions {
                let kind = CommandKind::Function(empty.clone());
                let info = CommandInfo::new(name, kind).with_module(Some(Arc::clone(&module)));
                exports.functions.push(Arc::new(info));
            }
            for (name, definition) in found.aliases {
                let kind = CommandKind::Alias { definition, resolved: None };
                let info = CommandInfo::new(name, kind).with_module(Some(Arc::clone(&module)));
                exports.aliases.push(Arc::new(info));
            }
        });
        Ok(module)
    }

    /// All modules under the folders of `PSModulePath` whose names the test accepts, with those that
    /// come with the shell.
    pub fn available_modules(&mut self, accepts: impl Fn(&str) -> bool) -> Vec<Arc<ModuleInfo>> {
        let files = self.all_module_files();
        let mut found = Vec::new();
        for file in files {
            if accepts(stem(&file.path))
                && let Ok(module) = self.describe_module(&file)
            {
                found.push(module);
            }
        }
        found.extend(super::built_in::all().into_iter().filter(|module| accepts(&module.name)));
        found
    }

    /// The first module under the folders of `PSModulePath` that exports a command of this name.
    pub(crate) fn module_with_command(&mut self, name: &str) -> Option<String> {
        let automatic = self.variable("PSModuleAutoLoadingPreference").unwrap_or(Value::Null);
        let automatic = self.text(&automatic);
        if automatic.eq_ignore_case("None") || automatic.eq_ignore_case("ModuleQualified") {
            return None;
        }
        let files = self.all_module_files();
        files.into_iter().map(|file| file.path).find(|path| {
            let found = self.discover_exports(path);
            found.functions.iter().any(|known| known.eq_ignore_case(name))
                || found.aliases.iter().any(|(known, _)| known.eq_ignore_case(name))
        })
    }
}

impl ExecutionContext {
    /// The description of the module that a path leads to: a file, or a folder with one.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub fn describe_path(&mut self, path: &str) -> Result<Option<Arc<ModuleInfo>>, Flow> {
        let Ok(resolved) = self.resolve_path(path) else { return Ok(None) };
        let path = resolved.provider_path.trim_end_matches('/').to_owned();
        let file = if self.is_folder(&path) {
            self.files_of_folder(&path).into_iter().next()
        } else {
            self.is_file(&path).then_some(ModuleFile { path, version: None })
        };
        match file {
            Some(file) => match self.describe_module(&file) {
                Ok(module) => Ok(Some(module)),
                Err(failure) => Err(failure.into_flow()),
            },
            None => Ok(None),
        }
    }

    /// Judges a manifest and describes its module.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn test_manifest(&mut self, path: &str) -> Result<Arc<ModuleInfo>, LoadFailure> {
        self.describe_module(&ModuleFile { path: path.to_owned(), version: None })
    }
}
