//! The texts of failed conversions.

use remora_dotnet::Culture;
use remora_psobject::{Exception, TypeId, Value};

use crate::error::LanguageError;
use crate::string_conversion::item_text_in;
use crate::type_name::net_text;

/// The value as a message shows it: what .NET's `ToString()` gives in the current culture.
pub(crate) fn shown(value: &Value) -> String {
    let culture = Culture::en_us();
    match value.base() {
        Value::Type(_) => remora_dotnet::text::to_text(value.base(), &culture).to_string(),
        base => item_text_in(base, &culture).to_string(),
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
            let from =
                if id.generic().is_some() { id.full_name().to_owned() } else { net_text(id) };
            let target_text = net_text(target);
            if matches!(target, TypeId::PS_CREDENTIAL | TypeId::SECURE_STRING) {
                // What was meant as a secret is not repeated.
                format!("Cannot convert the value of type \"{from}\" to type \"{target_text}\".")
            } else {
                format!(
                    "Cannot convert the \"{}\" value of type \"{from}\" to type \"{target_text}\".",
                    shown(value)
                )
            }
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
    let message = format!("Cannot create object of type \"{}\". {reason}", net_text(target));
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

/// `Invalid cast from 'System.DateTime' to 'System.TimeSpan'.`: between primitive types and
/// structures that know nothing of each other.
pub(crate) fn invalid_cast(value: &Value, target: TypeId) -> Box<LanguageError> {
    let from = value.type_id().unwrap_or(TypeId::OBJECT);
    let cause = Exception::new(
        TypeId::INVALID_CAST_EXCEPTION,
        format!("Invalid cast from '{}' to '{}'.", from.full_name(), target.full_name()),
    );
    with_cause("InvalidCastIConvertible", value, target, cause)
}
