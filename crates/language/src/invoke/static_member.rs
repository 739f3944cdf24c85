//! `[type]::Name` and `[type]::Name(…)`

use remora_dotnet::registry::{self, Property};
use remora_psobject::{ErrorCategory, Exception, TypeId, Value};

use super::call::{construct, invoke_generic, invoke_overloads, invoke_script};
use super::errors::method_not_found;
use crate::Runtime;
use crate::convert;
use crate::error::{LanguageError, Result};

/// A static property, a constant, or a member of an enumeration. `None` where there is none.
///
/// # Errors
/// What the getter throws.
pub fn get_static(id: TypeId, name: &str, runtime: &dyn Runtime) -> Result<Option<Value>> {
    if let Some(definition) = id.enum_definition()
        && let Some(number) = definition.value_of(name)
    {
        return Ok(Some(Value::Enum(id, number)));
    }
    for part in id.chain() {
        if let Some(property) = readable(part, name) {
            return property.get(&Value::Null, &[], part, runtime).map(Some).map_err(|cause| {
                let message =
                    format!("Exception getting \"{}\": \"{}\"", property.name, cause.message());
                LanguageError::new(
                    "ExceptionWhenGetting",
                    ErrorCategory::NotSpecified,
                    Exception::new(TypeId::GET_VALUE_INVOCATION_EXCEPTION, message)
                        .with_inner(cause),
                )
            });
        }
    }
    Ok(None)
}

/// The static property or constant of this name; where data has both, the one that has a value.
fn readable(id: TypeId, name: &str) -> Option<&'static Property> {
    let definition = registry::definition(id)?;
    let named = definition.static_property(name)?;
    if named.is_implemented() {
        return Some(named);
    }
    definition
        .static_properties
        .iter()
        .find(|property| property.name.eq_ignore_ascii_case(name) && property.is_implemented())
        .or(Some(named))
}

/// Sets a static property.
///
/// # Errors
/// `PropertyAssignmentException`, `ExceptionWhenSetting`.
pub fn set_static(id: TypeId, name: &str, value: &Value, runtime: &dyn Runtime) -> Result<()> {
    let found = id.chain().find_map(|part| {
        let property = registry::definition(part)?.static_property(name)?;
        Some((part, property))
    });
    let Some((part, property)) = found else {
        return Err(LanguageError::runtime(
            "PropertyAssignmentException",
            format!(
                "The property '{name}' cannot be found on this object. Verify that the property \
                 exists and can be set."
            ),
        ));
    };
    if !property.can_write {
        let message = format!("'{}' is a ReadOnly property.", property.name);
        let cause = Exception::new(TypeId::SET_VALUE_EXCEPTION, message.clone());
        return Err(LanguageError::new(
            "PropertyAssignmentException",
            ErrorCategory::InvalidOperation,
            Exception::new(TypeId::RUNTIME_EXCEPTION, message).with_inner(cause),
        ));
    }
    let wanted = property.type_ref.resolve(part).unwrap_or(TypeId::OBJECT);
    let converted = convert::to_type(value, wanted, runtime)?;
    property.set(&Value::Null, &[], converted, part, runtime).map_err(|cause| {
        let message = format!("Exception setting \"{}\": \"{}\"", property.name, cause.message());
        LanguageError::new(
            "ExceptionWhenSetting",
            ErrorCategory::NotSpecified,
            Exception::new(TypeId::SET_VALUE_INVOCATION_EXCEPTION, message).with_inner(cause),
        )
    })
}

/// `[type]::name[types](arguments)` and `target.name[types](arguments)`: a call of a method of .NET
/// that names the types of a generic method.
///
/// # Errors
/// `MethodNotFound`, `MethodCountCouldNotFindBestGeneric`; see [`super::call_method`].
pub fn call_generic(
    target: &Value,
    is_static: bool,
    name: &str,
    types: &[TypeId],
    arguments: &[Value],
    runtime: &dyn Runtime,
) -> Result {
    let (this, id) = match target.base() {
        Value::Type(id) if is_static => (&Value::Null, *id),
        other => (other, other.type_id().ok_or_else(super::on_null)?),
    };
    let found = id.chain().find_map(|part| {
        let definition = registry::definition(part)?;
        if is_static { definition.static_method(name) } else { definition.method(name) }
    });
    match found {
        Some(method) => {
            invoke_generic(method.name, &method.overloads, types, this, arguments, id, runtime)
        }
        None => Err(method_not_found(id, name)),
    }
}

/// `[type]::name(arguments)`; `new` constructs.
///
/// # Errors
/// `MethodNotFound`; see [`super::call_method`].
pub fn call_static(id: TypeId, name: &str, arguments: &[Value], runtime: &dyn Runtime) -> Result {
    if name.eq_ignore_ascii_case("new") {
        return construct(id, arguments, runtime);
    }
    for part in id.chain() {
        if let Some(class) = runtime.script_type(part) {
            let overloads = class.static_methods(name);
            if !overloads.is_empty() {
                return invoke_script(
                    name,
                    &overloads,
                    class.as_ref(),
                    &Value::Null,
                    arguments,
                    runtime,
                );
            }
        }
        if let Some(method) =
            registry::definition(part).and_then(|definition| definition.static_method(name))
        {
            return invoke_overloads(
                method.name,
                &method.overloads,
                &Value::Null,
                arguments,
                // A method of a base still works on the type that was named.
                if part == TypeId::OBJECT { part } else { id },
                runtime,
            );
        }
    }
    Err(method_not_found(id, name))
}
