//! Objects of a .NET type that are nothing but their properties.

use parking_lot::RwLock;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

/// The type of this name, made known if it is not.
pub(crate) fn type_named(full_name: &str) -> TypeId {
    find(full_name).unwrap_or_else(|| TypeId::define(full_name.to_owned(), Some(TypeId::OBJECT)))
}

/// The type of this name, where this process or the tables of .NET know it.
fn find(full_name: &str) -> Option<TypeId> {
    remora_dotnet::registry::find_exact(full_name).or_else(|| TypeId::find(full_name))
}

/// A value of an enumeration by name; the text where the enumeration is not known.
pub(crate) fn enum_value(type_name: &str, member: &str) -> Value {
    let found = find(type_name)
        .and_then(|id| Some(Value::Enum(id, id.enum_definition()?.value_of(member)?)));
    found.unwrap_or_else(|| Value::from(member))
}

/// The name of an enumeration value; the text of anything else.
pub(crate) fn enum_name(value: &Value) -> String {
    match value.base() {
        Value::Enum(id, number) => id
            .enum_definition()
            .map_or_else(|| number.to_string(), |definition| definition.text_of(*number)),
        Value::Str(text) => text.to_string(),
        _ => String::new(),
    }
}

/// An object of a type that scripts know by its properties alone.
#[derive(Debug)]
pub(crate) struct RecordObject {
    type_id: TypeId,
    text: RwLock<Option<PsString>>,
    properties: RwLock<Vec<(&'static str, Value)>>,
}

impl RecordObject {
    /// An object of this type with these properties.
    pub(crate) fn new(
        type_name: &str,
        properties: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Self {
        Self {
            type_id: type_named(type_name),
            text: RwLock::default(),
            properties: RwLock::new(properties.into_iter().collect()),
        }
    }

    /// An object of this type, a kind of the type `base`, with these properties.
    pub(crate) fn derived(
        type_name: &'static str,
        base: &str,
        properties: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Self {
        let base = type_named(base);
        let type_id = find(type_name)
            .filter(|known| known.base() == Some(base))
            .unwrap_or_else(|| TypeId::register(type_name, Some(base)));
        Self { type_id, ..Self::new("System.Object", properties) }
    }

    /// With a text that `ToString()` gives.
    pub(crate) fn with_text(self, text: impl Into<PsString>) -> Self {
        self.set_text(text);
        self
    }

    /// Sets the text that `ToString()` gives.
    pub(crate) fn set_text(&self, text: impl Into<PsString>) {
        *self.text.write() = Some(text.into());
    }

    /// The value of a property; null where there is none.
    pub(crate) fn get(&self, name: &str) -> Value {
        let properties = self.properties.read();
        let found = properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or(Value::Null, |(_, value)| value.clone())
    }

    /// Sets a property that is there.
    pub(crate) fn set(&self, name: &str, value: Value) -> bool {
        let mut properties = self.properties.write();
        let found = properties.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, slot)| *slot = value).is_some()
    }
}

impl LiveObject for RecordObject {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn text(&self) -> PsString {
        self.text.read().clone().unwrap_or_else(|| self.type_id.full_name().into())
    }

    fn property_names(&self) -> Vec<PsString> {
        self.properties.read().iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        let properties = self.properties.read();
        let found = properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| Ok(value.clone()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        self.set(name, value).then_some(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_in_any_case() {
        let object = RecordObject::new("Test.Record", [("Name", Value::from("a"))]);
        assert_eq!(object.get("NAME").as_str(), Some("a"));
        assert!(object.set("name", Value::I32(1)));
        assert!(!object.set("other", Value::Null));
        assert_eq!(object.property_names(), ["Name"]);
        assert_eq!(object.text(), "Test.Record");
    }
}
