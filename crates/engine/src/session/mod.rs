//! Session state: what lasts from one command to the next.

mod aliases;
mod automatic;
mod builder;
mod drives;
mod functions;
mod history;
mod scope;
mod scopes;
mod state;
mod symbol;
mod table;
mod variable;
mod variables;

pub(crate) use automatic::{is_automatic, read as read_automatic};
pub use builder::SessionBuilder;
pub use history::{History, HistoryEntry};
pub use scope::{Layout, ScopeId, StrictMode};
pub(crate) use scope::{ScopeKind, Slot};
pub use state::SessionState;
pub use symbol::Symbol;
pub use table::{AliasEntry, FunctionEntry, ItemTable};
pub use variable::{ItemOptions, Variable};
pub use variables::ScopeSelector;
pub(crate) use variables::not_writable;

/// Whether a plain variable of this name can never be made.
pub(crate) fn is_constant(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::NULL | Symbol::TRUE | Symbol::FALSE | Symbol::STATUS)
}
