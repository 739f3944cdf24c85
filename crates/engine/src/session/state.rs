//! [`SessionState`].

use std::collections::HashSet;
use std::sync::Arc;

use remora_psobject::PsString;

use super::scope::{Scope, ScopeId, ScopeKind, Slot};
use super::symbol::Symbol;
use super::table::ItemTable;
use crate::command::CommandInfo;
use crate::modules::ModuleInfo;
use crate::providers::{Drive, Provider};

/// Scopes, commands, drives, locations and modules of a session.
pub struct SessionState {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) free: Vec<u32>,
    /// The scope in which code runs now.
    pub(crate) current: ScopeId,
    /// Names that every scope shares.
    pub(crate) all_scope: HashSet<Symbol>,
    pub(crate) cmdlets: ItemTable<Arc<CommandInfo>>,
    pub(crate) providers: Vec<Arc<dyn Provider>>,
    pub(crate) drives: Vec<Arc<Drive>>,
    pub(crate) current_drive: Option<Arc<Drive>>,
    pub(crate) previous_locations: Vec<PsString>,
    pub(crate) location_stacks: ItemTable<Vec<PsString>>,
    pub(crate) modules: Vec<Arc<ModuleInfo>>,
    /// Modules of the shell's own cmdlets that were used.
    pub(crate) used_modules: Vec<&'static str>,
    /// Changes whenever a command is made or taken away, so that call sites look again.
    pub(crate) command_epoch: u64,
    /// How often strict mode was set; while it is 0 nobody looks for it.
    pub(crate) strict_scopes: u64,
    /// How many expandable strings are being expanded, counted only where strict rules may hold.
    pub(crate) expanding: u64,
}

impl Default for SessionState {
    fn default() -> Self {
        let mut global = Scope::default();
        global.kind = ScopeKind::Global;
        Self {
            scopes: vec![global],
            free: Vec::new(),
            current: ScopeId::GLOBAL,
            all_scope: HashSet::new(),
            cmdlets: ItemTable::default(),
            providers: Vec::new(),
            drives: Vec::new(),
            current_drive: None,
            previous_locations: Vec::new(),
            location_stacks: ItemTable::default(),
            modules: Vec::new(),
            used_modules: vec!["Microsoft.PowerShell.Core"],
            command_epoch: 0,
            strict_scopes: 0,
            expanding: 0,
        }
    }
}

impl SessionState {
    /// The modules that are imported, in the order in which they were.
    pub fn modules(&self) -> &[Arc<ModuleInfo>] {
        &self.modules
    }

    /// The module of this name.
    pub fn module(&self, name: &str) -> Option<&Arc<ModuleInfo>> {
        self.modules.iter().rev().find(|module| module.name.eq_ignore_case(name))
    }

    /// Adds a module to those that are imported.
    pub fn add_module(&mut self, module: Arc<ModuleInfo>) {
        self.modules.retain(|known| !Arc::ptr_eq(known, &module));
        self.modules.push(module);
        self.command_epoch += 1;
    }

    /// Takes a module away.
    pub fn remove_module(&mut self, name: &str) -> Option<Arc<ModuleInfo>> {
        let at = self.modules.iter().position(|module| module.name.eq_ignore_case(name))?;
        self.command_epoch += 1;
        Some(self.modules.remove(at))
    }

    /// The modules that are imported and those inside them.
    pub fn all_modules(&self) -> Vec<Arc<ModuleInfo>> {
        let mut found: Vec<Arc<ModuleInfo>> = Vec::new();
        let mut pending: Vec<Arc<ModuleInfo>> = self.modules.iter().rev().cloned().collect();
        while let Some(module) = pending.pop() {
            if found.iter().any(|known| Arc::ptr_eq(known, &module)) {
                continue;
            }
            pending.extend(module.nested().into_iter().rev());
            found.push(module);
        }
        found
    }

    /// Takes a module away with all that scopes have of it: functions, aliases, variables.
    pub(crate) fn forget_module(&mut self, module: &Arc<ModuleInfo>) {
        let is_its = |known: &Option<Arc<ModuleInfo>>| {
            known.as_ref().is_some_and(|m| Arc::ptr_eq(m, module))
        };
        let variables = module.exports().variables;
        for (index, scope) in self.scopes.iter_mut().enumerate() {
            if u32::try_from(index).ok().map(ScopeId) == module.scope {
                continue;
            }
            if let Some(table) = &mut scope.functions {
                table.retain(|entry| !is_its(&entry.module));
            }
            if let Some(table) = &mut scope.aliases {
                table.retain(|entry| !is_its(&entry.module));
            }
            for variable in &variables {
                let symbol = Symbol::of(&variable.name);
                let same = matches!(
                    scope.find(symbol),
                    Some(Slot::Variable(known)) if Arc::ptr_eq(known, variable)
                );
                if same {
                    scope.remove(symbol);
                }
            }
        }
        for holder in self.all_modules() {
            holder.remove_nested(module);
        }
        self.modules.retain(|known| !Arc::ptr_eq(known, module));
        self.command_epoch += 1;
    }

    /// The cmdlets of the session.
    pub fn cmdlets(&self) -> impl Iterator<Item = &Arc<CommandInfo>> {
        self.cmdlets.iter()
    }

    /// The cmdlet of this name; a name with a module in front must match it.
    pub fn cmdlet(&self, name: &str) -> Option<&Arc<CommandInfo>> {
        match name.rsplit_once('\\') {
            Some((module, name)) => self
                .cmdlets
                .get(name)
                .filter(|command| command.module_name().eq_ignore_case(module)),
            None => self.cmdlets.get(name),
        }
    }

    /// Adds a cmdlet, or replaces the one of that name.
    pub fn add_cmdlet(&mut self, command: Arc<CommandInfo>) {
        let name = command.name.clone();
        self.cmdlets.insert(&name, command);
        self.command_epoch += 1;
    }

    /// Takes a cmdlet away.
    pub fn remove_cmdlet(&mut self, name: &str) -> Option<Arc<CommandInfo>> {
        self.command_epoch += 1;
        self.cmdlets.remove(name)
    }
}
