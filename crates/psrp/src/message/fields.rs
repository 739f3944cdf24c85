//! The property bags that bodies are made of.

use remora_psobject::{
    Guid, InstanceMember, MemberBag, PsObject, PsString, TypeId, Value, Version,
};

use crate::error::{Error, Malformation};

/// Builds a bag without type names.
#[derive(Default)]
pub(crate) struct Bag(MemberBag);

impl Bag {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.set(InstanceMember::note(name, value.into()));
        self
    }

    /// Adds a property where there is a value.
    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn build(self) -> Value {
        let object = PsObject::custom_of(self.0);
        object.set_type_names(Vec::new());
        Value::from(object)
    }
}

/// A value of an enumeration that this process knows; the bare number otherwise.
pub(crate) fn enumeration(type_name: &str, number: i32) -> Value {
    TypeId::find(type_name).map_or(Value::I32(number), |id| Value::Enum(id, i64::from(number)))
}

/// Reads a bag. Properties are found without regard to case, adapted or extended.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Value);

impl Fields<'_> {
    pub(crate) fn get(self, name: &str) -> Option<Value> {
        match self.0 {
            Value::Object(object) => object.get(name),
            _ => None,
        }
    }

    pub(crate) fn value(self, name: &'static str) -> Result<Value, Error> {
        self.get(name).ok_or_else(|| Malformation::MissingProperty(name).into())
    }

    /// A number or a value of an enumeration.
    pub(crate) fn i32(self, name: &'static str) -> Result<i32, Error> {
        self.value(name)?.as_i32().ok_or_else(|| Malformation::BadProperty(name).into())
    }

    /// The number, where the property is there and not null.
    pub(crate) fn optional_i32(self, name: &'static str) -> Result<Option<i32>, Error> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                value.as_i32().map(Some).ok_or_else(|| Malformation::BadProperty(name).into())
            }
        }
    }

    pub(crate) fn i64(self, name: &'static str) -> Result<i64, Error> {
        self.value(name)?.as_i64().ok_or_else(|| Malformation::BadProperty(name).into())
    }

    pub(crate) fn bool(self, name: &'static str) -> Result<bool, Error> {
        self.value(name)?.as_bool().ok_or_else(|| Malformation::BadProperty(name).into())
    }

    /// The truth value; false where there is none.
    pub(crate) fn flag(self, name: &'static str) -> bool {
        self.get(name).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    pub(crate) fn text(self, name: &'static str) -> Result<PsString, Error> {
        let value = self.value(name)?;
        value.as_string().cloned().ok_or_else(|| Malformation::BadProperty(name).into())
    }

    /// The text, or nothing for null and for a property that is not there.
    pub(crate) fn optional_text(self, name: &'static str) -> Result<Option<PsString>, Error> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let text = value.as_string().cloned();
                text.map(Some).ok_or_else(|| Malformation::BadProperty(name).into())
            }
        }
    }

    pub(crate) fn guid(self, name: &'static str) -> Result<Guid, Error> {
        match self.value(name)?.base() {
            Value::Guid(guid) => Ok(**guid),
            _ => Err(Malformation::BadProperty(name).into()),
        }
    }

    pub(crate) fn version(self, name: &'static str) -> Result<Version, Error> {
        match self.value(name)?.base() {
            Value::Version(version) => Ok(**version),
            _ => Err(Malformation::BadProperty(name).into()),
        }
    }

    /// The items of a list, whatever its type is.
    pub(crate) fn items(self, name: &'static str) -> Result<Vec<Value>, Error> {
        items(&self.value(name)?).ok_or_else(|| Malformation::BadProperty(name).into())
    }

    /// The items, or nothing for null and for a property that is not there.
    pub(crate) fn optional_items(self, name: &'static str) -> Result<Option<Vec<Value>>, Error> {
        match self.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                items(&value).map(Some).ok_or_else(|| Malformation::BadProperty(name).into())
            }
        }
    }
}

/// The items of an array or a list.
pub(crate) fn items(value: &Value) -> Option<Vec<Value>> {
    match value.base() {
        Value::Array(array) => Some(array.to_vec()),
        Value::List(list) => Some(list.to_vec()),
        _ => None,
    }
}
