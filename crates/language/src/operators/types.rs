//! `-is` and `-as`

use remora_psobject::{TypeId, Value};

use crate::Runtime;
use crate::convert;
use crate::error::{LanguageError, Result};

/// The right operand as a type: a type, or its name.
fn type_operand(value: &Value, operator: &str, runtime: &dyn Runtime) -> Result<TypeId> {
    let base = value.base();
    if let Value::Type(id) = base {
        return Ok(*id);
    }
    if base.is_null() {
        let (id, name) = match operator {
            "-as" => ("AsOperatorRequiresType", "-as"),
            _ => ("IsOperatorRequiresType", "-is"),
        };
        return Err(LanguageError::runtime(
            id,
            format!("The right operand of '{name}' must be a type."),
        ));
    }
    match convert::to_type(value, TypeId::TYPE, runtime) {
        Ok(Value::Type(id)) => Ok(id),
        Ok(_) => Ok(TypeId::OBJECT),
        Err(error) => Err(LanguageError::wrapped(std::sync::Arc::clone(&error.exception))),
    }
}

/// `left -is right`
///
/// # Errors
/// `IsOperatorRequiresType`; a name that is no type.
pub fn is(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result<bool> {
    let wanted = type_operand(right, "-is", runtime)?;
    Ok(is_type(left, wanted))
}

/// Whether a value is of a type, or of one that derives from it or implements it.
fn is_type(value: &Value, wanted: TypeId) -> bool {
    if matches!(wanted, TypeId::PS_OBJECT | TypeId::PS_CUSTOM_OBJECT) {
        return matches!(value, Value::Object(_));
    }
    value.type_id().is_some_and(|id| convert::is_assignable(id, wanted))
}

/// `left -as right`: null where there is no conversion.
///
/// # Errors
/// `AsOperatorRequiresType`; a name that is no type.
pub fn as_(left: &Value, right: &Value, runtime: &dyn Runtime) -> Result {
    let wanted = type_operand(right, "-as", runtime)?;
    Ok(convert::try_to_type(left, wanted, runtime).unwrap_or_default())
}
