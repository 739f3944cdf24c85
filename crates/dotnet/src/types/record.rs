//! Objects that are nothing but their properties.

use parking_lot::RwLock;

use super::prelude::*;

/// An object of a type whose properties are values that can be set.
pub(crate) struct Record {
    type_id: TypeId,
    fields: RwLock<Vec<(&'static str, Value)>>,
    text: fn(&Record) -> PsString,
}

impl Record {
    /// An object with these properties; its text is the name of its type.
    pub(crate) fn new(type_id: TypeId, fields: Vec<(&'static str, Value)>) -> Self {
        Self {
            type_id,
            fields: RwLock::new(fields),
            text: |record| record.type_id.full_name().into(),
        }
    }

    /// The same with a text of its own.
    #[must_use]
    pub(crate) fn shown_as(self, text: fn(&Record) -> PsString) -> Self {
        Self { text, ..self }
    }

    /// The value of a property; null where there is none.
    pub(crate) fn get(&self, name: &str) -> Value {
        let fields = self.fields.read();
        let found = fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or(Value::Null, |(_, value)| value.clone())
    }

    /// The value of a property as text.
    pub(crate) fn get_text(&self, name: &str) -> String {
        self.get(name).as_str().unwrap_or_default().to_owned()
    }

    /// The value of a property that is true or false.
    pub(crate) fn get_bool(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or(false)
    }

    /// Sets a property; false where there is none of this name.
    pub(crate) fn set(&self, name: &str, value: Value) -> bool {
        let mut fields = self.fields.write();
        match fields.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, slot)) => {
                *slot = value;
                true
            }
            None => false,
        }
    }
}

impl LiveObject for Record {
    fn object_type(&self) -> TypeId {
        self.type_id
    }

    fn text(&self) -> PsString {
        (self.text)(self)
    }

    fn property_names(&self) -> Vec<PsString> {
        self.fields.read().iter().map(|(name, _)| PsString::from(*name)).collect()
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let fields = self.fields.read();
        let found = fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| Ok(value.clone()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        self.set(name, value).then_some(Ok(()))
    }
}

/// The object of a call as a record.
pub(crate) fn this<'a>(call: &Call<'a>) -> Result<&'a Record, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}
