//! Aliases.

use remora_psobject::{ErrorCategory, TypeId};

use super::scope::ScopeId;
use super::state::SessionState;
use super::table::AliasEntry;
use super::variable::ItemOptions;
use crate::errors::{self, Flow};

impl SessionState {
    /// The alias of this name as code of the current scope sees it.
    pub fn alias(&self, name: &str) -> Option<&AliasEntry> {
        self.chain().enumerate().find_map(|(distance, id)| {
            self.scope(id)
                .aliases
                .as_ref()?
                .get(name)
                .filter(|entry| distance == 0 || !entry.options.contains(ItemOptions::PRIVATE))
        })
    }

    /// All aliases that code of the current scope sees, the nearest of each name.
    pub fn aliases(&self) -> Vec<&AliasEntry> {
        let mut found: Vec<&AliasEntry> = Vec::new();
        for id in self.chain() {
            for entry in self.scope(id).aliases.iter().flat_map(|table| table.iter()) {
                if !found.iter().any(|known| known.name.eq_ignore_case(&entry.name)) {
                    found.push(entry);
                }
            }
        }
        found
    }

    /// The aliases of one scope.
    pub fn aliases_of(&self, scope: ScopeId) -> Vec<&AliasEntry> {
        self.scope(scope).aliases.iter().flat_map(|table| table.iter()).collect()
    }

    /// Makes or replaces an alias of a scope.
    ///
    /// # Errors
    /// Where an alias of that name cannot be written.
    pub fn set_alias_in(
        &mut self,
        scope: ScopeId,
        entry: AliasEntry,
        force: bool,
    ) -> Result<(), Flow> {
        self.command_epoch += 1;
        let table = self.scope_mut(scope).aliases.get_or_insert_default();
        if let Some(known) = table.get(&entry.name) {
            let constant = known.options.contains(ItemOptions::CONSTANT);
            if constant || (known.options.contains(ItemOptions::READ_ONLY) && !force) {
                return Err(errors::error(
                    TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                    format!(
                        "Alias is not writeable because alias {} is read-only or constant and cannot be written to.",
                        entry.name
                    ),
                    "AliasNotWritable",
                    ErrorCategory::WriteError,
                    entry.name.clone(),
                )
                .into());
            }
            if known.options.contains(ItemOptions::ALL_SCOPE)
                && !entry.options.contains(ItemOptions::ALL_SCOPE)
                && !force
            {
                return Err(errors::error(
                    TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                    format!(
                        "The AllScope option cannot be removed from the alias '{}'.",
                        entry.name
                    ),
                    "AliasAllScopeOptionCannotBeRemoved",
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

    /// Makes or replaces an alias of the current scope; one that every scope shares is replaced where
    /// it is.
    ///
    /// # Errors
    /// Where an alias of that name cannot be written.
    pub fn set_alias(&mut self, entry: AliasEntry, force: bool) -> Result<(), Flow> {
        let scope = self
            .chain()
            .find(|id| {
                self.scope(*id)
                    .aliases
                    .as_ref()
                    .and_then(|table| table.get(&entry.name))
                    .is_some_and(|known| known.options.contains(ItemOptions::ALL_SCOPE))
            })
            .unwrap_or(self.current);
        self.set_alias_in(scope, entry, force)
    }

    /// Takes an alias away: the nearest of that name.
    pub fn remove_alias(&mut self, name: &str) -> Option<AliasEntry> {
        let scopes: Vec<ScopeId> = self.chain().collect();
        self.command_epoch += 1;
        scopes
            .into_iter()
            .find_map(|id| self.scope_mut(id).aliases.as_mut().and_then(|table| table.remove(name)))
    }
}
