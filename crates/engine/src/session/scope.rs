//! Scopes: variables by slot and by name, functions and aliases.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use remora_psobject::{PsString, Value};

use super::symbol::Symbol;
use super::table::{AliasEntry, FunctionEntry, ItemTable};
use super::variable::Variable;
use crate::command::CommandState;

/// A scope of a session, by its place in the session's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeId(pub(crate) u32);

impl ScopeId {
    /// The global scope.
    pub const GLOBAL: Self = Self(0);
}

/// The names of the slots that compiled code uses, the same for every call.
#[derive(Debug, Default)]
pub struct Layout {
    /// Symbol and spelling of each slot.
    pub(crate) names: Vec<(Symbol, PsString)>,
}

static EMPTY_LAYOUT: LazyLock<Arc<Layout>> = LazyLock::new(Arc::default);

/// Where the value of a variable is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Slot {
    /// Not set in this scope.
    #[default]
    Unset,
    /// A plain variable.
    Value(Value),
    /// A variable with options, constraints, or known as an object.
    Variable(Arc<Variable>),
}

/// What kind of scope it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    /// The global scope.
    Global,
    /// The top scope of a module.
    Module,
    /// The scope of a script file.
    Script,
    /// The scope of a function or script block.
    #[default]
    Local,
}

/// From so many variables on they are found through an index.
const WALK_LIMIT: usize = 12;

/// A scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    layout: Option<Arc<Layout>>,
    slots: Vec<Slot>,
    /// Names of the slots behind the layout's.
    extra: Vec<(Symbol, PsString)>,
    index: Option<HashMap<Symbol, usize>>,
    pub(crate) parent: Option<ScopeId>,
    /// What `$script:` means here.
    pub(crate) script: Option<ScopeId>,
    pub(crate) kind: ScopeKind,
    /// The module whose code runs in it.
    pub(crate) module: Option<Arc<crate::modules::ModuleInfo>>,
    /// `$_`.
    pub(crate) underscore: Slot,
    /// What automatic variables of the running function are made of.
    pub(crate) frame: Option<Box<FrameVariables>>,
    pub(crate) functions: Option<Box<ItemTable<FunctionEntry>>>,
    pub(crate) aliases: Option<Box<ItemTable<AliasEntry>>>,
    /// `Set-StrictMode` of this scope.
    pub(crate) strict_mode: Option<StrictMode>,
    /// Types that scripts of this scope defined.
    pub(crate) types: Option<Box<HashMap<String, remora_psobject::TypeId>>>,
    /// `using namespace` of the script.
    pub(crate) namespaces: Option<Arc<[String]>>,
}

/// `Set-StrictMode`: the version whose rules hold, as major and minor number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StrictMode(pub u16);

impl StrictMode {
    /// No rule.
    pub const OFF: Self = Self(0);
    /// Variables must be set.
    pub const V1: Self = Self(1);
    /// Properties must exist too.
    pub const V2: Self = Self(2);
    /// Indexes must be in range too.
    pub const V3: Self = Self(3);
}

/// What the automatic variables of a running function or script are made of. They are made when a
/// script asks for them.
#[derive(Debug, Default)]
pub(crate) struct FrameVariables {
    pub(crate) arguments: Option<Value>,
    pub(crate) this: Option<Value>,
    pub(crate) input: Option<Value>,
    /// The call that the scope belongs to.
    pub(crate) command: Option<Arc<CommandState>>,
    /// `$PSCmdlet`, where the function is an advanced one.
    pub(crate) cmdlet: Option<Value>,
}

impl Scope {
    /// Makes a used scope ready for a call of code with this layout.
    pub(crate) fn reset(&mut self, layout: &Arc<Layout>, parent: ScopeId, script: Option<ScopeId>) {
        self.slots.clear();
        self.slots.resize(layout.names.len(), Slot::Unset);
        self.layout = Some(Arc::clone(layout));
        self.extra.clear();
        self.index = None;
        self.parent = Some(parent);
        self.script = script;
        self.kind = ScopeKind::Local;
    }

    /// Whether it has functions or aliases of its own.
    pub(crate) fn has_commands(&self) -> bool {
        self.functions.is_some() || self.aliases.is_some()
    }

    /// Lets go of all that the scope holds.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.extra.clear();
        self.layout = None;
        self.index = None;
        self.parent = None;
        self.script = None;
        self.module = None;
        self.underscore = Slot::Unset;
        self.frame = None;
        self.functions = None;
        self.aliases = None;
        self.strict_mode = None;
        self.types = None;
        self.namespaces = None;
    }

    fn layout(&self) -> &Layout {
        self.layout.as_ref().unwrap_or(&EMPTY_LAYOUT)
    }

    /// The slot of this number.
    #[inline]
    pub(crate) fn slot(&self, index: usize) -> &Slot {
        static UNSET: Slot = Slot::Unset;
        self.slots.get(index).unwrap_or(&UNSET)
    }

    /// All slots, those of the layout first.
    #[inline]
    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// All slots, to be changed.
    #[inline]
    pub(crate) fn slots_mut(&mut self) -> &mut [Slot] {
        &mut self.slots
    }

    /// The slot of this number, to be changed.
    #[inline]
    pub(crate) fn slot_mut(&mut self, index: usize) -> Option<&mut Slot> {
        self.slots.get_mut(index)
    }

    fn position(&self, symbol: Symbol) -> Option<usize> {
        if let Some(index) = &self.index {
            return index.get(&symbol).copied();
        }
        let names = &self.layout().names;
        if let Some(at) = names.iter().position(|(name, _)| *name == symbol) {
            return Some(at);
        }
        let at = self.extra.iter().position(|(name, _)| *name == symbol)?;
        Some(names.len() + at)
    }

    /// The slot of a name, where it is set.
    pub(crate) fn find(&self, symbol: Symbol) -> Option<&Slot> {
        if symbol == Symbol::UNDERSCORE {
            return match &self.underscore {
                Slot::Unset => None,
                set => Some(set),
            };
        }
        match self.slots.get(self.position(symbol)?)? {
            Slot::Unset => None,
            set => Some(set),
        }
    }

    /// The slot of a name; made where there is none.
    pub(crate) fn slot_for(&mut self, symbol: Symbol, name: &str) -> &mut Slot {
        if symbol == Symbol::UNDERSCORE {
            return &mut self.underscore;
        }
        let at = match self.position(symbol) {
            Some(at) => at,
            None => {
                let at = self.slots.len();
                self.slots.push(Slot::Unset);
                self.extra.push((symbol, name.into()));
                match &mut self.index {
                    Some(index) => {
                        index.insert(symbol, at);
                    }
                    None if self.slots.len() > WALK_LIMIT => self.build_index(),
                    None => {}
                }
                at
            }
        };
        // The position was found or made above.
        self.slots.get_mut(at).unwrap_or(&mut self.underscore)
    }

    fn build_index(&mut self) {
        let names = self.layout().names.iter().chain(&self.extra);
        self.index = Some(names.enumerate().map(|(at, (symbol, _))| (*symbol, at)).collect());
    }

    /// Takes a variable away.
    pub(crate) fn remove(&mut self, symbol: Symbol) -> Slot {
        if symbol == Symbol::UNDERSCORE {
            return std::mem::take(&mut self.underscore);
        }
        match self.position(symbol).and_then(|at| self.slots.get_mut(at)) {
            Some(slot) => std::mem::take(slot),
            None => Slot::Unset,
        }
    }

    /// All variables that are set.
    pub(crate) fn variables(&self) -> Vec<(Symbol, PsString, Slot)> {
        let names = self.layout().names.iter().chain(&self.extra);
        names
            .zip(&self.slots)
            .filter(|(_, slot)| !matches!(slot, Slot::Unset))
            .map(|((symbol, name), slot)| (*symbol, name.clone(), slot.clone()))
            .collect()
    }

    /// The variable as an object; a plain one becomes one.
    pub(crate) fn promote(&mut self, symbol: Symbol, name: &str) -> Option<Arc<Variable>> {
        self.find(symbol)?;
        let slot = self.slot_for(symbol, name);
        Some(promote_slot(slot, name))
    }
}

/// Makes a slot hold a variable object.
pub(crate) fn promote_slot(slot: &mut Slot, name: &str) -> Arc<Variable> {
    match slot {
        Slot::Variable(variable) => Arc::clone(variable),
        Slot::Value(value) => {
            let value = std::mem::take(value);
            let variable = Arc::new(Variable::new(name, value, super::ItemOptions::NONE));
            *slot = Slot::Variable(Arc::clone(&variable));
            variable
        }
        Slot::Unset => {
            let variable = Arc::new(Variable::new(name, Value::Null, super::ItemOptions::NONE));
            *slot = Slot::Variable(Arc::clone(&variable));
            variable
        }
    }
}

impl Slot {
    /// The value, where it is set.
    #[inline]
    pub(crate) fn value(&self) -> Option<Value> {
        match self {
            Self::Unset => None,
            Self::Value(value) => Some(value.clone()),
            Self::Variable(variable) => Some(variable.value()),
        }
    }

    /// Whether only its own scope sees it.
    pub(crate) fn is_private(&self) -> bool {
        matches!(self, Self::Variable(variable) if variable.options().contains(super::ItemOptions::PRIVATE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_one_with_its_name() {
        let layout = Arc::new(Layout { names: vec![(Symbol::of("a"), "a".into())] });
        let mut scope = Scope::default();
        scope.reset(&layout, ScopeId::GLOBAL, None);
        assert!(scope.find(Symbol::of("a")).is_none());
        *scope.slot_mut(0).unwrap() = Slot::Value(Value::I32(1));
        assert!(matches!(scope.find(Symbol::of("A")), Some(Slot::Value(Value::I32(1)))));
        for number in 0..20 {
            let name = format!("n{number}");
            *scope.slot_for(Symbol::of(&name), &name) = Slot::Value(Value::I32(number));
        }
        assert!(matches!(scope.find(Symbol::of("n19")), Some(Slot::Value(Value::I32(19)))));
        assert!(scope.find(Symbol::of("a")).is_some());
        assert_eq!(scope.variables().len(), 21);
        assert_eq!(size_of::<Slot>(), 16);
    }
}
