//! From a bound value to the field of a cmdlet.

use std::fmt;
use std::sync::Arc;

use remora_psobject::{
    DateTime, Decimal, DictionaryObject, Guid, LiveObject, PsCredential, PsString, SecureString,
    SemanticVersion, TimeSpan, TypeId, Uri, Value, Version,
};

use crate::script::ScriptBlock;

/// A field cannot hold a value of the parameter's declared type: the table and the struct disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterMismatch {
    /// What the field takes.
    pub expected: &'static str,
}

impl fmt::Display for ParameterMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the field takes {}", self.expected)
    }
}

impl std::error::Error for ParameterMismatch {}

/// A Rust type that a cmdlet's field may have.
///
/// The binder converts an argument to the parameter's type first; here it is only taken out.
pub trait FromParameter: Sized {
    /// The parameter's type, where the attribute names no other.
    const TYPE_NAME: &'static str;

    /// Takes the value.
    ///
    /// # Errors
    /// Where the value is of another type.
    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch>;
}

/// Whether a switch is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switch(pub bool);

impl Switch {
    /// Whether it is on.
    pub fn is_present(self) -> bool {
        self.0
    }
}

impl std::ops::Deref for Switch {
    type Target = bool;
    fn deref(&self) -> &bool {
        &self.0
    }
}

impl From<bool> for Switch {
    fn from(on: bool) -> Self {
        Self(on)
    }
}

/// An object that another crate owns, as a parameter. The attribute names its type.
#[derive(Debug)]
pub struct Live<T>(pub Arc<T>);

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> std::ops::Deref for Live<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// A value of an enumeration, as its number. The attribute names its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnumValue(pub i64);

fn mismatch<T: FromParameter>() -> ParameterMismatch {
    ParameterMismatch { expected: T::TYPE_NAME }
}

macro_rules! from_parameter {
    ($($type:ty, $name:literal, $pattern:pat => $value:expr;)*) => {
        $(impl FromParameter for $type {
            const TYPE_NAME: &'static str = $name;

            fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
                match value.base() {
                    $pattern => Ok($value),
                    _ => Err(mismatch::<Self>()),
                }
            }
        })*
    };
}

from_parameter! {
    bool, "bool", Value::Bool(v) | Value::Switch(v) => *v;
    Switch, "switch", Value::Switch(v) | Value::Bool(v) => Self(*v);
    u8, "byte", Value::U8(v) => *v;
    i8, "sbyte", Value::I8(v) => *v;
    i16, "short", Value::I16(v) => *v;
    u16, "ushort", Value::U16(v) => *v;
    i32, "int", Value::I32(v) => *v;
    u32, "uint", Value::U32(v) => *v;
    i64, "long", Value::I64(v) => *v;
    u64, "ulong", Value::U64(v) => *v;
    f32, "float", Value::F32(v) => *v;
    f64, "double", Value::F64(v) => *v;
    Decimal, "decimal", Value::Decimal(v) => **v;
    DateTime, "datetime", Value::DateTime(v) => *v;
    TimeSpan, "timespan", Value::TimeSpan(v) => *v;
    Guid, "guid", Value::Guid(v) => **v;
    Version, "version", Value::Version(v) => **v;
    SemanticVersion, "semver", Value::SemanticVersion(v) => (**v).clone();
    Uri, "uri", Value::Uri(v) => (**v).clone();
    TypeId, "type", Value::Type(v) => *v;
    EnumValue, "enum", Value::Enum(_, v) => Self(*v);
    Arc<DictionaryObject>, "hashtable", Value::Dictionary(v) => Arc::clone(v);
}

/// `[char]`; half a surrogate pair becomes U+FFFD.
impl FromParameter for char {
    const TYPE_NAME: &'static str = "char";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        match value.base() {
            Value::Char(unit) => Ok(Self::from_u32(u32::from(*unit)).unwrap_or('\u{FFFD}')),
            _ => Err(mismatch::<Self>()),
        }
    }
}

/// `$null` is the empty string.
impl FromParameter for PsString {
    const TYPE_NAME: &'static str = "string";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        match value.base() {
            Value::Str(text) => Ok(text.clone()),
            Value::Null | Value::AutomationNull => Ok(Self::empty()),
            _ => Err(mismatch::<Self>()),
        }
    }
}

/// Any object, `$null` too.
impl FromParameter for Value {
    const TYPE_NAME: &'static str = "System.Object";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        Ok(value.or_null())
    }
}

impl FromParameter for ScriptBlock {
    const TYPE_NAME: &'static str = "scriptblock";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        value.downcast::<Self>().cloned().ok_or_else(mismatch::<Self>)
    }
}

impl FromParameter for Arc<PsCredential> {
    const TYPE_NAME: &'static str = "pscredential";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        value.downcast_arc().ok_or_else(mismatch::<Self>)
    }
}

impl FromParameter for Arc<SecureString> {
    const TYPE_NAME: &'static str = "securestring";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        value.downcast_arc().ok_or_else(mismatch::<Self>)
    }
}

impl<T: LiveObject> FromParameter for Live<T> {
    const TYPE_NAME: &'static str = "System.Object";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        value.downcast_arc().map(Self).ok_or_else(mismatch::<Self>)
    }
}

/// `None` until the parameter is bound, and for `$null`.
impl<T: FromParameter> FromParameter for Option<T> {
    const TYPE_NAME: &'static str = T::TYPE_NAME;

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        if value.is_null() {
            return Ok(None);
        }
        T::from_parameter(value).map(Some)
    }
}

/// Element types whose arrays are parameters too.
macro_rules! from_parameter_array {
    ($($type:ty, $name:literal;)*) => {
        $(impl FromParameter for Vec<$type> {
            const TYPE_NAME: &'static str = $name;

            fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
                items(value).into_iter().map(<$type>::from_parameter).collect()
            }
        })*
    };
}

from_parameter_array! {
    PsString, "string[]";
    Value, "System.Object[]";
    bool, "bool[]";
    i32, "int[]";
    u32, "uint[]";
    i64, "long[]";
    u64, "ulong[]";
    f64, "double[]";
    char, "char[]";
    DateTime, "datetime[]";
    TimeSpan, "timespan[]";
    Guid, "guid[]";
    Version, "version[]";
    Uri, "uri[]";
    TypeId, "type[]";
    EnumValue, "enum[]";
    ScriptBlock, "scriptblock[]";
    Arc<DictionaryObject>, "hashtable[]";
}

impl FromParameter for Vec<u8> {
    const TYPE_NAME: &'static str = "byte[]";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        match value.base() {
            Value::Array(array) => match array.to_bytes() {
                Some(bytes) => Ok(bytes),
                None => array.to_vec().into_iter().map(u8::from_parameter).collect(),
            },
            Value::Null | Value::AutomationNull => Ok(Self::new()),
            _ => u8::from_parameter(value).map(|byte| vec![byte]),
        }
    }
}

impl<T: LiveObject> FromParameter for Vec<Live<T>> {
    const TYPE_NAME: &'static str = "System.Object[]";

    fn from_parameter(value: Value) -> Result<Self, ParameterMismatch> {
        items(value).into_iter().map(Live::from_parameter).collect()
    }
}

/// The items of an array or list; a single value is one item, `$null` none.
fn items(value: Value) -> Vec<Value> {
    match value.base() {
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        Value::Null | Value::AutomationNull => Vec::new(),
        _ => vec![value],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_out_as_rust_types() {
        assert_eq!(i32::from_parameter(Value::I32(7)), Ok(7));
        assert_eq!(PsString::from_parameter(Value::Null), Ok(PsString::empty()));
        assert_eq!(Option::<i32>::from_parameter(Value::Null), Ok(None));
        assert_eq!(
            Vec::<PsString>::from_parameter(Value::strings(["a", "b"])),
            Ok(vec!["a".into(), "b".into()])
        );
        assert!(i32::from_parameter(Value::string("7")).is_err());
    }
}
