//! Variables as running code sees them: automatic ones, drives, constraints.

use remora_psobject::{PsString, Value};

use super::ExecutionContext;
use crate::command::ActionPreference;
use crate::errors::Flow;
use crate::session::{ItemOptions, ScopeId, ScopeSelector, Slot, Symbol};

impl ExecutionContext {
    /// The value of a variable by name, with a scope (`global:x`) or a drive (`env:PATH`) in front;
    /// `None` where it is not set.
    pub fn variable(&mut self, name: &str) -> Option<Value> {
        let (selector, bare) = ScopeSelector::of_name(name);
        if selector == ScopeSelector::Nearest
            && bare.len() == name.len()
            && let Some((drive, rest)) = name.split_once(':')
            && !drive.is_empty()
        {
            return self.drive_variable(drive, rest).ok().flatten();
        }
        self.variable_of(Symbol::of(bare), selector)
    }

    pub(crate) fn variable_of(&self, symbol: Symbol, selector: ScopeSelector) -> Option<Value> {
        if crate::session::is_automatic(symbol) {
            return crate::session::read_automatic(self, symbol);
        }
        self.session.stored(symbol, selector)
    }

    /// Sets a variable by name, with a scope or a drive in front.
    ///
    /// # Errors
    /// Where it cannot be written or the value is not valid for it.
    pub fn set_variable(&mut self, name: &str, value: Value) -> Result<(), Flow> {
        let (selector, bare) = ScopeSelector::of_name(name);
        if selector == ScopeSelector::Nearest
            && bare.len() == name.len()
            && let Some((drive, rest)) = name.split_once(':')
            && !drive.is_empty()
        {
            return self.set_drive_variable(drive, rest, value);
        }
        self.assign(Symbol::of(bare), bare, selector, value)
    }

    /// Stores a value under a name of a scope, under the rules for the variable that is there.
    pub(crate) fn assign(
        &mut self,
        symbol: Symbol,
        name: &str,
        selector: ScopeSelector,
        value: Value,
    ) -> Result<(), Flow> {
        let mut scope = self.session.select(selector);
        if selector == ScopeSelector::Nearest
            && self.session.all_scope.contains(&symbol)
            && let Some(owner) =
                self.session.chain().find(|id| self.session.scope(*id).find(symbol).is_some())
        {
            scope = owner;
        }
        self.assign_in(scope, symbol, name, selector == ScopeSelector::Private, value)
    }

    pub(crate) fn assign_in(
        &mut self,
        scope: ScopeId,
        symbol: Symbol,
        name: &str,
        private: bool,
        value: Value,
    ) -> Result<(), Flow> {
        let slot = self.session.scope_mut(scope).slot_for(symbol, name);
        match slot {
            Slot::Variable(variable) => {
                let variable = std::sync::Arc::clone(variable);
                self.store(&variable, value)
            }
            plain if private => {
                let variable = crate::session::Variable::new(name, value, ItemOptions::PRIVATE);
                *plain = Slot::Variable(std::sync::Arc::new(variable));
                Ok(())
            }
            plain => {
                if matches!(plain, Slot::Unset) && crate::session::is_constant(symbol) {
                    return Err(crate::session::not_writable(name));
                }
                *plain = Slot::Value(value);
                Ok(())
            }
        }
    }

    /// Stores a value in a variable object under its options and constraints.
    pub(crate) fn store(
        &mut self,
        variable: &crate::session::Variable,
        value: Value,
    ) -> Result<(), Flow> {
        let options = variable.options();
        if options.contains(ItemOptions::CONSTANT) || options.contains(ItemOptions::READ_ONLY) {
            return Err(crate::session::not_writable(&variable.name));
        }
        let constraints = variable.constraints();
        let value = if constraints.is_empty() {
            value
        } else {
            crate::binder::apply_to_variable(self, &constraints, &variable.name, value)?
        };
        variable.store(value);
        Ok(())
    }

    /// The value of a preference variable such as `ErrorActionPreference`.
    pub fn preference(&mut self, name: &str) -> ActionPreference {
        self.preference_of(Symbol::of(name))
    }

    pub(crate) fn preference_of(&self, symbol: Symbol) -> ActionPreference {
        self.session
            .find_slot(symbol)
            .and_then(Slot::value)
            .and_then(|value| ActionPreference::from_value(&value))
            .unwrap_or(match symbol {
                Symbol::ERROR_ACTION | Symbol::WARNING | Symbol::PROGRESS => {
                    ActionPreference::Continue
                }
                _ => ActionPreference::SilentlyContinue,
            })
    }

    /// The value of `$drive:name`, or null.
    pub(crate) fn drive_variable(
        &mut self,
        drive: &str,
        name: &str,
    ) -> Result<Option<Value>, Flow> {
        if drive.eq_ignore_ascii_case("env") {
            return Ok(self.system.variable(name).map(Value::from));
        }
        if drive.eq_ignore_ascii_case("function") {
            let found = self.session.function(name);
            return Ok(found.map(|entry| Value::live(entry.block.clone())));
        }
        if drive.eq_ignore_ascii_case("alias") {
            let found = self.session.alias(name);
            return Ok(found.map(|entry| Value::Str(entry.definition.clone())));
        }
        crate::providers::read_drive_variable(self, drive, name)
    }

    /// Sets `$drive:name`.
    pub(crate) fn set_drive_variable(
        &mut self,
        drive: &str,
        name: &str,
        value: Value,
    ) -> Result<(), Flow> {
        if drive.eq_ignore_ascii_case("env") {
            let text = (!value.is_null()).then(|| self.text(&value));
            self.system.set_variable(name, text.as_deref());
            return Ok(());
        }
        if drive.eq_ignore_ascii_case("function") {
            return self.set_function_value(name, &value);
        }
        if drive.eq_ignore_ascii_case("alias") {
            let definition = self.text(&value);
            let entry = crate::session::AliasEntry::new(name, definition);
            return self.session.set_alias(entry, false);
        }
        crate::providers::write_drive_variable(self, drive, name, value)
    }

    fn set_function_value(&mut self, name: &str, value: &Value) -> Result<(), Flow> {
        let block = match value.downcast::<crate::script::ScriptBlock>() {
            Some(block) => block.clone(),
            None if value.is_null() => {
                self.session.remove_function(name);
                return Ok(());
            }
            None => {
                let text = self.text(value);
                self.parse_script(&text)?
            }
        };
        let entry = crate::session::FunctionEntry::new(PsString::from(name), block, None);
        self.session.set_function(entry, false)
    }
}
