//! What nearly every type needs.

pub(crate) use std::sync::Arc;

pub(crate) use remora_psobject::{
    ArrayObject, DictionaryKind, DictionaryObject, Exception, KeyComparer, ListObject, LiveObject,
    PsString, TypeId, Value,
};

pub(crate) use super::sequence;
pub(crate) use crate::call::Call;
pub(crate) use crate::culture::Culture;
pub(crate) use crate::errors;
pub(crate) use crate::registry::{self, Implementation};

/// What a member gives.
pub(crate) type Outcome = Result<Value, Exception>;

/// A type of the data by its full name; `System.Object` where it is missing.
pub(crate) fn type_named(name: &str) -> TypeId {
    registry::find_exact(name).unwrap_or(TypeId::OBJECT)
}

/// A value of an enumeration of the data.
pub(crate) fn enum_value(name: &str, number: i64) -> Value {
    Value::Enum(type_named(name), number)
}

/// A value of an enumeration of the data, by the name of its member.
pub(crate) fn enum_named(name: &str, member: &str) -> Value {
    let id = type_named(name);
    let number = id.enum_definition().and_then(|definition| definition.value_of(member));
    Value::Enum(id, number.unwrap_or(0))
}

/// Names as property names.
pub(crate) fn names(list: &[&str]) -> Vec<PsString> {
    list.iter().map(|name| PsString::from(*name)).collect()
}
