//! `[ref]`: a place that a method may write to.

use parking_lot::RwLock;
use remora_psobject::{Exception, LiveObject, PsString, TypeId, Value};

/// `System.Management.Automation.PSReference`: a value that callers and callees share.
///
/// The engine makes one for `[ref]$name` and stores the value back into the variable, or derives its
/// own from [`Reference::with_setter`].
pub struct Reference {
    value: RwLock<Value>,
    setter: Option<Box<Setter>>,
}

type Setter = dyn Fn(Value) -> Result<(), Exception> + Send + Sync;

impl Reference {
    /// A reference of its own, as `[ref]5` makes it.
    pub fn new(value: Value) -> Self {
        Self { value: RwLock::new(value), setter: None }
    }

    /// A reference to a variable: each write goes to `setter` too.
    pub fn with_setter(
        value: Value,
        setter: impl Fn(Value) -> Result<(), Exception> + Send + Sync + 'static,
    ) -> Self {
        Self { value: RwLock::new(value), setter: Some(Box::new(setter)) }
    }

    /// `Value`
    pub fn get(&self) -> Value {
        self.value.read().clone()
    }

    /// Sets `Value`.
    ///
    /// # Errors
    /// What the variable behind it refuses.
    pub fn set(&self, value: Value) -> Result<(), Exception> {
        if let Some(setter) = &self.setter {
            setter(value.clone())?;
        }
        *self.value.write() = value;
        Ok(())
    }
}

impl LiveObject for Reference {
    fn object_type(&self) -> TypeId {
        let inner = self.value.read().type_id().unwrap_or(TypeId::OBJECT);
        TypeId::register("System.Management.Automation.PSReference`1", Some(TypeId::PS_REFERENCE))
            .generic_of(&[inner])
    }

    fn text(&self) -> PsString {
        crate::type_name::net_text(self.object_type()).into()
    }

    fn property_names(&self) -> Vec<PsString> {
        vec!["Value".into()]
    }

    fn property(&self, name: &str) -> Option<Result<Value, Exception>> {
        name.eq_ignore_ascii_case("Value").then(|| Ok(self.get()))
    }

    fn set_property(&self, name: &str, value: Value) -> Option<Result<(), Exception>> {
        name.eq_ignore_ascii_case("Value").then(|| self.set(value))
    }
}
