//! Error records.

use std::sync::Arc;

use remora_psobject::{
    CategoryInfo, ErrorCategory, ErrorDetails, ErrorRecord, Exception, PsString, TypeId, Value,
};

use super::{bag, flag, get, invocation, items, number, text};

/// The bag of an error record. `extended` adds where the command stands, field by field, as
/// `RemoteStreamOptions` asks for it.
pub fn error_to_value(error: &ErrorRecord, extended: bool) -> Value {
    let category = &error.category_info;
    let info = error.invocation_info.as_ref();
    let mut properties = vec![
        ("Exception", Value::live_arc(Arc::clone(&error.exception))),
        ("TargetObject", error.target_object.clone()),
        ("FullyQualifiedErrorId", Value::Str(error.fully_qualified_error_id.clone())),
        ("InvocationInfo", info.map_or(Value::Null, |info| Value::live_arc(Arc::clone(info)))),
        ("ErrorCategory_Category", Value::I32(category.category.number())),
        ("ErrorCategory_Activity", Value::Str(category.activity.clone())),
        ("ErrorCategory_Reason", Value::Str(category.reason.clone())),
        ("ErrorCategory_TargetName", Value::Str(category.target_name.clone())),
        ("ErrorCategory_TargetType", Value::Str(category.target_type.clone())),
        ("ErrorCategory_Message", category.text().into()),
    ];
    if let Some(details) = error.details() {
        properties.push(("ErrorDetails_Message", Value::Str(details.message)));
        properties.push(("ErrorDetails_RecommendedAction", Value::Str(details.recommended_action)));
    }
    let info = info.filter(|_| extended);
    properties.push(("SerializeExtendedInfo", Value::Bool(info.is_some())));
    if let Some(info) = info {
        properties.extend(invocation::to_properties(info));
        let iterations = error.pipeline_iteration_info.iter().copied().map(Value::I32).collect();
        properties.push(("PipelineIterationInfo", Value::array_of(TypeId::INT32, iterations)));
    }
    if let Some(trace) = &error.script_stack_trace {
        properties.push(("ErrorDetails_ScriptStackTrace", Value::Str(trace.clone())));
    }
    properties.push(("PSMessageDetails", Value::Null));
    bag(
        &["System.Management.Automation.ErrorRecord", "System.Object"],
        Some(error.message()),
        properties,
    )
}

/// The error record of a bag. The exception becomes a `RemoteException` that holds what arrived of the
/// original; `None` where the bag is none of an error.
pub fn error_from_value(value: &Value) -> Option<ErrorRecord> {
    let id = text(value, "FullyQualifiedErrorId")?;
    let serialized = get(value, "Exception").unwrap_or_default();
    let message = text(&serialized, "Message")
        .or_else(|| value.as_object().and_then(|object| object.text()))
        .unwrap_or_default();
    let info = get(value, "InvocationInfo").unwrap_or_default();
    let exception = Exception::new(TypeId::REMOTE_EXCEPTION, message)
        .with_property("SerializedRemoteException", serialized)
        .with_property("SerializedRemoteInvocationInfo", info.clone());
    let category = number(value, "ErrorCategory_Category").unwrap_or_default();
    let target = get(value, "TargetObject").unwrap_or_default();
    let category = ErrorCategory::from_number(i64::from(category));
    let mut record = ErrorRecord::new(exception, id, category, target);
    let part = |name: &str| text(value, name).unwrap_or_default();
    record.category_info = CategoryInfo {
        category,
        activity: part("ErrorCategory_Activity"),
        reason: part("ErrorCategory_Reason"),
        target_name: part("ErrorCategory_TargetName"),
        target_type: part("ErrorCategory_TargetType"),
        message: text(value, "ErrorCategory_Message"),
    };
    if let Some(message) = text(value, "ErrorDetails_Message") {
        let recommended_action = part("ErrorDetails_RecommendedAction");
        record.set_details(Some(ErrorDetails { message, recommended_action }));
    }
    if flag(value, "SerializeExtendedInfo") {
        record.invocation_info = Some(Arc::new(invocation::from_properties(value)));
        record.pipeline_iteration_info = get(value, "PipelineIterationInfo")
            .map(|list| items(&list).iter().filter_map(Value::as_i32).collect())
            .unwrap_or_default();
    }
    record.script_stack_trace =
        text(value, "ErrorDetails_ScriptStackTrace").filter(|trace: &PsString| !trace.is_empty());
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, WriteOptions, read, write};

    #[test]
    fn an_error_survives_the_way() {
        let exception = Exception::new(TypeId::ITEM_NOT_FOUND_EXCEPTION, "no such item");
        let mut error = ErrorRecord::new(
            exception,
            "PathNotFound",
            ErrorCategory::ObjectNotFound,
            "/nope".into(),
        )
        .with_details("details");
        error.category_info.activity = "Get-Item".into();
        let text = write(&error_to_value(&error, false), &WriteOptions::default()).unwrap();
        let back = error_from_value(&read(&text, &ReadOptions::default()).unwrap()).unwrap();
        assert_eq!(back.fully_qualified_error_id, "PathNotFound");
        assert_eq!(back.category_info.text(), error.category_info.text());
        assert_eq!(back.message(), "details");
        assert_eq!(back.exception.message(), "no such item");
        assert_eq!(back.exception.exception_type(), TypeId::REMOTE_EXCEPTION);
        assert_eq!(back.target_object.as_str(), Some("/nope"));
    }
}
