//! The cmdlets that a crate brings.

use super::{CmdletDefinition, CmdletSpec};

/// The table of a cmdlet type, for the list that a crate hands to the session builder:
/// `pub const CMDLETS: &[&CmdletSpec] = &[spec::<GetDate>(), …];`
pub const fn spec<T: CmdletDefinition>() -> &'static CmdletSpec {
    T::SPEC
}
