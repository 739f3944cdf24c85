//! Variables by name.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, PsString, TypeId, Value};

use super::scope::{ScopeId, Slot};
use super::state::SessionState;
use super::symbol::Symbol;
use super::variable::{ItemOptions, Variable};
use crate::errors::{self, Flow};

/// Which scope is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScopeSelector {
    /// For reading: the nearest that has the name. For writing: the current one.
    #[default]
    Nearest,
    /// `$local:`, `-Scope Local`, `-Scope 0`
    Local,
    /// `$private:`
    Private,
    /// `$script:`
    Script,
    /// `$global:`
    Global,
    /// So many levels up.
    Level(usize),
}

impl ScopeSelector {
    /// Takes a scope off the front of a name.
    pub fn of_name(name: &str) -> (Self, &str) {
        let Some((prefix, rest)) = name.split_once(':') else {
            return (Self::Nearest, name);
        };
        let selector = match prefix.to_ascii_lowercase().as_str() {
            "global" => Self::Global,
            "local" => Self::Local,
            "private" => Self::Private,
            "script" => Self::Script,
            "variable" => Self::Nearest,
            _ => return (Self::Nearest, name),
        };
        (selector, rest)
    }

    /// Reads the argument of `-Scope`: a name or a number.
    pub fn of_argument(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "global" => Self::Global,
            "local" => Self::Local,
            "private" => Self::Private,
            "script" => Self::Script,
            other => Self::Level(other.parse().ok()?),
        })
    }
}

impl SessionState {
    /// The scope that a selector means for writing.
    pub fn select(&self, selector: ScopeSelector) -> ScopeId {
        match selector {
            ScopeSelector::Nearest | ScopeSelector::Local | ScopeSelector::Private => self.current,
            ScopeSelector::Script => self.script_scope(),
            ScopeSelector::Global => ScopeId::GLOBAL,
            ScopeSelector::Level(levels) => self.ancestor(levels).unwrap_or(ScopeId::GLOBAL),
        }
    }

    /// The slot of a variable as the current scope sees it.
    #[inline]
    pub(crate) fn find_slot(&self, symbol: Symbol) -> Option<&Slot> {
        let mut id = self.current;
        let mut first = true;
        loop {
            let scope = self.scope(id);
            if let Some(slot) = scope.find(symbol)
                && (first || !slot.is_private())
            {
                return Some(slot);
            }
            first = false;
            id = scope.parent?;
        }
    }

    /// The value of a stored variable. Automatic variables are the business of
    /// [`crate::ExecutionContext::variable`].
    pub(crate) fn stored(&self, symbol: Symbol, selector: ScopeSelector) -> Option<Value> {
        match selector {
            ScopeSelector::Nearest => self.find_slot(symbol)?.value(),
            _ => self.scope(self.select(selector)).find(symbol)?.value(),
        }
    }

    /// The variable itself as the current scope sees it.
    pub fn variable_object(
        &mut self,
        name: &str,
        selector: ScopeSelector,
    ) -> Option<Arc<Variable>> {
        let symbol = Symbol::of(name);
        let scope = match selector {
            ScopeSelector::Nearest => {
                let current = self.current;
                self.chain().find(|id| {
                    self.scope(*id)
                        .find(symbol)
                        .is_some_and(|slot| *id == current || !slot.is_private())
                })?
            }
            _ => self.select(selector),
        };
        let spelling = self.spelling(scope, symbol);
        self.scope_mut(scope).promote(symbol, &spelling)
    }

    fn spelling(&self, scope: ScopeId, symbol: Symbol) -> PsString {
        let variables = self.scope(scope).variables();
        let known = variables.into_iter().find(|(known, ..)| *known == symbol);
        known.map_or_else(|| symbol.name(), |(_, name, _)| name)
    }

    /// The variables that the current scope sees, the nearest of each name; or those of one scope.
    pub fn variables(&mut self, selector: ScopeSelector) -> Vec<Arc<Variable>> {
        let scopes: Vec<ScopeId> = match selector {
            ScopeSelector::Nearest => self.chain().collect(),
            _ => vec![self.select(selector)],
        };
        let current = self.current;
        let mut found: Vec<(Symbol, Arc<Variable>)> = Vec::new();
        for id in scopes {
            for (symbol, name, slot) in self.scope(id).variables() {
                let seen = found.iter().any(|(known, _)| *known == symbol);
                if seen || (id != current && slot.is_private()) {
                    continue;
                }
                if let Some(variable) = self.scope_mut(id).promote(symbol, &name) {
                    found.push((symbol, variable));
                }
            }
        }
        found.into_iter().map(|(_, variable)| variable).collect()
    }

    /// Puts a variable into a scope, whatever is there.
    pub fn put_variable(&mut self, scope: ScopeId, variable: Variable) {
        let name = variable.name.clone();
        let symbol = Symbol::of(&name);
        if variable.options().contains(ItemOptions::ALL_SCOPE) {
            self.all_scope.insert(symbol);
        }
        *self.scope_mut(scope).slot_for(symbol, &name) = Slot::Variable(Arc::new(variable));
    }

    /// Takes a variable away.
    ///
    /// # Errors
    /// Where it is constant, or read-only and there is no force.
    pub fn remove_variable(
        &mut self,
        name: &str,
        selector: ScopeSelector,
        force: bool,
    ) -> Result<bool, Flow> {
        let symbol = Symbol::of(name);
        let scope = match selector {
            ScopeSelector::Nearest => {
                self.chain().find(|id| self.scope(*id).find(symbol).is_some())
            }
            _ => Some(self.select(selector)),
        };
        let Some(scope) = scope else {
            return Ok(false);
        };
        match self.scope(scope).find(symbol) {
            None => return Ok(false),
            Some(Slot::Variable(variable)) => {
                let options = variable.options();
                if options.contains(ItemOptions::CONSTANT)
                    || (options.contains(ItemOptions::READ_ONLY) && !force)
                {
                    return Err(errors::error(
                        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                        format!(
                            "Cannot remove variable {name} because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option."
                        ),
                        "VariableNotRemovable",
                        ErrorCategory::WriteError,
                        name,
                    )
                    .into());
                }
            }
            Some(_) => {}
        }
        self.scope_mut(scope).remove(symbol);
        Ok(true)
    }
}

/// A variable that cannot be written.
pub(crate) fn not_writable(name: &str) -> Flow {
    errors::error(
        TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
        "VariableNotWritable",
        ErrorCategory::WriteError,
        name,
    )
    .into()
}
