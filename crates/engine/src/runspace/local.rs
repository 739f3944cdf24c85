//! [`LocalRunspace`].

/// A session with a thread of its own, as hosts see it.
pub struct LocalRunspace;
