//! What the tests use in place of an engine: objects, a context over them, a reader of small scripts.

pub(crate) mod context;
pub(crate) mod evaluate;
pub(crate) mod script;
