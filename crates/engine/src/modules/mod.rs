//! Modules: session states of their own, with exports.

mod info;

pub use info::{ModuleExports, ModuleInfo, ModuleType};
