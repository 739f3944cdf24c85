//! The bodies of members, one file a type.

pub mod automation;
pub mod comparison;
mod list;
mod prelude;
pub mod regular_expressions;
pub mod sequence;
pub mod system;
pub mod system_collections;
pub mod system_globalization;
pub mod system_io;
pub mod system_text;

use remora_psobject::{Exception, LiveRef, PsString};

use crate::culture::Culture;
use crate::registry::Implementation;

pub(crate) use list::ALL;
pub use system_collections::entries::entry_of;

/// `IFormattable.ToString` of objects that have it.
pub(crate) fn formattable(
    _live: &LiveRef,
    _format: &str,
    _culture: &Culture,
) -> Option<Result<PsString, Exception>> {
    None
}
