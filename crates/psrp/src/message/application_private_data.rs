//! APPLICATION_PRIVATE_DATA (MS-PSRP sections 2.2.2.13, APPLICATION_PRIVATE_DATA Message, and 2.2.3.18,
//! Primitive Dictionary).

use std::sync::LazyLock;

use remora_psobject::{
    DictionaryKind, DictionaryObject, KeyComparer, PsString, TypeId, Value, Version,
};

use super::Body;
use super::fields::{Bag, Fields};
use crate::error::Error;

static PRIMITIVE_DICTIONARY: LazyLock<TypeId> = LazyLock::new(|| {
    TypeId::register("System.Management.Automation.PSPrimitiveDictionary", Some(TypeId::HASHTABLE))
});

/// A `PSPrimitiveDictionary`: texts to primitive values, lists of them, and further dictionaries.
pub fn primitive_dictionary<K: Into<PsString>>(
    entries: impl IntoIterator<Item = (K, Value)>,
) -> Value {
    let dictionary = DictionaryObject::new(
        *PRIMITIVE_DICTIONARY,
        DictionaryKind::Hashtable,
        KeyComparer::IgnoreCase,
    );
    for (key, value) in entries {
        dictionary.insert(Value::Str(key.into()), value);
    }
    Value::from(dictionary)
}

/// `$PSVersionTable` as it crosses: `PSVersion` as a plain version, its whole text beside it.
pub fn version_entries(table: Vec<(PsString, Value)>) -> Vec<(PsString, Value)> {
    let mut entries = Vec::with_capacity(table.len() + 1);
    for (name, value) in table {
        match value.base() {
            Value::SemanticVersion(version) => {
                let plain = Version {
                    major: version.major,
                    minor: version.minor,
                    build: version.patch,
                    revision: -1,
                };
                entries.push(("PSSemanticVersion".into(), version.to_string().as_str().into()));
                entries.push((name, plain.into()));
            }
            _ => entries.push((name, value)),
        }
    }
    entries
}

/// What arrived as a primitive dictionary, as one again, however deep it lies.
pub(crate) fn as_primitive_dictionary(value: &Value) -> Value {
    let Value::Dictionary(table) = value.base() else { return value.clone() };
    let entries = table.entries().into_iter();
    let entries = entries.filter_map(|(key, value)| {
        Some((key.as_string()?.clone(), as_primitive_dictionary(&value)))
    });
    primitive_dictionary(entries.collect::<Vec<_>>())
}

/// What the server says of itself: `PSVersionTable`, and the debugger's entries where the client can
/// debug.
#[derive(Clone, Debug)]
pub struct ApplicationPrivateData {
    /// A primitive dictionary, or null.
    pub data: Value,
}

impl Body for ApplicationPrivateData {
    fn to_value(&self) -> Value {
        Bag::new().with("ApplicationPrivateData", self.data.clone()).build()
    }

    fn from_value(value: &Value) -> Result<Self, Error> {
        let data = Fields(value).value("ApplicationPrivateData")?;
        Ok(Self { data: as_primitive_dictionary(&data) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::super::tests::{crossed, sent};
    use super::*;

    #[test]
    fn it_crosses() {
        let data = primitive_dictionary([("DebugMode", Value::I32(1))]);
        let message = Message::ApplicationPrivateData(ApplicationPrivateData { data });
        assert!(sent(&message).1.contains(
            "<T>System.Management.Automation.PSPrimitiveDictionary</T>\
             <T>System.Collections.Hashtable</T><T>System.Object</T>"
        ));
        let Message::ApplicationPrivateData(back) = crossed(&message) else { panic!() };
        let Value::Dictionary(table) = &back.data else { panic!() };
        assert_eq!(table.get_str("debugmode").and_then(|mode| mode.as_i32()), Some(1));
    }
}
