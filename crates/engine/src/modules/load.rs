//! Making modules, exporting from them, importing them.

use std::sync::Arc;

use remora_language::wildcard::WildcardPattern;
use remora_psobject::{PsString, Value};

use super::{ModuleExports, ModuleInfo, ModuleType};
use crate::command::{CommandInfo, CommandKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::pipeline::Sink;
use crate::script::{Invocation, ScriptBlock};
use crate::session::{
    AliasEntry, FunctionEntry, ScopeId, ScopeKind, ScopeSelector, Slot, Symbol, Variable,
};

/// Names with wildcards of what is exported; an empty list exports nothing of its kind.
#[derive(Clone, Debug, Default)]
pub struct ExportPatterns {
    /// Functions.
    pub functions: Vec<PsString>,
    /// Cmdlets.
    pub cmdlets: Vec<PsString>,
    /// Aliases.
    pub aliases: Vec<PsString>,
    /// Variables.
    pub variables: Vec<PsString>,
}

impl ExportPatterns {
    /// What a module without `Export-ModuleMember` exports: functions and aliases.
    pub fn default_exports() -> Self {
        Self {
            functions: vec!["*".into()],
            cmdlets: vec!["*".into()],
            aliases: vec!["*".into()],
            variables: Vec::new(),
        }
    }
}

/// How a module is imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Stands in front of the nouns of imported commands.
    pub prefix: PsString,
    /// What is imported of what is exported; `None` for all.
    pub only: Option<ExportPatterns>,
    /// The scope that gets the commands; `None` for the session's top.
    pub scope: Option<ScopeId>,
    /// Whether commands that are there already stay as they are.
    pub no_clobber: bool,
}

fn matches(patterns: &[PsString], name: &str) -> Result<bool, Flow> {
    for pattern in patterns {
        if WildcardPattern::new(pattern, true)?.is_match(name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `Get-Thing` with a prefix: `Get-PrefixThing`.
fn prefixed(name: &str, prefix: &str) -> PsString {
    if prefix.is_empty() {
        return name.into();
    }
    match name.split_once('-') {
        Some((verb, noun)) => format!("{verb}-{prefix}{noun}").into(),
        None => format!("{prefix}{name}").into(),
    }
}

impl ExecutionContext {
    /// Makes a module with a session state of its own, under the global one. Nothing has run in it.
    pub fn new_module(&mut self, name: &str, path: &str) -> Arc<ModuleInfo> {
        let layout = crate::evaluate::call::empty_layout();
        let scope = self.session.new_script_scope(&layout, ScopeId::GLOBAL, ScopeKind::Module);
        let mut info = ModuleInfo::new(name, ModuleType::Script, Some(scope));
        info.path = path.into();
        info.base = path.rsplit_once('/').map_or("", |(folder, _)| folder).into();
        self.adopt_module(info)
    }

    /// Shares a module's description and joins its scope to it.
    pub fn adopt_module(&mut self, info: ModuleInfo) -> Arc<ModuleInfo> {
        let module = Arc::new(info);
        if let Some(scope) = module.scope {
            self.session.scope_mut(scope).module = Some(Arc::clone(&module));
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
        let invocation = Invocation::in_current_scope().arguments(arguments);
        let scope = module.scope.unwrap_or(ScopeId::GLOBAL);
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

    /// Adds what a module exports, of the functions, aliases and variables of its session state. To be
    /// marked as explicit where a script asked for it.
    ///
    /// # Errors
    /// A malformed pattern.
    pub fn export_members(
        &mut self,
        module: &Arc<ModuleInfo>,
        patterns: &ExportPatterns,
        explicit: bool,
    ) -> Result<(), Flow> {
        let Some(scope) = module.scope else {
            return Ok(());
        };
        let mut functions = Vec::new();
        for entry in self.session.functions_of(scope) {
            if matches(&patterns.functions, &entry.name)? {
                functions.push(Arc::clone(entry.info()));
            }
        }
        let mut aliases = Vec::new();
        let entries: Vec<AliasEntry> =
            self.session.aliases_of(scope).into_iter().cloned().collect();
        for entry in entries {
            if matches(&patterns.aliases, &entry.name)? {
                let kind =
                    CommandKind::Alias { definition: entry.definition.clone(), resolved: None };
                let info = CommandInfo::new(entry.name, kind).with_module(Some(Arc::clone(module)));
                aliases.push(Arc::new(info));
            }
        }
        let mut variables: Vec<Arc<Variable>> = Vec::new();
        if !patterns.variables.is_empty() {
            let saved = std::mem::replace(&mut self.session.current, scope);
            let all = self.session.variables(ScopeSelector::Local);
            self.session.current = saved;
            for variable in all {
                if matches(&patterns.variables, &variable.name)? {
                    variables.push(variable);
                }
            }
        }
        module.change_exports(|exports: &mut ModuleExports| {
            for function in functions {
                exports.functions.retain(|known| !known.name.eq_ignore_case(&function.name));
                exports.functions.push(function);
            }
            for alias in aliases {
                exports.aliases.retain(|known| !known.name.eq_ignore_case(&alias.name));
                exports.aliases.push(alias);
            }
            for variable in variables {
                exports.variables.retain(|known| !known.name.eq_ignore_case(&variable.name));
                exports.variables.push(variable);
            }
            exports.explicit |= explicit;
        });
        Ok(())
    }

    /// Makes what a module exports known to a scope, and the module to the session.
    ///
    /// # Errors
    /// A malformed pattern, or a function that cannot be written.
    pub fn import_module(
        &mut self,
        module: &Arc<ModuleInfo>,
        options: &ImportOptions,
    ) -> Result<(), Flow> {
        let scope = options.scope.unwrap_or(ScopeId::GLOBAL);
        let exports = module.exports();
        let all = ["*".into()];
        let only = |list: fn(&ExportPatterns) -> &Vec<PsString>| -> Vec<PsString> {
            options.only.as_ref().map_or_else(|| all.to_vec(), |only| list(only).clone())
        };
        let functions = only(|patterns| &patterns.functions);
        for function in &exports.functions {
            if !matches(&functions, &function.name)? {
                continue;
            }
            let name = prefixed(&function.name, &options.prefix);
            if options.no_clobber && self.session.function(&name).is_some() {
                continue;
            }
            if let Some(block) = function.script_block() {
                let entry = FunctionEntry::new(name, block.clone(), Some(Arc::clone(module)));
                self.session.set_function_in(scope, entry, true)?;
            }
        }
        let aliases = only(|patterns| &patterns.aliases);
        for alias in &exports.aliases {
            if !matches(&aliases, &alias.name)? {
                continue;
            }
            let mut entry =
                AliasEntry::new(prefixed(&alias.name, &options.prefix), alias.definition());
            entry.module = Some(Arc::clone(module));
            self.session.set_alias_in(scope, entry, true)?;
        }
        let cmdlets = only(|patterns| &patterns.cmdlets);
        for cmdlet in &exports.cmdlets {
            if matches(&cmdlets, &cmdlet.name)? {
                self.session.add_cmdlet(Arc::clone(cmdlet));
            }
        }
        let variables = only(|patterns| &patterns.variables);
        for variable in &exports.variables {
            if matches(&variables, &variable.name)? {
                let symbol = Symbol::of(&variable.name);
                *self.session.scope_mut(scope).slot_for(symbol, &variable.name) =
                    Slot::Variable(Arc::clone(variable));
            }
        }
        self.session.add_module(Arc::clone(module));
        Ok(())
    }

    /// Takes what a module exported out of the session, runs what it asked to run, and forgets it.
    ///
    /// # Errors
    /// What its `OnRemove` block threw.
    pub fn unload_module(&mut self, module: &Arc<ModuleInfo>) -> Result<(), Flow> {
        if let Some(block) = module.on_remove().downcast::<ScriptBlock>().cloned() {
            self.invoke_in_module(module, &block, Vec::new(), &mut crate::pipeline::Null)?;
        }
        let of_module = |known: &Option<Arc<ModuleInfo>>| {
            known.as_ref().is_some_and(|known| Arc::ptr_eq(known, module))
        };
        let functions: Vec<PsString> = self
            .session
            .functions()
            .into_iter()
            .filter(|entry| of_module(&entry.module))
            .map(|entry| entry.name.clone())
            .collect();
        for name in functions {
            self.session.remove_function(&name);
        }
        let aliases: Vec<PsString> = self
            .session
            .aliases()
            .into_iter()
            .filter(|entry| of_module(&entry.module))
            .map(|entry| entry.name.clone())
            .collect();
        for name in aliases {
            self.session.remove_alias(&name);
        }
        self.session.remove_module(&module.name);
        Ok(())
    }
}
