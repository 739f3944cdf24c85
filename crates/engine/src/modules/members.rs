//! What modules export, and how it gets into a session and out of it.

use std::sync::Arc;

use remora_language::wildcard::WildcardPattern;
use remora_psobject::{InstanceMember, MemberKind, PsObject, PsString, Value};

use super::{ModuleExports, ModuleInfo};
use crate::command::{CommandInfo, CommandKind};
use crate::context::ExecutionContext;
use crate::errors::Flow;
use crate::script::ScriptBlock;
use crate::session::{
    AliasEntry, FunctionEntry, ItemOptions, ScopeId, ScopeSelector, Slot, Symbol, Variable,
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

/// Whether a name fits one of the patterns.
pub(crate) fn matches(patterns: &[PsString], name: &str) -> Result<bool, Flow> {
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

/// Adds commands to those that are exported, each name once, in the order of the alphabet.
fn merge(known: &mut Vec<Arc<CommandInfo>>, added: Vec<Arc<CommandInfo>>) {
    for command in added {
        known.retain(|known| !known.name.eq_ignore_case(&command.name));
        known.push(command);
    }
    known.sort_by_key(|command| command.name.to_lowercase());
}

impl ExecutionContext {
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
            if matches(&patterns.functions, &entry.name)?
                && !entry.options.contains(ItemOptions::ALL_SCOPE)
            {
                functions.push(Arc::clone(entry.info()));
            }
        }
        let mut aliases = Vec::new();
        let entries: Vec<AliasEntry> =
            self.session.aliases_of(scope).into_iter().cloned().collect();
        for entry in entries {
            if matches(&patterns.aliases, &entry.name)? {
                let saved = std::mem::replace(&mut self.session.current, scope);
                let resolved = self.session.function(&entry.definition).map(FunctionEntry::info);
                let resolved = resolved.or_else(|| self.session.cmdlet(&entry.definition)).cloned();
                self.session.current = saved;
                let kind = CommandKind::Alias { definition: entry.definition.clone(), resolved };
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
                if matches(&patterns.variables, &variable.name)?
                    && !variable.options().contains(ItemOptions::ALL_SCOPE)
                    && !variable.name.eq_ignore_case("ExecutionContext")
                {
                    variables.push(variable);
                }
            }
        }
        module.change_exports(|exports: &mut ModuleExports| {
            merge(&mut exports.functions, functions);
            merge(&mut exports.aliases, aliases);
            for variable in variables {
                exports.variables.retain(|known| !known.name.eq_ignore_case(&variable.name));
                exports.variables.push(variable);
            }
            exports.variables.sort_by_key(|variable| variable.name.to_lowercase());
            exports.explicit |= explicit;
        });
        Ok(())
    }

    /// Makes what a module exports known to a scope, and the module to the session. Gives the names of
    /// the functions that were imported, as the module calls them.
    ///
    /// # Errors
    /// A malformed pattern, or a function that cannot be written.
    pub fn import_module(
        &mut self,
        module: &Arc<ModuleInfo>,
        options: &ImportOptions,
    ) -> Result<(), Flow> {
        self.import_members(module, options)?;
        self.session.add_module(Arc::clone(module));
        Ok(())
    }

    /// Makes what a module exports known to a scope. Gives the names of the functions that were
    /// imported, as the module calls them.
    ///
    /// # Errors
    /// A malformed pattern, or a function that cannot be written.
    pub fn import_members(
        &mut self,
        module: &Arc<ModuleInfo>,
        options: &ImportOptions,
    ) -> Result<Vec<PsString>, Flow> {
        let scope = options.scope.unwrap_or(ScopeId::GLOBAL);
        let exports = module.exports();
        let all = ["*".into()];
        let only = |list: fn(&ExportPatterns) -> &Vec<PsString>| -> Vec<PsString> {
            options.only.as_ref().map_or_else(|| all.to_vec(), |only| list(only).clone())
        };
        let functions = only(|patterns| &patterns.functions);
        let mut imported = Vec::new();
        for function in &exports.functions {
            if !matches(&functions, &function.name)? {
                continue;
            }
            let name = prefixed(&function.name, &options.prefix);
            if options.no_clobber && self.is_taken(&name) {
                continue;
            }
            if let Some(block) = function.script_block() {
                let entry = FunctionEntry::new(name, block.clone(), Some(Arc::clone(module)));
                self.session.set_function_in(scope, entry, true)?;
                imported.push(function.name.clone());
            }
        }
        let aliases = only(|patterns| &patterns.aliases);
        for alias in &exports.aliases {
            let name = prefixed(&alias.name, &options.prefix);
            if !matches(&aliases, &alias.name)? || (options.no_clobber && self.is_taken(&name)) {
                continue;
            }
            // A function behind the alias bears the prefix too.
            let definition = alias.definition();
            let inner = exports.functions.iter().any(|known| known.name == definition);
            let definition =
                if inner { prefixed(&definition, &options.prefix) } else { definition };
            let mut entry = AliasEntry::new(name, definition);
            entry.module = Some(Arc::clone(module));
            self.session.set_alias_in(scope, entry, true)?;
        }
        let cmdlets = only(|patterns| &patterns.cmdlets);
        for cmdlet in &exports.cmdlets {
            if matches(&cmdlets, &cmdlet.name)? && self.session.cmdlet(&cmdlet.name).is_none() {
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
        Ok(imported)
    }

    fn is_taken(&self, name: &str) -> bool {
        self.session.function(name).is_some()
            || self.session.alias(name).is_some()
            || self.session.cmdlet(name).is_some()
    }

    /// Takes what a module exported out of the session, runs what it asked to run, and forgets it.
    ///
    /// # Errors
    /// What its `OnRemove` block threw.
    pub fn unload_module(&mut self, module: &Arc<ModuleInfo>) -> Result<(), Flow> {
        if let Some(block) = module.on_remove().downcast::<ScriptBlock>().cloned() {
            let arguments = vec![Value::live_arc(Arc::clone(module))];
            self.invoke_in_module(module, &block, arguments, &mut crate::pipeline::Null)?;
        }
        for nested in module.nested() {
            self.unload_module(&nested)?;
        }
        self.session.forget_module(module);
        Ok(())
    }

    /// `AsCustomObject`: an object whose methods are the functions that the module exports, and whose
    /// properties are its variables.
    ///
    /// # Errors
    /// A variable that cannot be told from code.
    pub fn module_as_object(&mut self, module: &Arc<ModuleInfo>) -> Result<Value, Flow> {
        let object = PsObject::custom([]);
        let exports = module.exports();
        for function in exports.functions {
            if let Some(block) = function.script_block() {
                let block = Value::live(block.clone());
                object.set_member(InstanceMember::new(
                    function.name.clone(),
                    MemberKind::ScriptMethod(block),
                ));
            }
        }
        for variable in exports.variables {
            let name = variable.name.clone();
            let live = Value::live_arc(variable);
            let kind = MemberKind::Code { method: false, target: live.clone(), setter: live };
            object.set_member(InstanceMember::new(name, kind));
        }
        Ok(object.into())
    }
}
