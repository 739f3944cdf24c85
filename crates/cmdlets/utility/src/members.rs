//! Where an object keeps members of its own.

use std::sync::Arc;

use remora_psobject::{InstanceMember, PsObject, Value};

/// The value, or a wrapper around it where it has no place for members of its own.
pub(crate) fn owner(value: Value) -> Value {
    match &value {
        Value::Object(_) => value,
        other if other.header().is_some() => value,
        _ => Value::Object(Arc::new(PsObject::wrapper(value))),
    }
}

/// Whether the value has a place for members.
pub(crate) fn can_own(value: &Value) -> bool {
    matches!(value, Value::Object(_)) || value.header().is_some()
}

/// Adds a member, or replaces the one of its name.
pub(crate) fn set(target: &Value, member: InstanceMember) {
    match target {
        Value::Object(object) => object.set_member(member),
        other => {
            if let Some(header) = other.header() {
                header.set_member(member);
            }
        }
    }
}

/// Puts a type name before those that the object has.
pub(crate) fn add_type_name(target: &Value, name: &str) {
    let mut names = target.type_names();
    names.retain(|known| !known.eq_ignore_case(name));
    names.insert(0, name.into());
    match target {
        Value::Object(object) => object.set_type_names(names),
        other => {
            if let Some(header) = other.header() {
                header.set_type_names(names);
            }
        }
    }
}
