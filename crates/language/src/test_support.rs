//! A runtime for tests: the fixed system, the culture of the United States, no script blocks.

use std::sync::Arc;

use remora_dotnet::system::{FixedSystem, System};
use remora_dotnet::{Context, Culture};
use remora_psobject::{Exception, TypeId, Value};

use crate::Runtime;

/// Calls of script blocks answer with their arguments.
pub(crate) struct TestRuntime {
    system: Arc<dyn System>,
}

impl TestRuntime {
    pub(crate) fn new() -> Self {
        Self { system: Arc::new(FixedSystem::default()) }
    }
}

impl Context for TestRuntime {
    fn system(&self) -> &Arc<dyn System> {
        &self.system
    }

    fn culture(&self) -> Culture {
        Culture::en_us()
    }

    fn invoke(&self, _callable: &Value, arguments: &[Value]) -> Result<Value, Exception> {
        Ok(arguments.first().cloned().unwrap_or_default())
    }

    fn convert(&self, value: &Value, target: TypeId) -> Result<Value, Exception> {
        crate::convert::to_type(value, target, self).map_err(|error| {
            Exception::new(error.exception.exception_type(), error.message().clone())
        })
    }
}

impl Runtime for TestRuntime {}

/// An `object[]` of these values.
pub(crate) fn array<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::array(items.into_iter().map(Into::into).collect())
}

/// A value with its type, as `type:text`.
pub(crate) fn shown(value: &Value) -> String {
    let id = value.type_id();
    format!(
        "{}:{}",
        id.map_or_else(|| "null".to_owned(), crate::type_name::display),
        crate::string_conversion::to_string(value)
    )
}

/// The type of this name, which must be there.
pub(crate) fn type_of(name: &str) -> TypeId {
    crate::type_name::resolve(name).unwrap_or_else(|| panic!("no type {name}"))
}
