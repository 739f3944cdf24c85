//! What .NET's `ToString()` gives.

use remora_psobject::{PsString, Value};

use crate::culture::Culture;
use crate::{datetime, number, timespan};

/// `ToString()` in a culture. Null is the empty string; objects without a text of their own give the name
/// of their type.
pub fn to_text(value: &Value, culture: &Culture) -> PsString {
    match value.base() {
        Value::Null | Value::AutomationNull => PsString::empty(),
        Value::Bool(flag) | Value::Switch(flag) => {
            PsString::from(if *flag { "True" } else { "False" })
        }
        Value::Char(unit) => PsString::from_units(&[*unit]),
        Value::Str(text) => text.clone(),
        Value::DateTime(date) => datetime::format(*date, "G", culture, &jiff::tz::TimeZone::UTC)
            .unwrap_or_default()
            .into(),
        Value::DateTimeOffset(value) => {
            datetime::format_offset(**value, "", culture).unwrap_or_default().into()
        }
        Value::TimeSpan(span) => timespan::to_string(*span).into(),
        Value::Guid(guid) => guid.to_string().into(),
        Value::Version(version) => version.to_string().into(),
        Value::SemanticVersion(version) => version.to_string().into(),
        Value::Uri(uri) => crate::types::system::uri::display(uri),
        Value::Enum(id, number) => {
            crate::enums::format(*id, *number, "").unwrap_or_default().into()
        }
        Value::Type(id) => type_text(*id).into(),
        Value::Array(array) => array.type_id().full_name().into(),
        Value::List(list) => generic_text(list.type_id()).into(),
        Value::Dictionary(dictionary) => generic_text(dictionary.type_id()).into(),
        Value::Object(object) => object.text().unwrap_or_else(|| value.type_name()),
        Value::Live(live) => live.text(),
        number => number::format(number, "", culture).unwrap_or_default().into(),
    }
}

/// `Type.ToString()`: the full name, with the arguments of a generic type in short.
pub fn type_text(id: remora_psobject::TypeId) -> String {
    if let Some((open, arguments)) = id.generic() {
        let arguments: Vec<String> = arguments.iter().map(|id| type_text(*id)).collect();
        return format!("{}[{}]", open.full_name(), arguments.join(","));
    }
    if let Some(element) = id.element_type() {
        let full = id.full_name();
        let brackets = full.rfind('[').and_then(|at| full.get(at..)).unwrap_or("[]");
        return format!("{}{brackets}", type_text(element));
    }
    let full = id.full_name();
    match full.rsplit_once('`') {
        // An open generic type shows the names of its parameters.
        Some((_, count)) if count.bytes().all(|byte| byte.is_ascii_digit()) => {
            let names = crate::types::system::r#type::parameter_names(id);
            format!("{full}[{}]", names.join(","))
        }
        _ => full.to_owned(),
    }
}

fn generic_text(id: remora_psobject::TypeId) -> String {
    type_text(id)
}
