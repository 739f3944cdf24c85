//! Execution policies as values of their enumerations.

use remora_dotnet::registry::find_exact;
use remora_engine::prelude::*;

/// `ExecutionPolicy` of this number.
pub(crate) fn value(number: i64) -> Value {
    find_exact("Microsoft.PowerShell.ExecutionPolicy")
        .map_or(Value::I64(number), |id| Value::Enum(id, number))
}

/// `ExecutionPolicyScope` of this name.
pub(crate) fn scope(name: &str) -> Value {
    let id = find_exact("Microsoft.PowerShell.ExecutionPolicyScope");
    let number =
        id.and_then(TypeId::enum_definition).and_then(|definition| definition.value_of(name));
    match (id, number) {
        (Some(id), Some(number)) => Value::Enum(id, number),
        _ => name.into(),
    }
}
