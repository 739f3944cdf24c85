//! Names of variables as numbers.
//!
//! Compiled code and scopes compare names as numbers; two spellings that differ in case are one
//! symbol. The table grows with the names that scripts mention and is shared by all sessions.

use std::collections::HashMap;
use std::sync::LazyLock;

use parking_lot::RwLock;
use remora_psobject::PsString;
use remora_psobject::string::fold_char;

/// The name of a variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

#[derive(Default)]
struct Table {
    by_name: HashMap<String, Symbol>,
    names: Vec<PsString>,
}

static TABLE: LazyLock<RwLock<Table>> = LazyLock::new(|| {
    let mut table = Table::default();
    for name in KNOWN {
        table.add(name);
    }
    RwLock::new(table)
});

impl Table {
    fn add(&mut self, name: &str) -> Symbol {
        let symbol = Symbol(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.by_name.insert(folded(name), symbol);
        self.names.push(name.into());
        symbol
    }
}

fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_uppercase();
    }
    name.chars().map(fold_char).collect()
}

macro_rules! known_symbols {
    ($($constant:ident = $number:literal $name:literal),* $(,)?) => {
        const KNOWN: &[&str] = &[$($name),*];

        #[allow(missing_docs, reason = "each is the variable of that name")]
        impl Symbol {
            $(pub const $constant: Self = Self($number);)*
        }
    };
}

known_symbols! {
    UNDERSCORE = 0 "_", PS_ITEM = 1 "PSItem", THIS = 2 "this", ARGS = 3 "args", INPUT = 4 "input",
    NULL = 5 "null", TRUE = 6 "true", FALSE = 7 "false", STATUS = 8 "?",
    MY_INVOCATION = 9 "MyInvocation", BOUND_PARAMETERS = 10 "PSBoundParameters",
    SCRIPT_ROOT = 11 "PSScriptRoot", COMMAND_PATH = 12 "PSCommandPath", CMDLET = 13 "PSCmdlet",
    ERROR = 14 "Error", MATCHES = 15 "Matches", LAST_EXIT_CODE = 16 "LASTEXITCODE", OFS = 17 "OFS",
    ERROR_ACTION = 18 "ErrorActionPreference", WARNING = 19 "WarningPreference",
    VERBOSE = 20 "VerbosePreference", DEBUG = 21 "DebugPreference",
    INFORMATION = 22 "InformationPreference", PROGRESS = 23 "ProgressPreference",
    CONFIRM = 24 "ConfirmPreference", WHAT_IF = 25 "WhatIfPreference", FOREACH = 26 "foreach",
    SWITCH = 27 "switch", STACK_TRACE = 28 "StackTrace", PWD = 29 "PWD", HOST = 30 "Host",
    EXECUTION_CONTEXT = 31 "ExecutionContext", DEFAULT_PARAMETER_VALUES = 32 "PSDefaultParameterValues",
    FIRST_TOKEN = 33 "^", LAST_TOKEN = 34 "$$", DEBUG_CONTEXT = 35 "PSDebugContext",
}

impl Symbol {
    /// The symbol of a name.
    pub fn of(name: &str) -> Self {
        let key = folded(name);
        if let Some(known) = TABLE.read().by_name.get(&key) {
            return *known;
        }
        let mut table = TABLE.write();
        match table.by_name.get(&key) {
            Some(known) => *known,
            None => table.add(name),
        }
    }

    /// The name as it was first written.
    pub fn name(self) -> PsString {
        let table = TABLE.read();
        usize::try_from(self.0)
            .ok()
            .and_then(|index| table.names.get(index))
            .cloned()
            .unwrap_or_default()
    }
}

impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "${}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        assert_eq!(Symbol::of("Foo"), Symbol::of("fOO"));
        assert_eq!(Symbol::of("_"), Symbol::UNDERSCORE);
        assert_eq!(Symbol::of("psdebugcontext"), Symbol::DEBUG_CONTEXT);
        assert_ne!(Symbol::of("a"), Symbol::of("b"));
    }
}
