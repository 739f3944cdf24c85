//! Modules: session states of their own, with exports.

mod built_in;
mod discover;
mod failure;
mod info;
mod load;
mod load_manifest;
mod manifest;
mod members;
mod requirements;
mod search;
mod session_state;
mod specification;
mod verbs;

pub(crate) use built_in::{find as built_in, register, version as built_in_version};
pub use failure::LoadFailure;
pub use info::{ModuleExports, ModuleInfo, ModuleType};
pub use load::{LoadRequest, Loaded};
pub use members::{ExportPatterns, ImportOptions};
pub(crate) use requirements::as_module;
pub use session_state::session_state;
pub(crate) use session_state::{call, member, set_member};
pub use specification::ModuleSpecification;
pub(crate) use specification::convert;
pub use verbs::{has_restricted_character, has_unapproved_verb};
