//! Making, entering and leaving scopes.

use std::sync::Arc;

use super::scope::{Layout, Scope, ScopeId, ScopeKind, Slot, StrictMode};
use super::state::SessionState;

impl SessionState {
    /// The scope in which code runs now.
    pub fn current_scope(&self) -> ScopeId {
        self.current
    }

    #[inline]
    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        // Ids come from this table and scopes outlive the code that runs in them; the global scope
        // stands in for one that is gone.
        let index = id.0 as usize;
        self.scopes.get(index).unwrap_or_else(|| &self.scopes[0])
    }

    #[inline]
    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        let index = id.0 as usize;
        let index = if index < self.scopes.len() { index } else { 0 };
        &mut self.scopes[index]
    }

    #[inline]
    pub(crate) fn current(&self) -> &Scope {
        self.scope(self.current)
    }

    #[inline]
    pub(crate) fn current_mut(&mut self) -> &mut Scope {
        self.scope_mut(self.current)
    }

    /// The slots of the current scope.
    #[inline]
    pub(crate) fn locals(&self) -> &[Slot] {
        self.current().slots()
    }

    /// The slots of the current scope, to be changed.
    #[inline]
    pub(crate) fn locals_mut(&mut self) -> &mut [Slot] {
        self.current_mut().slots_mut()
    }

    /// Makes a scope for a call under a parent, with the slots of the code.
    pub(crate) fn new_scope(&mut self, layout: &Arc<Layout>, parent: ScopeId) -> ScopeId {
        let script = self.scope(parent).script;
        let id = match self.free.pop() {
            Some(id) => ScopeId(id),
            None => {
                let id = ScopeId(u32::try_from(self.scopes.len()).unwrap_or(u32::MAX));
                self.scopes.push(Scope::default());
                id
            }
        };
        self.scope_mut(id).reset(layout, parent, script);
        id
    }

    /// Makes a scope that `$script:` means, for a script file or a module.
    pub(crate) fn new_script_scope(
        &mut self,
        layout: &Arc<Layout>,
        parent: ScopeId,
        kind: ScopeKind,
    ) -> ScopeId {
        let id = self.new_scope(layout, parent);
        let scope = self.scope_mut(id);
        scope.script = Some(id);
        scope.kind = kind;
        id
    }

    /// Lets a scope go.
    pub(crate) fn drop_scope(&mut self, id: ScopeId) {
        if id == ScopeId::GLOBAL {
            return;
        }
        self.scope_mut(id).clear();
        self.free.push(id.0);
    }

    /// What `$script:` means now.
    pub fn script_scope(&self) -> ScopeId {
        self.current().script.unwrap_or(ScopeId::GLOBAL)
    }

    /// The scope so many levels up: 0 is the current one. `None` past the global scope.
    pub fn ancestor(&self, levels: usize) -> Option<ScopeId> {
        let mut id = self.current;
        for _ in 0..levels {
            id = self.scope(id).parent?;
        }
        Some(id)
    }

    /// The current scope and those above it.
    pub(crate) fn chain(&self) -> impl Iterator<Item = ScopeId> {
        std::iter::successors(Some(self.current), |id| self.scope(*id).parent)
    }

    /// `Set-StrictMode`: the rules that hold here.
    pub fn strict_mode(&self) -> StrictMode {
        self.chain().find_map(|id| self.scope(id).strict_mode).unwrap_or_default()
    }

    /// Whether the rules of a version hold here.
    #[inline]
    pub(crate) fn is_strict(&self, mode: StrictMode) -> bool {
        self.strict_scopes > 0 && self.strict_mode() >= mode
    }

    /// Sets the rules of the current scope.
    pub fn set_strict_mode(&mut self, mode: StrictMode) {
        self.current_mut().strict_mode = Some(mode);
        self.strict_scopes += 1;
    }
}
