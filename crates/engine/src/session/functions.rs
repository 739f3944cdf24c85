//! Functions.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, TypeId};

use super::scope::ScopeId;
use super::state::SessionState;
use super::table::FunctionEntry;
use super::variable::ItemOptions;
use super::variables::ScopeSelector;
use crate::command::{CommandInfo, CommandKind};
use crate::errors::{self, Flow};
use crate::modules::ModuleInfo;
use crate::script::ScriptBlock;

impl FunctionEntry {
    /// A function without options.
    pub fn new(
        name: impl Into<PsString>,
        block: ScriptBlock,
        module: Option<Arc<ModuleInfo>>,
    ) -> Self {
        let name = name.into();
        let kind = if block.is_filter() {
            CommandKind::Filter(block.clone())
        } else {
            CommandKind::Function(block.clone())
        };
        let info = Arc::new(CommandInfo::new(name.clone(), kind).with_module(module.clone()));
        Self {
            name,
            block,
            options: ItemOptions::NONE,
            description: PsString::empty(),
            module,
            public: true,
            info,
        }
    }

    /// The command that it is.
    pub fn info(&self) -> &Arc<CommandInfo> {
        &self.info
    }
}

impl SessionState {
    /// The function of this name as code of the current scope sees it.
    pub fn function(&self, name: &str) -> Option<&FunctionEntry> {
        let name = name.split_once(':').map_or(name, |(scope, rest)| {
            match scope.to_ascii_lowercase().as_str() {
                "global" | "local" | "script" | "private" => rest,
                _ => name,
            }
        });
        for (distance, id) in self.chain().enumerate() {
            let Some(table) = &self.scope(id).functions else {
                continue;
            };
            if let Some(entry) = table.get(name)
                && (distance == 0 || !entry.options.contains(ItemOptions::PRIVATE))
            {
                return Some(entry);
            }
        }
        None
    }

    /// All functions that code of the current scope sees, the nearest of each name.
    pub fn functions(&self) -> Vec<&FunctionEntry> {
        let mut found: Vec<&FunctionEntry> = Vec::new();
        for id in self.chain() {
            for entry in self.scope(id).functions.iter().flat_map(|table| table.iter()) {
                if !found.iter().any(|known| known.name.eq_ignore_case(&entry.name)) {
                    found.push(entry);
                }
            }
        }
        found
    }

    /// The functions of one scope.
    pub fn functions_of(&self, scope: ScopeId) -> Vec<&FunctionEntry> {
        self.scope(scope).functions.iter().flat_map(|table| table.iter()).collect()
    }

    /// Makes or replaces a function. The name may start with a scope (`global:f`).
    ///
    /// # Errors
    /// Where a function of that name cannot be written.
    pub fn set_function(&mut self, entry: FunctionEntry, force: bool) -> Result<(), Flow> {
        let written = entry.name.clone();
        let (selector, name) = ScopeSelector::of_name(&written);
        let private = selector == ScopeSelector::Private;
        let scope = self.select(selector);
        let mut entry = entry;
        if name != &*written {
            let options = entry.options;
            entry = FunctionEntry::new(name, entry.block, entry.module);
            entry.options = options;
        }
        if private {
            entry.options = entry.options.with(ItemOptions::PRIVATE);
        }
        self.set_function_in(scope, entry, force)
    }

    /// Makes or replaces a function of a scope.
    ///
    /// # Errors
    /// Where a function of that name cannot be written.
    pub fn set_function_in(
        &mut self,
        scope: ScopeId,
        entry: FunctionEntry,
        force: bool,
    ) -> Result<(), Flow> {
        self.command_epoch += 1;
        let table = self.scope_mut(scope).functions.get_or_insert_default();
        if let Some(known) = table.get(&entry.name) {
            let fixed = known.options.contains(ItemOptions::CONSTANT)
                || (known.options.contains(ItemOptions::READ_ONLY) && !force);
            if fixed {
                return Err(errors::error(
                    TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                    format!(
                        "Cannot write to function {} because it is read-only or constant.",
                        entry.name
                    ),
                    "FunctionNotWritable",
                    ErrorCategory::WriteError,
                    entry.name.clone(),
                )
                .into());
            }
        }
        let name = entry.name.clone();
        table.insert(&name, entry);
        Ok(())
    }

    /// Takes a function away: the nearest of that name.
    pub fn remove_function(&mut self, name: &str) -> Option<FunctionEntry> {
        let scopes: Vec<ScopeId> = self.chain().collect();
        self.command_epoch += 1;
        scopes.into_iter().find_map(|id| {
            self.scope_mut(id).functions.as_mut().and_then(|table| table.remove(name))
        })
    }
}
