//! Sessions as hosts see them.

mod default_host;
mod engine;
mod local;

pub use default_host::DefaultHost;
pub use engine::{End, Engine, Outcome};
pub use local::LocalRunspace;
