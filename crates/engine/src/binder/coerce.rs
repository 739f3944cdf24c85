//! From an argument to a value of the parameter's type: transformations, conversion, validation.

use std::sync::Arc;

use remora_psobject::{
    ErrorCategory, ErrorRecord, Exception, PsCredential, PsString, SecureString, TypeId, Value,
};

use super::validate::complaint;
use super::{Constraint, Failure, ParameterMetadata, ParameterSource};
use crate::context::ExecutionContext;
use crate::errors::Flow;

/// Converts an argument to the parameter's type and checks it. Without `convert` a value of another
/// type is left: `None`.
pub(crate) fn coerce(
    context: &mut ExecutionContext,
    parameter: &ParameterMetadata,
    value: &Value,
    convert: bool,
) -> Result<Option<Value>, Failure> {
    converted_and_checked(context, parameter, value, convert)
        .map_err(|failure| failure.with_types(parameter.type_id, value.type_id()))
}

fn converted_and_checked(
    context: &mut ExecutionContext,
    parameter: &ParameterMetadata,
    value: &Value,
    convert: bool,
) -> Result<Option<Value>, Failure> {
    let name = &parameter.name;
    let is_script = matches!(parameter.source, ParameterSource::Script(_));
    let mut value = value.clone().or_null();
    // What a validation of its own says of null comes first.
    let says_null = !is_script && value.is_null() && parameter.constraints.iter().any(is_not_null);
    if !is_script && value.is_null() && !says_null {
        // The conversion would make an empty text of it.
        check_null(parameter, &value)?;
    }
    // Attributes nearest to the parameter come first.
    for constraint in parameter.constraints.iter().rev() {
        match constraint {
            Constraint::Type(id) if is_script => {
                if !convert {
                    if !fits(&value, *id) {
                        return Ok(None);
                    }
                    continue;
                }
                value = convert_value(context, &value, *id, name, true)?;
            }
            Constraint::Transformation(kind) if convert || chooses_parameter(kind) => {
                value = transform(context, kind, value, name)?;
            }
            Constraint::Object(attribute) => {
                value = transform_by_class(context, attribute, value, name)?;
            }
            _ => {}
        }
    }
    if !is_script || !has_type(parameter) {
        if !convert && !fits(&value, parameter.type_id) {
            return Ok(None);
        }
        value = convert_value(context, &value, parameter.type_id, name, false)?;
    }
    if !says_null {
        check_null(parameter, &value)?;
    }
    for constraint in parameter.constraints.iter() {
        if let Constraint::TypeName(wanted) = constraint
            && !value.type_names().iter().any(|known| known.eq_ignore_case(wanted))
        {
            return Err(Failure::argument(
                "MismatchedPSTypeName",
                format!(
                    "Cannot bind argument to parameter '{name}', because PSTypeNames of the argument do not match the PSTypeName required by the parameter: {wanted}."
                ),
            ));
        }
        if let Some(message) = complaint(context, constraint, &value)? {
            return Err(Failure::validation(name, &message));
        }
    }
    Ok(Some(value))
}

/// Whether a transformation says which parameter an argument belongs to, by refusing it.
fn chooses_parameter(kind: &PsString) -> bool {
    kind.ends_with("NotePropertyTransformationAttribute")
}

/// Whether a validation refuses null.
fn is_not_null(constraint: &Constraint) -> bool {
    matches!(
        constraint,
        Constraint::NotNull | Constraint::NotNullOrEmpty | Constraint::NotNullOrWhiteSpace
    )
}

fn has_type(parameter: &ParameterMetadata) -> bool {
    parameter.constraints.iter().any(|constraint| matches!(constraint, Constraint::Type(_)))
}

/// Whether a value is of a type without conversion.
fn fits(value: &Value, target: TypeId) -> bool {
    if target == TypeId::OBJECT || target == TypeId::PS_OBJECT {
        return true;
    }
    match value.type_id() {
        None => false,
        Some(from) => {
            let element = target.element_type();
            remora_language::convert::is_assignable(from, target)
                || element.is_some_and(|element| {
                    element == TypeId::OBJECT
                        || element == TypeId::PS_OBJECT
                        || remora_language::convert::is_assignable(from, element)
                })
                || (target == TypeId::SWITCH_PARAMETER && from == TypeId::BOOLEAN)
        }
    }
}

fn convert_value(
    context: &mut ExecutionContext,
    value: &Value,
    target: TypeId,
    name: &PsString,
    transformation: bool,
) -> Result<Value, Failure> {
    if target == TypeId::OBJECT {
        return Ok(value.clone());
    }
    if target == TypeId::PS_OBJECT {
        return Ok(value.clone());
    }
    if let Some(expressions) = property_expressions(context, value, target) {
        return Ok(expressions);
    }
    if !transformation && let Some(refused) = refused(value, target, name) {
        return Err(refused);
    }
    if transformation
        && target == TypeId::SWITCH_PARAMETER
        && let Some(flag) = value.as_bool()
    {
        return Ok(Value::Switch(flag));
    }
    let is_truth = matches!(target, TypeId::BOOLEAN | TypeId::SWITCH_PARAMETER);
    if transformation && is_truth && value.as_str().is_some() {
        let message = format!(
            "Cannot convert value \"System.String\" to type \"{}\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
            target.full_name()
        );
        let cause = Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, message);
        return Err(Failure::transformation(name, Arc::new(cause)));
    }
    if target.element_type().is_none()
        && target == TypeId::STRING
        && !transformation
        && matches!(value.base(), Value::Array(_) | Value::List(_))
    {
        return Err(Failure::wrong_type(
            name,
            value.type_id().map_or("", TypeId::full_name),
            target.full_name(),
            "Specified method is not supported.",
        ));
    }
    if transformation && target == TypeId::STRING && matches!(value.base(), Value::Array(_)) {
        let cause = Exception::new(
            TypeId::PS_INVALID_CAST_EXCEPTION,
            "Cannot convert value to type System.String.",
        );
        return Err(Failure::transformation(name, Arc::new(cause)));
    }
    let converted = if transformation {
        context.cast(value, target)
    } else {
        context.check_table_argument(value, target)?;
        context.convert(value, target)
    };
    match converted {
        Ok(converted) => Ok(converted),
        Err(Flow::Throw(thrown)) => {
            // A failed cast is wrapped for statements; the binder wraps it itself.
            let exception = &thrown.record.exception;
            let cause = match exception.inner() {
                Some(inner)
                    if exception.exception_type() == TypeId::RUNTIME_EXCEPTION
                        && inner.exception_type() == TypeId::PS_INVALID_CAST_EXCEPTION =>
                {
                    Arc::clone(inner)
                }
                _ => Arc::clone(exception),
            };
            Err(if transformation {
                Failure::transformation(name, cause)
            } else {
                Failure::conversion(name, cause)
            })
        }
        Err(flow) => Err(Failure::Flow(flow)),
    }
}

/// `PSPropertyExpression` and arrays of it are made of names and script blocks, which the cmdlets take as
/// they are.
fn property_expressions(
    context: &mut ExecutionContext,
    value: &Value,
    target: TypeId,
) -> Option<Value> {
    const NAME: &str = "Microsoft.PowerShell.Commands.PSPropertyExpression";
    let element = target.element_type();
    if element.unwrap_or(target).full_name() != NAME {
        return None;
    }
    let one = |item: &Value| match item.base() {
        base if base.downcast::<crate::script::ScriptBlock>().is_some() => Some(base.clone()),
        Value::Str(_) => Some(item.base().clone()),
        base if base.type_id()?.is_value_type() => Some(Value::Null),
        _ => None,
    };
    let mut convert = |item: &Value| {
        let found = one(item)?;
        Some(if found.is_null() { Value::Str(context.text(item)) } else { found })
    };
    if element.is_none() {
        return convert(value);
    }
    let items = match value.base() {
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => vec![value.clone()],
    };
    items.iter().map(convert).collect::<Option<Vec<_>>>().map(Value::array)
}

/// Arguments that a cmdlet's parameter does not even try to convert.
fn refused(value: &Value, target: TypeId, name: &PsString) -> Option<Failure> {
    let from = value.type_id()?;
    let is_number = from.is_value_type() && value.as_i64().is_some();
    if target == TypeId::SWITCH_PARAMETER && value.as_bool().is_none() && !is_number {
        return Some(Failure::wrong_type(name, from.full_name(), target.full_name(), ""));
    }
    if target == TypeId::BOOLEAN
        && value.as_bool().is_none()
        && !is_number
        && !matches!(value.base(), Value::F64(_))
    {
        return Some(Failure::wrong_type(
            name,
            from.full_name(),
            target.full_name(),
            "Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
        ));
    }
    None
}

/// Null and emptiness, which mandatory parameters refuse.
fn check_null(parameter: &ParameterMetadata, value: &Value) -> Result<(), Failure> {
    if !parameter.sets.iter().any(|entry| entry.mandatory) {
        return Ok(());
    }
    let allows = |wanted: &dyn Fn(&Constraint) -> bool| parameter.constraints.iter().any(wanted);
    let null = allows(&|constraint| matches!(constraint, Constraint::AllowNull));
    let empty_text = allows(&|constraint| matches!(constraint, Constraint::AllowEmptyString));
    let empty_items = allows(&|constraint| matches!(constraint, Constraint::AllowEmptyCollection));
    let name = &parameter.name;
    if value.is_null() {
        return if null {
            Ok(())
        } else {
            Err(Failure::not_allowed(name, "null", "NullNotAllowed"))
        };
    }
    if let Some(text) = value.as_string() {
        let is_text = parameter.type_id == TypeId::STRING;
        if text.is_empty() && is_text && !empty_text && !null {
            return Err(Failure::not_allowed(name, "an empty string", "EmptyStringNotAllowed"));
        }
        return Ok(());
    }
    // What takes any object takes an empty collection, too.
    if matches!(parameter.type_id, TypeId::OBJECT | TypeId::PS_OBJECT) {
        return Ok(());
    }
    let items = match value.base() {
        Value::Array(array) => array.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => return Ok(()),
    };
    if items.is_empty() && !empty_items {
        let is_array = parameter.type_id.element_type().is_some();
        return Err(Failure::not_allowed(
            name,
            if is_array { "an empty array" } else { "an empty collection" },
            if is_array { "EmptyArrayNotAllowed" } else { "EmptyCollectionNotAllowed" },
        ));
    }
    let element_is_text = parameter.type_id.element_type() == Some(TypeId::STRING);
    for item in &items {
        if item.is_null() && !null {
            return Err(Failure::not_allowed(name, "null", "NullNotAllowed"));
        }
        if element_is_text && !empty_text && item.as_str().is_some_and(str::is_empty) {
            return Err(Failure::not_allowed(name, "an empty string", "EmptyStringNotAllowed"));
        }
    }
    Ok(())
}

/// The transformation attributes of the built-in cmdlets.
fn transform(
    context: &mut ExecutionContext,
    kind: &PsString,
    value: Value,
    name: &PsString,
) -> Result<Value, Failure> {
    let short = kind.rsplit('.').next().unwrap_or(kind);
    match short {
        "CredentialAttribute" | "Credential" => credential(context, value, name),
        _ => match context.transformation(short) {
            Some(body) => body(context, value).map_err(|flow| match flow {
                Flow::Throw(thrown) => {
                    Failure::transformation(name, Arc::clone(&thrown.record.exception))
                }
                other => Failure::Flow(other),
            }),
            None => Ok(value),
        },
    }
}

/// `[Credential()]`: a user's name is a question for the password.
fn credential(
    context: &mut ExecutionContext,
    value: Value,
    name: &PsString,
) -> Result<Value, Failure> {
    if value.is_null() || value.downcast::<PsCredential>().is_some() {
        return Ok(value);
    }
    let Some(user) = value.as_string().cloned() else {
        return Ok(value);
    };
    let host = context.host().clone();
    let answer = match host.ui() {
        Some(ui) if !context.is_non_interactive() => ui.prompt_for_credential(
            "PowerShell credential request",
            "Enter your credentials.",
            &user,
            "",
        ),
        _ => {
            let cause = Exception::new(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
            );
            return Err(Failure::transformation(name, Arc::new(cause)));
        }
    };
    match answer {
        Ok(Some(credential)) => Ok(Value::live(credential)),
        Ok(None) => Ok(Value::live(PsCredential::new(user, SecureString::new("")))),
        Err(failure) => Err(context.host_failure(failure).into()),
    }
}

/// A transformation attribute that is an instance of a script's class.
fn transform_by_class(
    context: &mut ExecutionContext,
    attribute: &Value,
    value: Value,
    name: &PsString,
) -> Result<Value, Failure> {
    let has = context.bridged(|runtime| {
        Ok(remora_language::invoke::has_method(attribute, "Transform", runtime))
    })?;
    if !has {
        return Ok(value);
    }
    match context.invoke_method(attribute, "Transform", &[Value::Null, value]) {
        Ok(value) => Ok(value),
        Err(Flow::Throw(thrown)) => {
            Err(Failure::transformation(name, Arc::clone(&thrown.record.exception)))
        }
        Err(flow) => Err(flow.into()),
    }
}

/// Applies the constraints of a variable to a value that is assigned to it.
///
/// # Errors
/// `RuntimeException` where it cannot be converted, `ValidationMetadataException` where it is not valid.
pub(crate) fn apply_to_variable(
    context: &mut ExecutionContext,
    constraints: &Arc<[Constraint]>,
    name: &str,
    value: Value,
) -> Result<Value, Flow> {
    let mut value = value;
    for constraint in constraints.iter().rev() {
        match constraint {
            Constraint::Type(id) => {
                value = match context.cast(&value, *id) {
                    Ok(value) => value,
                    Err(Flow::Throw(thrown)) => {
                        let source = &thrown.record.exception;
                        let cause = match source.inner() {
                            Some(inner) if source.exception_type() == TypeId::RUNTIME_EXCEPTION => {
                                inner
                            }
                            _ => source,
                        };
                        let exception = Exception::new(
                            TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION,
                            cause.message().clone(),
                        )
                        .with_inner(Arc::clone(cause));
                        return Err(ErrorRecord::new(
                            exception,
                            "RuntimeException",
                            ErrorCategory::MetadataError,
                            Value::Null,
                        )
                        .into());
                    }
                    Err(flow) => return Err(flow),
                };
            }
            Constraint::Object(attribute) => {
                let result = transform_by_class(context, attribute, value, &name.into());
                value = result?;
            }
            _ => {}
        }
    }
    for constraint in constraints.iter() {
        if let Some(message) = complaint(context, constraint, &value)? {
            let text = context.text(&value);
            let inner = Exception::new(TypeId::VALIDATION_METADATA_EXCEPTION, message);
            let exception = Exception::new(
                TypeId::VALIDATION_METADATA_EXCEPTION,
                format!("The variable cannot be validated because the value {text} is not a valid value for the {name} variable."),
            )
            .with_inner(inner);
            return Err(ErrorRecord::new(
                exception,
                "ValidateSetFailure",
                ErrorCategory::MetadataError,
                Value::Null,
            )
            .into());
        }
    }
    Ok(value)
}
