//! `System.DBNull`

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.DBNull",
    static_properties: &[("Value", |_| Ok(value()))],
    surface: "q static System.DBNull Value {get;}\n",
    ..Implementation::EMPTY
};

struct DbNull;

impl LiveObject for DbNull {
    fn object_type(&self) -> TypeId {
        TypeId::DB_NULL
    }

    fn text(&self) -> PsString {
        PsString::empty()
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some())
    }

    fn hash_code(&self) -> Option<u64> {
        Some(2)
    }
}

/// The only value of the type.
pub fn value() -> Value {
    static VALUE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::live(DbNull));
    VALUE.clone()
}
