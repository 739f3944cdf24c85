//! Sessions as hosts see them.

mod beside;
mod default_host;
mod engine;
mod local;

pub(crate) use beside::MadeWith;
pub use beside::{Beside, BesideStarter, JobMaker, JobRequest};
pub use default_host::DefaultHost;
pub use engine::{End, Engine, Outcome};
pub use local::LocalRunspace;
pub(crate) use local::run_commands;
