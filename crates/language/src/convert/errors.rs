//! The texts of failed conversions.

use remora_psobject::{Exception, TypeId, Value};

use crate::error::LanguageError;
use crate::string_conversion::item_text;
use crate::type_name::net_text;

/// The value as a message shows it: what .NET's `ToString()` gives in the current culture.
fn shown(value: &Value) -> String {
    match value.base() {
        Value::DateTime(_) | Value::DateTimeOffset(_) | Value::Type(_) => {
            remora_dotnet::text::to_text(value.base(), &remora_dotnet::Culture::en_us()).to_string()
        }
        base => item_text(base).to_string(),
    }
}

/// `Cannot convert the "a" value of type "System.String" to type "System.Int32".`
pub(crate) fn no_conversion(value: &Value, target: TypeId) -> Box<LanguageError> {
    no_conversion_with("ConvertToFinalInvalidCastException", value, target)
}

/// As [`no_conversion`], under another id.
pub(crate) fn no_conversion_with(
    error_id: &str,
    value: &Value,
    target: TypeId,
) -> Box<LanguageError> {
    let message = match value.type_id() {
        None => return from_null(target),
        Some(id) => {
            let from = if id.generic().is_some() {
                id.full_name().to_owned()
            } else {
                net_text(id)
            };
            format!(
                "Cannot convert the \"{}\" value of type \"{from}\" to type \"{}\".",
                shown(value),
                net_text(target)
            )
        }
    };
    LanguageError::cast(error_id, message, None)
}

/// `Cannot convert null to type "System.DateTime".`
pub(crate) fn from_null(target: TypeId) -> Box<LanguageError> {
    LanguageError::cast(
        "InvalidCastFromNull",
        format!("Cannot convert null to type \"{}\".", net_text(target)),
        None,
    )
}

/// `Cannot convert value "a" to type "System.Int32". Error: "…"`, with its cause.
pub(crate) fn with_cause(
    error_id: &str,
    value: &Value,
    target: TypeId,
    cause: Exception,
) -> Box<LanguageError> {
    let message = format!(
        "Cannot convert value \"{}\" to type \"{}\". Error: \"{}\"",
        shown(value),
        net_text(target),
        cause.message()
    );
    LanguageError::cast(error_id, message, Some(cause))
}

/// `Cannot create object of type "P". …`
pub(crate) fn not_created(
    target: TypeId,
    reason: &str,
    cause: Option<std::sync::Arc<Exception>>,
) -> Box<LanguageError> {
    let message = format!(
        "Cannot create object of type \"{}\". {reason}",
        net_text(target)
    );
    let exception = Exception::new(TypeId::PS_INVALID_CAST_EXCEPTION, message);
    let exception = match cause {
        Some(cause) => exception.with_inner(cause),
        None => exception,
    };
    LanguageError::new(
        "ObjectCreationError",
        remora_psobject::ErrorCategory::InvalidArgument,
        exception,
    )
}
