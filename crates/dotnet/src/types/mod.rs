//! The bodies of members, one file a type.

pub mod comparison;
pub mod sequence;
pub mod system;
pub mod system_globalization;

use remora_psobject::{Exception, LiveRef, PsString};

use crate::culture::Culture;
use crate::registry::Implementation;

/// All types with bodies, in alphabetic order of their files.
pub(crate) static ALL: &[&Implementation] = &[
    &system::exception::DEFINITION,
    &system::object::DEFINITION,
];

/// `IFormattable.ToString` of objects that have it.
pub(crate) fn formattable(
    _live: &LiveRef,
    _format: &str,
    _culture: &Culture,
) -> Option<Result<PsString, Exception>> {
    None
}

/// An entry of a dictionary as enumeration gives it: a `KeyValuePair` of a generic one, a
/// `DictionaryEntry` of the others.
pub fn entry_of(
    dictionary: remora_psobject::TypeId,
    key: remora_psobject::Value,
    value: remora_psobject::Value,
) -> remora_psobject::Value {
    let _ = dictionary;
    remora_psobject::Value::array(vec![key, value])
}
