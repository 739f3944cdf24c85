//! Making values of Rust's own types.

use std::sync::Arc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::Value;
use crate::collections::{ArrayObject, DictionaryObject, ListObject};
use crate::live::{LiveObject, LiveRef};
use crate::object::PsObject;
use crate::simple::{Guid, SemanticVersion, Uri, Version};
use crate::string::PsString;
use crate::time::{DateTime, DateTimeOffset, TimeSpan};
use crate::types::TypeId;

impl Value {
    /// A string.
    pub fn string(text: impl Into<PsString>) -> Self {
        Self::Str(text.into())
    }

    /// An `object[]`.
    pub fn array(items: Vec<Self>) -> Self {
        Self::Array(Arc::new(ArrayObject::new(TypeId::OBJECT, items)))
    }

    /// An array of this element type; the items must be of it.
    pub fn array_of(element: TypeId, items: Vec<Self>) -> Self {
        Self::Array(Arc::new(ArrayObject::new(element, items)))
    }

    /// A `byte[]`.
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self::Array(Arc::new(ArrayObject::from_bytes(bytes)))
    }

    /// A `string[]`.
    pub fn strings<T: Into<PsString>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::array_of(
            TypeId::STRING,
            items.into_iter().map(|item| Self::Str(item.into())).collect(),
        )
    }

    /// An object that another crate owns.
    pub fn live(object: impl LiveObject) -> Self {
        Self::Live(LiveRef::new(object))
    }

    /// An object that another crate owns and shares.
    pub fn live_arc<T: LiveObject>(object: Arc<T>) -> Self {
        Self::Live(LiveRef::from_arc(object))
    }

    /// A property bag (`[pscustomobject]`) of these properties.
    pub fn custom_object<K: Into<PsString>>(
        properties: impl IntoIterator<Item = (K, Self)>,
    ) -> Self {
        let properties = properties.into_iter().map(|(name, value)| (name.into(), value));
        Self::Object(Arc::new(PsObject::custom(properties)))
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value)
            }
        })*
    };
}

macro_rules! value_from_shared {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(Arc::new(value))
            }
        })*
    };
}

value_from! {
    bool => Bool, i8 => I8, u8 => U8, i16 => I16, u16 => U16, i32 => I32, u32 => U32, i64 => I64, u64 => U64,
    f32 => F32, f64 => F64, PsString => Str, DateTime => DateTime, TimeSpan => TimeSpan, LiveRef => Live,
    Arc<ArrayObject> => Array, Arc<ListObject> => List, Arc<DictionaryObject> => Dictionary,
    Arc<PsObject> => Object,
}

value_from_shared! {
    Decimal => Decimal, BigInt => BigInt, DateTimeOffset => DateTimeOffset, Guid => Guid, Version => Version,
    SemanticVersion => SemanticVersion, Uri => Uri, ArrayObject => Array, ListObject => List,
    DictionaryObject => Dictionary, PsObject => Object,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Str(text.into())
    }
}

/// A character of the basic plane, or a string of one character beyond it.
impl From<char> for Value {
    fn from(character: char) -> Self {
        match u16::try_from(u32::from(character)) {
            Ok(unit) => Self::Char(unit),
            Err(_) => Self::Str(character.into()),
        }
    }
}

/// `None` is `$null`.
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::array(items.into_iter().map(Into::into).collect())
    }
}
