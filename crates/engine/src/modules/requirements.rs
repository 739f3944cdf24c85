//! `#requires`, `using module`, and modules that load when a command of theirs is called.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, ErrorRecord, PsString, TypeId, Value};
use remora_syntax::ast::UsingStatementAst;
use remora_syntax::{ParseError, ScriptSource};

use super::failure::LoadFailure;
use super::load::LoadRequest;
use super::search::{leaf, parent};
use super::specification::{ModuleSpecification, version_key};
use crate::command::CommandInfo;
use crate::context::ExecutionContext;
use crate::errors::{self, Flow};
use crate::script::ScriptBlock;

/// Reads a version of which only the first number may stand there.
fn version(text: &str) -> Option<remora_psobject::Version> {
    match text.contains('.') {
        true => remora_psobject::Version::parse(text),
        false => Some(remora_psobject::Version::new(text.parse().ok()?, 0)),
    }
}

fn refused(name: &str, message: String, id: &str) -> ErrorRecord {
    errors::error(
        TypeId::register(
            "System.Management.Automation.ScriptRequiresException",
            Some(TypeId::RUNTIME_EXCEPTION),
        ),
        format!("The script '{name}' cannot be run because {message}"),
        id,
        ErrorCategory::ResourceUnavailable,
        name,
    )
}

impl ExecutionContext {
    /// Checks what the `#requires` lines of a script file ask for; modules that they name are loaded.
    pub(crate) fn check_requirements(
        &mut self,
        path: &str,
        block: &ScriptBlock,
    ) -> Result<(), Flow> {
        let Some(wanted) = block.ast().requirements.clone() else {
            return Ok(());
        };
        let name = leaf(path);
        if let Some(lowest) = wanted.version.as_deref().and_then(version) {
            let own = self.shell_version();
            if version_key(&lowest) > version_key(&own) {
                let message = format!(
                    "it contained a \"#requires\" statement for PowerShell {lowest}. The version of PowerShell that is required by the script does not match the currently running version of PowerShell {own}."
                );
                return Err(refused(name, message, "ScriptRequiresUnmatchedPSVersion").into());
            }
        }
        if !wanted.editions.is_empty()
            && !wanted.editions.iter().any(|edition| edition.eq_ignore_ascii_case("Core"))
        {
            return Err(errors::error(
                TypeId::RUNTIME_EXCEPTION,
                format!(
                    "The script '{name}' cannot be run because it contained a \"#requires\" statement for PowerShell editions '{}'. The edition of PowerShell that is required by the script does not match the currently running PowerShell Core edition.",
                    wanted.editions.join(", ")
                ),
                "ScriptRequiresUnmatchedPSEdition",
                ErrorCategory::NotSpecified,
                name,
            )
            .into());
        }
        if let Some(shell) = &wanted.application_id
            && !shell.eq_ignore_ascii_case("Microsoft.PowerShell")
        {
            let message = format!(
                "it contained a \"#requires\" statement for the shell ID {shell}. The current shell ID is Microsoft.PowerShell."
            );
            return Err(refused(name, message, "ScriptRequiresUnmatchedShellId").into());
        }
        let mut missing = Vec::new();
        for module in &wanted.modules {
            let read = |text: &Option<String>| text.as_deref().and_then(version);
            let specification = ModuleSpecification {
                name: module.name.as_str().into(),
                minimum: read(&module.version),
                required: read(&module.required_version),
                maximum: module.maximum_version.as_deref().map(PsString::from),
                guid: module.guid.as_deref().and_then(remora_psobject::Guid::parse),
            };
            let request = LoadRequest { specification, ..LoadRequest::default() };
            match self.load_module(&request) {
                Ok(_) => {}
                Err(LoadFailure::Flow(flow)) => return Err(flow),
                Err(LoadFailure::Records(_)) => missing.push(module.name.clone()),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!(
            "the following modules that are specified by the \"#requires\" statements of the script are missing: {}.",
            missing.join(", ")
        );
        Err(refused(name, message, "ScriptRequiresMissingModules").into())
    }

    /// `using module`: loads the module and makes its types known to the current scope.
    pub(crate) fn use_module(
        &mut self,
        source: &Arc<ScriptSource>,
        using: &UsingStatementAst,
    ) -> Result<(), Flow> {
        let mut specification = match (&using.name, &using.module_specification) {
            (Some(name), _) => ModuleSpecification::named(&*name.value),
            (None, Some(table)) => {
                let compiled = crate::compile::lone_expression(source, table);
                let value = crate::evaluate::eval(self, &compiled)?;
                ModuleSpecification::read(self, &value)?
            }
            (None, None) => return Ok(()),
        };
        let written = specification.name.clone();
        // A relative path starts at the script's own folder.
        if let Some(file) = source.file()
            && (written.starts_with("./") || written.starts_with("../"))
        {
            specification.name = format!("{}/{written}", parent(file)).into();
        }
        let request = LoadRequest { specification, ..LoadRequest::default() };
        match self.load_module(&request) {
            Ok(loaded) => {
                self.import_types(&loaded.module);
                Ok(())
            }
            Err(LoadFailure::Flow(flow)) => Err(flow),
            Err(LoadFailure::Records(_)) => {
                let shown = match &using.module_specification {
                    Some(table) if using.name.is_none() => source.slice(table.extent()).to_owned(),
                    _ => written.to_string(),
                };
                Err(errors::parse_error(&[ParseError {
                    id: "ModuleNotFoundDuringParse",
                    message: format!("Could not find the module '{shown}'."),
                    extent: using.extent,
                    incomplete: false,
                    source: Arc::clone(source),
                }]))
            }
        }
    }

    /// Makes the types that a module's script defined known to the current scope.
    fn import_types(&mut self, module: &super::ModuleInfo) {
        let Some(scope) = module.scope else { return };
        let Some(types) = self.session.scope(scope).types.clone() else { return };
        let current = self.session.current_mut();
        current.types.get_or_insert_default().extend(*types);
    }

    /// Loads the module that exports a command, and gives the command.
    ///
    /// # Errors
    /// `CouldNotAutoLoadModule`; what the module's script threw.
    pub(crate) fn auto_load(&mut self, name: &str) -> Result<Option<Arc<CommandInfo>>, Flow> {
        if name.contains(['/', '*', '?', '[', ':']) || name.is_empty() {
            return Ok(None);
        }
        if let Some((module, command)) = name.rsplit_once('\\') {
            if module.is_empty() || module.contains('\\') {
                return Ok(None);
            }
            let specification = ModuleSpecification::named(module);
            let request = LoadRequest { specification, ..LoadRequest::default() };
            return match self.load_module(&request) {
                Ok(loaded) => Ok(self.export_of(&loaded.module, command)),
                Err(_) => Err(errors::error(
                    TypeId::COMMAND_NOT_FOUND_EXCEPTION,
                    format!(
                        "The module '{module}' could not be loaded. For more information, run 'Import-Module {module}'."
                    ),
                    "CouldNotAutoLoadModule",
                    ErrorCategory::ObjectNotFound,
                    name,
                )
                .into()),
            };
        }
        let Some(path) = self.module_with_command(name) else {
            return Ok(None);
        };
        let specification = ModuleSpecification::named(path);
        let request = LoadRequest { specification, ..LoadRequest::default() };
        match self.load_module(&request) {
            Ok(_) => {}
            Err(LoadFailure::Flow(flow)) => return Err(flow),
            Err(LoadFailure::Records(_)) => {
                return Err(errors::error(
                    TypeId::COMMAND_NOT_FOUND_EXCEPTION,
                    format!("The '{name}' command was found in a module, but the module could not be loaded."),
                    "CouldNotAutoloadMatchingModule",
                    ErrorCategory::ObjectNotFound,
                    name,
                )
                .into());
            }
        }
        let target = match self.session.alias(name) {
            Some(alias) => alias.definition.clone(),
            None => name.into(),
        };
        self.lookup_command(&target)
    }

    /// The command of this name that a module exports; an alias is followed.
    pub(crate) fn export_of(
        &self,
        module: &super::ModuleInfo,
        name: &str,
    ) -> Option<Arc<CommandInfo>> {
        let exports = module.exports();
        let named = |list: &[Arc<CommandInfo>], name: &str| {
            list.iter().find(|command| command.name.eq_ignore_case(name)).cloned()
        };
        let found = named(&exports.functions, name).or_else(|| named(&exports.cmdlets, name));
        found.or_else(|| {
            let alias = named(&exports.aliases, name)?;
            let definition = alias.definition();
            let found = named(&exports.functions, &definition)
                .or_else(|| named(&exports.cmdlets, &definition));
            found.or_else(|| self.session.cmdlet(&definition).cloned())
        })
    }

    /// Marks the module of a cmdlet as loaded: it is used.
    pub(crate) fn note_use(&mut self, command: &CommandInfo) {
        let Some(spec) = command.cmdlet() else { return };
        if self.session.used_modules.contains(&spec.module) {
            return;
        }
        self.session.used_modules.push(spec.module);
        if let Some(module) = super::built_in::find(spec.module) {
            self.session.add_module(module);
        }
    }
}

/// Whether a value is a module, for `& $module { … }`.
pub(crate) fn as_module(value: &Value) -> Option<Arc<super::ModuleInfo>> {
    value.downcast_arc::<super::ModuleInfo>()
}
