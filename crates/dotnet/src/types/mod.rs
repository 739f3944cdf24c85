//! The bodies of members, one file a type.

pub mod automation;
pub mod comparison;
mod list;
mod prelude;
pub(crate) mod record;
pub mod regular_expressions;
pub mod sequence;
pub mod system;
pub mod system_collections;
pub mod system_diagnostics;
pub mod system_globalization;
pub mod system_io;
pub(crate) mod system_json;
pub(crate) mod system_linq;
pub mod system_net;
pub mod system_security;
pub mod system_text;
pub mod system_threading;
pub mod system_xml;

use remora_psobject::{Exception, LiveRef, PsString};

use crate::culture::Culture;
use crate::registry::Implementation;

pub(crate) use list::ALL;
pub use system_collections::entries::{Entry, entry_of};

/// `IFormattable.ToString` of objects that have it.
pub(crate) fn formattable(
    live: &LiveRef,
    format: &str,
    culture: &Culture,
) -> Option<Result<PsString, Exception>> {
    let moment = live.downcast::<system::date_only::Moment>()?;
    Some(moment.format(format, culture))
}
