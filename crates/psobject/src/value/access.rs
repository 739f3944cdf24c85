//! What every value can be asked.

use std::sync::Arc;

use super::Value;
use crate::live::{Header, LiveObject};
use crate::object::{ObjectKind, PsObject};
use crate::string::PsString;
use crate::types::TypeId;

impl Value {
    /// Whether it is `$null`, with or without pipeline meaning.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::AutomationNull)
    }

    /// Replaces "no output" by `$null`, as storing it in an array or a variable does.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::AutomationNull => Self::Null,
            other => other,
        }
    }

    /// The value inside a wrapper that only adds members; any other value is itself.
    pub fn base(&self) -> &Self {
        match self {
            Self::Object(object) if object.kind() == ObjectKind::Wrapper => object.base().base(),
            other => other,
        }
    }

    /// The .NET type, wrappers looked through. `$null` has none.
    pub fn type_id(&self) -> Option<TypeId> {
        Some(match self.base() {
            Self::Null | Self::AutomationNull => return None,
            Self::Bool(_) => TypeId::BOOLEAN,
            Self::Char(_) => TypeId::CHAR,
            Self::I8(_) => TypeId::SBYTE,
            Self::U8(_) => TypeId::BYTE,
            Self::I16(_) => TypeId::INT16,
            Self::U16(_) => TypeId::UINT16,
            Self::I32(_) => TypeId::INT32,
            Self::U32(_) => TypeId::UINT32,
            Self::I64(_) => TypeId::INT64,
            Self::U64(_) => TypeId::UINT64,
            Self::F32(_) => TypeId::SINGLE,
            Self::F64(_) => TypeId::DOUBLE,
            Self::Decimal(_) => TypeId::DECIMAL,
            Self::BigInt(_) => TypeId::BIG_INTEGER,
            Self::Str(_) => TypeId::STRING,
            Self::DateTime(_) => TypeId::DATE_TIME,
            Self::DateTimeOffset(_) => TypeId::DATE_TIME_OFFSET,
            Self::TimeSpan(_) => TypeId::TIME_SPAN,
            Self::Guid(_) => TypeId::GUID,
            Self::Version(_) => TypeId::VERSION,
            Self::SemanticVersion(_) => TypeId::SEMANTIC_VERSION,
            Self::Uri(_) => TypeId::URI,
            Self::Enum(id, _) => *id,
            Self::Switch(_) => TypeId::SWITCH_PARAMETER,
            Self::Type(_) => TypeId::RUNTIME_TYPE,
            Self::Array(array) => array.type_id(),
            Self::List(list) => list.type_id(),
            Self::Dictionary(dictionary) => dictionary.type_id(),
            // What came with adapted properties shows itself as a bare PSObject.
            Self::Object(object) if object.is_adapted() => TypeId::PS_OBJECT,
            Self::Object(_) => TypeId::PS_CUSTOM_OBJECT,
            Self::Live(live) => live.object_type(),
        })
    }

    /// `PSTypeNames`: the names under which views and extended members are looked up, the most
    /// special first. `$null` has none.
    pub fn type_names(&self) -> Vec<PsString> {
        if let Some(names) = self.own_type_names() {
            return names;
        }
        let Some(id) = self.type_id() else {
            return Vec::new();
        };
        id.chain().map(|id| id.full_name().into()).collect()
    }

    fn own_type_names(&self) -> Option<Vec<PsString>> {
        match self {
            Self::Object(object) => object.own_type_names().or_else(|| {
                (object.kind() == ObjectKind::Wrapper).then(|| object.base().type_names())
            }),
            other => other.header().and_then(Header::type_names),
        }
    }

    /// The first of [`Value::type_names`], or the empty string.
    pub fn type_name(&self) -> PsString {
        if let Some(first) = self.own_type_names().and_then(|names| names.into_iter().next()) {
            return first;
        }
        self.type_id().map_or_else(PsString::empty, |id| id.full_name().into())
    }

    /// Where a reference value keeps its instance members.
    pub fn header(&self) -> Option<&Header> {
        match self {
            Self::Array(array) => Some(array.header()),
            Self::List(list) => Some(list.header()),
            Self::Dictionary(dictionary) => Some(dictionary.header()),
            Self::Live(live) => Some(live.header()),
            _ => None,
        }
    }

    /// The text, if the value is a string.
    pub fn as_string(&self) -> Option<&PsString> {
        match self.base() {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The text, if the value is a string.
    pub fn as_str(&self) -> Option<&str> {
        self.as_string().map(PsString::as_str)
    }

    /// The truth value, if the value is a Boolean or a switch.
    pub fn as_bool(&self) -> Option<bool> {
        match self.base() {
            Self::Bool(value) | Self::Switch(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if the value is an integer, an enumeration value or a character and fits.
    pub fn as_i64(&self) -> Option<i64> {
        Some(match self.base() {
            Self::I8(value) => i64::from(*value),
            Self::U8(value) => i64::from(*value),
            Self::I16(value) => i64::from(*value),
            Self::U16(value) | Self::Char(value) => i64::from(*value),
            Self::I32(value) => i64::from(*value),
            Self::U32(value) => i64::from(*value),
            Self::I64(value) | Self::Enum(_, value) => *value,
            Self::U64(value) => i64::try_from(*value).ok()?,
            _ => return None,
        })
    }

    /// The number, if the value is an integer that fits 32 bits.
    pub fn as_i32(&self) -> Option<i32> {
        self.as_i64().and_then(|value| i32::try_from(value).ok())
    }

    /// The property bag, wrapper or deserialized object behind the value.
    pub fn as_object(&self) -> Option<&Arc<PsObject>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The object of type `T` that another crate owns, wrappers looked through.
    pub fn downcast<T: LiveObject>(&self) -> Option<&T> {
        match self.base() {
            Self::Live(live) => live.downcast(),
            _ => None,
        }
    }

    /// The same object, shared.
    pub fn downcast_arc<T: LiveObject>(&self) -> Option<Arc<T>> {
        match self.base() {
            Self::Live(live) => live.downcast_arc(),
            _ => None,
        }
    }

    /// Whether both are the same object. Values that are not shared are compared.
    pub fn same_reference(&self, other: &Self) -> bool {
        match (self.base(), other.base()) {
            (Self::Array(a), Self::Array(b)) => Arc::ptr_eq(a, b),
            (Self::List(a), Self::List(b)) => Arc::ptr_eq(a, b),
            (Self::Dictionary(a), Self::Dictionary(b)) => Arc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Arc::ptr_eq(a, b),
            (Self::Live(a), Self::Live(b)) => a.ptr_eq(b),
            (Self::Str(a), Self::Str(b)) => a.ptr_eq(b),
            (a, b) => crate::equality::equals(a, b),
        }
    }
}
