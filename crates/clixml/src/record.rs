//! Records as the property bags in which they cross (MS-PSRP sections 2.2.3.15, ErrorRecord; 2.2.3.16,
//! InformationalRecord; 2.2.2.25, PROGRESS_RECORD; 2.2.2.26, INFORMATION_RECORD).

mod error;
mod information;
mod invocation;

use remora_psobject::{MemberBag, PsObject, PsString, Value};

pub use error::{error_from_value, error_to_value};
pub use information::{
    information_from_value, information_to_value, informational_from_value, informational_to_value,
    progress_from_value, progress_to_value,
};

/// A bag with these type names, text and properties.
fn bag(
    type_names: &[&str],
    text: Option<PsString>,
    properties: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
    let members: MemberBag = properties
        .into_iter()
        .map(|(name, value)| remora_psobject::InstanceMember::note(name, value))
        .collect();
    let names = type_names.iter().map(|name| PsString::from(*name)).collect();
    Value::from(PsObject::deserialized(names, members, text))
}

/// A property of a bag, however it is stored.
fn get(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Object(object) => object.get(name),
        _ => None,
    }
}

fn text(value: &Value, name: &str) -> Option<PsString> {
    get(value, name)?.as_string().cloned()
}

fn number(value: &Value, name: &str) -> Option<i32> {
    get(value, name)?.as_i32()
}

fn flag(value: &Value, name: &str) -> bool {
    get(value, name).and_then(|value| value.as_bool()).unwrap_or(false)
}

fn items(value: &Value) -> Vec<Value> {
    match value.base() {
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => Vec::new(),
    }
}
