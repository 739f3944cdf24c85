//! [`Value`]: anything that a script can hold.

mod access;
mod from;

use std::sync::Arc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::collections::{ArrayObject, DictionaryObject, ListObject};
use crate::live::LiveRef;
use crate::object::PsObject;
use crate::simple::{Guid, SemanticVersion, Uri, Version};
use crate::string::PsString;
use crate::time::{DateTime, DateTimeOffset, TimeSpan};
use crate::types::TypeId;

/// A PowerShell value: 16 bytes, cheap to clone, safe to send to another thread.
///
/// Null, numbers, times and enumeration values stand in it; the rest is shared. Two clones of a
/// reference value are the same object.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// What a command without output gives: no item in a pipeline, `$null` in an expression.
    AutomationNull,
    /// `System.Boolean`
    Bool(bool),
    /// `System.Char`: one UTF-16 code unit.
    Char(u16),
    /// `System.SByte`
    I8(i8),
    /// `System.Byte`
    U8(u8),
    /// `System.Int16`
    I16(i16),
    /// `System.UInt16`
    U16(u16),
    /// `System.Int32`
    I32(i32),
    /// `System.UInt32`
    U32(u32),
    /// `System.Int64`
    I64(i64),
    /// `System.UInt64`
    U64(u64),
    /// `System.Single`
    F32(f32),
    /// `System.Double`
    F64(f64),
    /// `System.Decimal`
    Decimal(Arc<Decimal>),
    /// `System.Numerics.BigInteger`
    BigInt(Arc<BigInt>),
    /// `System.String`
    Str(PsString),
    /// `System.DateTime`
    DateTime(DateTime),
    /// `System.DateTimeOffset`
    DateTimeOffset(Arc<DateTimeOffset>),
    /// `System.TimeSpan`
    TimeSpan(TimeSpan),
    /// `System.Guid`
    Guid(Arc<Guid>),
    /// `System.Version`
    Version(Arc<Version>),
    /// `System.Management.Automation.SemanticVersion`
    SemanticVersion(Arc<SemanticVersion>),
    /// `System.Uri`
    Uri(Arc<Uri>),
    /// A value of an enumeration: its type and its number.
    Enum(TypeId, i64),
    /// `System.Management.Automation.SwitchParameter`
    Switch(bool),
    /// A type, as `[int]` gives it.
    Type(TypeId),
    /// An array of any element type.
    Array(Arc<ArrayObject>),
    /// An `ArrayList`, a `List[T]`, a `Collection[T]`.
    List(Arc<ListObject>),
    /// A `Hashtable`, an `OrderedDictionary`, a `Dictionary[K,V]`.
    Dictionary(Arc<DictionaryObject>),
    /// A property bag, a deserialized object, or a value with members of its own.
    Object(Arc<PsObject>),
    /// An object that another crate owns, or a record.
    Live(LiveRef),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
    }

    #[test]
    fn a_value_goes_to_other_threads() {
        fn assert_send_sync<T: Send + Sync>() {}
        assert_send_sync::<Value>();
    }
}
