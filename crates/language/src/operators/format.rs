//! `-f`

use remora_psobject::{Exception, PsString, Value};

use crate::Runtime;
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::string_conversion::{item_text, to_string};

/// `format -f arguments` in the current culture. An array gives one argument an item.
///
/// # Errors
/// `FormatError`
pub fn format(format: &Value, arguments: &Value, runtime: &dyn Runtime) -> Result {
    let arguments = match arguments.base() {
        Value::Array(_) | Value::List(_) => enumerate::items(arguments).unwrap_or_default(),
        _ => vec![arguments.clone()],
    };
    let culture = runtime.culture();
    let zone = runtime.system().local_time_zone();
    let mut write = |value: &Value, format: &str| -> std::result::Result<PsString, Exception> {
        match value {
            Value::Object(_) if matches!(value.base(), Value::Object(_)) => Ok(item_text(value)),
            _ => remora_dotnet::format::format_value(value, format, &culture, &zone),
        }
    };
    let text = to_string(format);
    match remora_dotnet::composite::format(&text, &arguments, &mut write) {
        Ok(text) => Ok(Value::Str(text)),
        Err(cause) => Err(LanguageError::runtime(
            "FormatError",
            format!("Error formatting a string: {}.", cause.message()),
        )
        .with_target(Value::Str(text))),
    }
}
