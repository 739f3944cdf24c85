//! `AutomationNull` and `NullString`

use crate::types::prelude::*;

pub(crate) static AUTOMATION_NULL: Implementation = Implementation {
    name: "System.Management.Automation.Internal.AutomationNull",
    static_properties: &[("Value", |_| Ok(Value::AutomationNull))],
    ..Implementation::EMPTY
};

pub(crate) static NULL_STRING: Implementation = Implementation {
    name: "System.Management.Automation.Language.NullString",
    static_properties: &[("Value", |_| Ok(value()))],
    ..Implementation::EMPTY
};

/// `[NullString]::Value`: a null that stays one where a string is wanted.
pub struct NullString;

impl LiveObject for NullString {
    fn object_type(&self) -> TypeId {
        type_named("System.Management.Automation.Language.NullString")
    }

    fn text(&self) -> PsString {
        PsString::empty()
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some() || other.is_null())
    }
}

/// The only value of the type.
pub fn value() -> Value {
    static VALUE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::live(NullString));
    VALUE.clone()
}
