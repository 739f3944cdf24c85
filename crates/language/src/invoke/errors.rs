//! The errors of calls.

use std::sync::Arc;

use remora_psobject::{ErrorCategory, Exception, TypeId, Value};

use crate::convert::errors::shown;
use crate::error::LanguageError;
use crate::type_name::net_text;

/// `You cannot call a method on a null-valued expression.`
pub fn on_null() -> Box<LanguageError> {
    LanguageError::runtime(
        "InvokeMethodOnNull",
        "You cannot call a method on a null-valued expression.",
    )
}

/// A type without a method of this name.
pub fn method_not_found(id: TypeId, name: &str) -> Box<LanguageError> {
    LanguageError::runtime(
        "MethodNotFound",
        format!(
            "Method invocation failed because [{}] does not contain a method named '{name}'.",
            net_text(id)
        ),
    )
}

/// No overload takes so many arguments.
pub(super) fn no_overload(name: &str, count: usize) -> Box<LanguageError> {
    LanguageError::method(
        "MethodCountCouldNotFindBest",
        format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
        None,
    )
}

/// No generic overload takes so many types and arguments.
pub(super) fn no_generic(name: &str, types: usize, count: usize) -> Box<LanguageError> {
    LanguageError::method(
        "MethodCountCouldNotFindBestGeneric",
        format!(
            "Could not find a suitable generic method overload for \"{name}\" with \"{types}\" type \
             parameters, and the argument count: \"{count}\"."
        ),
        None,
    )
}

/// Several overloads fit equally well.
pub fn ambiguous_overloads(name: &str, count: usize) -> Box<LanguageError> {
    LanguageError::method(
        "MethodCountCouldNotFindBest",
        format!(
            "Multiple ambiguous overloads found for \"{name}\" and the argument count: \"{count}\"."
        ),
        None,
    )
}

/// A `[ref]` parameter that got something else. Places count from 1.
pub(super) fn not_a_reference(place: usize) -> Box<LanguageError> {
    LanguageError::method(
        "NonRefArgumentToRefParameterMsg",
        format!(
            "Argument: '{place}' should be a System.Management.Automation.PSReference. Use [ref]."
        ),
        None,
    )
}

/// An argument that cannot be converted to the type of its parameter.
pub fn argument_error(
    parameter: &str,
    value: &Value,
    method: &str,
    target: TypeId,
    cause: &LanguageError,
) -> Box<LanguageError> {
    LanguageError::method(
        "MethodArgumentConversionInvalidCastArgument",
        format!(
            "Cannot convert argument \"{parameter}\", with value: \"{}\", for \"{method}\" to type \
             \"{}\": \"{}\"",
            shown_argument(value),
            net_text(target),
            cause.message()
        ),
        Some(Arc::clone(&cause.exception)),
    )
}

/// What a body threw, as the call that failed: `Exception calling "X" with "1" argument(s): "…"`.
///
/// A pipeline that is stopped stays what it is.
pub fn wrap_failure(name: &str, count: usize, cause: Exception) -> Box<LanguageError> {
    let type_id = cause.exception_type();
    if type_id.derives_from(TypeId::PIPELINE_STOPPED_EXCEPTION) {
        return LanguageError::thrown(cause);
    }
    let error_id = type_id.short_name();
    let message = format!(
        "Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"",
        cause.message()
    );
    let exception = Exception::new(TypeId::METHOD_INVOCATION_EXCEPTION, message).with_inner(cause);
    LanguageError::new(error_id, ErrorCategory::NotSpecified, exception)
}

/// An argument as a message shows it: a collection as a text joins it.
fn shown_argument(value: &Value) -> String {
    match crate::enumerate::items(value) {
        Some(_) => crate::string_conversion::to_string(value).to_string(),
        None => shown(value),
    }
}
