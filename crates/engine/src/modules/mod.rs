//! Modules: session states of their own, with exports.

mod info;
mod load;

pub use info::{ModuleExports, ModuleInfo, ModuleType};
pub use load::{ExportPatterns, ImportOptions};
