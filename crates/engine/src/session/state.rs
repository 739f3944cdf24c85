//! [`SessionState`].

use std::collections::HashSet;
use std::sync::Arc;

use remora_psobject::PsString;

use super::scope::{Scope, ScopeId, ScopeKind};
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
    /// Changes whenever a command is made or taken away, so that call sites look again.
    pub(crate) command_epoch: u64,
    /// How often strict mode was set; while it is 0 nobody looks for it.
    pub(crate) strict_scopes: u64,
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
            command_epoch: 0,
            strict_scopes: 0,
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
        self.modules.iter().find(|module| module.name.eq_ignore_case(name))
    }

    /// Adds a module to those that are imported.
    pub fn add_module(&mut self, module: Arc<ModuleInfo>) {
        self.modules.retain(|known| !known.name.eq_ignore_case(&module.name));
        self.modules.push(module);
        self.command_epoch += 1;
    }

    /// Takes a module away.
    pub fn remove_module(&mut self, name: &str) -> Option<Arc<ModuleInfo>> {
        let at = self.modules.iter().position(|module| module.name.eq_ignore_case(name))?;
        self.command_epoch += 1;
        Some(self.modules.remove(at))
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
