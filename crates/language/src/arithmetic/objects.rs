//! Operators on types of their own: `op_Addition` and its kin.

use crate::Runtime;
use remora_psobject::{TypeId, Value};

use super::promote::number_of;
use crate::error::{LanguageError, Result};
use crate::invoke;
use crate::type_name;

/// Calls the static method that stands for an operator, of the left operand's type or else of the
/// right one's.
///
/// # Errors
/// `MethodNotFound`, with the name as target; what the method throws.
pub(super) fn operator(name: &str, left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let arguments = [left.clone(), right.clone()];
    for operand in [left, right] {
        let Some(id) = operand.type_id() else { continue };
        if number_of(operand).is_none()
            && !matches!(operand.base(), Value::Str(_))
            && let Some(result) = invoke::call_operator(id, name, &arguments, runtime)
        {
            return result;
        }
    }
    let blamed = if number_of(left).is_some() || left.is_null() || left.as_string().is_some() {
        right
    } else {
        left
    };
    Err(no_operator(blamed.type_id().unwrap_or(TypeId::OBJECT), name))
}

/// As [`operator`], for one operand.
pub(super) fn unary(name: &str, operand: &Value, runtime: &dyn Runtime) -> Result {
    let id = operand.type_id().unwrap_or(TypeId::OBJECT);
    match invoke::call_operator(id, name, std::slice::from_ref(operand), runtime) {
        Some(result) => result,
        None => Err(no_operator(id, name)),
    }
}

fn no_operator(id: TypeId, name: &str) -> Box<LanguageError> {
    LanguageError::runtime(
        "MethodNotFound",
        format!(
            "Method invocation failed because [{}] does not contain a method named '{name}'.",
            type_name::net_text(id)
        ),
    )
    .with_target(Value::from(name))
}

/// Two primitive values that an operator is not made for.
pub(super) fn not_defined(left: &Value, operator: &str, right: &Value) -> Box<LanguageError> {
    let name = |value: &Value| type_name::net_text(value.type_id().unwrap_or(TypeId::OBJECT));
    LanguageError::runtime(
        "NotADefinedOperationForType",
        format!("The operation '[{}] {operator} [{}]' is not defined.", name(left), name(right)),
    )
    .with_target(left.clone())
}

/// A result as a value of the left operand's enumeration, if it is one.
pub(super) fn as_enum_of(left: &Value, result: Value) -> Value {
    match (left, result.as_i64()) {
        (Value::Enum(id, _), Some(number)) => Value::Enum(*id, number),
        _ => result,
    }
}
