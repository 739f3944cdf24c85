//! Functions and aliases of a scope.

use std::sync::Arc;

use indexmap::IndexMap;
use remora_psobject::PsString;
use remora_psobject::string::fold_char;

use super::ItemOptions;
use crate::modules::ModuleInfo;
use crate::script::ScriptBlock;

/// Items by name, without regard to case, in the order in which they were made.
#[derive(Clone, Debug)]
pub struct ItemTable<T> {
    entries: IndexMap<String, T>,
}

impl<T> Default for ItemTable<T> {
    fn default() -> Self {
        Self { entries: IndexMap::new() }
    }
}

fn key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.chars().map(fold_char).collect()
}

impl<T> ItemTable<T> {
    /// The item of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries.get(&key(name))
    }

    /// The item of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.entries.get_mut(&key(name))
    }

    /// Adds an item, or replaces the one of that name.
    pub fn insert(&mut self, name: &str, item: T) -> Option<T> {
        self.entries.insert(key(name), item)
    }

    /// Takes an item away.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        self.entries.shift_remove(&key(name))
    }

    /// Keeps the items that the test accepts.
    pub fn retain(&mut self, mut accepts: impl FnMut(&T) -> bool) {
        self.entries.retain(|_, item| accepts(item));
    }

    /// All items.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.entries.values()
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A function or filter.
#[derive(Clone, Debug)]
pub struct FunctionEntry {
    /// Its name as it was written.
    pub name: PsString,
    /// What runs.
    pub block: ScriptBlock,
    /// `Options`
    pub options: ItemOptions,
    /// `Description`
    pub description: PsString,
    /// The module that exported it.
    pub module: Option<Arc<ModuleInfo>>,
    /// Whether a restricted session shows it.
    pub public: bool,
    /// The same description object each time that somebody asks.
    pub(crate) info: Arc<crate::command::CommandInfo>,
}

/// An alias.
#[derive(Clone, Debug)]
pub struct AliasEntry {
    /// Its name.
    pub name: PsString,
    /// What it stands for.
    pub definition: PsString,
    /// `Options`
    pub options: ItemOptions,
    /// `Description`
    pub description: PsString,
    /// The module that exported it.
    pub module: Option<Arc<ModuleInfo>>,
    /// Whether a restricted session shows it.
    pub public: bool,
}

impl AliasEntry {
    /// An alias without options.
    pub fn new(name: impl Into<PsString>, definition: impl Into<PsString>) -> Self {
        Self {
            name: name.into(),
            definition: definition.into(),
            options: ItemOptions::NONE,
            description: PsString::empty(),
            module: None,
            public: true,
        }
    }
}
